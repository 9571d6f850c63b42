package im.linnet.testkit.wire;

import im.linnet.testkit.xml.XmlElement;
import im.linnet.testkit.xml.XmlStreamReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The server side of one connection.
 *
 * <p>One thread reads; any thread may write or {@link #abort()}.
 */
public final class Wire {
  private final Socket raw;
  private volatile Socket top;
  private volatile @Nullable SSLSession tls;
  private WireInput in;
  private OutputStream out;
  private @Nullable XmlStreamReader reader;

  /**
   * Takes over an accepted socket.
   *
   * @param socket the socket
   * @throws IOException if it is closed already
   */
  public Wire(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    this.raw = socket;
    this.top = socket;
    this.in = new WireInput(socket);
    this.out = socket.getOutputStream();
  }

  /**
   * Limits the reads and the handshake from now on, together.
   *
   * @param duration from now; zero for no limit
   * @throws IllegalArgumentException if it is negative
   */
  public void limit(Duration duration) {
    in.limit(checked(duration));
  }

  private static Duration checked(Duration limit) {
    if (limit.isNegative()) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: >= 0)");
    }
    return limit;
  }

  /**
   * Does the server's side of a TLS handshake.
   *
   * @param context key and trust
   * @param tuning changes the parameters before the handshake
   * @param limit how long it may take; zero for no limit
   * @throws IOException if it fails
   * @throws IllegalArgumentException if the limit is negative
   */
  public void secure(SSLContext context, Consumer<SSLParameters> tuning, Duration limit)
      throws IOException {
    SSLSocket secured =
        (SSLSocket) context.getSocketFactory().createSocket(raw, (java.io.InputStream) null, true);
    SSLParameters parameters = secured.getSSLParameters();
    tuning.accept(parameters);
    secured.setSSLParameters(parameters);
    raw.setSoTimeout(
        (int) Math.min(Integer.MAX_VALUE, TimeUnit.MILLISECONDS.convert(checked(limit))));
    secured.startHandshake();
    tls = secured.getSession();
    synchronized (this) {
      top = secured;
      in = new WireInput(secured);
      out = secured.getOutputStream();
    }
  }

  /** {@return the TLS session, or null in clear text} */
  public @Nullable SSLSession tls() {
    return tls;
  }

  /** {@return the protocol negotiated by ALPN, empty if none} */
  public String applicationProtocol() {
    String protocol = top instanceof SSLSocket secured ? secured.getApplicationProtocol() : null;
    return protocol == null ? "" : protocol;
  }

  /** {@return the number of bytes received but not read yet} */
  public int buffered() {
    return in.buffered();
  }

  /**
   * Starts a new stream: waits for its header.
   *
   * @return the header, an element without content
   * @throws IOException as {@link XmlStreamReader#open}
   */
  public XmlElement readHeader() throws IOException {
    in.skipWhiteSpace();
    reader = XmlStreamReader.open(in);
    return reader.header();
  }

  /**
   * Waits for the next element of the stream.
   *
   * @return the element, or null at the stream's end tag
   * @throws IOException as {@link XmlStreamReader#next}
   */
  public @Nullable XmlElement read() throws IOException {
    if (reader == null) {
      throw new IllegalStateException("no stream: read its header first");
    }
    return reader.next();
  }

  /**
   * Waits for a byte and discards it.
   *
   * @return whether there was one; false at the end of the input
   * @throws IOException if the socket fails
   */
  public boolean skip() throws IOException {
    return in.read() >= 0;
  }

  /** {@return the decrypted bytes consumed since the last call} */
  public byte[] takeConsumed() {
    return in.takeConsumed();
  }

  /**
   * Writes text as UTF-8 and flushes it.
   *
   * @param text the text
   * @throws IOException if the socket fails
   */
  public void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.UTF_8), Integer.MAX_VALUE);
  }

  /**
   * Writes bytes in pieces, each with a separate write (under TLS: a record).
   *
   * @param bytes the bytes
   * @param size the largest piece
   * @throws IOException if the socket fails
   */
  public synchronized void write(byte[] bytes, int size) throws IOException {
    for (int at = 0; at < bytes.length; at += Math.min(size, bytes.length - at)) {
      out.write(bytes, at, Math.min(size, bytes.length - at));
      out.flush();
    }
  }

  /**
   * Ends the output: close_notify under TLS, then a FIN. Reading goes on.
   *
   * @throws IOException if the socket is closed
   */
  public synchronized void endOutput() throws IOException {
    if (top instanceof SSLSocket secured && !secured.isOutputShutdown()) {
      secured.shutdownOutput();
    }
    truncate();
  }

  /**
   * Sends a FIN and no close_notify, like an attacker who truncates a TLS connection.
   *
   * @throws IOException if the socket is closed
   */
  public void truncate() throws IOException {
    if (!raw.isOutputShutdown() && !raw.isClosed()) {
      raw.shutdownOutput();
    }
  }

  /**
   * Sends a RST.
   *
   * @throws IOException if the socket is closed
   */
  public void reset() throws IOException {
    raw.setSoLinger(true, 0);
    raw.close();
  }

  /**
   * Discards input until the client has closed too, then closes. Unread input would make the system
   * send a RST, and the client could lose the last bytes.
   *
   * @param limit how long to wait for the client; zero for no limit
   * @throws IllegalArgumentException if the limit is negative
   */
  public void linger(Duration limit) {
    Duration wait = checked(limit);
    try {
      in.limit(wait);
      while (skip()) {
        takeConsumed();
      }
    } catch (IOException e) {
      // The client reset the connection or did not close in time; it only remains to close the
      // socket.
    } finally {
      abort();
    }
  }

  /** Closes the socket without sending anything. Unblocks threads that read or write. */
  public void abort() {
    try {
      raw.close();
    } catch (IOException e) {
      // Nothing is left to close.
    }
  }
}
