package im.linnet.rooms;

import im.linnet.RequestOptions;
import im.linnet.XmppClient;
import im.linnet.connection.ConnectionState.Connected;
import im.linnet.connection.Subscription;
import im.linnet.failure.StanzaException;
import im.linnet.stanza.Iq;
import im.linnet.stanza.StanzaError;
import im.linnet.xml.Element;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Checks after some silence that the room still knows the user (XEP-0410). Called in order with the
 * client's callbacks, except that any thread may stop it.
 */
final class SelfPing {

  /** What an answer means (section 3.2). */
  enum Verdict {
    /** The user is in the room. */
    JOINED,
    /** The room no longer knows the user. */
    NOT_JOINED,
    /** The room can't be reached just now. */
    UNKNOWN;

    static Verdict of(@Nullable Throwable failure) {
      if (failure == null) {
        return JOINED;
      }
      return failure instanceof StanzaException answer ? of(answer.error().condition()) : UNKNOWN;
    }

    private static Verdict of(StanzaError.Condition condition) {
      return switch (condition) {
        case SERVICE_UNAVAILABLE, FEATURE_NOT_IMPLEMENTED, ITEM_NOT_FOUND -> JOINED;
        case REMOTE_SERVER_NOT_FOUND, REMOTE_SERVER_TIMEOUT -> UNKNOWN;
        default -> NOT_JOINED;
      };
    }
  }

  private static final String PING = "urn:xmpp:ping";

  private final Room room;
  private final XmppClient client;
  private final Duration silence;
  private volatile Subscription timer = () -> {};
  private boolean heard;
  private boolean waiting;

  SelfPing(Room room, XmppClient client, Duration silence) {
    this.room = room;
    this.client = client;
    this.silence = silence;
  }

  /** The user is in the room. */
  void start() {
    stop();
    heard = true;
    timer = client.context().after(silence, this::elapsed);
  }

  void stop() {
    timer.close();
  }

  /** Something came from the room. */
  void heard() {
    heard = true;
  }

  private void elapsed() {
    if (room.visit().current() == null) {
      return;
    }
    boolean silent = !heard;
    heard = false;
    timer = client.context().after(silence, this::elapsed);
    if (silent) {
      check();
    }
  }

  /** Sends a ping, unless one is under way, there is no connection, or the nickname is changing. */
  void check() {
    Stay.In stay = room.visit().current();
    if (stay == null || waiting || room.isRenaming() || !(client.state() instanceof Connected)) {
      return;
    }
    waiting = true;
    client
        .request(
            Iq.get(room.own(), Element.of("ping", PING)),
            RequestOptions.standard().inOrder(),
            answer -> answer)
        .whenComplete(
            (answer, failure) ->
                client.context().callbacks().execute(() -> judge(stay, Verdict.of(failure))));
  }

  private void judge(Stay.In stay, Verdict verdict) {
    waiting = false;
    if (!stay.equals(room.visit().current())) {
      return;
    }
    if (verdict == Verdict.JOINED) {
      room.visit().confirmed();
    } else if (verdict == Verdict.NOT_JOINED) {
      room.visit().forgotten();
    }
  }
}
