package im.linnet.xml;

/**
 * Lets some children of a stream's root be larger than {@link XmlLimits} say, such as answers that
 * were asked for. It is asked only about a child that is about to go beyond a limit on bytes, so
 * for all others it costs nothing.
 */
@FunctionalInterface
public interface StanzaAllowance {

  /** Nothing may be larger. */
  StanzaAllowance NONE = start -> 0;

  /**
   * Says how many bytes a child of the root may have. Called at most once for each, by the thread
   * that feeds the {@link StreamParser}, within {@code feed}; must neither block nor throw.
   *
   * @param start the child as far as its start tag says: name and attributes, without content
   * @return how many bytes it may have in all, and each text or value in it; if that is no more
   *     than the limits say, they hold
   */
  int bytes(Element start);
}
