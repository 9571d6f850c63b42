package im.linnet.forms;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression from a stranger, run as a nondeterministic automaton: the work is at most
 * the length of the text times the {@value #MAX_STATES} states that an expression may have. The
 * JDK's engine is not used because it takes exponential time for some expressions.
 *
 * <p>Immutable.
 */
final class RegularExpression {

  /** The most states of an automaton, and the most steps to make it. */
  static final int MAX_STATES = 1024;

  /** Longer texts are not checked: no form asks for such by an expression. */
  private static final int MAX_TEXT = 4096;

  private static final int MAX_PATTERN = 2048;

  /** What a state does. */
  private enum Op {
    /** Takes one character of a set. */
    TAKE,
    /** Goes on at one state or two. */
    SPLIT,
    /** Goes on at the beginning of the text. */
    BEGIN,
    /** Goes on at the end of the text. */
    END,
    /** The text matches if it ends here. */
    MATCH
  }

  private record State(Op op, int next, int other, IntPredicate set) {}

  private final String pattern;
  private final List<State> states = new ArrayList<>();
  private int work;

  private RegularExpression(String pattern) {
    this.pattern = pattern;
    if (pattern.length() > MAX_PATTERN) {
      throw new IllegalArgumentException("pattern: too long (expected: <= 2048 characters)");
    }
    append(new RegexParser(pattern).parse());
    add(Op.MATCH, 0, 0, RegularExpression::noCharacter);
  }

  /**
   * Reads an expression.
   *
   * @throws IllegalArgumentException if it is malformed, uses what is not supported, or is too
   *     complex
   */
  static RegularExpression of(String pattern) {
    return new RegularExpression(pattern);
  }

  /** Reads an expression; null if {@link #of} does not understand it. */
  static @Nullable RegularExpression understood(String pattern) {
    try {
      return of(pattern);
    } catch (IllegalArgumentException notUnderstood) {
      return null;
    }
  }

  String pattern() {
    return pattern;
  }

  private static boolean noCharacter(int character) {
    return false;
  }

  private int add(Op op, int next, int other, IntPredicate set) {
    states.add(new State(op, next, other, set));
    return states.size() - 1;
  }

  private void append(RegexPart part) {
    if (++work > MAX_STATES) {
      throw new IllegalArgumentException("pattern: too complex");
    }
    int here = states.size();
    if (part instanceof RegexPart.Characters characters) {
      add(Op.TAKE, here + 1, 0, characters.set());
    } else if (part instanceof RegexPart.Edge edge) {
      add(edge.atStart() ? Op.BEGIN : Op.END, here + 1, 0, RegularExpression::noCharacter);
    } else if (part instanceof RegexPart.Sequence sequence) {
      sequence.parts().forEach(this::append);
    } else if (part instanceof RegexPart.Choice choice) {
      appendChoice(choice.branches());
    } else if (part instanceof RegexPart.Repeat repeat) {
      appendRepeat(repeat);
    }
  }

  private void appendChoice(List<RegexPart> branches) {
    List<Integer> ends = new ArrayList<>();
    for (int i = 0; i < branches.size() - 1; i++) {
      int split = add(Op.SPLIT, 0, 0, RegularExpression::noCharacter);
      append(branches.get(i));
      ends.add(add(Op.SPLIT, 0, 0, RegularExpression::noCharacter));
      go(split, split + 1, states.size());
    }
    append(branches.get(branches.size() - 1));
    ends.forEach(end -> go(end, states.size(), states.size()));
  }

  private void appendRepeat(RegexPart.Repeat repeat) {
    for (int i = 0; i < repeat.min(); i++) {
      append(repeat.part());
    }
    if (repeat.max() == RegexPart.Repeat.UNLIMITED) {
      int split = add(Op.SPLIT, 0, 0, RegularExpression::noCharacter);
      append(repeat.part());
      add(Op.SPLIT, split, split, RegularExpression::noCharacter);
      go(split, split + 1, states.size());
      return;
    }
    List<Integer> splits = new ArrayList<>();
    for (int i = repeat.min(); i < repeat.max(); i++) {
      splits.add(add(Op.SPLIT, 0, 0, RegularExpression::noCharacter));
      append(repeat.part());
    }
    splits.forEach(split -> go(split, split + 1, states.size()));
  }

  private void go(int split, int next, int other) {
    states.set(split, new State(Op.SPLIT, next, other, RegularExpression::noCharacter));
  }

  /** Whether the whole text matches. */
  boolean matches(String text) {
    if (text.length() > MAX_TEXT) {
      return true;
    }
    int[] characters = text.codePoints().toArray();
    Threads now = new Threads(states.size());
    Threads next = new Threads(states.size());
    follow(0, 0, characters.length, now);
    for (int i = 0; i < characters.length; i++) {
      next.clear();
      for (int j = 0; j < now.size; j++) {
        State state = states.get(now.waiting[j]);
        if (state.op() == Op.TAKE && state.set().test(characters[i])) {
          follow(state.next(), i + 1, characters.length, next);
        }
      }
      Threads last = now;
      now = next;
      next = last;
    }
    return now.matched;
  }

  /** Adds the states that can be reached from one without taking a character. */
  private void follow(int first, int position, int length, Threads reached) {
    reached.push(first);
    while (reached.depth > 0) {
      int index = reached.pop();
      State state = states.get(index);
      switch (state.op()) {
        case TAKE -> reached.await(index);
        case MATCH -> reached.matched = true;
        case SPLIT -> {
          reached.push(state.other());
          reached.push(state.next());
        }
        case BEGIN -> reached.pushIf(position == 0, state.next());
        case END -> reached.pushIf(position == length, state.next());
      }
    }
  }

  /** The states reached at one place of the text, each at most once. */
  private static final class Threads {
    private final boolean[] seen;
    private final int[] stack;
    private final int[] waiting;
    private int depth;
    private int size;
    private boolean matched;

    Threads(int states) {
      seen = new boolean[states];
      stack = new int[states];
      waiting = new int[states];
    }

    void clear() {
      Arrays.fill(seen, false);
      size = 0;
      matched = false;
    }

    void push(int state) {
      if (!seen[state]) {
        seen[state] = true;
        stack[depth++] = state;
      }
    }

    void pushIf(boolean condition, int state) {
      if (condition) {
        push(state);
      }
    }

    int pop() {
      return stack[--depth];
    }

    void await(int state) {
      waiting[size++] = state;
    }
  }
}
