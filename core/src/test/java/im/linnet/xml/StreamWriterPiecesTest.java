package im.linnet.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Test;

/** Long text is not buffered as a whole: the memory for a stanza does not grow with its length. */
final class StreamWriterPiecesTest {

  private static final String CLIENT = "jabber:client";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Test
  void hands_over_what_is_long_in_pieces_and_flushes_once() throws XMLStreamException {
    List<Integer> pieces = new ArrayList<>();
    List<Integer> flushes = new ArrayList<>();
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new AssertionError("a single byte");
          }

          @Override
          public void write(byte[] buffer, int offset, int length) {
            pieces.add(length);
            bytes.write(buffer, offset, length);
          }

          @Override
          public void flush() {
            flushes.add(bytes.size());
          }
        };
    StreamWriter stream = new StreamWriter(out, CLIENT);
    stream.open("a", null, null);
    Element item = Element.builder("item", CLIENT).attribute("name", "ż".repeat(30)).build();
    Element large =
        Element.builder("a", CLIENT)
            .attribute("v", "x".repeat(50_000))
            .children(Collections.nCopies(1_000, item))
            .text("y&".repeat(20_000))
            .build();
    stream.write(large);
    stream.close();
    assertThat(pieces).hasSizeGreaterThan(50).allMatch(length -> length <= 4096);
    assertThat(flushes).hasSize(3).endsWith(bytes.size());
    assertThat(ReadBack.stream(bytes.toByteArray())).containsExactly(large);
  }
}
