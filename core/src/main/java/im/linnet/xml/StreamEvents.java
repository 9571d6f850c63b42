package im.linnet.xml;

/**
 * Receives what a {@link StreamParser} has read. The methods are called from within {@link
 * StreamParser#feed}, on the thread that feeds. An exception thrown here propagates through {@code
 * feed} and ends the parser.
 */
public interface StreamEvents {

  /**
   * The start tag of the root is complete.
   *
   * @param header the content of the tag
   */
  void streamOpened(StreamHeader header);

  /**
   * One child of the root is complete.
   *
   * @param element the child with its content
   */
  void element(Element element);

  /** The end tag of the root is complete. */
  void streamClosed();
}
