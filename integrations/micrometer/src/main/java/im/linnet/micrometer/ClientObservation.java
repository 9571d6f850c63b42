package im.linnet.micrometer;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.docs.ObservationDocumentation;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The observations of {@link ObservedClient}. Their keys are all of low cardinality. */
public enum ClientObservation implements ObservationDocumentation {
  /** A call of {@code connect}, until its future completes. */
  CONNECT("connect", "connect(), until its future completes", ClientKey.RESULT, null),
  /** A call of {@code send}, until the stanza is written. */
  SEND("send", "send(), until its future completes", ClientKey.RESULT, ClientKey.STANZA),
  /** A call of {@code deliver}, until the server has the stanza. */
  DELIVER("deliver", "deliver(), until its future completes", ClientKey.RESULT, ClientKey.STANZA),
  /** A call of {@code request}, until its answer is read. */
  REQUEST("request", "request(), until its future completes", ClientKey.RESULT, null),
  /** A subscriber's call, with a message or presence. */
  RECEIVE(
      "receive",
      "the call of a subscriber or the taker of a claim",
      ClientKey.RESULT,
      ClientKey.STANZA),
  /** A request of others, until the handler's reply. */
  ANSWER("answer", "the call of a request handler, until its reply", ClientKey.RESULT, null);

  private final String word;
  private final String meaning;
  private final ClientKey first;
  private final @Nullable ClientKey second;

  ClientObservation(String word, String meaning, ClientKey first, @Nullable ClientKey second) {
    this.word = word;
    this.meaning = meaning;
    this.first = first;
    this.second = second;
  }

  /** {@return the name, with dots} */
  @Override
  public String getName() {
    return "linnet.client." + word;
  }

  /** {@return the name of a span} */
  @Override
  public String getContextualName() {
    return "xmpp " + word;
  }

  /** {@return what is observed} */
  public String meaning() {
    return meaning;
  }

  /** {@return the keys} */
  @Override
  public KeyName[] getLowCardinalityKeyNames() {
    return Stream.of(first, second).filter(key -> key != null).toArray(KeyName[]::new);
  }
}
