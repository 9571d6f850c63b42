package im.linnet.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A client that does not know XMPP: it writes text and reads up to text. */
public final class RawClient implements AutoCloseable {
  private final Socket raw;
  private Socket top;
  private InputStream in;

  private RawClient(Socket socket) throws IOException {
    raw = socket;
    top = socket;
    in = socket.getInputStream();
    raw.setSoTimeout(30_000);
    raw.setTcpNoDelay(true);
  }

  public static RawClient connect(int port) throws IOException {
    return new RawClient(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  public static RawClient connect(InetSocketAddress address) throws IOException {
    return new RawClient(new Socket(address.getAddress(), address.getPort()));
  }

  public RawClient send(String text) throws IOException {
    top.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    top.getOutputStream().flush();
    return this;
  }

  /** Everything up to and including the marker. */
  public String readTo(String marker) throws IOException {
    byte[] end = marker.getBytes(StandardCharsets.UTF_8);
    byte[] text = new byte[1024];
    int size = 0;
    while (size < end.length || !Arrays.equals(text, size - end.length, size, end, 0, end.length)) {
      int next = in.read();
      if (next < 0) {
        String soFar = new String(text, 0, size, StandardCharsets.UTF_8);
        throw new IOException("end before \"" + marker + "\": " + soFar);
      }
      if (size == text.length) {
        text = Arrays.copyOf(text, 2 * size);
      }
      text[size++] = (byte) next;
    }
    return new String(text, 0, size, StandardCharsets.UTF_8);
  }

  /** As many characters of ASCII, or what has come when there is no more for 30 seconds. */
  public String read(int count) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      for (int next = in.read(); next >= 0; next = in.read()) {
        text.write(next);
        if (text.size() == count) {
          break;
        }
      }
    } catch (SocketTimeoutException e) {
      text.writeBytes(" (nothing more)".getBytes(StandardCharsets.UTF_8));
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  /** Everything up to the end of the input. */
  public String readToEnd() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  /** The rest below TLS, not decrypted. */
  public byte[] readBelowTls() throws IOException {
    return raw.getInputStream().readAllBytes();
  }

  /** The bytes of one read, so at most one record under TLS. */
  public String readOnce() throws IOException {
    byte[] bytes = new byte[4096];
    int count = in.read(bytes);
    return new String(bytes, 0, Math.max(count, 0), StandardCharsets.UTF_8);
  }

  public RawClient startTls(SSLContext context, String... alpn) throws IOException {
    SSLSocket secured =
        (SSLSocket) context.getSocketFactory().createSocket(raw, "localhost", raw.getPort(), true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName("localhost")));
    parameters.setApplicationProtocols(alpn);
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    top = secured;
    in = secured.getInputStream();
    return this;
  }

  public RawClient header(String to) throws IOException {
    return send(
        "<?xml version='1.0'?><stream:stream to='"
            + to
            + "' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'"
            + " version='1.0'>");
  }

  @Override
  public void close() throws IOException {
    raw.close();
  }
}
