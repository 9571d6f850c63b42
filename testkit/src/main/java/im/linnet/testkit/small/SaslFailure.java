package im.linnet.testkit.small;

/** A sign-in that fails with a condition of RFC 6120, section 6.5. */
final class SaslFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final String condition;

  SaslFailure(String condition) {
    super(condition, null, false, false);
    this.condition = condition;
  }

  String condition() {
    return condition;
  }
}
