package im.linnet.testkit.peer;

import im.linnet.testkit.tls.TestCertificates;
import im.linnet.testkit.xml.XmlElement;
import im.linnet.testkit.xml.XmlFragment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/**
 * The lines that a {@link ScriptedPeer} expects and sends on one connection, in order.
 *
 * <p>In expected elements, the value of an attribute or the text of an element may be {@code *}
 * (any value) or {@code {name}} (any value, which is captured; the same name twice in one element
 * requires the same value twice). Text to send may contain {@code {name}} anywhere. XML is written
 * as in a client's stream: {@code jabber:client} is the default namespace, {@code stream:} is
 * bound.
 *
 * <p>A client may send {@code <starttls/>} together with its header: lines that expect something
 * else skip it.
 *
 * <p>After the last line the peer keeps the connection open, sends nothing and records what it
 * receives, until the client closes the connection or the peer is closed.
 */
public final class Script {
  private static final String STREAM = "http://etherx.jabber.org/streams";
  private static final String TLS = "urn:ietf:params:xml:ns:xmpp-tls";
  private static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
  private static final String SASL2 = "urn:xmpp:sasl:2";
  private static final String BIND = "urn:ietf:params:xml:ns:xmpp-bind";

  /** Where the stream is, as far as it matters for the form of the sign-in. */
  private enum Reached {
    CLEAR_TEXT,
    TLS,
    /** After SASL2, when features come without a new header (XEP-0388, section 2.6.1). */
    FEATURES
  }

  private final SignInForm form;
  private final List<Step> steps = new ArrayList<>();
  private Reached reached = Reached.CLEAR_TEXT;

  Script(SignInForm form) {
    this.form = form;
  }

  List<Step> steps() {
    return List.copyOf(steps);
  }

  /**
   * Waits for a new stream's header with any attributes. The input after it is read as a new XML
   * document.
   *
   * @return this script
   */
  public Script expectHeader() {
    return expectHeader("");
  }

  /**
   * Waits for a new stream's header with at least these attributes.
   *
   * @param attributes as in a start tag: {@code to='localhost' version='1.0'}
   * @return this script
   */
  public Script expectHeader(String attributes) {
    if (reached == Reached.FEATURES) {
      return this;
    }
    XmlElement header = XmlElement.parse("<stream:stream " + attributes + "/>");
    Expectation expectation = Expectation.atLeast(header);
    return add("expectHeader " + attributes, c -> c.expectHeader(expectation));
  }

  /**
   * Waits for an element that equals this one as XML: the order of attributes and prefixes are
   * ignored, everything else must match.
   *
   * @param xml one element
   * @return this script
   */
  public Script expect(String xml) {
    Expectation expectation = Expectation.exactly(XmlElement.parse(xml));
    return add("expect " + xml, c -> c.expect(expectation));
  }

  /**
   * Waits for an element that has at least these attributes, text and children, with the children
   * in this order.
   *
   * @param xml one element
   * @return this script
   */
  public Script expectLike(String xml) {
    Expectation expectation = Expectation.atLeast(XmlElement.parse(xml));
    return add("expectLike " + xml, c -> c.expect(expectation));
  }

  /**
   * Waits for any element and answers it.
   *
   * @param reply returns the answer to the element, sent unchanged
   * @return this script
   */
  public Script answer(Function<XmlElement, String> reply) {
    return add("answer", c -> c.sendRaw(utf8(reply.apply(c.read()))));
  }

  /**
   * Answers all elements, without a time limit, until the client closes its stream, which is closed
   * in return. A client that leaves without closing it is a mismatch.
   *
   * @param reply returns the answer to each element, sent unchanged; empty for none
   * @return this script
   */
  public Script answerAll(Function<XmlElement, String> reply) {
    return add("answerAll", c -> c.answerAll(element -> utf8(reply.apply(element))));
  }

  /**
   * Waits for the client's {@code </stream:stream>}.
   *
   * @return this script
   */
  public Script expectClose() {
    return add("expectClose", Conversation::expectClose);
  }

  /**
   * Waits until the client ends the connection, by FIN or RST, without another element. A closing
   * tag before it is allowed.
   *
   * @return this script
   */
  public Script expectEnd() {
    return add("expectEnd", Conversation::expectEnd);
  }

