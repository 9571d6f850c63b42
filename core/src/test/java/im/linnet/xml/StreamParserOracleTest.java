package im.linnet.xml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.xml.StreamParseException.Condition;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Woodstox and the JDK's UTF-8 decoder as references: what both sides accept is the same tree, and
 * what they refuse we refuse. We refuse more only for a reason found in the document itself.
 */
@Tag("K17")
@Timeout(300)
class StreamParserOracleTest {

  private static final int DOCUMENTS = 40_000;
  private static final int STREAMS = 600;
  private static final int[] CHUNKS = {2, 3, 7, 8, 16, 33, 64, 150, 4096};
  private static final String ROOT = "<s xmlns='jabber:client' xmlns:p='urn:p' xmlns:q='urn:q'>";

  private final Judge judge = new Judge();

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

  /** Earlier names are remembered and repeated, or changed slightly. */
  @Test
  void long_streams_are_read_alike() {
    Random random = new Random(326);
    int accepted = 0;
    for (int i = 0; i < STREAMS; i++) {
      byte[] stream = new RandomDocument(random).bytes(ROOT, 100, i % 4 == 0 ? 1 : 0);
      accepted += compare(stream, CHUNKS[i % CHUNKS.length]).equals("both accept") ? 1 : 0;
    }

    assertThat(accepted).isGreaterThan(STREAMS / 4);
  }

  private String compare(byte[] document, int chunk) {
    Parsed ours = Parsed.inChunks(XmlLimits.session(), document, chunk);
    String shown = new String(document, UTF_8) + " -> " + ours.message();
    Parsed slow = Parsed.inChunks(XmlLimits.session(), document, 1);
    assertThat(ours).as("%s in chunks of %d", shown, chunk).isEqualTo(slow);
    if (!isUtf8(document)) {
      assertThat(ours.condition()).as(shown).isNotNull();
      return "not UTF-8";
    }
    Judge.Verdict judged = judge.of(document);
    if (judged == null) {
      if (ours.condition() == null && ours.closed()) {
        assertAcceptedWithOlderNames(document, shown);
        return "fifth edition";
      }
      return "both refuse";
    }
    if (ours.condition() == null) {
      assertThat(ours.elements()).as(shown).isEqualTo(judged.elements());
      assertThat(ours.closed()).as(shown).isTrue();
      return "both accept";
    }
    return reason(ours.condition(), judged, shown);
  }

  /**
   * The only case in which we accept more: Woodstox has the name characters of the fourth edition.
   * With a letter of both editions in place of the others, it must agree.
   */
  private void assertAcceptedWithOlderNames(byte[] document, String shown) {
    String older = new String(document, UTF_8).replaceAll("[^\\x00-\\x7Fé日]", "é");
    Judge.Verdict judged = judge.of(older.getBytes(UTF_8));
    List<Element> expected = judged == null ? null : judged.elements();
    assertThat(Parsed.of(older).elements()).as(shown).isEqualTo(expected);
  }

  /** The reason why we refuse what Woodstox accepts. */
  private static String reason(Condition condition, Judge.Verdict judged, String shown) {
    boolean misplaced =
        condition == Condition.BAD_FORMAT && (judged.stray() || judged.restricted());
    boolean restricted = condition == Condition.RESTRICTED_XML && judged.restricted();
    assertThat(misplaced || restricted).as(shown).isTrue();
    return restricted ? "restricted" : "misplaced";
  }

  private static boolean isUtf8(byte[] document) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(document)).hasRemaining();
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
