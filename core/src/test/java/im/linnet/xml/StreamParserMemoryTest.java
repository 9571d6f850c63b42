package im.linnet.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.management.ThreadMXBean;
import im.linnet.xml.StreamParseException.Condition;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What the parser recognises from memory has its meaning from the present context, not the earlier
 * one.
 */
final class StreamParserMemoryTest {

  /** The first child of each stanza, repeated several times, so that all of it is remembered. */
  private static List<Element> children(String... stanzas) {
    String all = String.join("", stanzas).repeat(4);
    return Parsed.inStream(all + " ".repeat(32)).elements().stream()
        .map(stanza -> stanza.children().get(0))
        .toList();
  }

  @Test
  void a_tag_has_the_namespace_around_it() {
    List<Element> x =
        children("<m><x/></m>", "<m xmlns='urn:b'><x/></m>", "<m><y xmlns='urn:c'></y></m>");
    assertThat(x.subList(9, 12))
        .extracting(Element::namespace)
        .containsExactly("jabber:client", "urn:b", "urn:c");
  }

  @Test
  void a_prefix_is_what_it_was_declared_last() {
    List<Element> x =
        children("<m xmlns:p='urn:1'><p:x p:a='1'/></m>", "<m xmlns:p='urn:2'><p:x p:a='1'/></m>");
    assertThat(x.subList(6, 8))
        .extracting(Element::namespace, element -> element.attribute(element.namespace(), "a"))
        .containsExactly(tuple("urn:1", "1"), tuple("urn:2", "1"));
  }

  @Test
  void an_empty_element_has_the_language_around_it() {
    List<Element> x = children("<m xml:lang='de'><x/></m>", "<m xml:lang='en'><x/></m>");
    assertThat(x.subList(6, 8)).extracting(Element::lang).containsExactly("de", "en");
  }

  @Test
  void attributes_change_places_and_values() {
    List<Element> x =
        children(
            "<m><x from='a@b.example' to='c@d.example'/></m>",
            "<m><x to='a@b.example' from='c@d.example'/></m>",
            "<m><x from='a@b.example' to='c@d.exampl3'/></m>");
    assertThat(x.subList(9, 12))
        .extracting(element -> element.attribute("from"), element -> element.attribute("to"))
        .containsExactly(
            tuple("a@b.example", "c@d.example"),
            tuple("c@d.example", "a@b.example"),
            tuple("a@b.example", "c@d.exampl3"));
  }

  @Test
  void values_in_the_holes_of_a_tag_are_those_that_stand_there() {
    String tag = "<m><x kind='same' id='%s' by='%s'/></m>";
    List<Element> x =
        children(
            tag.formatted("1", "a"),
            tag.formatted("&lt;2&gt;", "longer than before"),
            tag.formatted("", "\u0416"),
            tag.formatted("a=\"b\"", "c"));
    assertThat(x.subList(12, 16))
        .extracting(
            element -> element.attribute("kind"),
            element -> element.attribute("id"),
            element -> element.attribute("by"))
        .containsExactly(
            tuple("same", "1", "a"),
            tuple("same", "<2>", "longer than before"),
            tuple("same", "", "\u0416"),
            tuple("same", "a=\"b\"", "c"));
  }

  @Test
  void a_language_in_a_hole_is_that_of_its_element() {
    List<Element> x =
        children(
            "<m><x xml:lang='de'/></m>", "<m><x xml:lang='en'/></m>", "<m><x xml:lang=''/></m>");
    assertThat(x.subList(9, 12)).extracting(Element::lang).containsExactly("de", "en", null);
  }

  @Test
  void a_hole_takes_nothing_that_a_value_may_not_hold() {
    String seen = "<m><x id='1'/></m><m><x id='2'/></m><m><x id='3'/></m>";
    for (String bad : List.of("<", "\u0001", "\uFFFE", "&nbsp;")) {
      Parsed parsed = Parsed.inStream(seen + "<m><x id='" + bad + "'/></m>" + " ".repeat(32));
      assertThat(parsed.condition()).as(bad).isNotNull();
      assertThat(parsed.elementsBefore()).hasSize(3);
    }
  }

