package im.linnet.test;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.ClientResources;
import im.linnet.endpoint.Dns;
import im.linnet.failure.AuthenticationException;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.XmppException;
import im.linnet.sasl.Sasl;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server says before there is a session, under several chunkings. */
@Timeout(120)
class NegotiationCasesTest {

  private static final ClientResources RESOURCES = ClientResources.create(1, Dns.system());
  private static final String STREAMS = "xmlns:stream='http://etherx.jabber.org/streams'";
  private static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
  private static final String BIND = "xmlns='urn:ietf:params:xml:ns:xmpp-bind'";
  private static final String PLAIN =
      "<mechanisms xmlns='" + SASL + "'><mechanism>PLAIN</mechanism></mechanisms>";
  private static final String SASL2 =
      "<authentication xmlns='urn:xmpp:sasl:2'><mechanism>PLAIN</mechanism><inline>"
          + "<bind xmlns='urn:xmpp:bind:0'/></inline></authentication>";

  @AfterAll
  static void shutDown() {
    RESOURCES.close();
  }

  /** Where in the negotiation the server says it. */
  enum Moment {
    OPENING,
    OFFERING,
    SIGNING_IN,
    SIGNING_IN_2,
    SIGNED_IN,
    BINDING;

    HostileServer server() {
      HostileServer opening = HostileServer.unopened().hear("version=\"1.0\"");
      HostileServer offering = opening.say(header("version='1.0' id='i'"));
      return switch (this) {
        case OPENING -> opening;
        case OFFERING -> offering;
        case SIGNING_IN -> offering.say(features(PLAIN)).hear("</auth>");
        case SIGNING_IN_2 -> offering.say(features(SASL2)).hear("</authenticate>");
        case SIGNED_IN -> HostileServer.authenticated();
        case BINDING ->
            HostileServer.authenticated().say(features("<bind " + BIND + "/>")).hear("</iq>");
      };
    }
  }

  /** A row of the catalogue, the kind of failure, the moment, and what the server says. */
  record Case(String row, String outcome, Moment moment, String latin1) {

    static Case of(String row, String outcome, Moment moment, byte[] said) {
      return new Case(row, outcome, moment, new String(said, StandardCharsets.ISO_8859_1));
    }

    byte[] said() {
      return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
      String text = latin1.replaceAll("[^ -~]", "?");
      return row + ": " + moment + " " + (text.length() > 70 ? text.substring(0, 70) : text);
    }
  }

