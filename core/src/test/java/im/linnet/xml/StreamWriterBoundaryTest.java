package im.linnet.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Names whose encoding a stream remembers, each followed by one that differs slightly: Woodstox and
 * our own parser read them correctly.
 */
final class StreamWriterBoundaryTest {

  private static final String CLIENT = "jabber:client";

  private final List<Element> elements = new ArrayList<>();

  /** The name of an element, of attributes, and of a namespace of each kind. */
  private void say(String name, String namespace) {
    elements.add(
        Element.builder(name, namespace)
            .attribute(name, "1")
            .attribute(namespace, name, "2")
            .child(Element.of(name, CLIENT))
            .child(Element.builder(name, namespace).attribute("urn:other", name, "3").build())
            .build());
  }

  private void assertAllComeBack() throws XMLStreamException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    StreamWriter writer = new StreamWriter(bytes, CLIENT);
    writer.open("example.org", null, null);
    elements.forEach(writer::write);
    writer.close();
    byte[] stream = bytes.toByteArray();
    assertThat(ReadBack.stream(stream)).isEqualTo(elements);
    for (int size : new int[] {1, 33, 4096}) {
      Parsed parsed = Parsed.inChunks(XmlLimits.session(), stream, size);
      assertThat(parsed.elements()).as("in chunks of %d", size).isEqualTo(elements);
    }
    elements.clear();
  }

  @Test
  void a_name_is_not_written_like_one_that_is_almost_it() throws XMLStreamException {
    for (int length : NearNames.LENGTHS) {
      for (String name : NearNames.of(length)) {
        if (name.contains(":")) {
          continue;
        }
        for (String other : NearNames.near(name)) {
          say(name, "urn:" + other);
          say(other, "urn:" + name);
          say(name, "urn:" + name);
        }
      }
      assertAllComeBack();
    }
  }

  /** Names that are longer when encoded, up to and beyond the longest that is remembered. */
  @ParameterizedTest
  @ValueSource(strings = {"&", "<", "\"", "é", "€", "😀", "'"})
  void nor_is_a_namespace_of_odd_characters(String odd) throws XMLStreamException {
    for (int length = 1; length < 70; length++) {
      String namespace = "urn:" + "x".repeat(length) + odd;
      say("a", namespace);
      say("b", namespace + odd);
      say("c", "urn:" + odd.repeat(length));
      say("a", namespace);
    }
    assertAllComeBack();
  }

  /** Strings with the same hash code, which replace each other. */
  @Test
  void nor_are_names_that_collide() throws XMLStreamException {
    List<String> names = new ArrayList<>(List.of("Aa", "BB"));
    for (int i = 0; i < 4; i++) {
      List<String> longer = new ArrayList<>();
      names.forEach(name -> longer.addAll(List.of(name + "Aa", name + "BB")));
      names.addAll(longer);
    }
    names.forEach(name -> say(name, "urn:" + name));
    names.forEach(name -> say(name, "urn:x"));
    assertAllComeBack();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2})
  void a_stream_may_say_all_names_and_namespaces_there_are(long seed) throws XMLStreamException {
    List<String> names = new ArrayList<>(Vocabulary.ELEMENTS);
    names.addAll(Vocabulary.ATTRIBUTES);
    List<String> namespaces = new ArrayList<>(Vocabulary.NAMESPACES);
    if (seed > 0) {
      Collections.shuffle(names, new Random(seed));
      Collections.shuffle(namespaces, new Random(seed));
    }
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i).replaceFirst(".*:", "");
      String namespace = namespaces.get(i % namespaces.size());
      if (!name.equals("xmlns") && !namespace.startsWith("http://www.w3.org/")) {
        say(name, namespace);
      }
    }
    assertAllComeBack();
  }
}
