package im.linnet.archive;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ends of a page, and whether the archive flipped it. Archives that flip pages disagree on what
 * comes first: for Prosody it is still the oldest message, for ejabberd the one sent first.
 *
 * @param oldest the id of the oldest message, or null if the page is empty
 * @param latest the id of the latest message, or null if the page is empty
 * @param flipped whether the latest message was sent first
 */
record PageEnds(@Nullable String oldest, @Nullable String latest, boolean flipped) {

  /**
   * Finds the ends.
   *
   * @param wanted whether the archive was asked to flip the page; it may ignore this
   */
  static PageEnds of(boolean wanted, List<ArchivedMessage> messages, ResultSet set) {
    if (messages.isEmpty()) {
      return new PageEnds(set.first(), set.last(), false);
    }
    ArchivedMessage first = messages.get(0);
    ArchivedMessage last = messages.get(messages.size() - 1);
    boolean turned = messages.size() > 1 && first.id().equals(set.last());
    boolean flipped = wanted && (turned || isLater(first, last));
    String start = set.first() == null ? first.id() : set.first();
    String end = set.last() == null ? last.id() : set.last();
    return flipped && !turned ? new PageEnds(end, start, true) : new PageEnds(start, end, flipped);
  }

  private static boolean isLater(ArchivedMessage first, ArchivedMessage last) {
    Instant time = first.time();
    Instant other = last.time();
    return time != null && other != null && time.isAfter(other);
  }
}
