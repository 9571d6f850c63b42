package im.linnet.negotiation;

import static im.linnet.negotiation.Trial.DOMAIN;
import static im.linnet.negotiation.Trial.header;
import static im.linnet.negotiation.Trial.seeOtherHost;
import static im.linnet.negotiation.Trial.streamError;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import im.linnet.testkit.peer.Script;
import im.linnet.testkit.tls.TestCertificates;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.params.provider.Arguments;

/** What may answer at an address that is not the server's, or whose server is out of order. */
final class StrangePlaces {

  private static final SSLContext STRANGER =
      TestCertificates.create().server(DOMAIN).serverContext();
  private static final SSLContext OTHER = Trial.AUTHORITY.server("other.test").serverContext();

  private static final String REQUEST = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
  private static final String PROCEED = "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";

  private StrangePlaces() {}

  private static Arguments place(String name, Consumer<Script> script) {
    return arguments(name, script);
  }

  private static void proceed(Script script) {
    script.openStream(DOMAIN, Trial.STARTTLS).expect(REQUEST).send(PROCEED);
  }

  private static void opened(Script script) {
    script.expectHeader().sendHeader(DOMAIN);
  }

  private static byte[] garbage() {
    byte[] bytes = new byte[300];
    new Random(7).nextBytes(bytes);
    bytes[0] = (byte) 0xff;
    return bytes;
  }

  /** A fatal alert: handshake_failure. */
  private static byte[] alert() {
    return new byte[] {0x15, 3, 3, 0, 2, 2, 40};
  }

  /** Those that end by themselves. */
  static Stream<Arguments> thatEnd() {
    return Stream.of(
        place("closes at once", Script::fin),
        place("resets at once", Script::reset),
        place("closes after our header", s -> s.expectHeader().fin()),
        place("resets after our header", s -> s.expectHeader().reset()),
        place(
            "HTTP",
            s ->
                s.expectHeader()
                    .sendRaw("HTTP/1.1 302 Found\r\nLocation: http://login.test/\r\n\r\n<html/>")
                    .fin()),
        place("an SSH banner", s -> s.sendRaw("SSH-2.0-OpenSSH_9.2p1\r\n")),
        place("an SMTP banner", s -> s.sendRaw("220 mail.test ESMTP\r\n")),
        place("garbage", s -> s.sendRaw(garbage())),
        place("a TLS alert", s -> s.expectHeader().sendRaw(alert()).fin()),
        place("the end tag alone", s -> s.expectHeader().sendRaw("</stream:stream>").fin()),
        place("the stream's end at once", s -> s.then(StrangePlaces::opened).close()),
        place("system-shutdown", s -> error(s, "system-shutdown")),
        place("host-unknown", s -> error(s, "host-unknown")),
        place("not-authorized in clear text", s -> error(s, "not-authorized")),
        place(
            "an error of another protocol", s -> s.expectHeader().sendRaw("<html><body/></html>")),
        place("a header without version", s -> s.expectHeader().sendRaw(header("id='1'"))),
        place("features without TLS", s -> s.openStream(DOMAIN, Trial.PLAIN)),
        place("features and an end", s -> s.openStream(DOMAIN, Trial.STARTTLS).close()),
        place(
            "a refusal of TLS",
            s ->
                s.openStream(DOMAIN, Trial.STARTTLS)
                    .expect(REQUEST)
                    .send("<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")),
        place(
            "bytes after proceed",
            s ->
                s.openStream(DOMAIN, Trial.STARTTLS)
                    .expect(REQUEST)
                    .sendRaw(PROCEED + "<message/>")),
        place("an end after proceed", s -> s.then(StrangePlaces::proceed).fin()),
        place("an untrusted certificate", s -> s.then(StrangePlaces::proceed).startTls(STRANGER)),
        place("the certificate of another", s -> s.then(StrangePlaces::proceed).startTls(OTHER)),
        place("an end under TLS", s -> s.secureStream(DOMAIN).fin()),
        place("host-unknown under TLS", s -> error(s.secureStream(DOMAIN), "host-unknown")),
        place("system-shutdown under TLS", s -> error(s.secureStream(DOMAIN), "system-shutdown")),
        place("no mechanism of ours", s -> s.secureStream(DOMAIN).openStream(DOMAIN, "")),
        place(
            "a failure that passes",
            s ->
                s.then(Trial.secured(Trial.PLAIN))
                    .expectLike(Trial.AUTH)
                    .send(
                        "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
                            + "<temporary-auth-failure/></failure>")),
        place("a redirect to nothing", s -> redirect(s, "!!")),
        place("a redirect to itself", s -> redirect(s, "im.hosting.test:1")),
        place("a redirect to nobody", s -> redirect(s, "nobody.test:5222")));
  }

  private static void error(Script script, String condition) {
    script.then(StrangePlaces::opened).send(streamError(condition));
  }

  private static void redirect(Script script, String target) {
    script.then(StrangePlaces::opened).send(seeOtherHost(target));
  }

  /** Those that say nothing more. */
  static Stream<Arguments> thatAreSilent() {
    return Stream.of(
        place("silence", Script::silence),
        place("a server that does not read", Script::stall),
        place("silence after our header", s -> s.expectHeader()),
        place("silence after its header", s -> s.then(StrangePlaces::opened)),
        place("blanks for ever", s -> s.expectHeader().sendRaw("   \n")),
        place(
            "half a header",
            s -> s.expectHeader().sendRaw("<?xml version='1.0'?><stream:stream xm")),
        place(
            "silence after its features",
            s -> s.openStream(DOMAIN, Trial.STARTTLS).expect(REQUEST)),
        place("a handshake that is swallowed", StrangePlaces::proceed));
  }

  /** Those that are met where TLS begins with the connection. */
  static Stream<Arguments> behindDirectTls() {
    return Stream.of(
        place("closes at once", Script::fin),
        place("resets at once", Script::reset),
        place("a handshake that is swallowed", Script::silence),
        place("a TLS alert", s -> s.sendRaw(alert()).fin()),
        place("half an alert", s -> s.sendRaw(new byte[] {0x15, 3, 3}).fin()),
        place("a server that wants STARTTLS", s -> s.sendRaw(header("id='1' version='1.0'"))),
        place("HTTP", s -> s.sendRaw("HTTP/1.1 400 Bad Request\r\n\r\n").fin()),
        place("garbage", s -> s.sendRaw(garbage())),
        place("an untrusted certificate", s -> s.startTls(STRANGER)),
        place("the certificate of another", s -> s.startTls(OTHER)),
        place("an end under TLS", s -> s.startTls().fin()),
        place("system-shutdown under TLS", s -> error(s.startTls(), "system-shutdown")));
  }
}
