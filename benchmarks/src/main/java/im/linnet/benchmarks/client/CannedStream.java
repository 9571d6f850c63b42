package im.linnet.benchmarks.client;

import im.linnet.benchmarks.corpus.Corpus;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One client's stream with a {@link CannedPeer}: reads only tags, one after the other, and answers
 * the few that need it. It relies on well-behaved clients, which escape {@code <} and {@code >}.
 */
final class CannedStream {

  /** Sends prepared messages. */
  interface Flood {
    void send(OutputStream output, int count, boolean acknowledged) throws IOException;
  }

  private static final Pattern ID = Pattern.compile("\\bid=[\"']([^\"']*)");
  private static final Pattern FLOODED = Pattern.compile("\\bto=[\"']flood@[^/]*/(\\d+)");
  private static final String JID = "juliet@capulet.example/balcony";
  private static final String SM = "urn:xmpp:sm:3";

  private final InputStream input;
  private final OutputStream output;
  private final Flood flood;
  private final byte[] buffer = new byte[64 * 1024];

  private boolean authenticated;
  private boolean managed;
  private boolean closed;
  private String request = "";
  private long received;

  CannedStream(InputStream input, OutputStream output, Flood flood) {
    this.input = input;
    this.output = output;
    this.flood = flood;
  }

  /** Reads until the client leaves. */
  void run() throws IOException {
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
      }
      case "presence" -> received++;
      case "ping", "query", "session" -> {
        say("<iq type='result' id='" + request + "' from='" + CannedPeer.DOMAIN + "'/>");
      }
      default -> {
        // Nothing that wants an answer.
      }
    }
  }

  private void open() throws IOException {
    say(Corpus.HEADER + "<stream:features>");
    say(
        authenticated
            ? "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><sm xmlns='" + SM + "'/>"
            : "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
                + "<mechanism>ANONYMOUS</mechanism></mechanisms>");
    say("</stream:features>");
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
