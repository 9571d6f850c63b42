package im.linnet.test;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.ClientResources;
import im.linnet.connection.Dropped;
import im.linnet.endpoint.Dns;
import im.linnet.failure.StreamError;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server says in a session, under several chunkings, with all that must hold then. */
@Timeout(120)
class SessionCasesTest {

  private static final ClientResources RESOURCES = ClientResources.create(1, Dns.system());
  private static final String STREAMS = "http://etherx.jabber.org/streams";

  @AfterAll
  static void shutDown() {
    RESOURCES.close();
  }

  /** A row of the catalogue, what it leads to, and what the server says. */
  record Case(String row, String outcome, String latin1) {

    static Case of(String row, String outcome, byte[] said) {
      return new Case(row, outcome, new String(said, ISO_8859_1));
    }

    byte[] said() {
      return latin1.getBytes(ISO_8859_1);
    }

    @Override
    public String toString() {
      String text = latin1.replaceAll("[^ -~]", "?");
      return row + ": " + (text.length() > 60 ? text.substring(0, 60) + "..." : text);
    }
  }

  private static void add(List<Case> cases, String row, String outcome, String... all) {
    for (String said : all) {
      cases.add(Case.of(row, outcome, said.getBytes(UTF_8)));
    }
  }

  private static HostileServer server() {
    return HostileServer.signedIn()
        .client(client -> client.resources(RESOURCES))
        .chunked(List.of(Chunking.whole(), Chunking.of(1)))
        .say(message("One"));
  }

  private static String message(String body) {
    return "<message from='romeo@example.net/o'><body>" + body + "</body></message>";
  }

  private static HostileRun play(byte[] said) {
    return server().say(said).say(message("Two")).play();
  }

  static List<Case> refused() {
    List<Case> cases = new ArrayList<>();
    for (Case each : inStanzas()) {
      String text = new String(each.said(), UTF_8);
      add(cases, each.row(), each.outcome(), "<message><body>three" + text + "</body></message>");
    }
    for (String hex : new String[] {"80", "BF", "C080", "C1BF", "E080BC", "EDA080", "EDBFBF"}) {
      inEveryPlace(cases, hex.length() == 2 ? "U04" : hex.startsWith("ED") ? "U06" : "U05", hex);
    }
    for (String hex : new String[] {"EB3C", "F09F3C", "C322", "F4908080", "FE", "FF"}) {
      inEveryPlace(cases, "U08", hex);
    }
    add(cases, "X17", "bad-format", "<![CDATA[x]]>", "<![CDATA[]]>");
    add(cases, "X35", "bad-format", "x", " x ", "&#32;", "]]>");
    add(cases, "X39", "bad-format", "<stream xmlns='" + STREAMS + "'>");
    add(cases, "X39", "bad-format", "<stream:stream version='1.0'>");
    add(cases, "X33", "not-well-formed", "<?xml version='1.0'?>");
    return cases;
  }

