package im.linnet.benchmarks.growth;

import java.util.List;

/**
 * Something of which there may be more and more.
 *
 * @param name what the cost is of, and what there is more of
 * @param sizes how much there is of it, from little to much
 * @param maker prepares a load of a size
 */
record Series(String name, List<Integer> sizes, Maker maker) {

  /** Prepares a load; what that costs is not measured. */
  @FunctionalInterface
  interface Maker {

    /**
     * Prepares it.
     *
     * @throws Exception if it can't be prepared
     */
    Load prepare(int size) throws Exception;
  }

  /** Does something with a client again and again. */
  interface Load extends AutoCloseable {

    /** How often a run does it. */
    int rounds();

    /**
     * Does it so often, and waits until it is done.
     *
     * @throws Exception if it fails
     */
    void run() throws Exception;

    @Override
    void close();
  }
}
