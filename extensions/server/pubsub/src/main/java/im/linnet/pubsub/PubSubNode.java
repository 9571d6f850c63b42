package im.linnet.pubsub;

import im.linnet.RequestChain;
import im.linnet.connection.Subscription;
import im.linnet.disco.Disco;
import im.linnet.disco.DiscoInfo;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.forms.DataForm;
import im.linnet.jid.Jid;
import im.linnet.stanza.Payload;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A node of a service or account, for those who publish, read and subscribe. What only its owners
 * can do is in {@link #owner()}. How requests fail is described at {@link PubSub}.
 *
 * @param <T> the payload of its items
 */
public final class PubSubNode<T extends Payload> {

  private final Requests requests;
  private final Disco disco;
  private final Events events;
  private final NodeType<T> node;

  PubSubNode(Requests requests, Disco disco, Events events, NodeType<T> node) {
    this.requests = requests;
    this.disco = disco;
    this.events = events;
    this.node = node;
  }

  /** {@return the service or account; null for the own account} */
  public @Nullable Jid service() {
    return requests.service();
  }

  /** {@return the node} */
  public NodeType<T> node() {
    return node;
  }

  /** {@return what only owners of the node can do} */
  public NodeOwner owner() {
    return new NodeOwner(requests, node.name());
  }

  /**
   * Queries what the node is and its metadata (section 5.4), which are one of {@link
   * DiscoInfo#forms()}.
   *
   * @return the information, see {@link Disco#info(Jid, String)}
   */
  public CompletableFuture<DiscoInfo> info() {
    Jid service = requests.service();
    return disco.info(service == null ? requests.client().address().bare() : service, node.name());
  }

  /**
   * Publishes an item with a new id (section 7.1).
   *
   * @param payload its payload
   * @return the id
   */
  public CompletableFuture<String> publish(T payload) {
    return publish(null, payload, PublishOptions.none());
  }

  /**
   * Publishes an item (section 7.1). It replaces one with the same id.
   *
   * @param id its id, or null for a new one; a node that has a single item uses {@code current}
   *     (section 13.21)
   * @param payload its payload
   * @return the id
   */
  public CompletableFuture<String> publish(@Nullable String id, T payload) {
    return publish(id, payload, PublishOptions.none());
  }

  /**
   * Publishes an item if the node is configured in a certain way (section 7.1.5).
   *
   * @param id its id, or null for a new one
   * @param payload its payload
   * @param options what to require, and what to do if that is refused
   * @return the id. Fails with {@link PubSubError#PRECONDITION_NOT_MET} if the node is configured
   *     in another way, unless the options say what to do then
   */
  public CompletableFuture<String> publish(@Nullable String id, T payload, PublishOptions options) {
    Element item;
    String named = id == null ? UUID.randomUUID().toString() : id;
    try {
      item = Wire.item(named).toBuilder().child(payload.toElement()).build();
    } catch (IllegalArgumentException unsendable) {
      return CompletableFuture.failedFuture(
          new RefusedException("Nothing was published: " + unsendable.getMessage()));
    }
    return new Publication(requests, node.name(), item, named, options).start();
  }

  /**
   * Deletes an item and notifies the subscribers (section 7.2).
   *
   * @param id the item
   * @return completes when it is deleted
   */
  public CompletableFuture<Void> retract(String id) {
    return retract(id, "true");
  }

  /**
   * Deletes an item without a request to notify the subscribers (section 7.2).
   *
   * @param id the item
   * @return completes when it is deleted
   */
  public CompletableFuture<Void> retractQuietly(String id) {
    return retract(id, null);
  }

  private CompletableFuture<Void> retract(String id, @Nullable String notify) {
    return requests.change(
        () ->
            Wire.pubsub(named("retract").attribute("notify", notify).child(Wire.item(id)).build()));
  }

  /**
   * Requests all items (section 6.5.2).
   *
   * @return the items; fails with {@link Condition#ITEM_NOT_FOUND} if there is no such node
   */
  public CompletableFuture<ItemPage<T>> items() {
    return items(ItemQuery.all());
  }

  /**
   * Requests items (section 6.5).
   *
   * @param query which ones
   * @return the items; fails with {@link Condition#ITEM_NOT_FOUND} if there is no such node, and on
   *     some services if there is no such item
   */
  public CompletableFuture<ItemPage<T>> items(ItemQuery query) {
    return requests.get(() -> query.toElement(node.name()), answer -> ItemPage.read(answer, node));
  }

  /**
   * Requests an item (section 6.5.8).
   *
   * @param id its id
   * @return the item; empty if there is none, no such node, or its payload can't be read
   */
  public CompletableFuture<Optional<Item<T>>> item(String id) {
    RequestChain<Optional<Item<T>>> found = new RequestChain<>();
    found.then(
        items(ItemQuery.ids(List.of(id))),
        page -> found.complete(Optional.ofNullable(page.get(id))),
        failure -> {
          if (failure instanceof StanzaException refused
              && refused.error().condition() == Condition.ITEM_NOT_FOUND) {
            found.complete(Optional.empty());
          } else {
            found.completeExceptionally(failure);
          }
        });
    return found;
  }

  /**
   * Subscribes the user's bare address to the node (section 6.1). Nodes of accounts need no
   * subscription: see {@link PubSub#onEvent}.
   *
   * @return the subscription, which may be {@linkplain NodeSubscription#state() pending} or have to
   *     be {@linkplain #configure configured}
   */
  public CompletableFuture<NodeSubscription> subscribe() {
    return subscribe(request -> request);
  }

  /**
   * Subscribes and configures the subscription at once (section 6.3.7).
   *
   * @param options the answer to a form of {@link #options}, or one made by the program
   * @return the subscription
   */
  public CompletableFuture<NodeSubscription> subscribe(DataForm options) {
    return subscribe(
        request ->
            request.toBuilder()
                .child(Element.builder("options", Wire.PUBSUB).child(options.toElement()).build())
                .build());
  }

  private CompletableFuture<NodeSubscription> subscribe(UnaryOperator<Element> extended) {
    String own = own().toString();
    return requests.set(
        () -> extended.apply(Wire.pubsub(named("subscribe").attribute("jid", own).build())),
        answer -> NodeSubscription.read(Wire.in(answer, "subscription", Wire.PUBSUB), node.name()));
  }

  /**
   * Ends the subscription of the user's bare address (section 6.2).
   *
   * @return completes when it has ended; fails with {@link PubSubError#SUBID_REQUIRED} if there are
   *     several
   */
  public CompletableFuture<Void> unsubscribe() {
    return unsubscribe(NodeSubscription.of(node.name(), own(), null, SubscriptionState.SUBSCRIBED));
  }

  /**
   * Ends a subscription (section 6.2).
   *
   * @param subscription the subscription
   * @return completes when it has ended
   */
  public CompletableFuture<Void> unsubscribe(NodeSubscription subscription) {
    return requests.change(() -> Wire.pubsub(subscription.name("unsubscribe").build()));
  }

  /**
   * Requests how a subscription is configured (section 6.3.2).
   *
   * @param subscription the subscription
   * @return the form, for {@link #configure}
   */
  public CompletableFuture<DataForm> options(NodeSubscription subscription) {
    return requests.get(
        () -> Wire.pubsub(subscription.name("options").build()),
        answer -> NodeOwner.form(Wire.in(answer, "options", Wire.PUBSUB)));
  }

  /**
   * Configures a subscription (section 6.3.5).
   *
   * @param subscription the subscription
   * @param options the answer to the form of {@link #options}
   * @return completes when it is configured
   */
  public CompletableFuture<Void> configure(NodeSubscription subscription, DataForm options) {
    return requests.change(
        () -> Wire.pubsub(subscription.name("options").child(options.toElement()).build()));
  }

  /**
   * Lists the user's subscriptions to this node (section 5.6).
   *
   * @return the subscriptions
   */
  public CompletableFuture<List<NodeSubscription>> subscriptions() {
    return requests.get(
        () -> Wire.pubsub(named("subscriptions").build()),
        answer -> PubSub.subscriptions(Wire.in(answer, "subscriptions", Wire.PUBSUB), node.name()));
  }

  /**
   * Subscribes the program to the events of this node of this service alone. For a node of the own
   * account, the client asks for events as with {@link PubSub#onEvent}; those of a service come as
   * long as the user is {@linkplain #subscribe() subscribed} there.
   *
   * @param subscriber is called with each event, in order with the client's callbacks
   * @return ends the subscription
   * @throws IllegalArgumentException if the name of the node can't be sent
   */
  public Subscription onEvent(Consumer<? super NodeEvent<T>> subscriber) {
    Subscription taken = events.of(requests.service(), node, subscriber);
    return requests.service() == null
        ? Events.joined(disco.feature(node.notifyFeature()), taken)
        : taken;
  }

  private ElementBuilder named(String element) {
    return Wire.naming(element, Wire.PUBSUB, node.name());
  }

  private Jid own() {
    return requests.client().address().bare();
  }

  @Override
  public String toString() {
    return "PubSubNode[%s at %s]"
        .formatted(node, requests.service() == null ? "the own account" : requests.service());
  }
}
