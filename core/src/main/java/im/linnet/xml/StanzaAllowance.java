package im.linnet.xml;

/**
 * Allows some children of a stream's root to exceed the {@link XmlLimits}, for instance responses
 * to requests. It is called only for a child that is about to exceed a limit on bytes, so it costs
 * nothing for all others.
 */
@FunctionalInterface
public interface StanzaAllowance {

  /** No child may exceed the limits. */
  StanzaAllowance NONE = start -> 0;

  /**
   * Returns the number of bytes that a child of the root may have. Called at most once for each
   * child, by the thread that feeds the {@link StreamParser}, within {@code feed}. Must neither
   * block nor throw.
   *
   * @param start the child as its start tag defines it: name and attributes, without content
   * @return the maximum size of the child and of each text or value in it, in bytes; if this is not
   *     more than the limits, the limits apply
   */
  int bytes(Element start);
}
