package im.linnet.timeline;

import im.linnet.archive.Anchor;
import im.linnet.stanza.Message;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The end of the timeline: what is there already, and where to read on. Belongs to the client's
 * callbacks.
 */
final class Ending {

  /** How many anchors the archive is asked for, at most. */
  private static final int ANCHORS = 8;

  private static final int FINGERPRINT_BYTES = 12;

  /** How many of what came before the archive was read to its end are remembered, at most. */
  static final int MOST_AHEAD = 8192;

  /** How long after it a message with the same sender, id and body is the same one again. */
  private static final long REPEATED_SECONDS = 1800;

  private final List<String> ids;

  /** Fingerprints and the seconds of their messages, those noted last at the end. */
  private final Map<String, Long> known = new LinkedHashMap<>();

  /**
   * The same of what came on another way before the archive was read so far. The archive will bring
   * it again, after any number of other messages, so those don't push it out.
   */
  private final Map<String, Long> ahead = new LinkedHashMap<>();

  private Place place = Place.BEHIND;
  private Instant since;

  /** Whether the archive was read to its end. */
  private enum Place {
    BEHIND,
    AT_END
  }

  Ending(TimelineMark mark) {
    ids = new ArrayList<>(mark.ids());
    since = mark.since();
    mark.known().forEach(this::knew);
    ids.forEach(id -> remember(known, TimelineMark.MAX_KNOWN, ofId(id), since));
  }

  private void knew(String line) {
    int at = line.indexOf('@');
    try {
      remember(
          ahead,
          MOST_AHEAD,
          line.substring(0, Math.max(at, 0)),
          Instant.ofEpochSecond(Long.parseLong(line.substring(at + 1))));
    } catch (NumberFormatException | DateTimeException malformed) {
      // From a store that does not give back what it was given: it may come twice.
    }
  }

  /** Of what is known, what the archive will bring again is kept first. */
  TimelineMark mark() {
    Map<String, Long> others = new LinkedHashMap<>(known);
    ids.forEach(id -> others.remove(ofId(id)));
    others.putAll(ahead);
    return new TimelineMark(
        ids,
        since,
        others.entrySet().stream()
            .skip(Math.max(0, others.size() - TimelineMark.MAX_KNOWN))
            .map(each -> each.getKey() + "@" + each.getValue())
            .toList());
  }

  /** The archive is going to be read; what comes meanwhile on another way it will bring again. */
  void behind() {
    place = Place.BEHIND;
  }

  /** The archive was read to its end. */
  void atEnd() {
    place = Place.AT_END;
    ahead.forEach(
        (what, seconds) ->
            remember(known, TimelineMark.MAX_KNOWN, what, Instant.ofEpochSecond(seconds)));
    ahead.clear();
  }

  /**
   * Where to read on: after the first of these ids that the archive still has, beginning with the
   * oldest; else since the time.
   */
  Anchor anchor() {
    Anchor anchor = Anchor.since(since);
    int step = Math.max(1, (ids.size() + ANCHORS - 1) / ANCHORS);
    for (int i = 0; i < ids.size(); i += step) {
      anchor = anchor.or(ids.get(i));
    }
    return anchor;
  }

  /**
   * Notes a message.
   *
   * @param entry the message
   * @return whether it is new
   */
  boolean add(TimelineEntry entry) {
    boolean there = false;
    if (entry.archiveId() != null) {
      String id = ofId(entry.archiveId());
      there = secondsOf(id) != null;
      know(id, entry);
    }
    String fingerprint = entry.sent() ? ofSent(entry.message()) : ofReceived(entry.message());
    if (fingerprint != null) {
      Long before = secondsOf(fingerprint);
      there |= before != null && (entry.sent() || isNear(before, entry.time()));
      know(fingerprint, entry);
    }
    return !there;
  }

  /** Notes an archived message that is not shown. */
  void skip(String archiveId, Instant time) {
    remember(known, TimelineMark.MAX_KNOWN, ofId(archiveId), time);
  }

  private @Nullable Long secondsOf(String what) {
    Long early = ahead.get(what);
    return early == null ? known.get(what) : early;
  }

  private static boolean isNear(long seconds, Instant time) {
    return Math.abs(time.getEpochSecond() - seconds) <= REPEATED_SECONDS;
  }

  /** The timeline now reaches to a message that the archive knows. */
  void reach(String archiveId, Instant time) {
    ids.remove(archiveId);
    ids.add(archiveId);
    if (ids.size() > TimelineMark.MAX_IDS) {
      ids.remove(0);
    }
    since = time;
  }

  private void know(String what, TimelineEntry entry) {
    if (entry.way() == TimelineEntry.Way.ARCHIVE) {
      ahead.remove(what);
      remember(known, TimelineMark.MAX_KNOWN, what, entry.time());
    } else if (place == Place.BEHIND) {
      remember(ahead, MOST_AHEAD, what, entry.time());
    } else {
      remember(known, TimelineMark.MAX_KNOWN, what, entry.time());
    }
  }

  private static void remember(Map<String, Long> all, int most, String what, Instant time) {
    Long before = all.remove(what);
    long seconds = time.getEpochSecond();
    all.put(what, before == null ? seconds : Math.max(before, seconds));
    if (all.size() > most) {
      Iterator<String> oldest = all.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  private static String ofId(String archiveId) {
    return fingerprint("id " + archiveId);
  }

  /**
   * What a message that the user sent is recognised by, on whichever way it comes. Ids alone do not
   * suffice: some clients count from 1 in each session.
   *
   * @return the fingerprint, or null if the message has no id
   */
  private static @Nullable String ofSent(Message message) {
    String id = message.id();
    return id == null
        ? null
        : fingerprint(
            "sent %s %s %s"
                .formatted(message.to() == null ? "" : message.to().bare(), id, message.body()));
  }

  /**
   * What a message of somebody else is recognised by if the server passes it on twice, or its
   * sender sends it again. A sender can only hide messages of its own by that.
   */
  private static @Nullable String ofReceived(Message message) {
    return message.id() == null
        ? null
        : fingerprint("received %s %s %s".formatted(message.from(), message.id(), message.body()));
  }

  private static String fingerprint(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(hash, FINGERPRINT_BYTES));
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException("every Java has SHA-256", absent);
    }
  }
}
