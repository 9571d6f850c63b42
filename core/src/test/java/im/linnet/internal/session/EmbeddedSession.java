package im.linnet.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.BoundStream;
import im.linnet.connection.KeepAlive;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.XmppException;
import im.linnet.internal.callbacks.CallbackThreads;
import im.linnet.internal.callbacks.SerialExecutor;
import im.linnet.internal.incoming.Router;
import im.linnet.internal.management.Management;
import im.linnet.internal.management.Records;
import im.linnet.internal.management.ResumeTerms;
import im.linnet.internal.netty.StreamDecoder;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Stanza;
import im.linnet.stream.Features;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import im.linnet.xml.XmlLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A bound session on an embedded channel. Everything runs on the test's thread. */
final class EmbeddedSession {

  static final String DOMAIN = "capulet.lit";
  static final String BARE = "juliet@" + DOMAIN;
  static final String FULL = BARE + "/balcony";

  private static final Element FEATURES =
      Element.of("features", "http://etherx.jabber.org/streams");
  private static final String STREAM =
      "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'"
          + " from='capulet.lit' id='s' version='1.0'>";

  final Router router;
  final FlushCounter flushes = new FlushCounter();
  final SessionHandler session;
  final EmbeddedChannel channel;

  EmbeddedSession() {
    this(KeepAlive.none());
  }

  EmbeddedSession(KeepAlive keepAlive) {
    this(keepAlive, false);
  }

  EmbeddedSession(Router router) {
    this(router, KeepAlive.none(), stream(false, FEATURES));
  }

  private EmbeddedSession(KeepAlive keepAlive, boolean managed, ChannelHandler... before) {
    this(keepAlive, stream(managed, FEATURES), before);
  }

  private EmbeddedSession(KeepAlive keepAlive, BoundStream stream, ChannelHandler... before) {
    this(new Router(new SerialExecutor(Runnable::run)), keepAlive, stream, before);
  }

  private EmbeddedSession(
      Router router, KeepAlive keepAlive, BoundStream stream, ChannelHandler... before) {
    this(loop -> router, keepAlive, "some-id", stream, before);
  }

  private EmbeddedSession(
      Function<EventLoop, Router> routing,
      KeepAlive keepAlive,
      @Nullable String id,
      BoundStream stream,
      ChannelHandler... before) {
    channel = new EmbeddedChannel(before);
    channel.freezeTime();
    router = routing.apply(channel.eventLoop());
    Management management = new Management(channel.eventLoop(), Records.none(channel.eventLoop()));
    if (stream.managed()) {
      management.enabled(Jid.of(FULL), new ResumeTerms(id, Duration.ofMinutes(5), null));
    }
    session =
        new SessionHandler(
            stream,
            router,
            Runnable::run,
            keepAlive,
            new SessionCarryOver(management, Records.none(channel.eventLoop())),
            begun -> {});
    if (before.length > 0) {
      receive(bytes(STREAM));
      channel.releaseInbound();
    }
    channel.pipeline().addLast(flushes, session);
  }

  /** A managed session whose callbacks run on this executor. */
  static EmbeddedSession managed(Executor callbacks) {
    return new EmbeddedSession(
        loop -> {
          CallbackThreads threads = new CallbackThreads(callbacks, loop);
          Router router = new Router(new SerialExecutor(threads));
          threads.observe(router);
          router.whenEnded(threads::end);
          return router;
        },
        KeepAlive.none(),
        "some-id",
        stream(true, FEATURES));
  }

  /** A managed session (XEP-0198). */
  static EmbeddedSession managed(KeepAlive keepAlive) {
    return new EmbeddedSession(keepAlive, true);
  }

  /** A managed session whose stream can't be resumed. */
  static EmbeddedSession unresumable(KeepAlive keepAlive) {
    return new EmbeddedSession(
        loop -> new Router(new SerialExecutor(Runnable::run)),
        keepAlive,
        null,
        stream(true, FEATURES));
  }

  /** A managed session on a stream that offers this feature. */
  static EmbeddedSession offering(Element feature) {
    return new EmbeddedSession(
        KeepAlive.none(),
        stream(
            true, Element.builder(FEATURES.name(), FEATURES.namespace()).child(feature).build()));
  }

  /** A session whose server may end a stream that is idle for so many seconds (XEP-0478). */
  static EmbeddedSession idle(KeepAlive keepAlive, boolean managed, long seconds) {
    return new EmbeddedSession(keepAlive, stream(managed, idle(seconds)));
  }

