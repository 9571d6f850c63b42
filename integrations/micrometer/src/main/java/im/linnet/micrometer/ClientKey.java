package im.linnet.micrometer;

import im.linnet.connection.Dropped;
import im.linnet.failure.Phase;
import im.linnet.observe.Result;
import im.linnet.observe.StanzaKind;
import im.linnet.observe.Status;
import io.micrometer.common.docs.KeyName;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The keys of meters and observations. Their values come from fixed lists, so that the number of
 * time series is limited and no series names a user.
 */
public enum ClientKey implements KeyName {
  /** The state of a client: {@link Status}. */
  STATUS,
  /** How something ended: {@link Result}. */
  RESULT,
  /** The phase in which connecting failed, or {@code session}: {@link Phase}. */
  PHASE,
  /** The kind of a stanza: {@link StanzaKind}. */
  STANZA,
  /** Why a stanza was dropped: {@link im.linnet.connection.Dropped.Reason}. */
  REASON,
  /** Whether a stream is {@code new} or {@code resumed} (XEP-0198). */
  STREAM;

  /** {@return the key} */
  @Override
  public String asString() {
    return word(this);
  }

  /** {@return all values that this key may have} */
  public List<String> allowed() {
    return switch (this) {
      case STATUS ->
          Stream.of(Status.values())
              .filter(status -> status != Status.CLOSED)
              .map(ClientKey::word)
              .toList();
      case RESULT -> words(Result.values());
      case PHASE -> words(Phase.values());
      case STANZA -> words(StanzaKind.values());
      case REASON -> words(Dropped.Reason.values());
      case STREAM -> List.of(stream(false), stream(true));
    };
  }

  private static List<String> words(Enum<?>[] constants) {
    return Stream.of(constants).map(ClientKey::word).toList();
  }

  /** The value for a constant: {@code timed-out} for TIMED_OUT. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The value of {@link #STREAM}. */
  static String stream(boolean resumed) {
    return resumed ? "resumed" : "new";
  }
}
