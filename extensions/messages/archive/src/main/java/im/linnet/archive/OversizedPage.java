package im.linnet.archive;

/** An archive sent more results than a page may have, or larger ones. */
final class OversizedPage extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  OversizedPage(String message) {
    super(message);
  }
}