  /** Features that announce this idle time. */
  static Element idle(long seconds) {
    String namespace = "urn:xmpp:stream-limits:0";
    Element idle = Element.builder("idle-seconds", namespace).text(Long.toString(seconds)).build();
    Element limits = Element.builder("limits", namespace).child(idle).build();
    return Element.builder(FEATURES.name(), FEATURES.namespace()).child(limits).build();
  }

  /** A session whose stream is bound to another address. */
  static EmbeddedSession boundTo(String address) {
    return boundTo(address, KeepAlive.none());
  }

  /** A session whose stream is bound to another address, with a keep-alive. */
  static EmbeddedSession boundTo(String address, KeepAlive keepAlive) {
    return new EmbeddedSession(keepAlive, stream(Jid.of(address), false, FEATURES));
  }

  /** A session that reads bytes, on an open stream. */
  static EmbeddedSession ofBytes(KeepAlive keepAlive) {
    return new EmbeddedSession(keepAlive, true, new StreamDecoder(XmlLimits.session()));
  }

  static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
  }

  static BoundStream stream() {
    return stream(false, FEATURES);
  }

  static BoundStream stream(boolean managed) {
    return stream(managed, FEATURES);
  }

  private static BoundStream stream(boolean managed, Element features) {
    return stream(Jid.of(FULL), managed, features);
  }

  private static BoundStream stream(Jid bound, boolean managed, Element features) {
    return BoundStream.builder(bound, Endpoint.startTls("xmpp.capulet.lit", 5222))
        .mechanism("SCRAM-SHA-256")
        .features(new Features(features))
        .managed(managed)
        .build();
  }

  CompletableFuture<Void> send(Stanza stanza) {
    CompletableFuture<Void> sent = session.sender().send(stanza.element());
    channel.runPendingTasks();
    return sent;
  }

  CompletableFuture<Iq> request(@Nullable String to, String id) {
    return request(to, id, Duration.ofSeconds(30));
  }

  CompletableFuture<Iq> request(@Nullable String to, String id, Duration limit) {
    Iq question = Iq.get(to == null ? null : Jid.of(to), Element.of("query", "test:q")).withId(id);
    CompletableFuture<Iq> answer = session.sender().request(question, limit);
    channel.runPendingTasks();
    return answer;
  }

  void receive(Object message) {
    channel.writeInbound(message);
    channel.runPendingTasks();
  }

  /** The next element sent; fails if there is none. */
  Element sent() {
    Object next = channel.readOutbound();
    assertThat(next).as("what was sent").isInstanceOf(Element.class);
    return (Element) next;
  }

  /** Reports a possible change of network. */
  void check() {
    session.check();
    run();
  }

  /** Advances the clock and runs every timer when it is due. */
  void pass(Duration time) {
    long left = time.toNanos();
    while (left > 0) {
      long next = channel.runScheduledPendingTasks();
      long step = next < 0 ? left : Math.min(Math.max(next, 1), left);
      channel.advanceTimeBy(step, TimeUnit.NANOSECONDS);
      left -= step;
    }
    run();
  }

  /** Advances the clock as if the process were suspended: timers run afterwards, too late. */
  void sleep(Duration time) {
    channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    run();
  }

  private void run() {
    channel.runScheduledPendingTasks();
    channel.runPendingTasks();
  }

  /** Makes the connection unwritable, as if the peer did not read, or writable again. */
  void jam(boolean jammed) {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    assertThat(buffer).isNotNull();
    buffer.setUserDefinedWritability(1, !jammed);
    channel.runPendingTasks();
  }

  static ElementBuilder answer(String type, String id, @Nullable String from) {
    return Element.builder("iq", Stanza.NAMESPACE)
        .attribute("type", type)
        .attribute("id", id)
        .attribute("from", from);
  }

  static XmppException failure(CompletableFuture<?> future) {
    assertThat(future).isCompletedExceptionally();
    try {
      future.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof XmppException typed) {
        return typed;
      }
    }
    throw new AssertionError("failed, but not with an XmppException: " + future);
  }

  /** Holds all writes from now on, or releases them. */
  void holdWrites(boolean held) {
    flushes.held = held;
    channel.flush();
    channel.runPendingTasks();
  }

  /** Counts the flushes. */
  static final class FlushCounter extends ChannelOutboundHandlerAdapter {

    int count;
    boolean held;

    @Override
    public void flush(ChannelHandlerContext ctx) {
      count++;
      if (!held) {
        ctx.flush();
      }
    }
  }
}