  /**
   * Sends a stream header of RFC 6120 with an id.
   *
   * @param from the domain
   * @return this script
   */
  public Script sendHeader(String from) {
    if (reached == Reached.FEATURES) {
      reached = Reached.TLS;
      return this;
    }
    String header =
        ("<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='%s' id='peer-%d'"
                + " from='%s' version='1.0'>")
            .formatted(STREAM, steps.size(), from);
    return add("sendHeader " + from, c -> c.send(header));
  }

  /**
   * Sends elements, with captured values filled in.
   *
   * @param xml well-formed elements, sent as written
   * @return this script
   */
  public Script send(String xml) {
    XmlFragment.parse(xml);
    return add("send " + xml, c -> c.send(xml));
  }

  /**
   * Sends text unchanged and unchecked, without captured values.
   *
   * @param text the text
   * @return this script
   */
  public Script sendRaw(String text) {
    return add("sendRaw " + text, c -> c.sendRaw(utf8(text)));
  }

  /**
   * Sends bytes unchanged.
   *
   * @param bytes the bytes
   * @return this script
   */
  public Script sendRaw(byte[] bytes) {
    byte[] copy = bytes.clone();
    return add("sendRaw " + copy.length + " bytes", c -> c.sendRaw(copy));
  }

  /**
   * From here on, sends in pieces, each flushed separately (under TLS: one record each).
   *
   * @param size the size of a piece in bytes
   * @return this script
   */
  public Script chunked(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("size: " + size + " (expected: >= 1)");
    }
    return add("chunked " + size, c -> c.chunk(size));
  }

  /**
   * Does the TLS handshake with the peer's context. As the first line of a script, this is direct
   * TLS. Bytes that the client sent too early, in clear text, are a mismatch.
   *
   * @return this script
   */
  public Script startTls() {
    reached = Reached.TLS;
    return add("startTls", Conversation::startTls);
  }

  /**
   * Does the TLS handshake with its own context, so that connections can have different
   * certificates.
   *
   * @param context key and trust
   * @return this script
   */
  public Script startTls(SSLContext context) {
    reached = Reached.TLS;
    return add("startTls", c -> c.startTls(context));
  }

  /**
   * Waits for {@link ScriptedPeer#cue}.
   *
   * @param name the cue
   * @return this script
   */
  public Script awaitCue(String name) {
    return add("awaitCue " + name, c -> c.awaitCue(name));
  }

  /**
   * Signals {@link ScriptedPeer#awaitMark} that the script has reached this line.
   *
   * @param name the mark
   * @return this script
   */
  public Script mark(String name) {
    return add("mark " + name, c -> c.mark(name));
  }

  /**
   * Sends {@code </stream:stream>} and ends the output.
   *
   * @return this script
   */
  public Script close() {
    return add("close", Conversation::close);
  }

  /**
   * Ends the output without {@code </stream:stream>}: close_notify under TLS, then a FIN.
   *
   * @return this script
   */
  public Script fin() {
    return add("fin", Conversation::fin);
  }

  /**
   * Sends a FIN without a close_notify, even under TLS.
   *
   * @return this script
   */
  public Script truncate() {
    return add("truncate", Conversation::truncate);
  }

  /**
   * Sends a RST. As the only line of a script, it closes the connection right after the accept.
   *
   * @return this script
   */
  public Script reset() {
    return add("reset", Conversation::reset);
  }

  /**
   * Sends nothing more and keeps reading. A script does so at its end anyway; this line makes it
   * explicit.
   *
   * @return this script
   */
  public Script silence() {
    return add("silence", c -> {});
  }

  /**
   * Sends nothing and reads nothing more, so the client's writes fill the buffers and block.
   *
   * @return this script
   */
  public Script stall() {
    return add("stall", Conversation::stall);
  }

  /**
   * Adds lines from elsewhere.
   *
   * @param lines adds them
   * @return this script
   */
  public Script then(Consumer<Script> lines) {
    lines.accept(this);
    return this;
  }

  /**
   * Exchanges headers, then sends features.
   *
   * @param domain the domain that the client must address
   * @param features the content of {@code <stream:features>}
   * @return this script
   */
  public Script openStream(String domain, String features) {
    return expectHeader("to='" + domain + "'")
        .sendHeader(domain)
        .send("<stream:features>" + features + "</stream:features>");
  }

  /**
   * A whole stream in clear text that ends in TLS (RFC 6120, section 5).
   *
   * @param domain the domain
   * @return this script
   */
  public Script secureStream(String domain) {
    return upToTls(domain).startTls();
  }

  private Script upToTls(String domain) {
    return openStream(domain, "<starttls xmlns='" + TLS + "'><required/></starttls>")
        .expect("<starttls xmlns='" + TLS + "'/>")
        .send("<proceed xmlns='" + TLS + "'/>");
  }

  /**
   * A whole stream that offers one mechanism and accepts its initial response, which is captured as
   * {@code {response}}: in the form that {@link SignInForm#selected()} says. After SASL2 the user
   * is {@code juliet}, and the next headers of the script are left out.
   *
   * @param domain the domain
   * @param mechanism the mechanism
   * @return this script
   */
  public Script signIn(String domain, String mechanism) {
    return switch (form) {
      case RFC6120 ->
          openStream(domain, offer("mechanisms", SASL, mechanism))
              .expect(
                  "<auth xmlns='%s' mechanism='%s'>{response}</auth>".formatted(SASL, mechanism))
              .send("<success xmlns='" + SASL + "'/>");
      case SASL2 ->
          overTls(domain)
              .openStream(domain, offer("authentication", SASL2, mechanism))
              .expectLike(
                  "<authenticate xmlns='%s' mechanism='%s'><initial-response>{response}</initial-response></authenticate>"
                      .formatted(SASL2, mechanism))
              .send("<success xmlns='%s'>%s</success>".formatted(SASL2, user(domain)))
              .featuresNext();
    };
  }

  /**
   * A whole stream that offers SCRAM-SHA-256 (RFC 7677) and signs in any user who has the password,
   * in the form that {@link SignInForm#selected()} says. A wrong password is answered with {@code
   * not-authorized}, as by real servers, and is a mismatch.
   *
   * @param domain the domain
   * @param password the password, in ASCII
   * @return this script
   */
  public Script signInByScram(String domain, String password) {
    return switch (form) {
      case RFC6120 ->
          openStream(domain, offer("mechanisms", SASL, Scram.MECHANISM))
              .add("signInByScram " + domain, ScramSignIn.rfc6120(password));
      case SASL2 ->
          overTls(domain)
              .openStream(domain, offer("authentication", SASL2, Scram.MECHANISM))
              .add("signInByScram " + domain, ScramSignIn.sasl2(password, user(domain)))
              .featuresNext();
    };
  }

  private static String offer(String name, String namespace, String mechanism) {
    return "<%s xmlns='%s'><mechanism>%s</mechanism></%s>"
        .formatted(name, namespace, mechanism, name);
  }

  private static String user(String domain) {
    return "<authorization-identifier>juliet@" + domain + "</authorization-identifier>";
  }

  /** The certificate of a script that speaks of none is one of its own, which nobody trusts. */
  private Script overTls(String domain) {
    return reached == Reached.CLEAR_TEXT
        ? upToTls(domain).startTls(TestCertificates.create().server(domain).serverContext())
        : this;
  }

  private Script featuresNext() {
    reached = Reached.FEATURES;
    return this;
  }

  /**
   * The stream after sign-in up to the bound resource (RFC 6120, section 7), regardless of the
   * requested resource.
   *
   * @param domain the domain
   * @param jid the full address assigned to the client
   * @return this script
   */
  public Script bind(String domain, String jid) {
    return openStream(domain, "<bind xmlns='" + BIND + "'/>")
        .expectLike("<iq type='set' id='{bind}'><bind xmlns='" + BIND + "'/></iq>")
        .send(
            "<iq type='result' id='{bind}'><bind xmlns='%s'><jid>%s</jid></bind></iq>"
                .formatted(BIND, jid));
  }

  private Script add(String text, Step.Action action) {
    steps.add(new Step(text, action));
    return this;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
