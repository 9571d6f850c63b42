package im.linnet.testkit.websocket;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server's end of one connection. Methods block, for up to 20 seconds; failures of the
 * connection are thrown as {@link UncheckedIOException}. For one thread.
 */
public final class WebSocketPeer implements AutoCloseable {

  private static final int MILLIS = 20_000;
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
  private static final String BIND = "urn:ietf:params:xml:ns:xmpp-bind";
  private static final Pattern ID = Pattern.compile(" id=[\"']([^\"']*)[\"']");

  private final Socket socket;
  private final RequestHead request;
  private final DataInputStream in;
  private final OutputStream out;

  private WebSocketPeer(Socket socket, RequestHead request, DataInputStream in) throws IOException {
    this.socket = socket;
    this.request = request;
    this.in = in;
    this.out = socket.getOutputStream();
  }

  static WebSocketPeer of(Socket socket) throws IOException {
    socket.setSoTimeout(MILLIS);
    DataInputStream in = new DataInputStream(socket.getInputStream());
    return new WebSocketPeer(socket, RequestHead.read(in), in);
  }

  private interface Io<T> {
    T run() throws IOException;
  }

  private static <T> T io(Io<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the request of the client} */
  public RequestHead request() {
    return request;
  }

  /** {@return the proof for the client's key (RFC 6455, section 4.2.2)} */
  public String proof() {
    try {
      byte[] text = (request.header("Sec-WebSocket-Key") + GUID).getBytes(StandardCharsets.UTF_8);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * Switches to WebSocket with the subprotocol {@code xmpp}.
   *
   * @return this
   */
  public WebSocketPeer upgrade() {
    return answer(upgradeHead("Sec-WebSocket-Protocol: xmpp\r\n"));
  }

  /**
   * A response that switches to WebSocket.
   *
   * @param headers further headers, each with its line end
   * @return the head, with its empty line
   */
  public String upgradeHead(String headers) {
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Accept: "
        + proof()
        + "\r\n"
        + headers
        + "\r\n";
  }

  /**
   * Sends bytes that are not in a frame, such as the response to the request.
   *
   * @param text sent as UTF-8
   * @return this
   */
  public WebSocketPeer answer(String text) {
    return raw(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Sends bytes.
   *
   * @param bytes the bytes
   * @return this
   */
  public WebSocketPeer raw(byte[] bytes) {
    return io(
        () -> {
          out.write(bytes);
          out.flush();
          return this;
        });
  }

  /**
   * Sends frames in one write.
   *
   * @param frames the frames
   * @return this
   */
  public WebSocketPeer send(Frame... frames) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Frame frame : frames) {
      all.writeBytes(encoded(frame));
    }
    return raw(all.toByteArray());
  }

  /**
   * Sends a text message.
   *
   * @param text the message
   * @return this
   */
  public WebSocketPeer say(String text) {
    return send(Frame.text(text));
  }

  /**
   * The bytes of a frame, without mask.
   *
   * @param frame the frame
   * @return the bytes
   */
  public static byte[] encoded(Frame frame) {
    byte[] payload = frame.payload();
    ByteBuffer bytes = ByteBuffer.allocate(payload.length + 10);
    bytes.put((byte) ((frame.fin() ? 0x80 : 0) | frame.reserved() << 4 | frame.opcode()));
    if (payload.length < 126) {
      bytes.put((byte) payload.length);
    } else if (payload.length < 65_536) {
      bytes.put((byte) 126).putShort((short) payload.length);
    } else {
      bytes.put((byte) 127).putLong(payload.length);
    }
    bytes.put(payload).flip();
    byte[] encoded = new byte[bytes.remaining()];
    bytes.get(encoded);
    return encoded;
  }

  /**
   * Reads the client's next frame.
   *
   * @return the frame
   * @throws AssertionError if it has no mask, which every frame of a client needs
   */
  public Frame next() {
    return io(this::read);
  }

  private Frame read() throws IOException {
    int first = in.readUnsignedByte();
    int second = in.readUnsignedByte();
    if ((second & 0x80) == 0) {
      throw new AssertionError("a frame of the client has no mask");
    }
    long length = second & 0x7F;
    length = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
    byte[] mask = in.readNBytes(4);
    byte[] payload = in.readNBytes(Math.toIntExact(length));
    if (mask.length < 4 || payload.length < length) {
      throw new EOFException("a frame is cut off");
    }
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i % 4];
    }
    return new Frame((first & 0x80) != 0, first >> 4 & 7, first & 15, payload);
  }

  /**
   * Reads the client's next text message.
   *
   * @return the text
   * @throws AssertionError if something else comes
   */
  public String hear() {
    Frame frame = next();
    if (frame.opcode() != Frame.TEXT || !frame.fin()) {
      throw new AssertionError("not a message of text: " + frame);
    }
    return frame.text();
  }

  /**
   * Reads the client's frames up to the one that closes the connection.
   *
   * @return that frame
   */
  public Frame awaitClose() {
    Frame frame = next();
    while (frame.opcode() != Frame.CLOSE) {
      frame = next();
    }
    return frame;
  }

  /** Waits until the client has closed the connection; discards what it sends. */
  public void awaitEnd() {
    try {
      while (in.read() >= 0) {
        // Discarded.
      }
    } catch (SocketTimeoutException stillOpen) {
      throw new AssertionError("the client has not closed the connection", stillOpen);
    } catch (IOException reset) {
      // That is an end too.
    }
  }

  /**
   * Opens a stream: hears the client's header and answers it.
   *
   * @param domain the domain
   * @param features the content of the features
   * @return this
   * @throws AssertionError if something else comes
   */
  public WebSocketPeer open(String domain, String features) {
    String header = hear();
    if (!header.startsWith("<open ")) {
      throw new AssertionError("not the header of a framed stream: " + header);
    }
    say(
        "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' from='%s' id='1' version='1.0'/>"
            .formatted(domain));
    return say(
        "<stream:features xmlns:stream='http://etherx.jabber.org/streams'>%s</stream:features>"
            .formatted(features));
  }

  /**
   * Signs the client in with any credentials of a mechanism of one message, and binds an address.
   *
   * @param domain the domain
   * @param mechanism the mechanism to offer, such as {@code PLAIN}
   * @param jid the full address
   * @param features further features after the sign-in
   * @return this
   */
  public WebSocketPeer signIn(String domain, String mechanism, String jid, String features) {
    open(
        domain,
        "<mechanisms xmlns='%s'><mechanism>%s</mechanism></mechanisms>".formatted(SASL, mechanism));
    String auth = hear();
    if (!auth.startsWith("<auth ")) {
      throw new AssertionError("not a sign-in: " + auth);
    }
    say("<success xmlns='%s'/>".formatted(SASL));
    open(domain, "<bind xmlns='%s'/>%s".formatted(BIND, features));
    return say(
        "<iq xmlns='jabber:client' type='result' id='%s'><bind xmlns='%s'><jid>%s</jid></bind></iq>"
            .formatted(id(hear()), BIND, jid));
  }

  /**
   * The id of a stanza.
   *
   * @param stanza the stanza as the client has sent it
   * @return its id
   */
  public static String id(String stanza) {
    Matcher id = ID.matcher(stanza);
    if (!id.find()) {
      throw new AssertionError("no id: " + stanza);
    }
    return id.group(1);
  }

  /** Ends the connection without a word. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
