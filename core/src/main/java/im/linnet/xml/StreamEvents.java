package im.linnet.xml;

/**
 * What a {@link StreamParser} has read. It is called from within {@link StreamParser#feed}, on the
 * thread that feeds; an exception thrown here passes through {@code feed} and ends the parser.
 */
public interface StreamEvents {

  /**
   * The start tag of the root is complete.
   *
   * @param header what it says
   */
  void streamOpened(StreamHeader header);

  /**
   * One child of the root is complete.
   *
   * @param element that child with all that is in it
   */
  void element(Element element);

  /** The end tag of the root is complete. */
  void streamClosed();
}
