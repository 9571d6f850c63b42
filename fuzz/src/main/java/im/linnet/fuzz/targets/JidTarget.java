package im.linnet.fuzz.targets;

import static java.nio.charset.StandardCharsets.UTF_8;

import im.linnet.fuzz.FuzzTarget;
import im.linnet.jid.InvalidJidException;
import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * Addresses. Preparing twice changes nothing; no part is too long or has a control character; what
 * is accepted can be sent; an address that was received equals the one prepared, where there is
 * one. Input with a byte order mark is UTF-16, so that there are lone surrogates.
 */
public final class JidTarget implements FuzzTarget {

  private static final int LONGEST_PART = 1023;

  /** A target. */
  public JidTarget() {}

  @Override
  public void run(byte[] input) {
    String text = isUtf16(input) ? utf16(input) : new String(input, UTF_8);
    Jid prepared = prepared(text);
    Jid received = received(text);
    if (prepared != null) {
      require(prepared.equals(received), "received is not the same as prepared");
      check(prepared);
    }
    if (received != null) {
      require(received.equals(Jid.received(received.toString())), "received twice is another");
      require(received.bare().equals(received.bare().bare()), "bare of bare is another");
      require(Element.builder("a", "").attribute("to", received.toString()).build() != null, "");
    }
  }

  private static boolean isUtf16(byte[] input) {
    return input.length > 1 && (input[0] & 0xFF) == 0xFE && (input[1] & 0xFF) == 0xFF;
  }

  /** As it stands: a decoder would replace lone surrogates. */
  private static String utf16(byte[] input) {
    StringBuilder text = new StringBuilder();
    for (int i = 2; i + 1 < input.length; i += 2) {
      text.append((char) (((input[i] & 0xFF) << 8) | (input[i + 1] & 0xFF)));
    }
    return text.toString();
  }

  private static @Nullable Jid prepared(String text) {
    try {
      return Jid.of(text);
    } catch (InvalidJidException refused) {
      return null;
    }
  }

  private static @Nullable Jid received(String text) {
    try {
      return Jid.received(text);
    } catch (InvalidJidException refused) {
      return null;
    }
  }

  private static void check(Jid jid) {
    Jid again = Jid.of(jid.toString());
    require(again.equals(jid) && again.hashCode() == jid.hashCode(), "prepared twice is another");
    require(again.compareTo(jid) == 0 && again.toString().equals(jid.toString()), "order");
    Jid parts = Jid.of(jid.local(), jid.domain(), jid.resource());
    require(parts.equals(jid), "of its parts is another");
    require(Jid.of(jid.local(), jid.asciiDomain(), jid.resource()).equals(jid), "of its A-labels");
    require(jid.asciiDomain().chars().allMatch(c -> c > ' ' && c < 0x7F), "A-labels not ASCII");
    part(jid.local());
    part(jid.domain());
    part(jid.resource());
  }

  private static void part(@Nullable String part) {
    if (part != null) {
      require(!part.isEmpty(), "an empty part");
      require(part.getBytes(UTF_8).length <= LONGEST_PART, "a part that is too long");
      require(part.codePoints().noneMatch(Character::isISOControl), "a control character");
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
