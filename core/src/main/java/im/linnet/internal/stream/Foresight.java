package im.linnet.internal.stream;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.XmppException;
import im.linnet.internal.steps.ResourceBinding;
import im.linnet.internal.steps.StartTls;
import im.linnet.stream.Facts;
import im.linnet.stream.Features;
import im.linnet.xml.Element;
import im.linnet.xml.StreamHeader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one negotiation sends before the server has said that it takes it, so that it does not wait
 * for a round trip (the idea of XEP-0305). Under TLS a step may begin on the features of the last
 * connection to the endpoint; before TLS, {@code <starttls/>} goes with the header if the client
 * demands TLS; and the question after resource binding goes with that. Belongs to the event loop.
 */
final class Foresight {

  /** What every server offers that a client can use that demands TLS. */
  private static final Features TLS_ALONE =
      new Features(
          Element.builder("features", StreamHeader.STREAMS_NAMESPACE)
              .child(Element.of("starttls", StartTls.NAMESPACE))
              .build());

  /** How a server may end a stream on which it reads something too early. */
  private static final Set<Condition> PUZZLED =
      Set.of(
          Condition.BAD_FORMAT,
          Condition.INVALID_XML,
          Condition.NOT_WELL_FORMED,
          Condition.UNDEFINED_CONDITION,
          Condition.UNSUPPORTED_STANZA_TYPE);

  private final NegotiationSettings settings;
  private final NegotiationPlan plan;
  private final KnownFeatures known;
  private final Endpoint endpoint;
  private final boolean guesses;

  /** The question that was sent behind that of resource binding, until it is asked. */
  private @Nullable Element sent;

  Foresight(NegotiationSettings settings, NegotiationPlan plan, Endpoint endpoint) {
    this.settings = settings;
    this.plan = plan;
    this.known = plan.known();
    this.endpoint = endpoint;
    this.guesses = !known.waitsThisTime(endpoint) && known.mayGuess(endpoint);
  }

  /** What the server will offer, most likely, or null. */
  @Nullable Offer guess(Facts facts) {
    Features likely = null;
    if (guesses && facts.secure() && settings.tlsVerified()) {
      likely = known.find(endpoint, facts);
    } else if (guesses && !facts.secure() && settings.tlsRequired()) {
      likely = TLS_ALONE;
    }
    return likely == null ? null : new Offer(null, likely);
  }

  /** The server has made an offer; returns it, perhaps as an object that is in use already. */
  Features offered(Facts facts, Features features) {
    return known.note(endpoint, facts, features);
  }

  /**
   * The question to send right behind that of a step: that of the step after resource binding, if
   * it depends neither on the answer nor on a resource that may be refused. Null for none.
   */
  @Nullable Element behind(RunningStep begun, Facts facts) {
    if (!(begun.step() instanceof ResourceBinding binding)
        || binding.resource() != null
        || !guesses
        || !(begun.offer().peek(plan.steps(), facts.withJid(settings.account()))
            instanceof FollowsBinding follower)) {
      return null;
    }
    sent = follower.question();
    return sent;
  }

  /** Whether a question that a step asks was sent already. */
  boolean wasSent(Element question) {
    boolean was = question.equals(sent);
    if (was) {
      sent = null;
    }
    return was;
  }

  /** Whether an answer may arrive that no step will wait for. */
  boolean isOpen() {
    return sent != null;
  }

  /**
   * The features that the server offers to the signed-in user. If it has resumed a stream within
   * SASL2, they come later or not at all, and are those of before.
   */
  Features last(Offer offer, Facts facts) {
    Features before = facts.resumed() == null ? null : known.signedIn(endpoint);
    return before == null ? offer.features() : before;
  }

  /**
   * Remembers if what was sent too early may be the cause of a failure.
   *
   * @param heard whether the server has opened the stream; a connection that is lost before may be
   *     lost for any reason
   */
  void judge(@Nullable RunningStep step, XmppException why, Facts facts, boolean heard) {
    boolean wrong = step != null && step.guessedWrong();
    boolean unanswered = step != null && step.isGuess() && step.isUnanswered() && isPuzzled(why);
    // A refusal whose sequel was cut short has the end of the stream as its cause.
    boolean ended = why instanceof StreamException || why.getCause() instanceof StreamException;
    if (wrong || (isOpen() && ended)) {
      known.mislead(endpoint, true);
    } else if (unanswered && heard) {
      known.mislead(endpoint, facts.secure());
    } else if (unanswered) {
      known.doubt(endpoint);
    }
  }

  /** Whether a server that reads something too early may have ended the stream like this. */
  private static boolean isPuzzled(XmppException why) {
    return why instanceof StreamException ended
        ? ended.by() == StreamException.By.SERVER && PUZZLED.contains(ended.error().condition())
        : why instanceof TransportException;
  }
}
