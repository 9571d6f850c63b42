package im.linnet.references;

import im.linnet.references.StyledText.Span;
import im.linnet.references.StyledText.Style;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the spans of one line (XEP-0393, section 5.2), from its beginning to its end, each as short
 * as possible.
 *
 * <p>The time is linear: for each style, the next closing directive is searched for only from where
 * the last search ended. The depth is at most the number of styles: within a span there is no other
 * closing directive of its style.
 */
final class Spans {

  private final String line;

  /** For each style, a closing directive; or the length of the line if there is none any more. */
  private final Map<Style, Integer> closing = new EnumMap<>(Style.class);

  private Spans(String line) {
    this.line = line;
  }

  static List<Span> of(String line) {
    return new Spans(line).within(0, line.length());
  }

  /** The spans of a part of the line: all of it, or what is inside another span. */
  private List<Span> within(int start, int end) {
    List<Span> spans = new ArrayList<>();
    int text = start;
    int at = start;
    while (at < end) {
      Style style = Style.of(line.charAt(at));
      if (style == null || !isOpening(at, start, end)) {
        at++;
      } else {
        int close = closingAfter(at, style);
        if (close < end) {
          addText(spans, text, at);
          spans.add(new Span.Styled(style, inside(style, at + 1, close)));
          text = close + 1;
          at = text;
        } else {
          at++;
        }
      }
    }
    addText(spans, text, end);
    return spans;
  }

  private List<Span> inside(Style style, int start, int end) {
    return style == Style.PREFORMATTED
        ? List.of(new Span.Text(line.substring(start, end)))
        : within(start, end);
  }

  private void addText(List<Span> spans, int start, int end) {
    if (start < end) {
      spans.add(new Span.Text(line.substring(start, end)));
    }
  }

  /**
   * At the beginning, after white space or, at the start of a span, after another directive. If the
   * next character is the same directive, there is no text between the two, so neither is valid.
   */
  private boolean isOpening(int at, int start, int end) {
    return (at == start || Whitespace.is(line.charAt(at - 1)))
        && at + 1 < end
        && line.charAt(at + 1) != line.charAt(at)
        && !Whitespace.is(line.charAt(at + 1));
  }

  /** The first closing directive with text before it. */
  private int closingAfter(int opening, Style style) {
    int at = Math.max(closing.getOrDefault(style, 0), opening + 2);
    while (at < line.length()
        && (line.charAt(at) != style.directive() || Whitespace.is(line.charAt(at - 1)))) {
      at++;
    }
    closing.put(style, at);
    return at;
  }
}
