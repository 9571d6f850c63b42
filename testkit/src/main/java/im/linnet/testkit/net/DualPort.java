package im.linnet.testkit.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * One loopback port for TCP and UDP, as a name server uses it.
 *
 * @param tcp listening
 * @param udp bound
 */
public record DualPort(ServerSocket tcp, DatagramSocket udp) implements AutoCloseable {
  private static final int ATTEMPTS = 20;
  private static final int BACKLOG = 50;

  /**
   * Reserves a port. A port that is free for TCP may be in use for UDP, so several are tried.
   *
   * @return the port
   * @throws UncheckedIOException if none of them is free for both
   */
  public static DualPort open() {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    IOException last = new IOException("not tried");
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        ServerSocket tcp = new ServerSocket(0, BACKLOG, loopback);
        try {
          return new DualPort(tcp, new DatagramSocket(tcp.getLocalPort(), loopback));
        } catch (IOException e) {
          Sockets.close(tcp);
          last = e;
        }
      } catch (IOException e) {
        last = e;
      }
    }
    throw new UncheckedIOException("no port that is free for UDP and TCP", last);
  }

  /** Releases the port. */
  @Override
  public void close() {
    udp.close();
    Sockets.close(tcp);
  }
}
