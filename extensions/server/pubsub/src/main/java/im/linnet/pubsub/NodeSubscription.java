package im.linnet.pubsub;

import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A subscription of an entity to a node (XEP-0060, sections 5.6 and 6.1). Immutable value. */
public final class NodeSubscription {

  private final @Nullable String node;
  private final Jid jid;
  private final @Nullable String id;
  private final SubscriptionState state;

  private NodeSubscription(
      @Nullable String node, Jid jid, @Nullable String id, SubscriptionState state) {
    this.node = node;
    this.jid = Objects.requireNonNull(jid, "jid");
    this.id = id;
    this.state = Objects.requireNonNull(state, "state");
  }

  /**
   * Describes a subscription.
   *
   * @param node the name of the node
   * @param jid the subscriber
   * @param id the id that the service gave it, or null for none
   * @param state how far it is
   * @return the subscription
   */
  public static NodeSubscription of(
      String node, Jid jid, @Nullable String id, SubscriptionState state) {
    return new NodeSubscription(Objects.requireNonNull(node, "node"), jid, id, state);
  }

  /**
   * Reads a {@code <subscription/>} of any of the namespaces of XEP-0060.
   *
   * @param element the element
   * @param node the name of the node if the element has none
   * @return the subscription
   * @throws IllegalArgumentException if the subscriber is missing or malformed, or the state is
   *     unknown
   */
  static NodeSubscription read(Element element, @Nullable String node) {
    String jid = element.attribute("jid");
    String named = element.attribute("node");
    String wireName = element.attribute("subscription");
    SubscriptionState state =
        wireName == null ? SubscriptionState.SUBSCRIBED : SubscriptionState.of(wireName);
    if (jid == null || state == null) {
      throw new IllegalArgumentException("subscription: malformed (expected: jid and state)");
    }
    return new NodeSubscription(
        named == null ? node : named, Jid.received(jid), element.attribute("subid"), state);
  }

  /** {@return the name of the node, or null for the service itself} */
  public @Nullable String node() {
    return node;
  }

  /** {@return the subscriber} */
  public Jid jid() {
    return jid;
  }

  /** {@return the id that the service gave the subscription, or null} */
  public @Nullable String id() {
    return id;
  }

  /** {@return how far it is} */
  public SubscriptionState state() {
    return state;
  }

  /** An element that names this subscription. */
  ElementBuilder name(String elementName) {
    return Element.builder(elementName, Wire.PUBSUB)
        .attribute("node", node)
        .attribute("jid", jid.toString())
        .attribute("subid", id);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof NodeSubscription that
        && Objects.equals(node, that.node)
        && jid.equals(that.jid)
        && Objects.equals(id, that.id)
        && state == that.state;
  }

  @Override
  public int hashCode() {
    return Objects.hash(node, jid, id, state);
  }

  @Override
  public String toString() {
    return "NodeSubscription[%s, %s, %s]".formatted(node, jid, state.wireName());
  }
}
