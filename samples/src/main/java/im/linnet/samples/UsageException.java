package im.linnet.samples;

/** The command line is wrong; the message is one line that names the option. */
final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
