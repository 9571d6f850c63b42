package im.linnet.testkit.gateway;

/**
 * An error that the gateway answers instead of what was asked for.
 *
 * @param type the error's type (RFC 6120, section 8.3.2)
 * @param condition the condition (RFC 6120, section 8.3.3)
 */
public record Refusal(String type, String condition) {

  /** {@return an account of that name exists} */
  public static Refusal conflict() {
    return new Refusal("cancel", "conflict");
  }

  /** {@return a field is missing or has no allowed value} */
  public static Refusal notAcceptable() {
    return new Refusal("modify", "not-acceptable");
  }

  /** {@return the gateway can't store the registration, as PyMSNt reports it} */
  public static Refusal storageFailed() {
    return new Refusal("wait", "internal-server-error");
  }
}
