package im.linnet.negotiation;

import static im.linnet.negotiation.Trial.AUTHORITY;
import static im.linnet.negotiation.Trial.DOMAIN;
import static im.linnet.negotiation.Trial.PLAIN;
import static im.linnet.negotiation.Trial.STARTTLS;
import static im.linnet.negotiation.Trial.features;
import static im.linnet.negotiation.Trial.header;
import static im.linnet.negotiation.Trial.seeOtherHost;
import static im.linnet.negotiation.Trial.streamError;

import im.linnet.failure.StreamError.Condition;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.tls.TestCertificates;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Who may answer in the place of the server before TLS has proved that it is the server: captive
 * portals, other services, attackers. Each is one connection's script.
 */
final class Strangers {

  private static final String GOOD = "version='1.0'";
  private static final String REQUEST = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
  private static final String PROCEED = "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";

  /** RFC 8446, section 6.2, those of TLS 1.2, and one of nobody's. */
  private static final int[] ALERTS = {
    10, 20, 21, 22, 30, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 60, 70, 71, 80, 86, 90, 100,
    109, 110, 111, 112, 113, 114, 115, 116, 120, 255
  };

  private final Map<String, Consumer<Script>> all = new LinkedHashMap<>();

  private Strangers() {}

  private Stream<Arguments> arguments() {
    return all.entrySet().stream().map(each -> Arguments.of(each.getKey(), each.getValue()));
  }

  /** Instead of a stream that begins in clear text. */
  static Stream<Arguments> inClearText() {
    Strangers some = new Strangers();
    some.otherServices();
    some.oddHeaders();
    some.falseWords();
    some.brokenOffers();
    certificates().forEach((name, of) -> some.all.put(name, secured(of)));
    return some.arguments();
  }

  /** Instead of a handshake that begins with the first byte (XEP-0368). */
  static Stream<Arguments> inTheHandshake() {
    Strangers some = new Strangers();
    some.otherServices();
    some.all.put("an XMPP server without TLS", s -> s.sendRaw(header(GOOD)).fin());
    for (int alert : ALERTS) {
      some.all.put("the alert " + alert, s -> s.sendRaw(alert(alert)).fin());
    }
    certificates().forEach((name, of) -> some.all.put(name, s -> s.startTls(of)));
    return some.arguments();
  }

  private void otherServices() {
    all.put("an HTTP redirect", s -> s.sendRaw("HTTP/1.1 302 Found\r\nLocation: /\r\n\r\n").fin());
    all.put("an HTTP page", s -> s.sendRaw("HTTP/1.1 200 OK\r\n\r\n<html><body>Hi</html>").fin());
    all.put("a page", s -> s.sendRaw("<!DOCTYPE html><html><head>").fin());
    all.put("an SSH banner", s -> s.sendRaw("SSH-2.0-OpenSSH_9.2\r\n"));
    all.put("an SMTP banner", s -> s.sendRaw("220 mail.test ESMTP\r\n"));
    all.put("an IMAP banner", s -> s.sendRaw("* OK IMAP4rev1 ready\r\n").fin());
    all.put("zeros", s -> s.sendRaw(new byte[512]).fin());
    all.put("nothing, then the end", Script::fin);
    all.put("a reset", Script::reset);
    SplittableRandom random = new SplittableRandom(12);
    for (int i = 0; i < 4; i++) {
      byte[] noise = new byte[64];
      random.nextBytes(noise);
      all.put("noise " + i, s -> s.sendRaw(noise).fin());
    }
  }

  private void oddHeaders() {
    all.put("an alert", s -> s.sendRaw(alert(40)).fin());
    all.put("a header, then the end", s -> headed(s, GOOD).fin());
    all.put("a header without version", s -> headed(s, ""));
    all.put("a header of another version", s -> headed(s, "version='2.0'"));
    all.put(
        "a server's header",
        s -> s.expectHeader().sendRaw(header(GOOD).replace("jabber:client", "jabber:server")));
    all.put(
        "a header of another namespace",
        s -> s.expectHeader().sendRaw(header(GOOD).replace("etherx", "example")));
    all.put("two headers", s -> headed(s, GOOD).sendRaw(header(GOOD).substring(21)));
    all.put("a header in UTF-16", s -> s.expectHeader().sendRaw("\0<\0s\0t\0r\0e\0a\0m"));
  }

