package im.linnet.benchmarks;

/** The command line is wrong; the message is one line that names the option. */
public final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * A wrong command line.
   *
   * @param message names the option and says what is expected
   */
  public UsageException(String message) {
    super(message);
  }
}
