package im.linnet.fuzz.targets;

import static java.nio.charset.StandardCharsets.UTF_8;

import im.linnet.fuzz.FuzzTarget;
import im.linnet.xml.Element;
import im.linnet.xml.Redaction;
import im.linnet.xml.StreamHeader;
import im.linnet.xml.StreamParseException.Condition;
import im.linnet.xml.StreamWriter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.util.Arrays;
import java.util.List;

/**
 * The parser. The outcome does not depend on the chunking; what it and Woodstox accept is the same;
 * it accepts nothing that Woodstox or the JDK's UTF-8 decoder refuse, and refuses more only for a
 * reason that is in the document; what was read can be written, and is the same when read again.
 */
public final class ParserTarget implements FuzzTarget {

  private static final String DECLARATION = "<?xml";

  /** Forbidden by RFC 6120, section 11.6. */
  private static final String MARK = "\uFEFF";

  private static final String ROOT = "<s>";

  private final Woodstox woodstox = new Woodstox();

  /** A target. */
  public ParserTarget() {}

  @Override
  public void run(byte[] input) {
    Parsed whole = Parsed.inChunks(input, Integer.MAX_VALUE);
    same(whole, Parsed.inChunks(input, 1));
    same(whole, Parsed.atRandom(input, Arrays.hashCode(input)));
    judge(input, whole);
    for (Element element : whole.elements()) {
      writeAndRead(element);
    }
  }

  private static void same(Parsed one, Parsed other) {
    require(one.equals(other), "the chunking matters: " + one + " and " + other);
  }

  private void judge(byte[] input, Parsed ours) {
    ByteBuffer bytes = ByteBuffer.wrap(input);
    CoderResult decoded =
        UTF_8.newDecoder().decode(bytes, CharBuffer.allocate(input.length), false);
    if (decoded.isError()) {
      require(!ours.accepted(), "accepts what is not UTF-8");
      return;
    }
    if (bytes.hasRemaining()) {
      // The rest of a character may follow.
      return;
    }
    String document = new String(input, UTF_8);
    if (document.startsWith(MARK)) {
      require(!ours.accepted(), "accepts a byte order mark");
      return;
    }
    if (document.startsWith(DECLARATION)) {
      // Woodstox knows more encodings and versions: the rest is compared.
      int end = document.indexOf("?>");
      document = ours.accepted() && end > 0 ? document.substring(end + 2) : "";
    }
    if (!document.isEmpty()) {
      compare(document, ours);
    }
  }

  private void compare(String document, Parsed ours) {
    Woodstox.Verdict theirs = woodstox.of(document.getBytes(UTF_8));
    if (theirs == null) {
      if (ours.accepted()) {
        acceptedAlone(document);
      }
    } else if (ours.accepted()) {
      require(ours.elements().equals(theirs.elements()), "other elements than Woodstox");
    } else {
      require(isReason(ours, theirs), "refuses what Woodstox accepts: " + ours);
    }
  }

  /**
   * Woodstox has the name characters of the fourth edition of XML: with letters of both editions it
   * must agree, unless that makes two names equal.
   */
  private void acceptedAlone(String document) {
    String older = document.replaceAll("[^\\x00-\\x7F\u00E9\u65E5]", "\u00E9");
    Parsed ours = Parsed.inChunks(older.getBytes(UTF_8), Integer.MAX_VALUE);
    if (ours.accepted()) {
      Woodstox.Verdict theirs = woodstox.of(older.getBytes(UTF_8));
      require(theirs != null, "accepts what Woodstox refuses");
      require(
          theirs == null || ours.elements().equals(theirs.elements()),
          "other elements than Woodstox");
    }
  }

  private static boolean isReason(Parsed ours, Woodstox.Verdict theirs) {
    Condition condition = ours.condition();
    if (condition == null) {
      return false;
    }
    boolean nestedStream =
        theirs.elements().stream().anyMatch(e -> e.is("stream", StreamHeader.STREAMS_NAMESPACE));
    return switch (condition) {
      case POLICY_VIOLATION -> true;
      case BAD_FORMAT -> theirs.stray() || theirs.restricted() || nestedStream;
      case RESTRICTED_XML -> theirs.restricted();
      default -> false;
    };
  }

  private static void writeAndRead(Element element) {
    String xml = element.toXml();
    require(only(ROOT + xml + "</s>").equals(element), "another element when read again: " + xml);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StreamWriter writer = new StreamWriter(out, "jabber:client");
    writer.open("localhost", null, null);
    writer.write(element);
    writer.close();
    String written = out.toString(UTF_8);
    require(only(written).equals(element), "another element when written: " + written);
    require(element.toBuilder().build().equals(element), "another element when rebuilt");
    require(element.weight() >= 0, "its weight is negative");
    require(element.toString() != null && Redaction.of(element) != null, "can't be shown");
  }

  private static Element only(String document) {
    Parsed parsed = Parsed.inChunks(document.getBytes(UTF_8), Integer.MAX_VALUE);
    List<Element> elements = parsed.elements();
    require(parsed.accepted() && elements.size() == 1, "can't be read again: " + parsed);
    return elements.get(0);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
