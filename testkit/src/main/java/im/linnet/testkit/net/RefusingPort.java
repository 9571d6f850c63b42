package im.linnet.testkit.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A loopback port that refuses every connection as long as this object is open.
 *
 * <p>The port is bound, but nobody listens. A port that is merely free may be used by the server of
 * another test by the time a client connects to it.
 */
public final class RefusingPort implements AutoCloseable {
  private final Socket holder;

  private RefusingPort(Socket holder) {
    this.holder = holder;
  }

  /**
   * Reserves a port.
   *
   * @return the port
   * @throws UncheckedIOException if none is free
   */
  public static RefusingPort open() {
    Socket holder = new Socket();
    try {
      holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return new RefusingPort(holder);
    } catch (IOException e) {
      Sockets.close(holder);
      throw new UncheckedIOException("no free port on loopback", e);
    }
  }

  /** {@return the port number} */
  public int number() {
    return holder.getLocalPort();
  }

  /** Releases the port. */
  @Override
  public void close() {
    Sockets.close(holder);
  }
}
