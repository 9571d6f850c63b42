package im.linnet.xml;

/**
 * The limits of a {@link StreamParser}. Input that exceeds them is refused with {@code
 * policy-violation} before anything is allocated for it. A {@link StanzaAllowance} may allow some
 * children of the stream root more bytes, in all and in each text; the other limits always apply.
 *
 * @param stanzaBytes bytes of one child of the stream root, or of the root's own start tag
 * @param depth levels of elements in one child of the stream root, that child included
 * @param attributes attributes of one element, namespace declarations not counted
 * @param namespaceDeclarations declarations in scope at any one place, those of the stream root
 *     included
 * @param nameBytes bytes of one name as written, prefix and colon included
 * @param textBytes bytes, as UTF-8 and without escapes, of one attribute value or one run of
 *     character data
 */
public record XmlLimits(
    int stanzaBytes,
    int depth,
    int attributes,
    int namespaceDeclarations,
    int nameBytes,
    int textBytes) {

  private static final int KIB = 1024;

  private static final XmlLimits BEFORE_AUTHENTICATION =
      new XmlLimits(64 * KIB, 32, 64, 64, KIB, 64 * KIB);

  private static final XmlLimits SESSION = new XmlLimits(KIB * KIB, 128, 256, 256, KIB, KIB * KIB);

  /**
   * Checks the range of each limit.
   *
   * @throws IllegalArgumentException if a limit is below 1, or depth above {@link
   *     Element#MAX_DEPTH}
   */
  public XmlLimits {
    requirePositive("stanzaBytes", stanzaBytes);
    requirePositive("depth", depth);
    requirePositive("attributes", attributes);
    requirePositive("namespaceDeclarations", namespaceDeclarations);
    requirePositive("nameBytes", nameBytes);
    requirePositive("textBytes", textBytes);
    if (depth > Element.MAX_DEPTH) {
      throw new IllegalArgumentException(
          "depth: %d (expected: <= %d)".formatted(depth, Element.MAX_DEPTH));
    }
  }

  /** {@return the limits for a peer that is not authenticated yet: stanzas up to 64 KiB} */
  public static XmlLimits beforeAuthentication() {
    return BEFORE_AUTHENTICATION;
  }

  /** {@return the limits for an authenticated stream: stanzas up to 1 MiB, 128 levels deep} */
  public static XmlLimits session() {
    return SESSION;
  }

  /**
   * A copy with another limit on stanzas.
   *
   * @param bytes bytes of one child of the stream root
   * @return the copy
   * @throws IllegalArgumentException if the limit is below 1
   */
  public XmlLimits withStanzaBytes(int bytes) {
    return new XmlLimits(bytes, depth, attributes, namespaceDeclarations, nameBytes, textBytes);
  }

  /**
   * A copy with another limit on nesting.
   *
   * @param levels levels of elements, at most {@link Element#MAX_DEPTH}
   * @return the copy
   * @throws IllegalArgumentException if the limit is out of range
   */
  public XmlLimits withDepth(int levels) {
    return new XmlLimits(
        stanzaBytes, levels, attributes, namespaceDeclarations, nameBytes, textBytes);
  }

  /**
   * A copy with another limit on attributes.
   *
   * @param count attributes of one element
   * @return the copy
   * @throws IllegalArgumentException if the limit is below 1
   */
  public XmlLimits withAttributes(int count) {
    return new XmlLimits(stanzaBytes, depth, count, namespaceDeclarations, nameBytes, textBytes);
  }

  /**
   * A copy with another limit on namespace declarations.
   *
   * @param count declarations in scope at one place
   * @return the copy
   * @throws IllegalArgumentException if the limit is below 1
   */
  public XmlLimits withNamespaceDeclarations(int count) {
    return new XmlLimits(stanzaBytes, depth, attributes, count, nameBytes, textBytes);
  }

  /**
   * A copy with another limit on names.
   *
   * @param bytes bytes of one name as written
   * @return the copy
   * @throws IllegalArgumentException if the limit is below 1
   */
  public XmlLimits withNameBytes(int bytes) {
    return new XmlLimits(stanzaBytes, depth, attributes, namespaceDeclarations, bytes, textBytes);
  }

  /**
   * A copy with another limit on character data.
   *
   * @param bytes bytes of one attribute value or run of character data
   * @return the copy
   * @throws IllegalArgumentException if the limit is below 1
   */
  public XmlLimits withTextBytes(int bytes) {
    return new XmlLimits(stanzaBytes, depth, attributes, namespaceDeclarations, nameBytes, bytes);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("%s: %d (expected: >= 1)".formatted(name, value));
    }
  }
}
