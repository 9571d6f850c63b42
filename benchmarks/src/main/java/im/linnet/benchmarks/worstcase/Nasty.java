package im.linnet.benchmarks.worstcase;

/**
 * One kind of nasty input.
 *
 * @param name its name
 * @param growth how its cost may grow
 * @param smallest the first size, in units of its own; each further one is twice as large
 * @param largest the last one at most, for instance a limit
 * @param maker prepares an input of a size
 */
record Nasty(String name, Growth growth, int smallest, int largest, Maker maker) {

  /** For sizes without a limit of their own. */
  static final int UNLIMITED = Integer.MAX_VALUE;

  /** How the cost may grow when the input doubles. */
  enum Growth {
    /** Time and memory at most in proportion. */
    LINEAR,
    /** As {@link #LINEAR}; and what a client holds of it afterwards is bounded. */
    BOUNDED,
    /** Memory not at all: the rest is refused, or passed over. */
    CONSTANT_MEMORY
  }

  /** Prepares an input; what that costs is not measured. */
  @FunctionalInterface
  interface Maker {

    /**
     * Prepares it.
     *
     * @throws Exception if it can't be prepared
     */
    Prepared prepare(int size) throws Exception;
  }

  /** An input that is ready to be read, once. */
  interface Prepared extends AutoCloseable {

    /** How many bytes it has. */
    long bytes();

    /**
     * Reads it.
     *
     * @throws Exception if it can't be read
     */
    void read() throws Exception;

    @Override
    default void close() {}
  }
}
