package im.linnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A component of a server (XEP-0114), such as a gateway: says anything from any address. */
final class Component implements AutoCloseable {

  private final Socket socket;
  private final OutputStream out;

  private Component(Socket socket) throws IOException {
    this.socket = socket;
    out = socket.getOutputStream();
  }

  static Component connect(int port, String domain, String secret) throws Exception {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(10_000);
    Component component = new Component(socket);
    component.write(
        "<stream:stream xmlns='jabber:component:accept'"
            + " xmlns:stream='http://etherx.jabber.org/streams' to='"
            + domain
            + "'>");
    String header = component.readUntil("<stream:stream", ">");
    String id = header.replaceAll("(?s).*<stream:stream[^>]* id=['\"]([^'\"]*)['\"].*", "$1");
    MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
    byte[] digest = sha1.digest((id + secret).getBytes(StandardCharsets.UTF_8));
    component.write("<handshake>" + HexFormat.of().formatHex(digest) + "</handshake>");
    assertThat(component.readUntil("<handshake", ">")).contains("<handshake");
    return component;
  }

  /** Sends a stanza; its name may be followed by attributes. */
  void send(String start, String from, String to, String content) throws IOException {
    String name = start.split(" ", 2)[0];
    write("<%s from='%s' to='%s'>%s</%s>".formatted(start, from, to, content, name));
  }

  private void write(String xml) throws IOException {
    out.write(xml.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private String readUntil(String first, String last) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder read = new StringBuilder();
    while (read.indexOf(first) < 0 || read.indexOf(last, read.indexOf(first)) < 0) {
      int b = in.read();
      assertThat(b).as("the server closed after: %s", read).isNotNegative();
      read.append((char) b);
    }
    return read.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