  private static void add(
      List<Case> cases, String row, String outcome, Moment moment, String... all) {
    for (String said : all) {
      cases.add(Case.of(row, outcome, moment, said.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static String header(String attributes) {
    return "<?xml version='1.0'?><stream:stream xmlns='jabber:client' %s %s>"
        .formatted(STREAMS, attributes);
  }

  private static String features(String content) {
    return "<stream:features>" + content + "</stream:features>";
  }

  private static String attributes(int count) {
    return IntStream.range(0, count)
        .mapToObj(" stream:a%d='x'"::formatted)
        .collect(Collectors.joining());
  }

  static List<Case> openings() {
    List<Case> cases = new ArrayList<>();
    Moment now = Moment.OPENING;
    add(cases, "S01", "invalid-namespace", now, "<stream xmlns='jabber:client' version='1.0'>");
    add(cases, "S02", "bad-format", now, "<html><head>", "HTTP/1.1 302 Found\r\n", "SSH-2.0-x\r\n");
    add(cases, "S03", "invalid-namespace", now, "<stream:stream " + STREAMS + " version='1.0'>");
    add(cases, "S04", "unsupported-version", now, header(""), header("version='0.9'"));
    add(cases, "S05", "unsupported-version", now, header("version='2.0'"), header("version='x'"));
    add(cases, "S08", "policy-violation", now, header("version='1.0'" + attributes(300)));
    add(
        cases,
        "Q02",
        "policy-violation",
        now,
        header("version='1.0' id='%s'".formatted("x".repeat(70_000))));
    add(cases, "X01", "restricted-xml", now, "<!-- c -->" + header("version='1.0'"));
    add(
        cases,
        "X03",
        "restricted-xml",
        now,
        "<!DOCTYPE x>",
        "<?xml version='1.0'?><!DOCTYPE x []>");
    add(cases, "X31", "not-well-formed", now, "<?xml version='2.0'?>");
    add(cases, "X32", "unsupported-encoding", now, "<?xml version='1.0' encoding='UTF-16'?>");
    add(cases, "X33", "not-well-formed", now, "<?xml version='1.0'?><?xml version='1.0'?>");
    add(cases, "U01", "not-well-formed", now, "\uFEFF" + header("version='1.0'"));
    for (String charset : List.of("UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE", "IBM037")) {
      byte[] bytes = header("version='1.0'").getBytes(Charset.forName(charset));
      cases.add(Case.of("U03", "unsupported-encoding", now, bytes));
    }
    return cases;
  }

  static List<Case> turns() {
    List<Case> cases = new ArrayList<>();
    List<String> stanzas = List.of("<message/>", "<presence/>", "<iq type='get' id='1'/>");
    for (Moment moment : List.of(Moment.OFFERING, Moment.SIGNING_IN, Moment.SIGNED_IN)) {
      add(cases, "X39", "bad-format", moment, header("version='1.0'").substring(21));
      add(cases, "X02", "restricted-xml", moment, "<?a b?>");
    }
    for (Moment moment : List.of(Moment.OFFERING, Moment.SIGNING_IN)) {
      add(cases, "S13", "not-authorized", moment, stanzas.toArray(String[]::new));
      add(cases, "Q02", "policy-violation", moment, "<a>" + "x".repeat(70_000));
    }
    add(cases, "X40", "unsupported-stanza-type", Moment.OFFERING, "<unheard xmlns='urn:of'/>");
    add(cases, "X40", "bad-format", Moment.SIGNING_IN, "<unheard xmlns='urn:of'/>");
    add(cases, "S14", "bad-format", Moment.OFFERING, "<success xmlns='" + SASL + "'/>");
    add(cases, "S14", "bad-format", Moment.OFFERING, "<success xmlns='urn:xmpp:sasl:2'/>");
    add(cases, "S14", "bad-format", Moment.SIGNED_IN, "<success xmlns='" + SASL + "'/>");
    add(cases, "S14", "bad-format", Moment.SIGNED_IN, "<resumed xmlns='urn:xmpp:sm:3' h='0'/>");
    return cases;
  }

  static List<Case> signIns() {
    List<Case> cases = new ArrayList<>();
    Moment one = Moment.SIGNING_IN;
    Moment two = Moment.SIGNING_IN_2;
    for (String condition :
        List.of("not-authorized", "account-disabled", "temporary-auth-failure", "never-heard-of")) {
      String text = "<%s xmlns='%s'/><text>%s</text>";
      String refusal = text.formatted(condition, SASL, "x".repeat(3000));
      add(cases, "A20", "REFUSED", one, "<failure xmlns='" + SASL + "'>" + refusal + "</failure>");
      add(
          cases,
          "A20",
          "REFUSED",
          two,
          "<failure xmlns='urn:xmpp:sasl:2'>" + refusal + "</failure>");
    }
    add(cases, "A20", "REFUSED", one, "<failure xmlns='" + SASL + "'/>");
    for (String text :
        List.of("", "=", "%%%", "YQ==", " YQ== ", "YQ==\n", "YQ", "x".repeat(9000))) {
      add(
          cases,
          "A18",
          "MALFORMED",
          one,
          "<challenge xmlns='%s'>%s</challenge>".formatted(SASL, text));
      add(
          cases,
          "A18",
          "MALFORMED",
          two,
          "<challenge xmlns='urn:xmpp:sasl:2'>" + text + "</challenge>");
    }
    add(
        cases,
        "A28",
        "TASK",
        two,
        "<continue xmlns='urn:xmpp:sasl:2'><tasks><task>X</task></tasks></continue>");
    return cases;
  }

  static List<Case> bindings() {
    List<Case> cases = new ArrayList<>();
    String result = "<iq type='result' id='{id}'><bind " + BIND + ">%s</bind></iq>";
    for (String jid :
        List.of("", "@", "a@", "juliet@example.net/x", "example.net", "x".repeat(4000))) {
      add(
          cases,
          "S15",
          "undefined-condition",
          Moment.BINDING,
          result.formatted("<jid>" + jid + "</jid>"));
    }
    add(cases, "S15", "undefined-condition", Moment.BINDING, result.formatted(""));
    add(cases, "S15", "undefined-condition", Moment.BINDING, "<iq type='result' id='{id}'/>");
    add(cases, "S12", "undefined-condition", Moment.SIGNED_IN, features(""));
    return cases;
  }

  private static String kind(@Nullable XmppException failure) {
    if (failure instanceof StreamException ended) {
      return ended.error().condition().wireName();
    }
    if (failure instanceof AuthenticationException refused) {
      return refused.reason().name();
    }
    return failure instanceof TransportException lost ? lost.reason().name() : "" + failure;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"openings", "turns", "signIns", "bindings"})
  void fails_in_one_way_and_never_connects(Case it) {
    HostileRun run =
        it.moment()
            .server()
            .client(client -> client.resources(RESOURCES))
            .chunked(List.of(Chunking.whole(), Chunking.of(1)))
            .say(it.said())
            .hear("</stream:stream>")
            .play();
    assertThat(kind(run.failure())).as(String.valueOf(run.failure())).isEqualTo(it.outcome());
    assertThat(run.received()).isEmpty();
    assertThat(run.toString()).doesNotContain("Connected\n");
  }

  /** A client that uses a password only where the server proves that it knows it. */
  @ParameterizedTest(name = "A03: {0} only")
  @ValueSource(
      strings = {
        "PLAIN",
        "LOGIN",
        "DIGEST-MD5",
        "CRAM-MD5",
        "OAUTHBEARER",
        "X-OAUTH2",
        "ANONYMOUS",
        "EXTERNAL",
        "HT-SHA-256-NONE",
        "scram-sha-256",
        "SCRAM-MD5"
      })
  void never_falls_back_to_another_kind_of_mechanism(String mechanism) {
    for (String offer : List.of(PLAIN, SASL2)) {
      HostileRun run =
          HostileServer.unopened()
              .client(
                  client -> client.resources(RESOURCES).sasl(Sasl.password(HostileServer.PASSWORD)))
              .hear("version=\"1.0\"")
              .say(header("version='1.0'") + features(offer.replace("PLAIN", mechanism)))
              .hear("</stream:stream>")
              .playOnce(Chunking.whole(), 20_000);
      assertThat(kind(run.failure())).isEqualTo("NO_MECHANISM");
      assertThat(run.written()).doesNotContain("<auth");
    }
  }
}
