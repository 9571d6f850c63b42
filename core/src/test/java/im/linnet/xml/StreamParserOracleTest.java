package im.linnet.xml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.xml.StreamParseException.Condition;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Woodstox, and the JDK's UTF-8 decoder, as judges: what both sides accept is the same tree, what
 * they refuse we refuse. We refuse more only for a reason that the document itself shows.
 */
@Timeout(300)
class StreamParserOracleTest {

  private static final int DOCUMENTS = 40_000;
  private static final int[] CHUNKS = {1, 2, 3, 7, 4096};
  private static final String ROOT = "<s xmlns='jabber:client' xmlns:p='urn:p' xmlns:q='urn:q'>";

  private final XMLInputFactory factory = XMLInputFactory.newFactory();

  StreamParserOracleTest() {
    assertThat(factory.getClass().getName()).startsWith("com.ctc.wstx.");
    factory.setProperty("com.ctc.wstx.lazyParsing", false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
  }

  /** What Woodstox makes of a document. */
  private static final class Judged {
    final List<Element> elements = new ArrayList<>();

    /** Comments, instructions or a DTD, which XMPP forbids. */
    boolean restricted;

    /** Characters between the children of the root. */
    boolean stray;
  }

  @Test
  void random_documents_and_broken_ones_are_judged_alike() throws Exception {
    Random random = new Random(6120);
    Map<String, Integer> verdicts = new HashMap<>();
    for (int i = 0; i < DOCUMENTS; i++) {
      byte[] document = new RandomDocument(random).bytes(ROOT, i % 4);
      String verdict = compare(document, CHUNKS[i % CHUNKS.length]);
      verdicts.merge(verdict, 1, Integer::sum);
    }

    assertThat(verdicts.get("both accept")).isGreaterThan(DOCUMENTS / 4);
    assertThat(verdicts.get("both refuse")).isGreaterThan(DOCUMENTS / 8);
    assertThat(verdicts.get("not UTF-8")).isGreaterThan(100);
    assertThat(verdicts.get("restricted")).isGreaterThan(100);
  }

  private String compare(byte[] document, int chunk) {
    Parsed ours = Parsed.inChunks(XmlLimits.session(), document, chunk);
    String shown = new String(document, UTF_8) + " -> " + ours.message();
    if (!isUtf8(document)) {
      assertThat(ours.condition()).as(shown).isNotNull();
      return "not UTF-8";
    }
    Judged judged = judge(document);
    if (judged == null) {
      if (ours.condition() == null && ours.closed()) {
        assertAcceptedWithOlderNames(document, shown);
        return "fifth edition";
      }
      return "both refuse";
    }
    if (ours.condition() == null) {
      assertThat(ours.elements()).as(shown).isEqualTo(judged.elements);
      assertThat(ours.closed()).as(shown).isTrue();
      return "both accept";
    }
    return reason(ours.condition(), judged, shown);
  }

  /**
   * The one reason to accept more: Woodstox has the name characters of the fourth edition. With a
   * letter of both editions in place of the odd characters, it must agree.
   */
  private void assertAcceptedWithOlderNames(byte[] document, String shown) {
    String older = new String(document, UTF_8).replaceAll("[^\\x00-\\x7Fé日]", "é");
    Judged judged = judge(older.getBytes(UTF_8));
    List<Element> expected = judged == null ? null : judged.elements;
    assertThat(Parsed.of(older).elements()).as(shown).isEqualTo(expected);
  }

  /** Why we refuse what Woodstox accepts. */
  private static String reason(Condition condition, Judged judged, String shown) {
    boolean misplaced = condition == Condition.BAD_FORMAT && (judged.stray || judged.restricted);
    boolean restricted = condition == Condition.RESTRICTED_XML && judged.restricted;
    assertThat(misplaced || restricted).as(shown).isTrue();
    return restricted ? "restricted" : "misplaced";
  }

  private @Nullable Judged judge(byte[] document) {
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(document));
      Judged judged = new Judged();
      List<ElementBuilder> open = new ArrayList<>();
      while (reader.hasNext()) {
        take(reader, open, judged);
      }
      return judged;
    } catch (XMLStreamException e) {
      return null;
    }
  }

  private static void take(XMLStreamReader reader, List<ElementBuilder> open, Judged judged)
      throws XMLStreamException {
    switch (reader.next()) {
      case XMLStreamConstants.START_ELEMENT -> open.add(start(reader));
      case XMLStreamConstants.END_ELEMENT -> end(open, judged);
      case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
        if (open.size() > 1) {
          open.get(open.size() - 1).text(reader.getText());
        } else {
          judged.stray = true;
        }
      }
      case XMLStreamConstants.COMMENT,
          XMLStreamConstants.PROCESSING_INSTRUCTION,
          XMLStreamConstants.DTD ->
          judged.restricted = true;
      default -> {}
    }
  }

  private static void end(List<ElementBuilder> open, Judged judged) {
    Element element = open.remove(open.size() - 1).build();
    if (open.size() > 1) {
      open.get(open.size() - 1).child(element);
    } else if (open.size() == 1) {
      judged.elements.add(element);
    }
  }

  private static ElementBuilder start(XMLStreamReader reader) {
    ElementBuilder builder = Element.builder(reader.getLocalName(), some(reader.getNamespaceURI()));
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      builder.attribute(
          some(reader.getAttributeNamespace(i)),
          reader.getAttributeLocalName(i),
          reader.getAttributeValue(i));
    }
    return builder;
  }

  private static String some(@Nullable String namespace) {
    return namespace == null ? "" : namespace;
  }

  private static boolean isUtf8(byte[] document) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(document)).hasRemaining();
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
