package im.linnet.internal.steps;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import im.linnet.internal.netty.Causes;
import im.linnet.jid.Jid;
import im.linnet.sasl.FastToken;
import im.linnet.sasl.HashedToken;
import im.linnet.sasl.SaslChannel;
import im.linnet.sasl.SaslMechanism;
import im.linnet.sasl.UserAgent;
import im.linnet.stream.Facts;
import im.linnet.stream.Inlined;
import im.linnet.stream.Negotiation;
import im.linnet.stream.StreamFeature.Next;
import im.linnet.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One sign-in by SASL2. A token is tried first, if there is one (XEP-0484, section 3.4). If the
 * server refuses it, it is dropped, and the client's mechanisms follow on the same stream; nothing
 * else makes the client turn from one to the other.
 */
final class Sasl2SignIn {

  private final Sasl2Authentication step;
  private final Fast fast;
  private final Negotiation negotiation;
  private final SaslChannel channel;
  private final @Nullable Element inline;
  private final Inlined inlined;
  private List<String> tokenMechanisms = List.of();

  /** Must be called on the event loop. */
  Sasl2SignIn(
      Sasl2Authentication step,
      Negotiation negotiation,
      SaslChannel channel,
      @Nullable Element inline) {
    this.step = step;
    this.fast = step.fast();
    this.negotiation = negotiation;
    this.channel = channel;
    this.inline = inline;
    this.inlined =
        negotiation.inline(
            Sasl2Wire.NAMESPACE,
            inline == null ? Element.of("inline", Sasl2Wire.NAMESPACE) : inline);
  }

  /** Signs in; on the worker. */
  CompletionStage<Next> run() {
    tokenMechanisms = fast.mechanisms(inline, channel);
    FastToken token = fast.find(channel.account(), tokenMechanisms);
    return token == null ? byMechanisms() : byToken(token);
  }

  private CompletionStage<Next> byToken(FastToken token) {
    Jid account = channel.account();
    SaslMechanism mechanism =
        HashedToken.of(token.mechanism(), token.secret(), String.valueOf(account.local()));
    UserAgent agent = fast.agent(token);
    return SaslConversation.of(negotiation, mechanism, channel, wire(agent, Fast.used()))
        .run()
        .thenCompose(success -> succeeded(mechanism, agent, token.mechanism(), success))
        .exceptionallyComposeAsync(
            failure -> {
              AuthenticationException refusal = refusal(failure);
              if (refusal == null) {
                return CompletableFuture.failedStage(failure);
              }
              fast.drop(account);
              return byMechanisms()
                  .exceptionallyCompose(
                      again -> {
                        fast.failedAfterRefusal(again);
                        return CompletableFuture.failedStage(SignIn.meant(refusal, null, again));
                      });
            },
            negotiation.worker());
  }

  private static @Nullable AuthenticationException refusal(Throwable failure) {
    return Causes.of(failure) instanceof AuthenticationException refused
            && refused.reason() == Reason.REFUSED
        ? refused
        : null;
  }

  private CompletionStage<Next> byMechanisms() {
    String wanted = tokenMechanisms.isEmpty() ? null : tokenMechanisms.get(0);
    UserAgent agent = fast.agent();
    Sasl2Wire wire = wanted == null ? wire(agent) : wire(agent, Fast.request(wanted));
    return SignIn.run(negotiation, step.sasl(), channel, wire)
        .thenCompose(
            signedIn -> succeeded(signedIn.mechanism(), agent, wanted, signedIn.success()));
  }

  private Sasl2Wire wire(UserAgent agent, Element... further) {
    List<Element> requests = new ArrayList<>(inlined.elements());
    requests.addAll(List.of(further));
    return new Sasl2Wire(agent, requests);
  }

  /**
   * The token is kept before anything else is done, as the server may refuse the old one from now
   * on; still on the worker. After resuming a stream, not every server sends features.
   */
  private CompletionStage<Next> succeeded(
      SaslMechanism mechanism, UserAgent agent, @Nullable String tokenMechanism, Element success) {
    fast.keep(channel.account(), agent, tokenMechanism, success);
    return negotiation
        .note(
            facts -> established(success, facts.withSignIn(Sasl2Wire.NAMESPACE, mechanism.name())))
        .thenApply(facts -> facts.resumed() == null ? Next.NEW_FEATURES : Next.DONE);
  }

  private Facts established(Element success, Facts signedIn) {
    Facts facts = inlined.answered(success, signedIn);
    new Sasl2Success(step.rules(), channel.account()).check(success, facts);
    return facts;
  }
}