  /** Names that all parsers know, each stanza with others: 15 x 5 x 4 x 3 shapes. */
  private static byte[] shapes() {
    StringBuilder all = new StringBuilder("<stream:stream xmlns='jabber:client'");
    all.append(" xmlns:stream='http://etherx.jabber.org/streams'>");
    List<String> attributes = List.of("from", "to", "id", "type", "node");
    String[] names =
        "query item x body subject thread show status priority error c photo nick reason text"
            .split(" ");
    for (String name : names) {
      for (int i = 0; i < 125; i++) {
        int[] at = {i % 5, i / 5 % 5, i / 25};
        if (at[0] != at[1] && at[1] != at[2] && at[0] != at[2]) {
          all.append("<message><").append(name);
          for (int one : at) {
            all.append(' ').append(attributes.get(one)).append("='v'");
          }
          all.append("/></message>");
        }
      }
    }
    return all.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** Counts stanzas. */
  private static final class Counter implements StreamEvents {

    private int stanzas;

    @Override
    public void streamOpened(StreamHeader header) {}

    @Override
    public void element(Element element) {
      stanzas++;
    }

    @Override
    public void streamClosed() {}
  }

  @Test
  void tags_that_do_not_come_again_are_not_remembered() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    byte[] shapes = shapes();
    Counter counter = new Counter();
    StreamParser parser = new StreamParser(XmlLimits.session(), counter);
    parser.feed(shapes, 0, shapes.length / 2);
    int stanzas = counter.stanzas;
    long before = threads.getCurrentThreadAllocatedBytes();
    parser.feed(shapes, shapes.length / 2, shapes.length - shapes.length / 2);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated / (counter.stanzas - stanzas)).isLessThan(300);
  }

  @Test
  void more_kinds_of_tags_than_are_remembered_are_all_read() {
    String[] stanzas =
        IntStream.range(0, 300).mapToObj(i -> "<m><x a" + i + "='v'/></m>").toArray(String[]::new);
    assertThat(children(stanzas))
        .hasSize(1200)
        .allSatisfy(x -> assertThat(x.attributes()).hasSize(1))
        .extracting(x -> x.attributes().get(0).name())
        .endsWith("a297", "a298", "a299");
  }

  @Test
  void what_was_allowed_elsewhere_is_refused_where_it_is_not() {
    String deep = "<m><stream xmlns='http://etherx.jabber.org/streams'></stream></m>";
    Parsed parsed = Parsed.inStream(deep.repeat(3) + deep.substring(3) + " ".repeat(32));
    assertThat(parsed.condition()).isEqualTo(Condition.BAD_FORMAT);
    assertThat(parsed.elementsBefore()).hasSize(3);
  }

  @Test
  void tighter_limits_hold_for_what_was_read_before() {
    Parsed.Recorder events = new Parsed.Recorder();
    StreamParser parser = new StreamParser(XmlLimits.session(), events);
    byte[] stanza = "<m><body>hi</body><x kind='what'/></m>".getBytes(StandardCharsets.UTF_8);
    byte[] header = Parsed.HEADER.getBytes(StandardCharsets.UTF_8);
    parser.feed(header, 0, header.length);
    for (int i = 0; i < 3; i++) {
      parser.feed(stanza, 0, stanza.length);
    }
    parser.limits(XmlLimits.session().withNameBytes(3));
    StreamParseException refused =
        catchThrowableOfType(
            StreamParseException.class, () -> parser.feed(stanza, 0, stanza.length));
    assertThat(refused.condition()).isEqualTo(Condition.POLICY_VIOLATION);
    assertThat(refused.byteOffset()).isEqualTo(header.length + 3L * stanza.length + 7);
  }
}
