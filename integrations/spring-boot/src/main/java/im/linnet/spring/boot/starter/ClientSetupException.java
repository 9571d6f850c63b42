package im.linnet.spring.boot.starter;

import org.jspecify.annotations.Nullable;

/** The configuration of a client does not work. The message never quotes a secret. */
final class ClientSetupException extends IllegalStateException {

  private static final long serialVersionUID = 1;

  private final String remedy;

  /**
   * Creates an exception.
   *
   * @param what what is wrong, with the name of the property
   * @param remedy what to try
   */
  ClientSetupException(String what, String remedy, @Nullable Throwable cause) {
    super(what, cause);
    this.remedy = remedy;
  }

  String remedy() {
    return remedy;
  }
}