  private static List<Case> inStanzas() {
    List<Case> cases = new ArrayList<>();
    add(cases, "X01", "restricted-xml", "<!-- c -->", "<!---->");
    add(cases, "X02", "restricted-xml", "<?a b?>", "<?xml-stylesheet href=''?>");
    add(cases, "X03", "restricted-xml", "<!DOCTYPE s>", "<!DOCTYPE s [<!ELEMENT s ANY>]>");
    add(cases, "X04", "restricted-xml", "<!DOCTYPE s [<!ENTITY a 'b'>]>&a;");
    add(cases, "X05", "restricted-xml", "<!DOCTYPE s SYSTEM 'file:///etc/passwd'>");
    add(cases, "X06", "restricted-xml", "&nbsp;", "<a b='&foo;'/>");
    add(cases, "X07", "not-well-formed", "AT&T ", "&;", "&lt ;");
    add(cases, "X09", "not-well-formed", "&#0;", "&#xD800;", "&#xFFFE;", "&#99999999999;");
    add(cases, "X12", "not-well-formed", "]]>");
    add(cases, "X13", "not-well-formed", "<a b='<'/>");
    add(cases, "X14", "not-well-formed", "\u0001", "\u000B", "<a b='\u001F'/>");
    add(cases, "X15", "not-well-formed", "\uFFFE", "\uFFFF");
    add(cases, "X17", "not-well-formed", "<![cdata[x]]>", "<![CDAT[x]]>");
    add(cases, "X19", "not-well-formed", "</x>", "<a><b></a></b>", "<a></A>");
    add(cases, "X20", "not-well-formed", "</stream:stream>");
    add(cases, "X22", "not-well-formed", "<p:a/>", "<a p:b=''/>");
    add(cases, "X23", "not-well-formed", "<a xmlns:p=''/>");
    add(cases, "X24", "not-well-formed", "<a xmlns:xmlns='u'/>", "<a xmlns:xml='u'/>");
    add(cases, "X26", "not-well-formed", "<1a/>", "<:a/>", "<a:b:c/>", "<a xmlns:=''/>");
    add(cases, "X28", "not-well-formed", "<a b=c/>", "<a b/>", "<a b='c'd='e'/>", "<a b='' b=''/>");
    add(cases, "X29", "not-well-formed", "< a/>", "<a/ >", "<>", "</>", "<a//>");
    add(cases, "X33", "not-well-formed", "<?xml version='1.0'?>");
    add(cases, "X34", "restricted-xml", "<?XML version='1.0'?>", "<?xMl ?>");
    add(cases, "X44", "policy-violation", "<a>".repeat(130));
    add(cases, "X45", "policy-violation", many(" a%d=''", 257));
    add(cases, "X46", "policy-violation", many(" xmlns:a%d='u'", 257));
    add(cases, "X48", "policy-violation", "<" + "n".repeat(2000) + "/>");
    add(cases, "Q01", "policy-violation", "x".repeat(1 << 20));
    return cases;
  }

  private static String many(String attribute, int count) {
    return IntStream.range(0, count)
        .mapToObj(attribute::formatted)
        .collect(Collectors.joining("", "<a", "/>"));
  }

