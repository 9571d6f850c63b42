package im.linnet.xml;

/**
 * The name of an element. Elements read from equal tags share it.
 *
 * @param namespace the namespace name
 * @param local the local name
 */
record ElementName(String namespace, String local) {

  /** Returns whether this is that name. */
  boolean is(String otherLocal, String otherNamespace) {
    return local.equals(otherLocal) && namespace.equals(otherNamespace);
  }
}
