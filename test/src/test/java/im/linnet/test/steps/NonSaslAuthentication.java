package im.linnet.test.steps;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.Phase;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.StanzaError;
import im.linnet.stream.Facts;
import im.linnet.stream.Features;
import im.linnet.stream.Negotiation;
import im.linnet.stream.StreamFeature;
import im.linnet.xml.Element;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletionStage;

/**
 * The sign-in from before XMPP 1.0, by digest (XEP-0078). It also binds the resource, and no new
 * stream follows.
 */
record NonSaslAuthentication(String password, String resource) implements StreamFeature {

  private static final String AUTH = "jabber:iq:auth";

  @Override
  public Phase phase() {
    return Phase.AUTHENTICATING;
  }

  /** Offered by a feature, or assumed if the server sends no features at all. */
  @Override
  public boolean accepts(Features features, Facts facts) {
    return !facts.authenticated()
        && (features.all().isEmpty()
            || features.offers("auth", "http://jabber.org/features/iq-auth"));
  }

  @Override
  public CompletionStage<Next> negotiate(Negotiation negotiation) {
    Jid own = negotiation.account().withResource(resource);
    Element asked = Element.builder("query", AUTH).child("username", own.local()).build();
    return negotiation
        .ask(Iq.get(negotiation.account().domainJid(), asked).withId("fields").element())
        .thenComposeAsync(
            fields -> negotiation.ask(credentials(negotiation, fields)), negotiation.worker())
        .thenCompose(
            answer -> {
              check(answer);
              return negotiation.note(facts -> facts.withMechanism(AUTH).withJid(own));
            })
        .thenApply(noted -> Next.DONE);
  }

  private Element credentials(Negotiation negotiation, Element fields) {
    Element offered = fields.child("query", AUTH);
    if (offered == null || offered.child("digest", AUTH) == null) {
      throw new IllegalStateException("The server takes no digest");
    }
    return Iq.set(
            null,
            Element.builder("query", AUTH)
                .child("username", negotiation.account().local())
                .child("digest", digest(negotiation.header().id() + password))
                .child("resource", resource)
                .build())
        .withId("sign-in")
        .element();
  }

  private static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static void check(Element answer) {
    if ("error".equals(answer.attribute("type"))) {
      throw AuthenticationException.refused(
          AUTH, StanzaError.of(answer).condition().wireName(), null, null, null);
    }
  }

  @Override
  public String toString() {
    return "NonSaslAuthentication";
  }
}
