package im.linnet.websocket;

import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.stream.Transport;
import im.linnet.stream.Transport.Framing;
import im.linnet.stream.Transport.Line;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * An open WebSocket. Each text message is one element of the stream (RFC 7395, section 3.3.3).
 * Pings are answered, and sent to keep the connection alive; binary messages are refused. Belongs
 * to the event loop of the client; if that has ended, {@link #close} belongs to its last user.
 */
final class WebSocketLine implements Line, Transport.Receiver {

  /** How the element that closes a stream begins: it has to declare its namespace. */
  private static final byte[] CLOSING = "<close ".getBytes(StandardCharsets.US_ASCII);

  private final Line tcp;
  private final Transport.Events events;
  private final int largest;
  private final FrameCodec codec;
  private final Message message;

  /** At most what one read of the connection yields. */
  private final Deque<WebSocketFrame> arrived = new ArrayDeque<>();

  private CompletionStage<?> lastWrite = CompletableFuture.completedFuture(null);
  private boolean asked;
  private boolean advancing;
  private boolean reading;
  private boolean answering;
  private boolean closed;
  private boolean streamClosed;
  private @Nullable End end;

  /**
   * What happens after the frames that have arrived.
   *
   * @param code the code to close the WebSocket with
   * @param why the failure, or null
   */
  private record End(int code, @Nullable Throwable why) {}

  /**
   * A WebSocket.
   *
   * @param tcp the connection, after the switch to WebSocket
   * @param events the client's callbacks
   */
  WebSocketLine(Line tcp, Transport.Events events) {
    this.tcp = tcp;
    this.events = events;
    this.largest = events.largestFrame();
    this.codec = new FrameCodec(largest);
    this.message = new Message(largest);
  }

  @Override
  public Framing framing() {
    return Framing.FRAMES;
  }

  @Override
  public @Nullable SSLSession tls() {
    return tcp.tls();
  }

  @Override
  public void read() {
    asked = true;
    advance();
  }

  /**
   * Takes frames until the next message is delivered. A pong is sent before more is read. Calls
   * from within do nothing, as the loop goes on.
   */
  private void advance() {
    if (advancing) {
      return;
    }
    advancing = true;
    try {
      while (asked && !answering && !closed && isMore()) {
        WebSocketFrame frame = arrived.poll();
        if (frame != null) {
          take(frame);
        } else if (end != null) {
          finish(end);
        }
      }
    } finally {
      advancing = false;
    }
  }

  /** Whether something has arrived; reads from the connection if not, which may answer at once. */
  private boolean isMore() {
    if (arrived.isEmpty() && end == null && !reading) {
      reading = true;
      tcp.read();
    }
    return !arrived.isEmpty() || end != null || !reading;
  }

  /** Takes bytes, which may also have come together with the response to the upgrade. */
  void decode(ByteBuffer bytes) {
    try {
      codec.feed(bytes);
    } catch (CorruptedWebSocketFrameException violation) {
      end =
          new End(
              violation.closeStatus().code(),
              byClient(
                  Condition.BAD_FORMAT,
                  "The server violates the rules of WebSocket: "
                      + Shown.of(violation.getMessage())));
    }
    for (WebSocketFrame next = codec.next(); next != null; next = codec.next()) {
      arrived.add(next);
    }
  }

  @Override
  public void received(ByteBuffer bytes) {
    reading = false;
    if (!closed) {
      decode(bytes);
      advance();
    }
  }

  @Override
  public void closed(@Nullable Throwable why) {
    End last = end == null ? new End(CloseCodes.NORMAL, why) : end;
    end = last;
    if (arrived.isEmpty()) {
      finish(last);
    } else {
      advance();
    }
  }

  private void take(WebSocketFrame frame) {
    try {
      if (frame instanceof PingWebSocketFrame) {
        answer(frame);
      } else if (frame instanceof CloseWebSocketFrame closing) {
        int code = closing.statusCode() < 0 ? CloseCodes.NORMAL : closing.statusCode();
        finish(new End(code, streamClosed ? null : CloseCodes.failure(closing)));
      } else if (frame instanceof BinaryWebSocketFrame) {
        finish(
            new End(
                CloseCodes.UNSUPPORTED_DATA,
                byClient(
                    Condition.BAD_FORMAT,
                    "The server sent a binary message; XMPP over WebSocket is text")));
      } else if (!(frame instanceof PongWebSocketFrame)) {
        text(frame);
      }
    } finally {
      frame.release();
    }
  }

  private static StreamException byClient(Condition condition, String words) {
    return StreamException.byClient(condition, words);
  }

  private void answer(WebSocketFrame ping) {
    answering = true;
    send(new PongWebSocketFrame(ping.content().retain()))
        .whenComplete(
            (done, failure) -> {
              answering = false;
              advance();
            });
  }

  private void text(WebSocketFrame frame) {
    if (message.isTooLargeWith(frame.content())) {
      finish(
          new End(
              CloseCodes.TOO_BIG,
              byClient(
                  Condition.POLICY_VIOLATION,
                  ("The server sent a message of more than %d bytes. ClientBuilder.limits and"
                          + " ClientBuilder.answerBytes set how much is read")
                      .formatted(largest))));
      return;
    }
    message.add(frame.content());
    if (frame.isFinalFragment()) {
      deliver(message.take());
    }
  }

  private void deliver(ByteBuffer whole) {
    if (whole.hasRemaining()) {
      streamClosed |= isClosing(whole);
      asked = false;
      events.received(whole);
    }
  }

  private static boolean isClosing(ByteBuffer element) {
    return element.remaining() >= CLOSING.length
        && element.slice(element.position(), CLOSING.length).equals(ByteBuffer.wrap(CLOSING));
  }

  @Override
  public CompletionStage<Void> write(ByteBuffer bytes) {
    if (closed) {
      return CompletableFuture.failedFuture(new ClosedChannelException());
    }
    streamClosed |= isClosing(bytes);
    return send(new TextWebSocketFrame(true, 0, Unpooled.wrappedBuffer(bytes)));
  }

  @Override
  public void keepAlive() {
    if (!closed) {
      send(new PingWebSocketFrame());
    }
  }

  /** Sends a frame after those before it: a pong may come between two writes of the client. */
  private CompletionStage<Void> send(WebSocketFrame frame) {
    ByteBuffer bytes = codec.encode(frame);
    CompletionStage<Void> sent =
        lastWrite.handle((done, failure) -> null).thenCompose(ready -> tcp.write(bytes));
    lastWrite = sent;
    return sent;
  }

  private void finish(End how) {
    if (!closed) {
      leave(how.code());
      events.closed(how.why());
    }
  }

  @Override
  public void close() {
    leave(streamClosed ? CloseCodes.NORMAL : CloseCodes.GOING_AWAY);
  }

  /** Closes the WebSocket and the connection; the server may no longer read. */
  private void leave(int code) {
    if (closed) {
      return;
    }
    closed = true;
    send(new CloseWebSocketFrame(true, 0, code, ""));
    tcp.close();
    arrived.forEach(WebSocketFrame::release);
    arrived.clear();
    codec.release();
  }
}
