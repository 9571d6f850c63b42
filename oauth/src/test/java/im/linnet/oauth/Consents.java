package im.linnet.oauth;

/** What failures say of consent. */
final class Consents {

  private Consents() {}

  /** What a failure says of it, which it has to. */
  static ConsentNeeded of(Throwable failure) {
    ConsentNeeded needed = ConsentNeeded.in(failure);
    if (needed == null) {
      throw new AssertionError("not for want of consent", failure);
    }
    return needed;
  }
}
