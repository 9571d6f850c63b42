package im.linnet.internal.dial;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy on the loopback that connects to nothing: it echoes what it tunnels. */
final class LocalProxy implements AutoCloseable {

  /** The proxy's side of the handshake; returns true once the tunnel is open. */
  private interface Talk {
    boolean lead(DataInputStream in, OutputStream out) throws IOException;
  }

  private final ServerSocket server;
  private final Talk talk;
  private final CompletableFuture<Boolean> client = new CompletableFuture<>();
  private final CompletableFuture<Boolean> departure = new CompletableFuture<>();
  private final List<String> heard = new CopyOnWriteArrayList<>();

  private LocalProxy(Talk talk) {
    try {
      server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.talk = talk;
  }

  private LocalProxy started() {
    Thread thread = new Thread(this::serve, "local-proxy");
    thread.setDaemon(true);
    thread.start();
    return this;
  }

  /** A SOCKS5 proxy that chooses a method, checks the password and answers the command. */
  static LocalProxy socks5(int method, int passwordStatus, int status) {
    LocalProxy[] self = new LocalProxy[1];
    self[0] =
        new LocalProxy(
            (in, out) -> {
              in.skipBytes(1);
              in.skipBytes(in.readUnsignedByte());
              out.write(new byte[] {5, (byte) method});
              if (method == 2) {
                in.skipBytes(1);
                self[0].heard.add(text(in) + "/" + text(in));
                out.write(new byte[] {1, (byte) passwordStatus});
              }
              if (method == 0xFF || passwordStatus != 0) {
                return in.read() == 0;
              }
              in.skipBytes(3);
              self[0].heard.add(destination(in));
              out.write(new byte[] {5, (byte) status, 0, 1, 0, 0, 0, 0, 0, 0});
              return status == 0;
            });
    return self[0].started();
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.US_ASCII);
  }

  private static String destination(DataInputStream in) throws IOException {
    String host =
        switch (in.readUnsignedByte()) {
          case 1 -> InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
          case 3 -> "name " + text(in);
          default -> InetAddress.getByAddress(in.readNBytes(16)).getHostAddress();
        };
    return host + " " + in.readUnsignedShort();
  }

  /** An HTTP proxy that gives the same answer to every request. */
  static LocalProxy http(String answer) {
    LocalProxy[] self = new LocalProxy[1];
    self[0] =
        new LocalProxy(
            (in, out) -> {
              self[0].heard.add(head(in));
              out.write(answer.getBytes(StandardCharsets.US_ASCII));
              return answer.startsWith("HTTP/1.1 200");
            });
    return self[0].started();
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.US_ASCII);
  }

  /** A proxy that accepts the connection and sends nothing. */
  static LocalProxy silent() {
    return new LocalProxy((in, out) -> in.readAllBytes().length < 0).started();
  }

  /** A proxy that closes each connection at once. */
  static LocalProxy closing() {
    return new LocalProxy((in, out) -> false).started();
  }

  /** Waits until a client has connected. */
  void awaitClient() {
    client.join();
  }

  /** Waits until a connection has ended; a silent proxy ends none. */
  void awaitDeparture() {
    departure.join();
  }

  int port() {
    return server.getLocalPort();
  }

  List<String> heard() {
    return List.copyOf(heard);
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        client.complete(true);
        if (talk.lead(in, socket.getOutputStream())) {
          in.transferTo(socket.getOutputStream());
        }
      } catch (IOException gone) {
        // The client has left, or the test is over.
      }
      departure.complete(true);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
