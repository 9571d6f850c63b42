package im.linnet.xml;

/**
 * The name of an element, which many elements share: those that were read from like tags.
 *
 * @param namespace the namespace name
 * @param local the local name
 */
record ElementName(String namespace, String local) {

  /** Whether that is the name. */
  boolean is(String otherLocal, String otherNamespace) {
    return local.equals(otherLocal) && namespace.equals(otherNamespace);
  }
}
