package im.linnet.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many bytes an element of a certain weight may take: limits on bytes rely on it. */
@Timeout(120)
class WeightTest {

  /** What stands in {@code StanzaLimit}. */
  private static final int MOST_BYTES_PER_WEIGHT = 8;

  private static long bytes(Element element) {
    long[] count = new long[1];
    StreamWriter writer =
        new StreamWriter(
            new OutputStream() {
              @Override
              public void write(int octet) {
                count[0]++;
              }
            },
            "jabber:client");
    writer.open("localhost", null, null);
    long header = count[0];
    writer.write(element);
    return count[0] - header;
  }

  private static void assertBounded(Element element) {
    assertThat(bytes(element)).isLessThanOrEqualTo(MOST_BYTES_PER_WEIGHT * element.weight());
  }

  @Test
  void bounds_the_bytes_of_any_element() {
    for (long seed = 0; seed < 2_000; seed++) {
      assertBounded(new SeededElements(seed).next());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"", "&", "<", "\r", "\t", "]]>", "é", "漢", "😀", "x"})
  void bounds_the_bytes_of_what_has_to_be_escaped(String character) {
    String many = character.repeat(10_000);
    assertBounded(Element.builder("a", "jabber:client").text(many).build());
    assertBounded(Element.builder("a", "jabber:client").attribute("b", many).build());
    assertBounded(Element.builder("a", many).build());
    assertBounded(Element.builder("a", "jabber:client").attribute(many, "b", "").build());
  }

  @Test
  void bounds_the_bytes_of_what_has_next_to_no_content() {
    assertBounded(Element.of("a", "jabber:client"));
    assertBounded(Element.of("a", ""));
    ElementBuilder prefixed = Element.builder("a", "jabber:client");
    for (int i = 0; i < 200; i++) {
      prefixed.attribute("n" + i, "b", "").child(Element.of("c", ""));
    }
    assertBounded(prefixed.build());
  }
}
