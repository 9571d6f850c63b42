package im.linnet.internal.transport;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.XmppException;
import im.linnet.internal.netty.Causes;
import im.linnet.internal.netty.LastWords;
import im.linnet.internal.netty.StreamPipeline;
import im.linnet.stream.Transport;
import im.linnet.stream.Transport.Line;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FutureListener;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A channel whose bytes are carried by a {@link Transport}. It passes writes to the {@link Line}
 * one at a time, and requests reads from it. Runs on any event loop.
 */
public final class LineChannel extends AbstractChannel {

  private static final ChannelMetadata METADATA = new ChannelMetadata(false);

  private enum State {
    NEW,
    OPENING,
    OPEN,
    CLOSED
  }

  private final Transport transport;
  private final Endpoint endpoint;
  private final Transport.Network network;
  private final ChannelConfig config = new DefaultChannelConfig(this);
  private final AtomicBoolean asked = new AtomicBoolean();
  private final FutureListener<Object> stopped = terminated -> cut();
  private volatile State state = State.NEW;
  private @Nullable CompletableFuture<Line> opening;
  private volatile @Nullable Line line;

  /** The message that the line is writing, so that it can't take another, or null. */
  private @Nullable CompletionStage<Void> writing;

  /** Whether anything was read: before that nobody is there who could be given a failure. */
  private boolean begun;

  /** The end of a line that nobody has read yet. */
  private @Nullable Runnable heldEnd;

  /**
   * A channel that is not open.
   *
   * @param transport carries the bytes
   * @param endpoint the endpoint to connect to
   * @param network what the client lets the transport use
   */
  public LineChannel(Transport transport, Endpoint endpoint, Transport.Network network) {
    super(null);
    this.transport = transport;
    this.endpoint = endpoint;
    this.network = network;
  }

  @Override
  protected AbstractUnsafe newUnsafe() {
    return new Opener();
  }

  @Override
  protected boolean isCompatible(EventLoop loop) {
    return true;
  }

  /** An event loop that shuts down does not close a channel that has no socket of its own. */
  @Override
  protected void doRegister(ChannelPromise promise) {
    eventLoop().terminationFuture().addListener(stopped);
    promise.setSuccess();
  }

  private final class Opener extends AbstractUnsafe {

    @Override
    public void connect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
      if (!promise.setUncancellable() || !ensureOpen(promise)) {
        return;
      }
      state = State.OPENING;
      CompletableFuture<Line> begun;
      try {
        begun = transport.open(endpoint, new Listener()).toCompletableFuture();
      } catch (RuntimeException failure) {
        begun = CompletableFuture.failedFuture(failure);
      }
      opening = begun;
      begun.whenComplete(
          (opened, failure) -> onLoop(opened, () -> ended(opened, failure, promise)));
    }

    private void ended(@Nullable Line opened, @Nullable Throwable failure, ChannelPromise promise) {
      opening = null;
      if (opened == null) {
        safeSetFailure(
            promise, failure == null ? new ClosedChannelException() : Causes.of(failure));
        close(voidPromise());
        return;
      }
      if (state != State.OPENING) {
        opened.close();
        safeSetFailure(promise, new ClosedChannelException());
        return;
      }
      line = opened;
      state = State.OPEN;
      StreamPipeline parts = StreamPipeline.of(LineChannel.this);
      SSLSession tls = opened.tls();
      if (tls != null) {
        parts.securedBy(tls);
      }
      parts.framed(opened.framing());
      safeSetSuccess(promise);
      pipeline().fireChannelActive();
    }

    void wrote(@Nullable Throwable failure) {
      writing = null;
      if (failure != null) {
        broken(explained(failure));
        return;
      }
      ChannelOutboundBuffer out = outboundBuffer();
      if (out != null) {
        out.remove();
      }
      flush0();
    }

