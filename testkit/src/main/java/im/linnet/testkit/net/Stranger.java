package im.linnet.testkit.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A peer that answers a connection in place of the server: a captive portal, another service at
 * that port, an attacker. Its answer is fixed. Immutable; each method returns a changed copy.
 *
 * <pre>{@code
 * FaultProxy line = FaultProxy.to(server.starttlsPort());
 * line.planNext(Plan.CLEAN.answeredBy(Stranger.HTTP));
 * }</pre>
 */
public final class Stranger {

  private static final String HEADER =
      "<?xml version='1.0'?><stream:stream xmlns='jabber:client'"
          + " xmlns:stream='http://etherx.jabber.org/streams' id='1' version='1.0'>";

  /** A captive portal: redirects every request to its page. */
  public static final Stranger HTTP =
      answering("HTTP", "HTTP/1.1 302 Found\r\nLocation: http://portal/\r\n\r\n");

  /** Another service, which speaks first. */
  public static final Stranger SSH = speaking("SSH", "SSH-2.0-OpenSSH_9.2\r\n").thenSilent();

  /** Bytes that belong to no protocol. */
  public static final Stranger GARBAGE =
      new Stranger("garbage", new byte[] {0, -1, 7, '<', '&', -2, 127, 0}, true, Cut.FIN);

  /** A TLS endpoint that rejects the client with the alert handshake_failure. */
  public static final Stranger ALERT =
      new Stranger("TLS alert", new byte[] {21, 3, 3, 0, 2, 2, 40}, false, Cut.FIN);

  /** An XMPP server whose TLS offer was removed by an attacker, and which offers to sign in. */
  public static final Stranger NO_STARTTLS =
      answering(
              "no STARTTLS",
              HEADER
                  + "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
                  + "<mechanism>PLAIN</mechanism></mechanisms></stream:features>")
          .thenSilent();

  /** An address that accepts connections and never answers. */
  public static final Stranger MUTE = answering("mute", "").thenSilent();

  /** An address that resets each connection at once. */
  public static final Stranger GONE = new Stranger("gone", new byte[0], true, Cut.RST);

  private final String name;
  private final byte[] words;
  private final boolean speaksFirst;
  private final Cut end;

  private Stranger(String name, byte[] words, boolean speaksFirst, Cut end) {
    this.name = name;
    this.words = words;
    this.speaksFirst = speaksFirst;
    this.end = end;
  }

  /**
   * A stranger that speaks as soon as the connection is open, and then ends it.
   *
   * @param name for logs and reports
   * @param words what it sends, as UTF-8
   */
  public static Stranger speaking(String name, String words) {
    return new Stranger(name, words.getBytes(StandardCharsets.UTF_8), true, Cut.FIN);
  }

  /**
   * A stranger that waits for the client's first bytes, answers, and then ends the connection.
   *
   * @param name for logs and reports
   * @param words what it sends, as UTF-8
   */
  public static Stranger answering(String name, String words) {
    return new Stranger(name, words.getBytes(StandardCharsets.UTF_8), false, Cut.FIN);
  }

  /**
   * An XMPP server that redirects the client, in clear text.
   *
   * @param target the target, such as {@code 127.0.0.1:1}
   */
  public static Stranger redirecting(String target) {
    return answering(
        "redirect",
        HEADER
            + "<stream:error><see-other-host xmlns='urn:ietf:params:xml:ns:xmpp-streams'>"
            + target
            + "</see-other-host></stream:error></stream:stream>");
  }

  /** Keeps the connection open after the words, until the client ends it. */
  public Stranger thenSilent() {
    return new Stranger(name, words, speaksFirst, Cut.SILENCE);
  }

  /** {@return the name} */
  public String name() {
    return name;
  }

  /** Answers a connection on the calling thread, until the client has ended it. */
  void answer(Socket client) throws IOException {
    InputStream in = client.getInputStream();
    byte[] heard = new byte[4096];
    if (speaksFirst || in.read(heard) >= 0) {
      client.getOutputStream().write(words);
      if (end == Cut.FIN) {
        Sockets.finish(client);
      } else if (end == Cut.RST) {
        Sockets.reset(client);
        return;
      }
    }
    // Unread bytes would turn the end into a reset, which may discard the words.
    in.transferTo(OutputStream.nullOutputStream());
  }

  /** {@return the name} */
  @Override
  public String toString() {
    return name;
  }
}
