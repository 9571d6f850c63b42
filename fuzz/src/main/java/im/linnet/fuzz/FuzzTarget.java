package im.linnet.fuzz;

/**
 * One thing to fuzz. It reads any bytes, as a peer could send them, and checks what must hold. Used
 * by one thread.
 */
public interface FuzzTarget extends AutoCloseable {

  /**
   * Runs one input.
   *
   * @param input any bytes; not changed
   * @throws Exception if something does not hold; so does an {@link Error}
   */
  void run(byte[] input) throws Exception;

  /** Frees what the target holds. Does nothing by default. */
  @Override
  default void close() {}
}