    /** What has arrived is still read. */
    private void broken(Throwable cause) {
      pipeline().fireUserEventTriggered(new LastWords.Broken(cause));
      shutdownOutput(voidPromise());
    }
  }

  /** A transport may say itself why a line ended. */
  private static Throwable explained(Throwable failure) {
    return Causes.of(failure) instanceof XmppException said ? said : asIo(failure);
  }

  private static IOException asIo(Throwable failure) {
    Throwable plain = Causes.of(failure);
    return plain instanceof IOException io ? io : new IOException("The line broke", plain);
  }

  /** The line's events; from any thread. */
  private final class Listener implements Transport.Events {

    @Override
    public String domain() {
      return network.domain();
    }

    @Override
    public SSLEngine tlsEngine(String name) {
      return network.tlsEngine(name);
    }

    @Override
    public CompletionStage<Line> connectTls(
        String host, int port, String protocol, Transport.Receiver receiver) {
      return network.connectTls(host, port, protocol, receiver);
    }

    @Override
    public CompletionStage<Line> connectClear(String host, int port, Transport.Receiver receiver) {
      return network.connectClear(host, port, receiver);
    }

    @Override
    public int largestFrame() {
      return network.largestFrame();
    }

    @Override
    public void received(ByteBuffer bytes) {
      if (!asked.compareAndSet(true, false)) {
        throw new IllegalStateException("received: nothing was asked for (expected: after read())");
      }
      ByteBuf copy = Unpooled.copiedBuffer(bytes);
      onLoop(line, () -> take(copy));
    }

    @Override
    public void closed(@Nullable Throwable why) {
      onLoop(line, () -> lost(why));
    }
  }

  private void take(ByteBuf bytes) {
    if (state != State.OPEN) {
      bytes.release();
      return;
    }
    pipeline().fireChannelRead(bytes);
    pipeline().fireChannelReadComplete();
  }

  private void lost(@Nullable Throwable why) {
    if (state == State.CLOSED) {
      return;
    }
    if (isUnread()) {
      heldEnd = () -> lost(why);
      return;
    }
    if (why != null && state == State.OPEN) {
      pipeline().fireExceptionCaught(explained(why));
    }
    unsafe().close(voidPromise());
  }

  /** Whether it is open, or about to be, and its pipeline not yet complete. */
  private boolean isUnread() {
    CompletableFuture<Line> begins = opening;
    return state == State.OPEN ? !begun : begins != null && begins.isDone();
  }

  /**
   * Always asynchronous, never within a call of the line's; if the event loop has shut down, closes
   * the line.
   */
  private void onLoop(@Nullable Line of, Runnable task) {
    try {
      eventLoop().execute(task);
    } catch (RejectedExecutionException ended) {
      if (of != null) {
        of.close();
      }
    }
  }

  /** The event loop has shut down: nothing else would close the line. */
  private void cut() {
    Line open = line;
    if (open != null) {
      open.close();
    }
  }

  @Override
  protected void doBeginRead() {
    Line open = line;
    Runnable end = heldEnd;
    begun = true;
    if (end != null) {
      heldEnd = null;
      eventLoop().execute(end);
    } else if (open != null && asked.compareAndSet(false, true)) {
      open.read();
    }
  }

  @Override
  protected void doWrite(ChannelOutboundBuffer out) {
    Line open = line;
    while (writing == null && open != null && out.current() instanceof ByteBuf bytes) {
      if (bytes.isReadable()) {
        write(open, bytes);
      } else {
        open.keepAlive();
        out.remove();
      }
    }
  }

  /**
   * The line gets a copy, so the buffer can be released when the channel closes, whatever the line
   * does.
   */
  private void write(Line open, ByteBuf bytes) {
    byte[] copy = new byte[bytes.readableBytes()];
    bytes.getBytes(bytes.readerIndex(), copy);
    Opener opener = (Opener) unsafe();
    CompletionStage<Void> written = open.write(ByteBuffer.wrap(copy));
    writing = written;
    written.whenComplete((done, failure) -> onLoop(open, () -> opener.wrote(failure)));
  }

  @Override
  protected Object filterOutboundMessage(Object message) {
    if (message instanceof ByteBuf) {
      return message;
    }
    throw new UnsupportedOperationException("Not to be sent: " + message.getClass());
  }

  @Override
  protected void doClose() {
    state = State.CLOSED;
    if (isRegistered()) {
      eventLoop().terminationFuture().removeListener(stopped);
    }
    CompletableFuture<Line> begun = opening;
    if (begun != null) {
      begun.cancel(true);
    }
    cut();
  }

  /** Called when a write has failed: a line has no output to end, and its input goes on. */
  @Override
  protected void doShutdownOutput() {}

  @Override
  protected void doDisconnect() {
    doClose();
  }

  @Override
  protected void doBind(SocketAddress local) {
    throw new UnsupportedOperationException("A line is not bound");
  }

  @Override
  protected @Nullable SocketAddress localAddress0() {
    return null;
  }

  @Override
  protected @Nullable SocketAddress remoteAddress0() {
    return null;
  }

  @Override
  public ChannelConfig config() {
    return config;
  }

  @Override
  public boolean isOpen() {
    return state != State.CLOSED;
  }

  @Override
  public boolean isActive() {
    return state == State.OPEN;
  }

  @Override
  public ChannelMetadata metadata() {
    return METADATA;
  }
}
