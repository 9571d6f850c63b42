package im.linnet.pubsub;

import im.linnet.failure.StanzaException;
import im.linnet.xml.Element;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Why a service refused a request, beyond what the stanza error says (XEP-0060, section 12).
 *
 * <pre>{@code
 * PubSub pubsub = client.get(PubSub.class);
 * pubsub.own(AnyPayload.node("urn:example:notes")).items().whenComplete((items, failure) -> {
 *   if (PubSubError.of(failure) == PubSubError.CLOSED_NODE) {
 *     System.out.println("The owner has not listed this account");
 *   }
 * });
 * }</pre>
 */
public enum PubSubError {
  /**
   * The access model is a whitelist without this entity.
   *
   * <p>What to do: ask the owner to list the account.
   */
  CLOSED_NODE,
  /**
   * The subscription has to be configured first.
   *
   * <p>What to do: configure the subscription.
   */
  CONFIGURATION_REQUIRED,
  /**
   * The address is none of the requesting entity.
   *
   * <p>What to do: use one of the client's own addresses.
   */
  INVALID_JID,
  /**
   * The options are malformed, or not possible.
   *
   * <p>What to do: use fewer options: those of the form that the service offers.
   */
  INVALID_OPTIONS,
  /**
   * The node takes other payloads, or one at a time.
   *
   * <p>What to do: publish a payload of the type of the node, one at a time.
   */
  INVALID_PAYLOAD,
  /**
   * There is no such subscription.
   *
   * <p>What to do: read the subscriptions again.
   */
  INVALID_SUBID,
  /**
   * This entity may not change the item.
   *
   * <p>What to do: publish under another id.
   */
  ITEM_FORBIDDEN,
  /**
   * The request needs an item.
   *
   * <p>What to do: add an item: the node keeps them.
   */
  ITEM_REQUIRED,
  /**
   * The request needs an address.
   *
   * <p>What to do: add the address.
   */
  JID_REQUIRED,
  /**
   * The node can't keep so many items.
   *
   * <p>What to do: retract older items, or configure more.
   */
  MAX_ITEMS_EXCEEDED,
  /**
   * The service or the account can't have more nodes.
   *
   * <p>What to do: delete nodes that are not needed.
   */
  MAX_NODES_EXCEEDED,
  /**
   * The request needs the name of a node.
   *
   * <p>What to do: name the node: the service makes no names.
   */
  NODEID_REQUIRED,
  /**
   * The entity is in none of the groups that have access.
   *
   * <p>What to do: ask the owner.
   */
  NOT_IN_ROSTER_GROUP,
  /**
   * There is no subscription.
   *
   * <p>What to do: subscribe first.
   */
  NOT_SUBSCRIBED,
  /**
   * The payload is larger than the node allows.
   *
   * <p>What to do: publish a smaller payload.
   */
  PAYLOAD_TOO_BIG,
  /**
   * The node needs items with a payload.
   *
   * <p>What to do: add a payload.
   */
  PAYLOAD_REQUIRED,
  /**
   * An earlier subscription request is not approved yet.
   *
   * <p>What to do: try again when the owner has approved it.
   */
  PENDING_SUBSCRIPTION,
  /**
   * The node is configured in another way than the publish options require.
   *
   * <p>What to do: configure the node, or prefer the option: {@link PublishOptions}.
   */
  PRECONDITION_NOT_MET,
  /**
   * Only those who are subscribed to the owner's presence have access.
   *
   * <p>What to do: subscribe to the owner's presence.
   */
  PRESENCE_SUBSCRIPTION_REQUIRED,
  /**
   * There are several subscriptions, so the request needs the id of one.
   *
   * <p>What to do: name the subscription by its id.
   */
  SUBID_REQUIRED,
  /**
   * There are too many subscriptions.
   *
   * <p>What to do: end subscriptions that are not needed.
   */
  TOO_MANY_SUBSCRIPTIONS,
  /**
   * The service does not support a feature: see {@link #unsupported}.
   *
   * <p>What to do: do without the feature that {@link #unsupported} names.
   */
  UNSUPPORTED,
  /**
   * The service does not support the access model.
   *
   * <p>What to do: use another access model.
   */
  UNSUPPORTED_ACCESS_MODEL;

  /** The namespace of the conditions. */
  public static final String NAMESPACE = "http://jabber.org/protocol/pubsub#errors";

  /** {@return the element name on the wire} */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Reads the condition from the failure of a request.
   *
   * @param failure the failure of a future, wrapped or not; or null
   * @return the condition, or null if the service gave none of these or the failure is another one
   */
  public static @Nullable PubSubError of(@Nullable Throwable failure) {
    Element condition = condition(failure);
    if (condition == null) {
      return null;
    }
    for (PubSubError error : values()) {
      if (error.wireName().equals(condition.name())) {
        return error;
      }
    }
    return null;
  }

  /**
   * Reads which feature the service does not support.
   *
   * @param failure the failure of a future, wrapped or not; or null
   * @return the name of the feature (section 11), such as {@code instant-nodes}; null if the
   *     condition is not {@link #UNSUPPORTED} or names none
   */
  public static @Nullable String unsupported(@Nullable Throwable failure) {
    Element condition = condition(failure);
    return condition != null && condition.name().equals(UNSUPPORTED.wireName())
        ? condition.attribute("feature")
        : null;
  }

  private static @Nullable Element condition(@Nullable Throwable failure) {
    Throwable unwrapped = failure;
    while (unwrapped instanceof CompletionException || unwrapped instanceof ExecutionException) {
      unwrapped = unwrapped.getCause();
    }
    if (!(unwrapped instanceof StanzaException refused)) {
      return null;
    }
    Element answer = refused.answer();
    Element error = answer == null ? null : answer.child("error");
    if (error != null) {
      for (Element child : error.children()) {
        if (child.namespace().equals(NAMESPACE)) {
          return child;
        }
      }
    }
    Element application = refused.error().application();
    return application != null && application.namespace().equals(NAMESPACE) ? application : null;
  }
}
