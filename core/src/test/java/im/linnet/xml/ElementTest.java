package im.linnet.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ElementTest {

  private static final String NS = "jabber:client";

  private static Element nested(int depth) {
    Element element = Element.of("a", NS);
    for (int i = 1; i < depth; i++) {
      element = Element.builder("a", NS).child(element).build();
    }
    return element;
  }

  @Test
  void holds_what_the_builder_was_given() {
    Element body = Element.of("body", NS, "hi");
    Element message =
        Element.builder("message", NS)
            .attribute("to", "a@b")
            .attribute("urn:x", "to", "c")
            .text("1")
            .child(body)
            .text("2")
            .build();
    assertThat(message.name()).isEqualTo("message");
    assertThat(message.namespace()).isEqualTo(NS);
    assertThat(message.is("message", NS)).isTrue();
    assertThat(message.is("message", "")).isFalse();
    assertThat(message.is("iq", NS)).isFalse();
    assertThat(message.attribute("to")).isEqualTo("a@b");
    assertThat(message.attribute("urn:x", "to")).isEqualTo("c");
    assertThat(message.attribute("from")).isNull();
    assertThat(message.attributes())
        .containsExactly(new Attribute("", "to", "a@b"), new Attribute("urn:x", "to", "c"));
    assertThat(message.nodes()).containsExactly(new Node.Text("1"), body, new Node.Text("2"));
    assertThat(message.text()).isEqualTo("12");
  }

  @Test
  void is_equal_whatever_the_order_of_attributes() {
    Element one = Element.builder("a", NS).attribute("x", "1").attribute("y", "2").build();
    Element two = Element.builder("a", NS).attribute("y", "2").attribute("x", "1").build();
    assertThat(one).isEqualTo(two).hasSameHashCodeAs(two);
  }

  @Test
  void differs_by_each_of_its_parts() {
    Element element = Element.builder("a", NS).attribute("x", "1").text("t").build();
    assertThat(element)
        .isNotEqualTo(Element.builder("b", NS).attribute("x", "1").text("t").build())
        .isNotEqualTo(Element.builder("a", "").attribute("x", "1").text("t").build())
        .isNotEqualTo(Element.builder("a", NS).attribute("x", "2").text("t").build())
        .isNotEqualTo(Element.builder("a", NS).attribute("urn:x", "x", "1").text("t").build())
        .isNotEqualTo(Element.builder("a", NS).text("t").build())
        .isNotEqualTo(Element.builder("a", NS).attribute("x", "1").text("u").build())
        .isNotEqualTo(Element.builder("a", NS).attribute("x", "1").build())
        .isNotEqualTo(element.toBuilder().attribute("y", "1").build())
        .isNotEqualTo("a");
  }

  @Test
  void differs_by_the_order_of_its_content() {
    Element b = Element.of("b", NS);
    Element c = Element.of("c", NS);
    assertThat(Element.builder("a", NS).child(b).child(c).build())
        .isNotEqualTo(Element.builder("a", NS).child(c).child(b).build());
  }

  @Test
  void merges_neighbouring_text_and_drops_empty_text() {
    Element merged = Element.builder("a", NS).text("x").text("").text("y").build();
    assertThat(merged.nodes()).containsExactly(new Node.Text("xy"));
    assertThat(merged).isEqualTo(Element.of("a", NS, "xy"));
    assertThat(Element.of("a", NS, "")).isEqualTo(Element.of("a", NS));
  }

  @Tag("U20")
  @Test
  void joins_a_surrogate_pair_given_as_one_text_only() {
    assertThat(Element.of("a", NS, "😀").text()).isEqualTo("😀");
    ElementBuilder builder = Element.builder("a", NS);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.text("\uD83D"))
        .withMessage("text: U+D83D at index 0 is not allowed in XML 1.0");
  }

  @Test
  void finds_children_by_name_and_namespace() {
    Element own = Element.of("x", NS, "1");
    Element other = Element.of("x", "urn:y", "2");
    Element again = Element.of("x", NS, "3");
    Element element =
        Element.builder("a", NS).text("t").child(other).children(List.of(own, again)).build();
    assertThat(element.children()).containsExactly(other, own, again);
    assertThat(element.children("x", NS)).containsExactly(own, again);
    assertThat(element.child("x")).isSameAs(own);
    assertThat(element.child("x", "urn:y")).isSameAs(other);
    assertThat(element.child("y")).isNull();
    assertThat(element.firstChild()).isSameAs(other);
    assertThat(element.childText("x")).isEqualTo("1");
    assertThat(element.childText("y")).isNull();
    assertThat(own.firstChild()).isNull();
  }

  @Test
  void null_adds_nothing_and_removes_an_attribute() {
    Element element =
        Element.builder("a", NS)
            .attribute("x", "1")
            .attribute("x", null)
            .child(null)
            .child("b", null)
            .build();
    assertThat(element).isEqualTo(Element.of("a", NS));
  }

  @Test
  void setting_an_attribute_again_replaces_it() {
    Element element = Element.builder("a", NS).attribute("x", "1").attribute("x", "2").build();
    assertThat(element.attributes()).containsExactly(new Attribute("", "x", "2"));
  }

  @Test
  void knows_its_own_language() {
    Element german = Element.builder("a", NS).lang("de").build();
    assertThat(german.lang()).isEqualTo("de");
    assertThat(german.attribute(Element.XML_NAMESPACE, "lang")).isEqualTo("de");
    assertThat(german.toBuilder().lang(null).build().lang()).isNull();
    assertThat(Element.builder("a", NS).lang("").build().lang()).isNull();
    assertThat(Element.of("a", NS).lang()).isNull();
  }

  @Test
  void inherits_a_language_and_keeps_it_in_a_copy() {
    Element inherited =
        new Element(
            new ElementName(NS, "a"), Element.NO_ATTRIBUTES, Element.NO_CONTENT, "fr", true);
    assertThat(inherited.lang()).isEqualTo("fr");
    assertThat(inherited.toBuilder().attribute("x", "1").build().lang()).isEqualTo("fr");
    assertThat(inherited.toBuilder().lang("en").build().lang()).isEqualTo("en");
    assertThat(inherited).isEqualTo(Element.of("a", NS));
  }

  @Test
  void a_copy_changes_without_the_original() {
    Element original = Element.builder("a", NS).attribute("x", "1").child("b", "t").build();
    ElementBuilder builder = original.toBuilder();
    assertThat(builder.build()).isEqualTo(original);
    Element changed = builder.attribute("x", "2").text("more").build();
    assertThat(original.attribute("x")).isEqualTo("1");
    assertThat(original.text()).isEmpty();
    assertThat(changed.attribute("x")).isEqualTo("2");
    assertThat(changed.childText("b")).isEqualTo("t");
  }

  @Test
  void a_builder_may_go_on_after_building() {
    ElementBuilder builder = Element.builder("a", NS).text("1");
    Element first = builder.build();
    Element second = builder.text("2").build();
    assertThat(first.text()).isEqualTo("1");
    assertThat(second.text()).isEqualTo("12");
  }

  @Test
  void without_removes_children_of_one_name_and_joins_the_text_around_them() {
    Element element =
        Element.builder("a", NS)
            .text("1")
            .child("x", "gone")
            .text("2")
            .child(Element.of("x", "urn:y"))
            .build();
    assertThat(element.toBuilder().without("x", NS).build().nodes())
        .containsExactly(new Node.Text("12"), Element.of("x", "urn:y"));
  }

  @Test
  void hands_out_lists_that_cannot_be_changed() {
    Element element = Element.builder("a", NS).attribute("x", "1").child("b", "t").build();
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> element.attributes().clear());
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> element.children().clear());
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> element.nodes().clear());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\0", "\u0001", "\u000B", "\u001F", "\uFFFE", "\uFFFF", "\uD800", "\uDC00x"})
  void refuses_characters_that_xml_does_not_allow(String text) {
    ElementBuilder builder = Element.builder("a", NS);
    assertThatIllegalArgumentException().isThrownBy(() -> builder.text(text));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.attribute("x", "ok" + text));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.child("b", text));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.lang(text));
    assertThatIllegalArgumentException().isThrownBy(() -> Element.of("a", "urn:" + text));
    assertThatIllegalArgumentException().isThrownBy(() -> new Attribute(text, "x", ""));
    assertThat(builder.build()).isEqualTo(Element.of("a", NS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "1a", "-a", ".a", "a:b", ":a", "a b", "a<", "a\n", "×", "\uD800"})
  void refuses_names_that_are_none(String name) {
    ElementBuilder builder = Element.builder("a", NS);
    assertThatIllegalArgumentException().isThrownBy(() -> Element.builder(name, NS));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.attribute(name, "v"));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.child(name, "t"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "_", "é", "a-1.b_c", "Ω·", "xml", "𐀀"})
  void takes_names_of_the_fifth_edition(String name) {
    assertThat(Element.of(name, NS).name()).isEqualTo(name);
  }

  @Test
  void refuses_what_only_a_declaration_may_be() {
    ElementBuilder builder = Element.builder("a", NS);
    assertThatIllegalArgumentException().isThrownBy(() -> builder.attribute("xmlns", NS));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.attribute(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, "x", NS))
        .withMessageStartingWith("namespace: http://www.w3.org/2000/xmlns/");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Element.of("a", XMLConstants.XMLNS_ATTRIBUTE_NS_URI));
  }

  @Test
  void refuses_to_nest_too_deep() {
    Element deepest = nested(Element.MAX_DEPTH);
    ElementBuilder around = Element.builder("a", NS).child(deepest);
    assertThatIllegalArgumentException()
        .isThrownBy(around::build)
        .withMessage("depth: 513 (expected: <= 512)");
  }

  @Tag("X44")
  @Test
  void the_deepest_element_can_be_compared_and_hashed() {
    assertThat(nested(Element.MAX_DEPTH))
        .isEqualTo(nested(Element.MAX_DEPTH))
        .hasSameHashCodeAs(nested(Element.MAX_DEPTH))
        .isNotEqualTo(nested(Element.MAX_DEPTH - 1));
  }

  @Test
  void the_outline_shows_shape_and_addresses() {
    Element message =
        Element.builder("message", NS)
            .attribute("to", "a@b")
            .attribute("nick", "private")
            .child("body", "four")
            .child(Element.of("x", "urn:y"))
            .build();
    assertThat(message)
        .hasToString(
            "<message xmlns='jabber:client' to='a@b'><body>(4 chars)</body>"
                + "<x xmlns='urn:y'/></message>");
  }

  @Test
  void the_outline_tells_no_secret_and_not_even_its_length() {
    Element auth = Element.of("auth", "urn:ietf:params:xml:ns:xmpp-sasl", "AGEAc2VjcmV0");
    Element enabled = Element.builder("enabled", "urn:xmpp:sm:3").attribute("id", "s3").build();
    assertThat(auth).hasToString("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>(hidden)</auth>");
    assertThat(enabled).hasToString("<enabled xmlns='urn:xmpp:sm:3'/>");
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void the_outline_never_shows_text(long seed) {
    SeededElements source = new SeededElements(seed);
    for (int i = 0; i < 200; i++) {
      Element secret = Element.builder("a", NS).text("hunter2").child(source.next()).build();
      Element around = Element.builder("b", NS).child(secret).text("hunter2").build();
      assertThat(around.toString()).doesNotContain("hunter2").contains("(7 chars)");
    }
  }

  @Test
  void the_outline_of_a_large_element_is_short() {
    String name = "n".repeat(5_000);
    ElementBuilder wide = Element.builder("a", NS);
    ElementBuilder named = Element.builder(name, "urn:" + name);
    for (int i = 0; i < 10_000; i++) {
      wide.child(Element.of("b", NS, "t"));
      named.child(Element.builder(name, name + i).attribute("id", "\n".repeat(5_000)).build());
    }
    assertThat(wide.build().toString()).hasSizeLessThan(450).endsWith("…");
    assertThat(nested(500).toString()).hasSizeLessThan(450).endsWith("…");
    assertThat(named.build().toString()).hasSizeLessThan(2_000).endsWith("…");
  }

  @Tag("Q19")
  @Test
  void the_outline_cannot_forge_a_line_or_an_escape() {
    Element element =
        Element.builder("a", "urn:\nx")
            .attribute("id", "1\r\nERROR forged\u0085\u2028\u2029\u009B31m\u202E\u007F")
            .build();
    assertThat(element)
        .hasToString(
            "<a xmlns='urn:\\u000Ax' id='1\\u000D\\u000AERROR forged"
                + "\\u0085\\u2028\\u2029\\u009B31m\\u202E\\u007F'/>");
  }

  @Test
  void its_xml_stands_alone() {
    Element message =
        Element.builder("message", NS)
            .attribute("to", "a&b")
            .lang("en")
            .child("body", "<x>")
            .child(Element.of("features", StreamWriter.NAMESPACE))
            .child(Element.builder("y", "").attribute("urn:z", "k", "v").build())
            .build();
    assertThat(message.toXml())
        .isEqualTo(
            "<message xmlns=\"jabber:client\" to=\"a&amp;b\" xml:lang=\"en\"><body>&lt;x></body>"
                + "<features xmlns=\"http://etherx.jabber.org/streams\"/>"
                + "<y xmlns=\"\" xmlns:ns0=\"urn:z\" ns0:k=\"v\"/></message>");
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22})
  void its_xml_reads_back_equal(long seed) throws XMLStreamException {
    SeededElements source = new SeededElements(seed);
    for (int i = 0; i < 1_000; i++) {
      Element element = source.next();
      assertThat(ReadBack.document(element.toXml())).isEqualTo(element);
    }
  }
}
