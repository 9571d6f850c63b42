package im.linnet.testkit.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A loopback port at which every connection is refused, for as long as this is open.
 *
 * <p>The port is bound, and nobody listens. A port that was only free a moment ago may belong to
 * the server of another test by the time a client dials it.
 */
public final class RefusingPort implements AutoCloseable {
  private final Socket holder;

  private RefusingPort(Socket holder) {
    this.holder = holder;
  }

  /**
   * Takes a port.
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

  /** {@return the number} */
  public int number() {
    return holder.getLocalPort();
  }

  /** Gives the port back. */
  @Override
  public void close() {
    Sockets.close(holder);
  }
}
