package im.linnet.benchmarks.client;

import im.linnet.benchmarks.corpus.Corpus;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * One client's stream with a peer such as {@link CannedPeer}: reads only tags, one after the other,
 * and answers the few that need it. It relies on well-behaved clients, which escape {@code <} and
 * {@code >}.
 */
public final class CannedStream {

  /** Sends what is prepared. */
  @FunctionalInterface
  public interface Flood {

    /**
     * Sends it.
     *
     * @param output to the client
     * @param count the number that the client asks for
     * @param acknowledged whether the stream is managed (XEP-0198)
     * @throws IOException if the client is gone
     */
    void send(OutputStream output, int count, boolean acknowledged) throws IOException;
  }

  /** What else a peer knows to answer. */
  public interface Service {

    /**
     * Answers a presence, or a query.
     *
     * @param request the tag of the request that contains the query; empty for a presence
     * @param tag the tag of the presence or query
     * @param output takes the answer
     * @return whether it was answered
     * @throws IOException if the client is gone
     */
    boolean answer(String request, String tag, OutputStream output) throws IOException;
  }

  private static final Pattern ID = Pattern.compile("\\bid=[\"']([^\"']*)");
  private static final Pattern FLOODED = Pattern.compile("\\bto=[\"']flood@[^/]*/(\\d+)");
  private static final String JID = "juliet@capulet.example/balcony";
  private static final String TLS = "urn:ietf:params:xml:ns:xmpp-tls";
  private static final String SM = "urn:xmpp:sm:3";

  private final Socket socket;
  private final @Nullable SSLContext tls;
  private final Flood flood;
  private final Service service;
  private final byte[] buffer = new byte[64 * 1024];

  private InputStream input;
  private OutputStream output;
  private boolean secure;
  private boolean authenticated;
  private boolean managed;
  private boolean closed;
  private String request = "";
  private String requestTag = "";
  private long received;

  /**
   * A stream with a peer that floods.
   *
   * @param socket of the client
   * @param tls its keys, or null for a stream in clear text
   * @param flood what the client can ask for
   * @throws IOException if the client is gone
   */
  public CannedStream(Socket socket, @Nullable SSLContext tls, Flood flood) throws IOException {
    this(socket, tls, flood, (asking, tag, to) -> false);
  }

  /**
   * A stream in clear text with a peer that floods nobody.
   *
   * @param socket of the client
   * @param service what the peer knows to answer
   * @throws IOException if the client is gone
   */
  public CannedStream(Socket socket, Service service) throws IOException {
    this(socket, null, (to, count, acknowledged) -> {}, service);
  }

  private CannedStream(Socket socket, @Nullable SSLContext tls, Flood flood, Service service)
      throws IOException {
    this.socket = socket;
    this.tls = tls;
    this.flood = flood;
    this.service = service;
    input = socket.getInputStream();
    output = socket.getOutputStream();
  }

  /**
   * Reads until the client leaves.
   *
   * @throws IOException if it leaves without goodbye
   */
  public void run() throws IOException {
    int length = 0;
    while (!closed) {
      int read = input.read(buffer, length, buffer.length - length);
      if (read < 0) {
        return;
      }
      length += read;
      int used = tags(length);
      System.arraycopy(buffer, used, buffer, 0, length - used);
      length -= used;
    }
  }

  /** Handles all complete tags; returns how many bytes were consumed. */
  private int tags(int length) throws IOException {
    int from = 0;
    while (from < length) {
      int start = find('<', from, length);
      int end = find('>', start, length);
      if (end == length) {
        return start;
      }
      tag(start + 1, end);
      from = end + 1;
    }
    return from;
  }

  private int find(char wanted, int from, int length) {
    int at = from;
    while (at < length && buffer[at] != wanted) {
      at++;
    }
    return at;
  }

  private void tag(int start, int end) throws IOException {
    switch (buffer[start]) {
      case 'm' -> message(start, end);
      case 'p', 'i', 's', 'a', 'e', 'r', 'q' -> other(start, end);
      case 'b' -> bind(start);
      case '/' -> {
        if (text(start, end).equals("/stream:stream")) {
          say("</stream:stream>");
          closed = true;
        }
      }
      default -> {
        // Nothing that wants an answer.
      }
    }
  }

  private void message(int start, int end) throws IOException {
    if (!is("message", start)) {
      return;
    }
    received++;
    if (end - start > 8 && contains("flood@", start, end)) {
      Matcher count = FLOODED.matcher(text(start, end));
      if (count.find()) {
        flood.send(output, Integer.parseInt(count.group(1)), managed);
      }
    }
  }

  private void bind(int start) throws IOException {
    if (is("bind ", start)) {
      String jid = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>" + JID + "</jid></bind>";
      say("<iq type='result' id='" + request + "'>" + jid + "</iq>");
      request = "";
    }
  }

  private void other(int start, int end) throws IOException {
    String tag = text(start, end);
    String name = tag.split("[ /]", 2)[0];
    switch (name) {
      case "stream:stream" -> open();
      case "starttls" -> secure();
      case "auth" -> {
        authenticated = true;
        say("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
      }
      case "enable" -> {
        managed = true;
        received = 0;
        say("<enabled xmlns='" + SM + "' id='canned' resume='true'/>");
      }
      case "r" -> say("<a xmlns='" + SM + "' h='" + received + "'/>");
      case "iq" -> {
        received++;
        Matcher id = ID.matcher(tag);
        request = id.find() ? id.group(1) : "";
        requestTag = tag;
      }
      case "presence" -> {
        received++;
        service.answer("", tag, output);
      }
      case "ping", "query", "session" -> {
        if (service.answer(requestTag, tag, output)) {
          return;
        }
        say("<iq type='result' id='" + request + "' from='" + CannedPeer.DOMAIN + "'/>");
      }
      default -> {
        // Nothing that wants an answer.
      }
    }
  }

  private void open() throws IOException {
    say(Corpus.HEADER + "<stream:features>" + features() + "</stream:features>");
  }

  private String features() {
    if (tls != null && !secure) {
      return "<starttls xmlns='" + TLS + "'><required/></starttls>";
    }
    return authenticated
        ? "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><sm xmlns='" + SM + "'/>"
        : "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
            + "<mechanism>ANONYMOUS</mechanism></mechanisms>";
  }

  /** Nothing more comes from a client before it has read the answer. */
  private void secure() throws IOException {
    if (tls != null) {
      say("<proceed xmlns='" + TLS + "'/>");
      SSLSocket layer = (SSLSocket) tls.getSocketFactory().createSocket(socket, null, true);
      layer.setUseClientMode(false);
      input = layer.getInputStream();
      output = layer.getOutputStream();
      secure = true;
    }
  }

  private boolean is(String name, int start) {
    return contains(name, start, start + name.length());
  }

  private boolean contains(String text, int start, int end) {
    byte[] wanted = text.getBytes(StandardCharsets.US_ASCII);
    for (int at = start; at + wanted.length <= end; at++) {
      if (Arrays.equals(buffer, at, at + wanted.length, wanted, 0, wanted.length)) {
        return true;
      }
    }
    return false;
  }

  private String text(int start, int end) {
    return new String(buffer, start, end - start, StandardCharsets.UTF_8);
  }

  private void say(String xml) throws IOException {
    output.write(xml.getBytes(StandardCharsets.UTF_8));
  }
}