  private static Script headed(Script script, String attributes) {
    return script.expectHeader().sendRaw(header(attributes));
  }

  private static Script offers(Script script, String features) {
    return script.expectHeader().sendHeader(DOMAIN).send(features(features));
  }

  private void falseWords() {
    for (Condition condition : Condition.values()) {
      String error = streamError(condition.wireName());
      all.put(condition + " in clear text", s -> says(s, error));
    }
    all.put("a redirect to !!", s -> says(s, seeOtherHost("!!")));
    all.put("a redirect to nobody", s -> says(s, seeOtherHost("127.0.0.1:1")));
    all.put("a redirect to 0", s -> says(s, seeOtherHost("127.0.0.1:0")));
    all.put("a redirect to nothing", s -> says(s, seeOtherHost("")));
    all.put("an early message", s -> offersNothing(s).send("<message><body>x</body></message>"));
    all.put("an early success", s -> offersNothing(s).send(Trial.SUCCESS));
    all.put("a comment", s -> offersNothing(s).sendRaw("<!-- x -->"));
    all.put("much", s -> offersNothing(s).sendRaw("<a b='" + "c".repeat(1 << 20) + "'/>"));
  }

  private static Script says(Script script, String words) {
    return offersNothing(script).send(words).close();
  }

  private static Script offersNothing(Script script) {
    return script.expectHeader().sendHeader(DOMAIN);
  }

  private void brokenOffers() {
    all.put("features without STARTTLS", s -> offers(s, PLAIN));
    all.put("features without anything", s -> offers(s, ""));
    all.put("features without mechanisms", s -> offers(s, PLAIN.replaceAll("><.*><", "><")));
    all.put("a required feature of nobody's", s -> offers(s, "<x xmlns='urn:x'><required/></x>"));
    all.put("TLS that is refused", s -> answers(s, REQUEST.replace("starttls", "failure")));
    all.put("another answer to STARTTLS", s -> answers(s, REQUEST));
    all.put("bytes after proceed", s -> answers(s, PROCEED + "<message/>"));
    all.put("a blank after proceed", s -> answersRaw(s, PROCEED + " "));
    all.put("the end after proceed", s -> answers(s, PROCEED).fin());
    all.put("a reset after proceed", s -> answers(s, PROCEED).reset());
    all.put("noise after proceed", s -> answers(s, PROCEED).sendRaw("\u0000\u0001xyz"));
  }

  private static Script answers(Script script, String answer) {
    return offers(script, STARTTLS).expect(REQUEST).send(answer);
  }

  private static Script answersRaw(Script script, String answer) {
    return offers(script, STARTTLS).expect(REQUEST).sendRaw(answer);
  }

  private static Consumer<Script> secured(SSLContext by) {
    return s -> answers(s, PROCEED).startTls(by);
  }

  private static byte[] alert(int description) {
    return new byte[] {21, 3, 3, 0, 2, 2, (byte) description};
  }

  private static Map<String, SSLContext> certificates() {
    Map<String, SSLContext> some = new LinkedHashMap<>();
    some.put("a portal's own certificate", TestCertificates.create().server("x").serverContext());
    some.put("an unknown issuer", TestCertificates.create().server(DOMAIN).serverContext());
    some.put("self-signed", AUTHORITY.request().dns(DOMAIN).selfSigned().serverContext());
    some.put("expired", AUTHORITY.request().dns(DOMAIN).expired().issue().serverContext());
    some.put("too early", AUTHORITY.request().dns(DOMAIN).notYetValid().issue().serverContext());
    some.put("another name", AUTHORITY.server("other.test").serverContext());
    some.put("no name", AUTHORITY.request().commonName(DOMAIN).issue().serverContext());
    return some;
  }
}
