package im.linnet.references;

import im.linnet.stanza.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The text of a message with its styles (XEP-0393): blocks, which contain lines, which contain
 * spans. Any text can be read, in time proportional to its length.
 *
 * @param blocks the blocks, in their order
 */
public record StyledText(List<Block> blocks) {

  /** The namespace, and the name of the feature in service discovery. */
  public static final String NAMESPACE = "urn:xmpp:styling:0";

  /** The depth of quotations in quotations. Deeper ones are plain lines. */
  public static final int MAX_DEPTH = 16;

  private static final String FENCE = "```";
  private static final char QUOTE = '>';

  /** A block (section 5.1). */
  public sealed interface Block {

    /**
     * A line of text.
     *
     * @param spans its spans, in their order; none if the line is empty
     */
    record Plain(List<Span> spans) implements Block {

      /** Keeps an unchangeable copy. */
      public Plain {
        spans = List.copyOf(spans);
      }
    }

    /**
     * A quotation.
     *
     * @param blocks what is quoted
     */
    record Quote(List<Block> blocks) implements Block {

      /** Keeps an unchangeable copy. */
      public Quote {
        blocks = List.copyOf(blocks);
      }
    }

    /**
     * Preformatted text, for a monospace font.
     *
     * @param info what follows the accents in the first line, which the specification ignores;
     *     often the name of a programming language
     * @param text the lines between the accents
     */
    record Preformatted(String info, String text) implements Block {}
  }

  /** A span (section 5.2). */
  public sealed interface Span {

    /**
     * Text without a style.
     *
     * @param text the text
     */
    record Text(String text) implements Span {}

    /**
     * Text with a style. Section 7 recommends to display its {@link Style#directive()} on both
     * sides in the same style.
     *
     * @param style the style
     * @param spans what it applies to, without the directives. For {@link Style#PREFORMATTED} it is
     *     one {@link Text}
     */
    record Styled(Style style, List<Span> spans) implements Span {

      /** Keeps an unchangeable copy. */
      public Styled {
        spans = List.copyOf(spans);
      }
    }
  }

  /** A style of a span. */
  public enum Style {
    /** Emphasis, usually italics. */
    EMPHASIS('_'),
    /** Strong emphasis, usually bold. */
    STRONG('*'),
    /** A horizontal line through the text. */
    STRIKE('~'),
    /** Preformatted, usually monospace. */
    PREFORMATTED('`');

    private final char directive;

    Style(char directive) {
      this.directive = directive;
    }

    /** {@return the character before and after such a span} */
    public char directive() {
      return directive;
    }

    static @Nullable Style of(char directive) {
      return switch (directive) {
        case '_' -> EMPHASIS;
        case '*' -> STRONG;
        case '~' -> STRIKE;
        case '`' -> PREFORMATTED;
        default -> null;
      };
    }
  }

  /** Keeps an unchangeable copy. */
  public StyledText {
    blocks = List.copyOf(blocks);
  }

  /**
   * Reads the text of a message.
   *
   * @param message the message
   * @return its body, without any style if the message is {@link Unstyled}; null if it has no body
   */
  public static @Nullable StyledText of(Message message) {
    String body = message.body();
    if (body == null) {
      return null;
    }
    return message.payload(Unstyled.TYPE) == null ? of(body) : plain(body);
  }

  /**
   * Reads a text, such as one without its {@link Fallback}.
   *
   * @param text any text
   * @return the text with its styles
   */
  public static StyledText of(String text) {
    return new StyledText(blocks(lines(text), 0));
  }

  private static StyledText plain(String text) {
    List<Block> blocks = new ArrayList<>();
    for (String line : lines(text)) {
      blocks.add(new Block.Plain(line.isEmpty() ? List.of() : List.of(new Span.Text(line))));
    }
    return new StyledText(blocks);
  }

  private static List<String> lines(String text) {
    return Arrays.asList(text.split("\n", -1));
  }

  /** The blocks of a text, or within a quotation. */
  private static List<Block> blocks(List<String> lines, int depth) {
    List<Block> blocks = new ArrayList<>();
    int at = 0;
    while (at < lines.size()) {
      String line = lines.get(at);
      int end = at + 1;
      if (line.startsWith(FENCE)) {
        while (end < lines.size() && !lines.get(end).equals(FENCE)) {
          end++;
        }
        String text = String.join("\n", lines.subList(at + 1, end));
        blocks.add(new Block.Preformatted(line.substring(FENCE.length()), text));
        end = Math.min(end + 1, lines.size());
      } else if (isQuoted(line) && depth < MAX_DEPTH) {
        while (end < lines.size() && isQuoted(lines.get(end))) {
          end++;
        }
        blocks.add(new Block.Quote(blocks(unquoted(lines.subList(at, end)), depth + 1)));
      } else {
        blocks.add(new Block.Plain(Spans.of(line)));
      }
      at = end;
    }
    return blocks;
  }

  private static boolean isQuoted(String line) {
    return !line.isEmpty() && line.charAt(0) == QUOTE;
  }

  /** The lines without the sign, and without the first white space after it. */
  private static List<String> unquoted(List<String> lines) {
    List<String> unquoted = new ArrayList<>(lines.size());
    for (String line : lines) {
      boolean space = line.length() > 1 && Whitespace.is(line.charAt(1));
      unquoted.add(line.substring(space ? 2 : 1));
    }
    return unquoted;
  }
}
