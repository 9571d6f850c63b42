package im.linnet.fleet.internal.wire;

import im.linnet.connection.SavedStream;
import im.linnet.xml.Element;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How large stanzas are on the wire: what exceeds a frame would never arrive. */
public final class Sizes {

  /** The most that is sent as one, in bytes; leaves room in a frame for others. */
  public static final long LARGEST = 3 << 20;

  /** Up to here, escapes and long characters may make it larger than estimated. */
  private static final long ESTIMATED = 64 << 10;

  private Sizes() {}

  /**
   * The size of stanzas.
   *
   * @param stanzas the stanzas
   * @return bytes; estimated if there are few
   */
  public static long of(List<Element> stanzas) {
    long sum = 0;
    for (Element stanza : stanzas) {
      sum += stanza.weight();
    }
    return sum <= ESTIMATED ? sum : Stanzas.toBytes(stanzas).length;
  }

  /**
   * What can be sent of a stream.
   *
   * @param saved the stream, or null
   * @return the stream; null if it is too large
   */
  public static @Nullable SavedStream sendable(@Nullable SavedStream saved) {
    return saved == null || of(saved.waiting()) < LARGEST ? saved : null;
  }
}
