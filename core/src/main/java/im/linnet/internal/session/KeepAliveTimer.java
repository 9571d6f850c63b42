package im.linnet.internal.session;

import im.linnet.internal.netty.Whitespace;
import im.linnet.internal.stream.Faults;
import im.linnet.stanza.Iq;
import im.linnet.stream.KeepAlive;
import im.linnet.stream.TransportException;
import im.linnet.stream.TransportException.Reason;
import im.linnet.xml.Element;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends what keeps a silent connection alive, and finds out when it is dead. One timer that is set
 * again for the time that is left, not one for each stanza. Belongs to the event loop.
 */
final class KeepAliveTimer {

  private static final String PING = "urn:xmpp:ping";

  private final KeepAlive settings;
  private final SessionHandler session;
  private final EventExecutor loop;
  private long lastWrite;
  private @Nullable Future<?> timer;
  private boolean stopped;

  KeepAliveTimer(KeepAlive settings, SessionHandler session, EventExecutor loop) {
    this.settings = settings;
    this.session = session;
    this.loop = loop;
  }

  void start(ChannelHandlerContext ctx) {
    if (settings.kind() != KeepAlive.Kind.NONE) {
      wrote();
      schedule(ctx, settings.silence().toNanos());
    }
  }

  void wrote() {
    lastWrite = loop.ticker().nanoTime();
  }

  void stop() {
    stopped = true;
    if (timer != null) {
      timer.cancel(false);
    }
  }

  private void schedule(ChannelHandlerContext ctx, long nanos) {
    if (!stopped) {
      timer = loop.schedule(() -> due(ctx), nanos, TimeUnit.NANOSECONDS);
    }
  }

  private void due(ChannelHandlerContext ctx) {
    long left = settings.silence().toNanos() - (loop.ticker().nanoTime() - lastWrite);
    if (left > 0) {
      schedule(ctx, left);
      return;
    }
    Duration answerWithin = settings.answerWithin();
    if (settings.kind() == KeepAlive.Kind.PING && answerWithin != null) {
      ping(answerWithin);
    } else {
      ctx.writeAndFlush(new Whitespace());
    }
    wrote();
    schedule(ctx, settings.silence().toNanos());
  }

  private void ping(Duration answerWithin) {
    Iq request =
        Iq.get(session.stream().jid().domainJid(), Element.of("ping", PING))
            .withId("ka-" + Long.toHexString(ThreadLocalRandom.current().nextLong()));
    session
        .sender()
        .request(request, answerWithin)
        .whenComplete(
            (answer, failure) -> {
              if (failure != null && isSilence(failure)) {
                session.abandon(
                    new TransportException(
                        Reason.TIMED_OUT,
                        "The server did not answer a ping within %d ms: the connection is dead"
                            .formatted(answerWithin.toMillis()),
                        failure));
              }
            });
  }

  /** An error is an answer too: the server is there. */
  private static boolean isSilence(Throwable failure) {
    return Faults.of(failure) instanceof TransportException lost
        && lost.reason() == Reason.NO_ANSWER;
  }
}
