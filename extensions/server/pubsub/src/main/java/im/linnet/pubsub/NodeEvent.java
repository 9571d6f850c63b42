package im.linnet.pubsub;

import im.linnet.forms.DataForm;
import im.linnet.stanza.Payload;
import org.jspecify.annotations.Nullable;

/**
 * What happened at a node (XEP-0060, section 4.3). Delivered again, with {@link
 * EventSource#delayed()}, whenever the service sends its last item again.
 *
 * @param <T> the payload of the node's items
 */
public sealed interface NodeEvent<T extends Payload> {

  /** {@return where it happened} */
  EventSource source();

  /**
   * An item was published, or published again with another payload (section 7.1.2).
   *
   * @param source where
   * @param item the item; without payload if the node sends only ids
   * @param <T> its payload
   */
  record Published<T extends Payload>(EventSource source, Item<T> item) implements NodeEvent<T> {}

  /**
   * An item was deleted (section 7.2.2.1).
   *
   * @param source where
   * @param id the item
   * @param <T> the payload of the node's items
   */
  record Retracted<T extends Payload>(EventSource source, String id) implements NodeEvent<T> {}

  /**
   * All items were deleted (section 8.5.2).
   *
   * @param source where
   * @param <T> the payload of the node's items
   */
  record Purged<T extends Payload>(EventSource source) implements NodeEvent<T> {}

  /**
   * The node was deleted (section 8.4.2).
   *
   * @param source where
   * @param redirect where it is now, a URI such as {@code xmpp:pubsub.example.com?;node=news},
   *     unchecked; or null
   * @param <T> the payload of the node's items
   */
  record Deleted<T extends Payload>(EventSource source, @Nullable String redirect)
      implements NodeEvent<T> {}

  /**
   * The node was configured (section 8.2.5).
   *
   * @param source where
   * @param form the new configuration, or null if the service does not send it
   * @param <T> the payload of the node's items
   */
  record Configured<T extends Payload>(EventSource source, @Nullable DataForm form)
      implements NodeEvent<T> {}

  /**
   * A subscription was approved, denied or cancelled (section 13.14).
   *
   * @param source where
   * @param subscription the subscription with its new state
   * @param <T> the payload of the node's items
   */
  record SubscriptionChanged<T extends Payload>(EventSource source, NodeSubscription subscription)
      implements NodeEvent<T> {}
}
