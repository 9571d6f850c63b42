package im.linnet.internal.session;

import im.linnet.connection.KeepAlive;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.internal.netty.Nanos;
import im.linnet.internal.netty.StreamDecoder;
import im.linnet.internal.netty.StreamPipeline;
import im.linnet.internal.netty.Whitespace;
import im.linnet.internal.outgoing.Acknowledgements;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Detects a dead connection, and keeps an idle one from being closed.
 *
 * <pre>
 *   quiet ──silence, a hint, or an acknowledgement asked for──► asked ──limit──► dead
 *     ▲                                                          │
 *     └────────────── an acknowledgement, an answer ─────────────┘
 * </pre>
 *
 * <p>An answer proves that the server is alive: an acknowledgement (XEP-0198), or the answer to any
 * request, even an error. Unsolicited data only shows that one direction works, so it extends the
 * wait, up to {@value #MOST} times the limit; whitespace does not even do that. Silence is counted
 * from the last stanza sent or, if nothing has proved its receipt, from the first unconfirmed one.
 *
 * <p>The server of a component (XEP-0114) has no address that the component knows. A ping to the
 * component's own domain goes through the server and comes back, which proves as much as an answer.
 *
 * <p>Some servers announce after what time without traffic they may end a stream (XEP-0478). Then
 * something is sent after half of this time at the latest, also while an answer is awaited: then a
 * blank, because another question would prove no more than the first.
 *
 * <p>A single timer is set again for the remaining time, rather than one for each stanza. It uses
 * the event loop's ticker, never the time of day. Belongs to the event loop.
 */
final class Liveness implements Acknowledgements.Watch {

  /** How long an answer may take if the connection is suspected to be dead. */
  static final Duration SHORT = Duration.ofSeconds(5);

  /** A timer this late means that the process was suspended. */
  static final Duration LATE = Duration.ofSeconds(2);

  /** After how many limits without an answer the connection is dead even if other data comes. */
  static final int MOST = 10;

  /** Longer than any ping can be relevant. */
  private static final Duration FORGOTTEN = Duration.ofDays(1);

  private static final String PING = "urn:xmpp:ping";

  private final KeepAlive settings;

  /** How long nothing may be sent. */
  private Duration silence;

  /** Half of the time after which the server may end the stream, or null. */
  private @Nullable Duration half;

  private final SessionHandler session;
  private final ChannelHandlerContext ctx;
  private @Nullable Acknowledgements acks;

  private long lastWrite;

  /** How many stanzas were sent whose receipt is unconfirmed, and since when. */
  private int unproven;

  private long unprovenSince;

  /** The id of the ping that the server routes back to a component, or null. */
  private @Nullable String returning;

  private final Question question = new Question();
  private State state = Silence.QUIET;

  private @Nullable Future<?> timer;
  private long aim;

  private sealed interface State {}

  private enum Silence implements State {
    /** No answer is awaited. */
    QUIET,
    /** The connection is over. */
    STOPPED
  }

  /** An answer is awaited. A single object is reused, as this is frequent. */
  private static final class Question implements State {
    private long askedAt;
    private long patience;
    private long deadline;
    private long end;
    private long heardAt;
    private long unfinished;
  }

  Liveness(KeepAlive settings, SessionHandler session, ChannelHandlerContext ctx) {
    this.settings = settings;
    this.silence = settings.silence();
    this.session = session;
    this.ctx = ctx;
  }

  /** The stream begins; it is managed if there are acknowledgements. */
  void start(@Nullable Acknowledgements acknowledgements) {
    acks = acknowledgements;
    lastWrite = now();
    aimAtSilence();
  }

  /** Whether the server may end the stream otherwise, even while it owes an answer. */
  private boolean mustSend() {
    return half != null && settings.kind() != KeepAlive.Kind.NONE;
  }

  /** Sets the time without traffic after which the server may end the stream, or null. */
  void limit(@Nullable Duration idle) {
    Duration soon = idle == null ? null : idle.dividedBy(2);
    half = soon;
    silence = soon == null || soon.compareTo(settings.silence()) > 0 ? settings.silence() : soon;
    if (timer != null) {
      aim();
    }
  }

  private void aim() {
    if (state == question) {
      aimAtAnswer();
    } else {
      aimAtSilence();
    }
  }

  private void aimAtSilence() {
    if (settings.kind() != KeepAlive.Kind.NONE) {
      aimAt(silentAt());
    }
  }

  /** A stanza was sent. */
  void wrote() {
    lastWrite = now();
    if (unproven == 0) {
      unprovenSince = lastWrite;
    }
    unproven = Math.max(1, unproven + 1);
  }

  @Override
  public void asked() {
    wrote();
    Duration limit = limit();
    if (state == Silence.QUIET && limit != null) {
      await(limit);
    }
  }

  /** The server sent something. */
  void heard() {
    if (state == question) {
      question.heardAt = now();
    }
  }

  @Override
  public void proved() {
    unproven = 0;
    if (state == question) {
      state = Silence.QUIET;
      aimAtSilence();
    }
  }

  /** The connection is suspected to be dead: sends a ping now, with a short time limit. */
  void check() {
    boolean soon = state == question && question.patience <= shortly().toNanos();
    if (state != Silence.STOPPED && canAsk() && !soon) {
      ask(shortly());
    }
  }

  private Duration shortly() {
    Duration usual = limit();
    return usual == null || usual.compareTo(SHORT) > 0 ? SHORT : usual;
  }

  void stop() {
    state = Silence.STOPPED;
    if (timer != null) {
      timer.cancel(false);
    }
  }

  private boolean canAsk() {
    return acks != null || limit() != null;
  }

  /** How long an answer may take, or null if liveness is not judged. */
  private @Nullable Duration limit() {
    return settings.kind() == KeepAlive.Kind.PING ? settings.answerWithin() : null;
  }

  private long now() {
    return ctx.executor().ticker().nanoTime();
  }

  /** When the idle time ends, or the time for confirming what was sent. */
  private long silentAt() {
    boolean counts = unproven > 0 && limit() != null;
    return (counts ? unprovenSince : lastWrite) + Nanos.of(silence);
  }

  private void aimAt(long when) {
    if (state == Silence.STOPPED || (timer != null && when - aim >= 0)) {
      return;
    }
    if (timer != null) {
      timer.cancel(false);
    }
    long left = Math.max(0, when - now());
    aim = now() + left;
    timer = ctx.executor().schedule(this::due, left, TimeUnit.NANOSECONDS);
  }

  private void due() {
    timer = null;
    long now = now();
    if (now - aim > LATE.toNanos() && canAsk()) {
      ask(shortly());
    } else if (state == question && now - question.deadline >= 0) {
      judge(now);
    } else if (state == Silence.QUIET && now - silentAt() >= 0) {
      endSilence();
    }
    if (state == question) {
      fillSilence(now);
    }
    aim();
  }

  private void endSilence() {
    Duration limit = limit();
    if (limit == null) {
      wrote();
      ctx.writeAndFlush(new Whitespace());
    } else {
      ask(limit);
    }
  }

  /** Sends a blank if nothing was sent since the question; it proves nothing. */
  private void fillSilence(long now) {
    if (mustSend() && now - filledUntil() >= 0) {
      lastWrite = now;
      if (ctx.channel().isWritable()) {
        ctx.writeAndFlush(new Whitespace());
      }
    }
  }

  private long filledUntil() {
    return lastWrite + Nanos.of(silence);
  }

  private void aimAtAnswer() {
    boolean sooner = mustSend() && filledUntil() - question.deadline < 0;
    aimAt(sooner ? filledUntil() : question.deadline);
  }

  private void ask(Duration limit) {
    await(limit);
    if (acks == null) {
      ping();
    } else {
      acks.probe();
    }
  }

  /** An error is an answer too; the handler of answers reports it by {@link #proved}. */
  private void ping() {
    wrote();
    Jid own = session.stream().jid();
    Jid server = own.domainJid();
    Iq request =
        Iq.get(server, Element.of("ping", PING))
            .withId("ka-" + Long.toHexString(ThreadLocalRandom.current().nextLong()));
    if (own.equals(server)) {
      returning = request.id();
      var unused = session.sender().send(request.element());
    } else {
      var unused = session.sender().request(request, FORGOTTEN);
    }
  }

  /**
   * Takes a component's own ping that came back, or the error that it came to; nobody else knows
   * its id.
   *
   * @return whether the element was one of these
   */
  boolean takes(Element element) {
    if (returning == null
        || !element.is("iq", Stanza.NAMESPACE)
        || !returning.equals(element.attribute("id"))) {
      return false;
    }
    returning = null;
    proved();
    return true;
  }

  private void await(Duration limit) {
    state = question;
    question.askedAt = now();
    question.patience = Nanos.of(limit);
    begin(question.askedAt);
    aimAtAnswer();
  }

  private void begin(long now) {
    question.heardAt = now;
    question.unfinished = bytesOfUnfinished();
    question.deadline = now + question.patience;
    question.end = now + MOST * question.patience;
  }

  private void judge(long now) {
    if (!isReading()) {
      begin(now);
      return;
    }
    long later = lastSign(now) + question.patience;
    question.deadline = later - question.end < 0 ? later : question.end;
    if (now - question.deadline >= 0) {
      die(now);
    }
  }

  /** Whether an answer would have been read: reading pauses while subscribers lag. */
  private boolean isReading() {
    return ctx.channel().config().isAutoRead();
  }

  /** When the server last sent something else; it may still be sending it. */
  private long lastSign(long now) {
    long before = question.unfinished;
    question.unfinished = bytesOfUnfinished();
    return question.unfinished > 0 && question.unfinished != before ? now : question.heardAt;
  }

  private long bytesOfUnfinished() {
    StreamDecoder decoder = StreamPipeline.of(ctx.channel()).decoder();
    return decoder == null ? 0 : decoder.unfinished();
  }

  private void die(long now) {
    stop();
    session.expire(
        new TransportException(
            Reason.TIMED_OUT,
            "The server did not answer %s within %d ms: the connection is dead"
                .formatted(
                    acks == null ? "a ping" : "a request to acknowledge",
                    TimeUnit.NANOSECONDS.toMillis(now - question.askedAt))));
  }
}
