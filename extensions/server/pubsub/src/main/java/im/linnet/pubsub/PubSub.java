package im.linnet.pubsub;

import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.connection.Subscription;
import im.linnet.disco.Disco;
import im.linnet.disco.DiscoItems;
import im.linnet.forms.DataForm;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Publishes, reads, subscribes to and manages nodes: those of services (XEP-0060), and those that
 * every account has, the user's own and those of contacts (XEP-0163).
 *
 * <pre>{@code
 * PubSub pubsub = client.get(PubSub.class);
 * var notes = AnyPayload.node("urn:example:notes");
 * pubsub.onEvent(notes, event -> System.out.println(event.source().service() + ": " + event));
 * pubsub.own(notes).publish("one", new AnyPayload(Element.of("note", "urn:example:notes")));
 * }</pre>
 *
 * <p>A service that refuses fails the future with a {@link im.linnet.failure.StanzaException}, from
 * which {@link PubSubError#of} reads the condition. Other failures are those of {@link
 * XmppClient#request(Iq)}; {@link im.linnet.failure.RefusedException} if a text can't be sent.
 * Cancelling a future forgets its request.
 *
 * <p>Events come in order with the client's callbacks, and messages with events reach {@link
 * XmppClient#onMessage} no longer. Who sends an event can only say something about its own nodes:
 * check {@link EventSource#service()}. Nothing is kept between events, so the same event may come
 * again, such as the last item when the client comes online.
 *
 * <p>Needs {@link Disco}, added before. Safe for use by any thread; no method blocks.
 */
public final class PubSub implements Extension {

  /** The namespace, and the name of the feature in service discovery. */
  public static final String NAMESPACE = Wire.PUBSUB;

  private final XmppClient client;
  private final Disco disco;
  private final Events events;

  /**
   * Adds publish-subscribe to a client. Add it to the client's builder with {@code
   * .with(Disco::new).with(PubSub::new)}.
   *
   * @param client the client
   * @throws IllegalArgumentException if the client was built without {@link Disco}
   */
  public PubSub(XmppClient client) {
    this.client = client;
    disco = client.get(Disco.class);
    events = new Events(client);
  }

  /**
   * A node of a service, or of another account.
   *
   * @param service the service; the bare address of a contact for a node of theirs (XEP-0163)
   * @param node the node
   * @param <T> the payload of its items
   * @return the node there, whether it exists or not
   */
  public <T extends Payload> PubSubNode<T> node(Jid service, NodeType<T> node) {
    return new PubSubNode<>(new Requests(client, service), disco, events, node);
  }

  /**
   * A node of the own account (XEP-0163).
   *
   * @param node the node
   * @param <T> the payload of its items
   * @return the node there, whether it exists or not
   */
  public <T extends Payload> PubSubNode<T> own(NodeType<T> node) {
    return new PubSubNode<>(new Requests(client, null), disco, events, node);
  }

  /**
   * Subscribes to the events of a node of all contacts and of the own account (XEP-0163, section
   * 4.2), and of all services that the user has subscribed to. While the subscription is open, the
   * client's answers to service discovery contain {@link NodeType#notifyFeature()}, by which
   * servers know what to send. They learn that from the client's next presence, so subscribe before
   * the client goes online, best before it connects.
   *
   * @param node the node
   * @param subscriber is called with each event, in order with the client's callbacks
   * @param <T> the payload of its items
   * @return ends the subscription
   * @throws IllegalArgumentException if the name of the node can't be sent
   */
  public <T extends Payload> Subscription onEvent(
      NodeType<T> node, Consumer<? super NodeEvent<T>> subscriber) {
    return Events.joined(disco.feature(node.notifyFeature()), events.ofAnyone(node, subscriber));
  }

  /**
   * Subscribes to the events of nodes that no other subscriber takes.
   *
   * @param subscriber is called with each event, in order with the client's callbacks
   * @return ends the subscription
   */
  public Subscription onOtherEvent(Consumer<? super NodeEvent<AnyPayload>> subscriber) {
    return events.ofOthers(subscriber);
  }

  /**
   * Lists the nodes of a service (XEP-0060, section 5.2), as far as it shows them.
   *
   * @param service the service, or the bare address of an account
   * @return its nodes, with their names for display
   */
  public CompletableFuture<DiscoItems> nodes(Jid service) {
    return disco.items(service);
  }

  /**
   * Lists the user's subscriptions to all nodes of a service (section 5.6).
   *
   * @param service the service
   * @return the subscriptions
   */
  public CompletableFuture<List<NodeSubscription>> subscriptions(Jid service) {
    return new Requests(client, service)
        .get(
            () -> Wire.pubsub(Element.of("subscriptions", Wire.PUBSUB)),
            answer -> subscriptions(Wire.in(answer, "subscriptions", Wire.PUBSUB), null));
  }

  /** The subscriptions in an answer that can be read. */
  static List<NodeSubscription> subscriptions(Element all, @Nullable String node) {
    List<NodeSubscription> read = new ArrayList<>();
    for (Element each : all.children("subscription", all.namespace())) {
      try {
        read.add(NodeSubscription.read(each, node));
      } catch (IllegalArgumentException malformed) {
        // Malformed: left out.
      }
    }
    return List.copyOf(read);
  }

  /**
   * Lists what the user is at the nodes of a service (section 5.7).
   *
   * @param service the service
   * @return the affiliation by the name of the node, for those where there is one
   */
  public CompletableFuture<Map<String, Affiliation>> affiliations(Jid service) {
    return new Requests(client, service)
        .get(
            () -> Wire.pubsub(Element.of("affiliations", Wire.PUBSUB)),
            answer -> affiliations(Wire.in(answer, "affiliations", Wire.PUBSUB)));
  }

  private static Map<String, Affiliation> affiliations(Element all) {
    Map<String, Affiliation> read = new LinkedHashMap<>();
    for (Element each : all.children("affiliation", Wire.PUBSUB)) {
      String node = each.attribute("node");
      Affiliation affiliation = Affiliation.of(each.attribute("affiliation"));
      if (node != null && affiliation != null) {
        read.put(node, affiliation);
      }
    }
    return Collections.unmodifiableMap(read);
  }

  /**
   * Requests how a service configures new nodes (section 8.3).
   *
   * @param service the service
   * @return the form
   */
  public CompletableFuture<DataForm> defaultConfiguration(Jid service) {
    return new Requests(client, service)
        .get(
            () -> Wire.owner(Element.of("default", Wire.OWNER)),
            answer -> NodeOwner.form(Wire.in(answer, "default", Wire.OWNER)));
  }

  /**
   * Creates a node whose name the service chooses (section 8.1.2).
   *
   * @param service the service
   * @param options how to configure it
   * @return the name of the node
   */
  public CompletableFuture<String> createInstant(Jid service, NodeOptions options) {
    return new Requests(client, service)
        .set(
            () -> NodeOwner.creation(null, options),
            answer -> {
              String name = Wire.in(answer, "create", Wire.PUBSUB).attribute("node");
              if (name == null) {
                throw new IllegalArgumentException("node: absent (expected: the name of the node)");
              }
              return name;
            });
  }
}
