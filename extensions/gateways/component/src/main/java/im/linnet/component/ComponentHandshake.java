package im.linnet.component;

import static java.nio.charset.StandardCharsets.UTF_8;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import im.linnet.failure.Phase;
import im.linnet.failure.StreamError;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.Where;
import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Stanza;
import im.linnet.stream.Facts;
import im.linnet.stream.Features;
import im.linnet.stream.Negotiation;
import im.linnet.stream.StreamFeature;
import im.linnet.xml.Element;
import im.linnet.xml.XmlText;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The step that signs a component in and binds it to its domain (XEP-0114, section 3). */
final class ComponentHandshake implements StreamFeature {

  /** The content namespace of a component's stream. */
  static final String NAMESPACE = "jabber:component:accept";

  /** The name of the method in facts and failures, and of the element. */
  private static final String HANDSHAKE = "handshake";

  /** How long a server that gives no stream id may take to say why. */
  private static final int REASON_SECONDS = 5;

  private static final int SHOWN = 64;

  private final String secret;
  private final ClearText clearText;

  ComponentHandshake(String secret, ClearText clearText) {
    if (secret.isEmpty()) {
      throw new IllegalArgumentException("secret: empty (expected: that of the server's settings)");
    }
    this.secret = secret;
    this.clearText = clearText;
  }

  @Override
  public Phase phase() {
    return Phase.AUTHENTICATING;
  }

  @Override
  public boolean accepts(Features features, Facts facts) {
    return !facts.authenticated();
  }

  @Override
  public CompletionStage<Next> negotiate(Negotiation negotiation) {
    if (!negotiation.facts().secure() && !clearText.allows(negotiation.endpoint())) {
      return CompletableFuture.failedFuture(exposed(negotiation));
    }
    String id = negotiation.header().id();
    if (id == null || id.isEmpty()) {
      return noId(negotiation);
    }
    return negotiation
        .ask(Element.builder(HANDSHAKE, Stanza.NAMESPACE).text(proof(id)).build())
        .thenCompose(answer -> answered(negotiation, answer));
  }

  private String proof(String id) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      return HexFormat.of().formatHex(digest.digest((id + secret).getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static CompletionStage<Next> answered(Negotiation negotiation, Element answer) {
    if (answer.is(HANDSHAKE, Stanza.NAMESPACE)) {
      Jid domain = negotiation.account();
      return negotiation
          .note(facts -> facts.withMechanism(HANDSHAKE).withJid(domain))
          .thenApply(facts -> Next.DONE);
    }
    return CompletableFuture.failedFuture(
        new AuthenticationException(
            Reason.MALFORMED,
            HANDSHAKE,
            "The server answered the handshake of the component %s with <%s/>"
                .formatted(negotiation.account(), XmlText.shortened(answer.name(), SHOWN)),
            null));
  }

  /**
   * Waits for the error that must follow a header without id, such as Prosody's for an unknown
   * component. A handshake would show a hash of the secret alone.
   */
  private static CompletionStage<Next> noId(Negotiation negotiation) {
    CompletableFuture<Next> never = new CompletableFuture<>();
    negotiation.ended().thenRun(() -> never.cancel(false));
    StreamException fault =
        StreamException.byClient(
            Condition.BAD_FORMAT,
            "The server's stream has no id, which the handshake of a component needs: is this the"
                + " port for components?");
    CompletableFuture.delayedExecutor(REASON_SECONDS, TimeUnit.SECONDS, negotiation.worker())
        .execute(() -> never.completeExceptionally(fault));
    return never;
  }

  private static XmppException exposed(Negotiation negotiation) {
    return new TransportException(
        TransportException.Reason.TLS_NOT_OFFERED,
        ("The component %s does not sign in to %s, which is not this machine, in clear text: use"
                + " Component.overTls or, if the network can be trusted,"
                + " Component.insecurelyInClearText")
            .formatted(negotiation.account(), negotiation.endpoint().host()));
  }

  @Override
  public XmppException explain(StreamException ended, Negotiation negotiation) {
    XmppException why = explained(ended.error(), negotiation.account());
    if (why == null) {
      return ended;
    }
    // In clear text, the user trusts the way to the server; under TLS, the policy decides.
    return negotiation.facts().secure()
        ? why
        : why.at(Where.of(phase(), negotiation.endpoint(), List.of()));
  }

  private static @Nullable XmppException explained(StreamError error, Jid domain) {
    String said = error.text() == null ? "" : " “" + error.text() + "”";
    return switch (error.condition()) {
      case NOT_AUTHORIZED ->
          AuthenticationException.refused(
              HANDSHAKE,
              error.conditionName(),
              error.text(),
              ("The server refused the secret of the component %s: not-authorized%s. Check that its"
                      + " configuration has this component with the same secret, then call connect()")
                  .formatted(domain, said));
      case HOST_UNKNOWN ->
          StreamException.byServer(
              error,
              true,
              ("The server has no component %s: host-unknown%s. Add it to its configuration, or"
                      + " correct the domain, then call connect()")
                  .formatted(domain, said));
      case CONFLICT ->
          StreamException.byServer(
              error,
              false,
              ("Another connection serves the component %s: conflict%s. It may be one of another"
                      + " program, or a dead one that the server has not noticed yet")
                  .formatted(domain, said));
      default -> null;
    };
  }

  /** {@return the step without the secret} */
  @Override
  public String toString() {
    return "ComponentHandshake[" + clearText + "]";
  }
}
