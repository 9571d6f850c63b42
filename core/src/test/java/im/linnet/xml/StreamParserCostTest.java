package im.linnet.xml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Cost is linear in the bytes: rows X04, X45, X47, X48, Q03, Q18. Work is measured by allocation,
 * which does not depend on the load of the machine.
 */
@Timeout(120)
class StreamParserCostTest {

  private static final int MIB = 1024 * 1024;
  private static final XmlLimits WIDE =
      new XmlLimits(8 * MIB, 512, 100_000, 100_000, 4 * MIB, 4 * MIB);

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final StreamEvents NOBODY =
      new StreamEvents() {
        @Override
        public void streamOpened(StreamHeader header) {}

        @Override
        public void element(Element element) {}

        @Override
        public void streamClosed() {}
      };

  /** The bytes allocated by feeding a document in chunks of that size. */
  private long allocated(String document, int size) {
    byte[] bytes = document.getBytes(UTF_8);
    StreamParser parser = new StreamParser(WIDE, NOBODY);
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int at = 0; at < bytes.length; at += size) {
      parser.feed(bytes, at, Math.min(size, bytes.length - at));
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  /** X48: a token of a MiB, one byte at a time. */
  @Tag("X48")
  @Test
  void a_long_token_in_single_bytes_is_not_read_again_and_again() {
    String mib = "x".repeat(MIB);
    List<String> documents =
        List.of(
            "<s><a>" + mib + "</a>",
            "<s><a><![CDATA[" + mib + "]]></a>",
            "<s><a b='" + mib + "'/>",
            "<s><" + mib + "/>",
            "<s><a " + mib + "=''/>",
            "<s><a xmlns='" + mib + "'/>",
            "<s><a>&#" + "0".repeat(MIB) + "65;</a>",
            "<s><a" + " ".repeat(MIB) + "/>",
            "<s><a>" + "\r".repeat(MIB) + "</a>",
            "<s><a><![CDATA[" + "]".repeat(MIB) + "]]></a>",
            "<s><a>" + "\u20AC".repeat(MIB / 3) + "</a>");
    allocated("<s/>", 1);
    for (String document : documents) {
      assertThat(allocated(document, 1)).as(document.substring(0, 12)).isLessThan(10L * MIB);
    }
  }

  /** X04, Q03: refused or skipped input takes no memory. */
  @Tag("Q03")
  @Tag("X04")
  @Test
  void white_space_between_stanzas_takes_no_memory() {
    allocated("<s> ", 1);
    assertThat(allocated("<s>" + " \n".repeat(MIB), 7)).isLessThan(65_536);
  }

  /** X45, X47: many attributes, with and without colliding names. */
  @Tag("X45")
  @Tag("X47")
  @Test
  void many_attributes_cost_the_same_whatever_their_names() {
    String colliding = attributes(16, i -> name(i, "Aa", "BB"));
    String random = attributes(16, i -> name(i, "Aa", "Bb"));
    String document = "<s>" + "<a%s/>".repeat(4);
    allocated(document.formatted(random, random, random, random), MIB);

    long cost = allocated(document.formatted(random, random, random, random), MIB);
    long worst = allocated(document.formatted(colliding, colliding, colliding, colliding), MIB);

    assertThat(worst).isLessThan(cost * 2 + 65_536);
  }

  /** X47: Aa and BB have the same hash code, and so have all names composed of them. */
  private static String name(int number, String zero, String one) {
    StringBuilder name = new StringBuilder();
    for (int bit = 0; bit < 16; bit++) {
      name.append((number >> bit & 1) == 0 ? zero : one);
    }
    return name.toString();
  }

  private static String attributes(int bits, IntFunction<String> names) {
    return IntStream.range(0, 1 << bits)
        .mapToObj(i -> " " + names.apply(i) + "=''")
        .collect(Collectors.joining());
  }

  /** Q18: the heap taken by a byte on the wire, in the worst case known. */
  @Tag("Q18")
  @Test
  void a_byte_takes_few_bytes_of_memory() {
    for (String worst :
        List.of("<a/>", "<a b=''/>", "x<a/>", "<a xmlns='u'/>", "<p:a xmlns:p='u'/>")) {
      String document = "<s><m>" + worst.repeat(50_000) + "</m>";
      allocated(document, MIB);
      assertThat(allocated(document, 4096)).as(worst).isLessThan(40L * document.length());
    }
  }

  /** Ten thousand idle streams need little memory, and a large stanza leaves nothing behind. */
  @Test
  void an_idle_parser_is_small() throws IllegalAccessException {
    String large =
        "<m>" + "<a b='c'>".repeat(100) + "x".repeat(200_000) + "</a>".repeat(100) + "</m>";
    String traffic =
        "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>"
            + "<message from='a@b/c' type='chat'><body>hi</body><own1/><own2/></message>"
            + large;
    byte[] bytes = traffic.getBytes(UTF_8);

    assertThat(Footprint.ofOne(feedNew(bytes), feedNew(bytes)))
        .as("bytes of an idle parser")
        .isBetween(1024L, 4096L);
  }

  /** Whatever has been read, the parser of a silent stream is as small as a new one. */
  @Test
  void a_parser_that_has_forgotten_is_small() throws IllegalAccessException {
    StringBuilder traffic =
        new StringBuilder(
            "<stream:stream xmlns='jabber:client'"
                + " xmlns:stream='http://etherx.jabber.org/streams'>");
    byte[] header = traffic.toString().getBytes(UTF_8);
    for (int n = 0; n < 500; n++) {
      String kind = "k" + n % 50;
      traffic
          .append("<message from='a@b/c' type='chat' id='" + n + "'><body>hi</body>")
          .append("<%s xmlns='urn:%s' %s='v'/>".formatted(kind, kind, "a" + kind).repeat(2))
          .append("</message>");
    }
    byte[] bytes = traffic.toString().getBytes(UTF_8);
    long busy = Footprint.ofOne(feedNew(bytes), feedNew(bytes));
    StreamParser one = feedNew(bytes);
    StreamParser other = feedNew(bytes);
    one.forget();
    other.forget();

    assertThat(busy).as("bytes of a busy parser").isGreaterThan(8192);
    assertThat(Footprint.ofOne(one, other))
        .as("bytes of one that has forgotten")
        .isLessThan(Footprint.ofOne(feedNew(header), feedNew(header)) + 512);
  }

  private static StreamParser feedNew(byte[] bytes) {
    StreamParser parser = new StreamParser(XmlLimits.session(), NOBODY);
    for (int at = 0; at < bytes.length; at += 1400) {
      parser.feed(bytes, at, Math.min(1400, bytes.length - at));
    }
    return parser;
  }
}
