package im.linnet.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import im.linnet.failure.XmppException;
import im.linnet.stream.Transport;
import im.linnet.stream.Transport.Line;
import im.linnet.stream.Transport.Receiver;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** Both sides of a WebSocket: the TCP connection below it, and the client above it. */
final class WebServer implements Line, Transport.Events {

  private static final int LARGEST = 4096;

  private final StringBuilder written = new StringBuilder();
  private @Nullable Receiver tcp;
  private @Nullable Line line;
  private boolean tcpClosed;
  private boolean closed;
  private boolean asked;
  private @Nullable AssertionError fault;

  /** The line is open: asks for a message. */
  void opened(Line webSocket, Receiver below) {
    line = webSocket;
    tcp = below;
    ask();
  }

  private void ask() {
    Line open = line;
    if (open != null && !asked && !closed) {
      asked = true;
      open.read();
    }
  }

  /** Sends bytes to the client, unless it has closed. */
  void send(ByteBuffer bytes) {
    Receiver below = tcp;
    if (below != null && !tcpClosed) {
      below.received(bytes);
    }
    ask();
  }

  /** Closes the connection. */
  void end() {
    Receiver below = tcp;
    if (below != null && !tcpClosed) {
      below.closed(null);
    }
    for (int i = 0; i < LARGEST && !closed && line != null; i++) {
      ask();
    }
  }

  String written() {
    return written.toString();
  }

  Receiver tcp() {
    Receiver below = tcp;
    if (below == null) {
      throw new AssertionError("not connected");
    }
    return below;
  }

  /** Fails if the line did what it must not. */
  void check() {
    if (fault != null) {
      throw fault;
    }
    if (line != null && !closed && !tcpClosed) {
      throw new AssertionError("the connection has ended, and the client does not hear of it");
    }
  }

  private void require(boolean holds, String otherwise) {
    if (!holds && fault == null) {
      fault = new AssertionError(otherwise);
    }
  }

  // What the client hears.

  @Override
  public void received(ByteBuffer bytes) {
    require(asked, "a message that nobody asked for");
    require(!closed, "a message after the end");
    require(bytes.remaining() <= LARGEST, "a message of %d bytes".formatted(bytes.remaining()));
    asked = false;
  }

  @Override
  public void closed(@Nullable Throwable why) {
    require(!closed, "closed twice");
    require(why == null || why instanceof XmppException, "a failure without a type: " + why);
    closed = true;
  }

  @Override
  public String domain() {
    return "example.com";
  }

  @Override
  public SSLEngine tlsEngine(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<Line> connectTls(
      String host, int port, String protocol, Receiver receiver) {
    tcp = receiver;
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public CompletionStage<Line> connectClear(String host, int port, Receiver receiver) {
    return connectTls(host, port, "", receiver);
  }

  @Override
  public int largestFrame() {
    return LARGEST;
  }

  // What the client does with the TCP connection.

  @Override
  public void read() {}

  @Override
  public CompletionStage<Void> write(ByteBuffer bytes) {
    written.append(ISO_8859_1.decode(bytes.duplicate()));
    bytes.position(bytes.limit());
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void close() {
    tcpClosed = true;
  }
}