  private static void inEveryPlace(List<Case> cases, String row, String hex) {
    StringBuilder bad = new StringBuilder();
    for (int i = 0; i < hex.length(); i += 2) {
      bad.append((char) Integer.parseInt(hex.substring(i, i + 2), 16));
    }
    for (String place :
        List.of(
            "<message><body>%s</body></message>",
            "<message from='%s'/>",
            "<message><body><![CDATA[%s]]></body></message>",
            "<message><a xmlns='u%s'/></message>",
            "<message><a%s/></message>")) {
      cases.add(Case.of(row, "unsupported-encoding", place.formatted(bad).getBytes(ISO_8859_1)));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void ends_the_stream_and_delivers_nothing_of_it(Case it) {
    HostileRun run = play(it.said());
    assertThat(run.failure())
        .isInstanceOfSatisfying(
            StreamException.class,
            failure -> {
              assertThat(failure.by()).isEqualTo(StreamException.By.CLIENT);
              assertThat(failure.error().condition())
                  .isEqualTo(StreamError.Condition.of(it.outcome()));
            });
    assertThat(run.bodies()).containsExactly("One");
    assertThat(run.received()).hasSize(1);
    assertThat(run.dropped()).isEmpty();
    assertThat(run.written()).contains("<" + it.outcome()).endsWith("</stream:stream>");
  }

  static List<Case> delivered() {
    List<Case> cases = new ArrayList<>();
    add(cases, "X08", "<>&'\"", message("&lt;&gt;&amp;&apos;&quot;"));
    add(cases, "X10", "AA\uD83D\uDE00A", message("&#65;&#x41;&#x1F600;&#x000041;"));
    add(cases, "X15", "\u0085\u2028\uD83F\uDFFE", message("\u0085\u2028\uD83F\uDFFE"));
    add(cases, "X16", "</message><iq/>", message("<![CDATA[</message><iq/>]]>"));
    add(cases, "X16", "]]", message("<![CDATA[]]]]>"));
    add(cases, "X30", "a\nb\nc", message("a\r\nb\rc"));
    add(cases, "X36", "", message(""));
    add(cases, "X37", "p", "<c:message xmlns:c='jabber:client'><c:body>p</c:body></c:message>");
    add(cases, "U01", "\uFEFFx", message("\uFEFFx"));
    add(cases, "P33", "odd", message("odd").replace("romeo@", "a b@"));
    for (String name : List.of("stream", "features", "error")) {
      String inner = "<s:%s xmlns:s='%s'>%s</s:%1$s>".formatted(name, STREAMS, message("hidden"));
      add(cases, "X38", "shown", message("shown").replace("</message>", inner + "</message>"));
    }
    large(cases);
    return cases;
  }

  private static void large(List<Case> cases) {
    String many = many(" a%d=''", 200).repeat(50);
    add(
        cases,
        "X45",
        "attributes",
        message("attributes").replace("</message>", many + "</message>"));
    String children = "<x xmlns='urn:x'/>".repeat(10_000);
    add(
        cases,
        "Q22",
        "children",
        message("children").replace("</message>", children + "</message>"));
    String tags =
        IntStream.range(0, 1_000)
            .mapToObj("<body xml:lang='x-%d'>other</body>"::formatted)
            .collect(Collectors.joining());
    add(cases, "Q22", "mine", message("mine").replace("</message>", tags + "</message>"));
    add(
        cases,
        "Q22",
        "failed",
        "<message type='error'><body>failed</body><error type='%s'><text>%s</text></error></message>"
            .formatted("x".repeat(900), "y".repeat(100_000)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("delivered")
  void is_one_stanza_with_its_text(Case it) {
    HostileRun run = play(it.said());
    assertThat(run.bodies()).containsExactly("One", it.outcome(), "Two");
    assertThat(run.received()).hasSize(3);
    assertThat(run.failure()).isInstanceOf(TransportException.class);
  }

  static List<Case> dropped() {
    List<Case> cases = new ArrayList<>();
    String sasl = "urn:ietf:params:xml:ns:xmpp-sasl";
    for (String name : List.of("success", "challenge", "failure")) {
      add(cases, "S14", "UNKNOWN", "<%s xmlns='%s'>PG1lc3NhZ2UvPg==</%1$s>".formatted(name, sasl));
    }
    for (String name : List.of("success", "continue", "challenge", "failure")) {
      add(cases, "S14", "UNKNOWN", "<" + name + " xmlns='urn:xmpp:sasl:2'/>");
    }
    add(cases, "S14", "UNKNOWN", "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
    add(cases, "S14", "UNKNOWN", "<compressed xmlns='http://jabber.org/protocol/compress'/>");
    add(cases, "S14", "UNKNOWN", "<handshake xmlns='jabber:component:accept'/>");
    add(cases, "S31", "UNKNOWN", "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>");
    add(cases, "X40", "UNKNOWN", "<message xmlns='jabber:server'><body>no</body></message>");
    add(cases, "X40", "UNKNOWN", "<message xmlns=''><body>no</body></message>");
    add(cases, "P30", "UNASKED", "<iq type='result' id='x'/>", "<iq type='error' id='x'/>");
    add(cases, "P30", "UNASKED", "<iq type='result' id='x' from='romeo@example.net'/>");
    for (String from : List.of("@x", "a@", "/x", "a@b/&#127;", "x".repeat(5000))) {
      add(cases, "P33", "MALFORMED", "<message from='" + from + "'><body>no</body></message>");
      add(cases, "P33", "MALFORMED", "<presence to='" + from + "'/>");
    }
    for (String to : List.of("romeo@localhost", "localhost", "juliet@example.net/balcony")) {
      add(cases, "P32", "MISADDRESSED", "<message to='" + to + "'><body>no</body></message>");
    }
    return cases;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dropped")
  void is_dropped_and_counted_and_the_stream_goes_on(Case it) {
    HostileRun run = play(it.said());
    assertThat(run.bodies()).containsExactly("One", "Two");
    assertThat(run.dropped())
        .extracting(Dropped::reason)
        .containsExactly(Dropped.Reason.valueOf(it.outcome()));
    assertThat(run.failure()).isInstanceOf(TransportException.class);
  }
}
