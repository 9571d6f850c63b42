package im.linnet.pubsub;

import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The name of a node (XEP-0060, section 4.6.2) and the type of its payloads. A protocol on top of
 * publish-subscribe keeps one as a constant, such as {@code NodeType.of("urn:example:tune",
 * Tune.TYPE)}. {@link AnyPayload#node} makes one for payloads without a class.
 *
 * <p>Immutable. Two nodes are equal if they have the same name.
 *
 * @param <T> the payload of its items
 */
public final class NodeType<T extends Payload> {

  private static final String NOTIFY = "+notify";

  private final String name;
  private final Predicate<Element> recognized;
  private final Function<Element, T> reader;

  NodeType(String name, Predicate<Element> recognized, Function<Element, T> reader) {
    this.name = Objects.requireNonNull(name, "name");
    this.recognized = recognized;
    this.reader = reader;
  }

  /**
   * A node whose items have payloads of one type. Items with another payload, or a malformed one,
   * are left out wherever items are read.
   *
   * @param name the name of the node, in personal eventing mostly a namespace
   * @param type the type of the payloads
   * @param <T> their class
   * @return the node
   */
  public static <T extends Payload> NodeType<T> of(String name, Payload.Type<T> type) {
    return new NodeType<>(
        name, element -> element.is(type.name(), type.namespace()), type.reader());
  }

  /** {@return the name of the node} */
  public String name() {
    return name;
  }

  /**
   * {@return the feature by which a client asks for the events of this node of all contacts and of
   * the own account (XEP-0060, section 9.2)}
   */
  public String notifyFeature() {
    return name + NOTIFY;
  }

  /** Reads a payload; null if it is another one, or malformed. */
  @Nullable T read(Element payload) {
    if (!recognized.test(payload)) {
      return null;
    }
    try {
      return reader.apply(payload);
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NodeType<?> that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
