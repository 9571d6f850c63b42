package im.linnet.disco;

import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an entity is and what it can do (XEP-0030, section 3). Immutable value. */
public final class DiscoInfo implements Payload {

  /** The namespace. */
  public static final String NAMESPACE = "http://jabber.org/protocol/disco#info";

  /** Reads the payload. */
  public static final Type<DiscoInfo> TYPE = new Type<>("query", NAMESPACE, DiscoInfo::of);

  private static final String FORMS = "jabber:x:data";

  private final @Nullable String node;
  private final List<Identity> identities;
  private final Set<String> features;
  private final List<Element> forms;

  private DiscoInfo(
      @Nullable String node, List<Identity> identities, Set<String> features, List<Element> forms) {
    this.node = node;
    this.identities = List.copyOf(identities);
    this.features = Collections.unmodifiableSet(new LinkedHashSet<>(features));
    this.forms = List.copyOf(forms);
  }

  /**
   * Describes an entity itself, without forms.
   *
   * @param identities what it is
   * @param features what it can do
   * @return the information
   */
  public static DiscoInfo of(List<Identity> identities, Set<String> features) {
    return new DiscoInfo(null, identities, features, List.of());
  }

  /**
   * Reads an answer. Malformed identities and features are left out.
   *
   * @param query the {@code <query/>}
   * @return the information
   * @throws IllegalArgumentException if it is another element
   */
  public static DiscoInfo of(Element query) {
    if (!query.is("query", NAMESPACE)) {
      throw new IllegalArgumentException(
          "element: %s (expected: <query xmlns='%s'/>)".formatted(query, NAMESPACE));
    }
    Set<String> features = new LinkedHashSet<>();
    for (Element feature : query.children("feature", NAMESPACE)) {
      String name = feature.attribute("var");
      if (name != null) {
        features.add(name);
      }
    }
    return new DiscoInfo(
        query.attribute("node"), identities(query), features, query.children("x", FORMS));
  }

  private static List<Identity> identities(Element query) {
    List<Identity> identities = new ArrayList<>();
    for (Element identity : query.children("identity", NAMESPACE)) {
      try {
        identities.add(Identity.of(identity));
      } catch (IllegalArgumentException incomplete) {
        // Malformed: left out.
      }
    }
    return identities;
  }

  /**
   * Returns the same information about a node.
   *
   * @param part the node, or null for the entity itself
   * @return a copy
   */
  public DiscoInfo withNode(@Nullable String part) {
    return new DiscoInfo(part, identities, features, forms);
  }

  /** {@return the part of the entity that this is about, or null for the entity itself} */
  public @Nullable String node() {
    return node;
  }

  /** {@return what it is} */
  public List<Identity> identities() {
    return identities;
  }

  /** {@return what it can do, in the order received; mostly namespaces} */
  public Set<String> features() {
    return features;
  }

  /** {@return extended information, each a data form (XEP-0128) as it was sent} */
  public List<Element> forms() {
    return forms;
  }

  /**
   * Tells whether the entity has a feature.
   *
   * @param feature the name of a feature
   * @return whether it is listed; always true for {@link #NAMESPACE}, because the entity has
   *     answered (section 3.1)
   */
  public boolean has(String feature) {
    return features.contains(feature) || feature.equals(NAMESPACE);
  }

  /**
   * Tells whether the entity has an identity.
   *
   * @param category the category of an identity
   * @param type its type
   * @return whether one of its identities has both
   */
  public boolean is(String category, String type) {
    return identities.stream()
        .anyMatch(each -> each.category().equals(category) && each.type().equals(type));
  }

  @Override
  public Element toElement() {
    ElementBuilder query = Element.builder("query", NAMESPACE).attribute("node", node);
    identities.forEach(identity -> query.child(identity.toElement()));
    for (String feature : features) {
      query.child(Element.builder("feature", NAMESPACE).attribute("var", feature).build());
    }
    return query.children(forms).build();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DiscoInfo that
        && Objects.equals(node, that.node)
        && identities.equals(that.identities)
        && features.equals(that.features)
        && forms.equals(that.forms);
  }

  @Override
  public int hashCode() {
    return Objects.hash(node, identities, features, forms);
  }

  @Override
  public String toString() {
    return "DiscoInfo[node=%s, identities=%s, features=%s, forms=%s]"
        .formatted(node, identities, features, forms);
  }
}
