package im.linnet.testkit.server;

import im.linnet.testkit.xml.XmlElement;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A minimal client: writes text, reads text, and switches to TLS. */
final class RawStream implements Closeable {
  private static final int READ_LIMIT_MILLIS = 20_000;
  private static final String HEADER =
      "<stream:stream to='%s' %s version='1.0' xmlns='jabber:client'"
          + " xmlns:stream='http://etherx.jabber.org/streams'>";

  private Socket socket;

  private RawStream(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(READ_LIMIT_MILLIS);
    socket.setTcpNoDelay(true);
  }

  static RawStream plain(int port) throws IOException {
    return new RawStream(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  static RawStream tls(SSLContext context, String domain, int port) throws IOException {
    RawStream stream = plain(port);
    stream.secure(context, domain);
    return stream;
  }

  /** Does the handshake; the JDK compares the certificate with the domain. */
  void secure(SSLContext context, String domain) throws IOException {
    SSLSocket tls =
        (SSLSocket) context.getSocketFactory().createSocket(socket, domain, socket.getPort(), true);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    tls.setSSLParameters(parameters);
    tls.startHandshake();
    socket = tls;
  }

  X509Certificate peer() throws IOException {
    return (X509Certificate) ((SSLSocket) socket).getSession().getPeerCertificates()[0];
  }

  void open(String domain) throws IOException {
    send("<?xml version='1.0'?>" + HEADER.formatted(domain, ""));
  }

  /** Opens the stream of a user (RFC 6120, section 4.7.1). */
  void open(String domain, String user) throws IOException {
    send("<?xml version='1.0'?>" + HEADER.formatted(domain, "from='%s'".formatted(user)));
  }

  /** Reads the features, with the server's header if it comes before them. */
  XmlElement features() throws IOException {
    String text = readUntil("</stream:features>");
    return XmlElement.parse(text.substring(text.indexOf("<stream:features")));
  }

  /** Opens a component's stream (XEP-0114) and returns its id. */
  String openComponent(String host) throws IOException {
    send(
        "<?xml version='1.0'?><stream:stream to='"
            + host
            + "' xmlns='jabber:component:accept'"
            + " xmlns:stream='http://etherx.jabber.org/streams'>");
    readUntil("<stream:stream");
    return readUntil(">").replaceAll("(?s).* id=['\"]([^'\"]*)['\"].*", "$1");
  }

  void plainLogin(String name, String password) throws IOException {
    byte[] initial = ("\0" + name + "\0" + password).getBytes(StandardCharsets.UTF_8);
    send(
        "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>"
            + Base64.getEncoder().encodeToString(initial)
            + "</auth>");
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads until the text has arrived; fails if the stream ends or stays silent before. */
  String readUntil(String end) throws IOException {
    StringBuilder read = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (read.indexOf(end) < 0) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("the stream ended before \"" + end + "\": " + read);
      }
      read.append((char) b);
    }
    return read.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
