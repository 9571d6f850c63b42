package im.linnet.forms;

import java.util.List;
import java.util.function.IntPredicate;

/** A part of a regular expression. */
sealed interface RegexPart {

  /** One character of a set of code points. */
  record Characters(IntPredicate set) implements RegexPart {}

  /** The beginning or the end of the text. */
  record Edge(boolean atStart) implements RegexPart {}

  /** Parts one after another; none for the empty text. */
  record Sequence(List<RegexPart> parts) implements RegexPart {}

  /** One of at least one branch. */
  record Choice(List<RegexPart> branches) implements RegexPart {}

  /** A part several times. */
  record Repeat(RegexPart part, int min, int max) implements RegexPart {
    /** The maximum if there is none. */
    static final int UNLIMITED = -1;
  }
}
