package im.linnet.pubsub;

import im.linnet.forms.DataForm;
import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What owners of a node can do (XEP-0060, section 8). How requests fail is described at {@link
 * PubSub}.
 */
public final class NodeOwner {

  private final Requests requests;
  private final String node;

  NodeOwner(Requests requests, String node) {
    this.requests = requests;
    this.node = node;
  }

  /**
   * Creates the node as the service configures new ones (section 8.1.2).
   *
   * @return completes when it is created; fails with {@link
   *     im.linnet.stanza.StanzaError.Condition#CONFLICT} if it exists
   */
  public CompletableFuture<Void> create() {
    return create(NodeOptions.none());
  }

  /**
   * Creates and configures the node (section 8.1.3).
   *
   * @param options how to configure it; other options are as the service has them
   * @return completes when it is created, see {@link #create()}
   */
  public CompletableFuture<Void> create(NodeOptions options) {
    return requests.change(() -> creation(node, options));
  }

  static Element creation(@Nullable String node, NodeOptions options) {
    Element create = Wire.naming("create", Wire.PUBSUB, node).build();
    if (options.isEmpty()) {
      return Wire.pubsub(create);
    }
    Element configure =
        Element.builder("configure", Wire.PUBSUB)
            .child(options.toForm(NodeOptions.CONFIGURATION))
            .build();
    return Wire.pubsub(create, configure);
  }

  /**
   * Requests the configuration (section 8.2.1). {@link NodeOptions#of(DataForm)} reads it.
   *
   * @return the form, for {@link #configure(DataForm)}
   */
  public CompletableFuture<DataForm> configuration() {
    return requests.get(
        () -> Wire.owner(named("configure").build()),
        answer -> form(Wire.in(answer, "configure", Wire.OWNER)));
  }

  static DataForm form(Element parent) {
    DataForm form = DataForm.TYPE.in(parent);
    if (form == null) {
      throw new IllegalArgumentException("no data form that can be read");
    }
    return form;
  }

  /**
   * Configures the node (section 8.2.4).
   *
   * @param answer the answer to the form of {@link #configuration()}
   * @return completes when it is configured
   */
  public CompletableFuture<Void> configure(DataForm answer) {
    return requests.change(() -> Wire.owner(named("configure").child(answer.toElement()).build()));
  }

  /**
   * Changes some options of the node (section 8.2.4); all others stay as they are.
   *
   * @param options the options to change
   * @return completes when it is configured
   */
  public CompletableFuture<Void> configure(NodeOptions options) {
    return requests.change(
        () ->
            Wire.owner(
                named("configure").child(options.toForm(NodeOptions.CONFIGURATION)).build()));
  }

  /**
   * Deletes the node with all its items and subscriptions (section 8.4).
   *
   * @return completes when it is deleted
   */
  public CompletableFuture<Void> delete() {
    return requests.change(() -> Wire.owner(named("delete").build()));
  }

  /**
   * Deletes the node and says where its subscribers find another (section 8.4.1).
   *
   * @param redirect a URI, such as {@code xmpp:pubsub.example.com?;node=news}
   * @return completes when it is deleted
   */
  public CompletableFuture<Void> delete(String redirect) {
    return requests.change(
        () -> {
          Element to = Element.builder("redirect", Wire.OWNER).attribute("uri", redirect).build();
          return Wire.owner(named("delete").child(to).build());
        });
  }

  /**
   * Deletes all items (section 8.5).
   *
   * @return completes when they are deleted
   */
  public CompletableFuture<Void> purge() {
    return requests.change(() -> Wire.owner(named("purge").build()));
  }

  /**
   * Lists all subscriptions to the node (section 8.8.1).
   *
   * @return the subscriptions
   */
  public CompletableFuture<List<NodeSubscription>> subscriptions() {
    return requests.get(
        () -> Wire.owner(named("subscriptions").build()),
        answer -> PubSub.subscriptions(Wire.in(answer, "subscriptions", Wire.OWNER), node));
  }

  /**
   * Changes the subscription of an entity (section 8.8.2).
   *
   * @param jid the subscriber
   * @param state the new state; {@link SubscriptionState#NONE} ends it
   * @return completes when it is changed
   */
  public CompletableFuture<Void> subscription(Jid jid, SubscriptionState state) {
    return one("subscriptions", "subscription", jid, state.wireName());
  }

  /**
   * Lists what entities are at the node (section 8.9.1).
   *
   * @return the affiliations, by the address
   */
  public CompletableFuture<Map<Jid, Affiliation>> affiliations() {
    return requests.get(
        () -> Wire.owner(named("affiliations").build()),
        answer -> affiliations(Wire.in(answer, "affiliations", Wire.OWNER)));
  }

  private static Map<Jid, Affiliation> affiliations(Element all) {
    Map<Jid, Affiliation> read = new LinkedHashMap<>();
    for (Element each : all.children("affiliation", Wire.OWNER)) {
      String jid = each.attribute("jid");
      Affiliation affiliation = Affiliation.of(each.attribute("affiliation"));
      if (jid != null && affiliation != null) {
        try {
          read.put(Jid.received(jid), affiliation);
        } catch (IllegalArgumentException malformed) {
          // Malformed: left out.
        }
      }
    }
    return Collections.unmodifiableMap(read);
  }

  /**
   * Changes what an entity is at the node (section 8.9.2).
   *
   * @param jid the entity
   * @param affiliation its new affiliation
   * @return completes when it is changed
   */
  public CompletableFuture<Void> affiliation(Jid jid, Affiliation affiliation) {
    return one("affiliations", "affiliation", jid, affiliation.wireName());
  }

  private CompletableFuture<Void> one(String list, String name, Jid jid, String value) {
    return requests.change(
        () -> {
          Element only =
              Element.builder(name, Wire.OWNER)
                  .attribute("jid", jid.toString())
                  .attribute(name, value)
                  .build();
          return Wire.owner(named(list).child(only).build());
        });
  }

  private ElementBuilder named(String element) {
    return Wire.naming(element, Wire.OWNER, node);
  }

  @Override
  public String toString() {
    return "NodeOwner[%s]".formatted(node);
  }
}
