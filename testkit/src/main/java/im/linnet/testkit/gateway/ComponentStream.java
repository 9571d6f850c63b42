package im.linnet.testkit.gateway;

import im.linnet.testkit.wire.Wire;
import im.linnet.testkit.xml.XmlElement;
import im.linnet.testkit.xml.XmlNode;
import im.linnet.testkit.xml.XmlText;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/** The stream of an external component (XEP-0114). One thread reads, one writes. */
final class ComponentStream {
  private final Wire wire;

  private ComponentStream(Wire wire) {
    this.wire = wire;
  }

  /** Connects and authenticates. */
  static ComponentStream open(
      InetSocketAddress server, String domain, String secret, Duration limit) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(server, Math.toIntExact(limit.toMillis()));
      Wire wire = new Wire(socket);
      wire.limit(limit);
      handshake(wire, domain, secret);
      wire.limit(Duration.ZERO);
      wire.takeConsumed();
      return new ComponentStream(wire);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private static void handshake(Wire wire, String domain, String secret) throws IOException {
    wire.write(
        "<?xml version='1.0'?><stream:stream xmlns='%s' xmlns:stream='%s' to='%s'>"
            .formatted(Ns.COMPONENT, Ns.STREAM, XmlText.escape(domain)));
    String id = wire.readHeader().attribute("id");
    String secured = (id == null ? "" : id) + secret;
    String digest = Avatar.sha1(secured.getBytes(StandardCharsets.UTF_8));
    try {
      wire.write("<handshake>" + digest + "</handshake>");
    } catch (IOException e) {
      // The server may have refused the domain and closed; what it sent is still to be read.
    }
    XmlElement answer = wire.read();
    if (answer == null) {
      throw new EOFException("the server closed the stream instead of accepting " + domain);
    }
    refuseError(answer, domain);
    if (!answer.is(Ns.COMPONENT, "handshake")) {
      throw new IOException("the server answered the handshake of " + domain + " with " + answer);
    }
  }

  private static void refuseError(XmlElement answer, String domain) throws IOException {
    if (answer.is(Ns.STREAM, "error")) {
      List<XmlElement> content = answer.children();
      String condition = content.isEmpty() ? "no condition" : content.get(0).localName();
      throw new ComponentRefusedException(domain, condition);
    }
  }

  /**
   * Waits for a stanza.
   *
   * @return the stanza in the client's namespace, or null when the server has closed the stream
   */
  @Nullable XmlElement read(String domain) throws IOException {
    XmlElement element = wire.read();
    wire.takeConsumed();
    if (element == null) {
      return null;
    }
    refuseError(element, domain);
    return normalised(element);
  }

  void write(String xml) throws IOException {
    wire.write(xml);
  }

  /** Closes the stream in order. Returns when the server has closed it, too, or soon. */
  void close() {
    try {
      wire.write("</stream:stream>");
      wire.endOutput();
    } catch (IOException e) {
      // The server has closed first.
    }
  }

  void abort() {
    wire.abort();
  }

  private static XmlElement normalised(XmlElement element) {
    if (!element.namespace().equals(Ns.COMPONENT)) {
      return element;
    }
    List<XmlNode> content = new ArrayList<>();
    for (XmlNode node : element.nodes()) {
      content.add(node instanceof XmlElement child ? normalised(child) : node);
    }
    QName name = new QName(Ns.CLIENT, element.localName());
    return new XmlElement(name, element.attributes(), content);
  }
}
