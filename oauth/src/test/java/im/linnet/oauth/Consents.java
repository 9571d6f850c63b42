package im.linnet.oauth;

/** Finds the consent needed in failures. */
final class Consents {

  private Consents() {}

  /** The exception in a failure, which must contain one. */
  static ConsentNeeded of(Throwable failure) {
    ConsentNeeded needed = ConsentNeeded.in(failure);
    if (needed == null) {
      throw new AssertionError("not for want of consent", failure);
    }
    return needed;
  }
}
