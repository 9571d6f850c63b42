package im.linnet.trace;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * A line of a trace that is not written yet.
 *
 * @param nanoTime when it happened, by {@link System#nanoTime()}
 * @param size about how many characters it holds
 * @param fields writes its fields
 */
record Entry(long nanoTime, int size, Fields fields) {

  /** What a line holds besides its time; for the size of small entries. */
  private static final int OVERHEAD = 100;

  /** Writes the fields of a line. */
  interface Fields {
    void to(JsonGenerator line) throws IOException;
  }

  /** What happens now, which holds a text of this length. */
  static Entry now(int length, Fields fields) {
    return new Entry(System.nanoTime(), OVERHEAD + length, fields);
  }
}
