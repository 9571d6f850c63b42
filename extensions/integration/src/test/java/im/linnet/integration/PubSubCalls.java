package im.linnet.integration;

import static im.linnet.integration.Call.call;
import static im.linnet.integration.Call.texted;

import im.linnet.forms.DataForm;
import im.linnet.forms.FieldType;
import im.linnet.jid.Jid;
import im.linnet.pubsub.Affiliation;
import im.linnet.pubsub.AnyPayload;
import im.linnet.pubsub.ItemQuery;
import im.linnet.pubsub.NodeOptions;
import im.linnet.pubsub.NodeOwner;
import im.linnet.pubsub.NodeSubscription;
import im.linnet.pubsub.PubSub;
import im.linnet.pubsub.PubSubNode;
import im.linnet.pubsub.PublishOptions;
import im.linnet.pubsub.SubscriptionState;
import im.linnet.xml.Element;
import java.util.List;
import java.util.stream.Stream;

/** The methods of publish-subscribe. */
final class PubSubCalls {

  private static final Jid ROMEO = Jid.of("romeo@localhost");
  private static final Jid SERVICE = Jid.of("pubsub.localhost");
  static final AnyPayload NOTE = new AnyPayload(Element.of("note", "urn:example"));

  /** A generic class has no literal of its own. */
  @SuppressWarnings("unchecked")
  private static final Class<PubSubNode<AnyPayload>> NODE_TYPE =
      (Class<PubSubNode<AnyPayload>>) (Class<?>) PubSubNode.class;

  static final Giver<PubSubNode<AnyPayload>> NODE =
      new Giver<>(
          NODE_TYPE, client -> client.get(PubSub.class).node(SERVICE, AnyPayload.node("notes")));
  static final Giver<PubSubNode<AnyPayload>> OWN =
      new Giver<>(NODE_TYPE, client -> client.get(PubSub.class).own(AnyPayload.node("notes")));
  static final Giver<NodeOwner> OWNER =
      new Giver<>(NodeOwner.class, client -> NODE.found().apply(client).owner());

  private PubSubCalls() {}

  static Stream<Call<?>> all() {
    return Stream.of(services(), publishing(), subscribing(), owning()).flatMap(calls -> calls);
  }

  static NodeSubscription subscription(String id) {
    return NodeSubscription.of("notes", ROMEO, id, SubscriptionState.SUBSCRIBED);
  }

  static DataForm form(String value) {
    return DataForm.builder(DataForm.Kind.SUBMIT)
        .field(FieldType.TEXT_SINGLE, "pubsub#title", value)
        .build();
  }

  static NodeOptions titled(String title) {
    return NodeOptions.none().with("pubsub#title", title);
  }

  private static Stream<Call<?>> services() {
    return Stream.of(
        call(PubSub.class, "nodes", p -> p.nodes(SERVICE)),
        call(PubSub.class, "subscriptions", p -> p.subscriptions(SERVICE)),
        call(PubSub.class, "affiliations", p -> p.affiliations(SERVICE)),
        call(PubSub.class, "defaultConfiguration", p -> p.defaultConfiguration(SERVICE)),
        texted(PubSub.class, "createInstant", (p, text) -> p.createInstant(SERVICE, titled(text))));
  }

  private static Stream<Call<?>> publishing() {
    return Stream.of(
        call(NODE, "info", PubSubNode::info),
        call(OWN, "info", PubSubNode::info),
        call(NODE, "publish", n -> n.publish(NOTE)),
        texted(NODE, "publish", (n, text) -> n.publish(text, NOTE)),
        texted(
            NODE,
            "publish",
            (n, text) -> n.publish(null, NOTE, PublishOptions.require(titled(text)))),
        texted(NODE, "retract", PubSubNode::retract),
        texted(NODE, "retractQuietly", PubSubNode::retractQuietly),
        call(NODE, "items", PubSubNode::items),
        texted(NODE, "items", (n, text) -> n.items(ItemQuery.ids(List.of(text)))),
        texted(NODE, "item", PubSubNode::item),
        call(OWN, "items", PubSubNode::items),
        texted(PubSub.class, "own", (p, text) -> p.own(AnyPayload.node(text)).items())
            .of(OWN, "items"));
  }

  private static Stream<Call<?>> subscribing() {
    return Stream.of(
        call(NODE, "subscribe", PubSubNode::subscribe),
        texted(NODE, "subscribe", (n, text) -> n.subscribe(form(text))),
        call(NODE, "unsubscribe", PubSubNode::unsubscribe),
        texted(NODE, "unsubscribe", (n, text) -> n.unsubscribe(subscription(text))),
        texted(NODE, "options", (n, text) -> n.options(subscription(text))),
        texted(NODE, "configure", (n, text) -> n.configure(subscription(text), form("x"))),
        texted(NODE, "configure", (n, text) -> n.configure(subscription("id"), form(text))),
        call(NODE, "subscriptions", PubSubNode::subscriptions));
  }

  private static Stream<Call<?>> owning() {
    return Stream.of(
        call(OWNER, "create", NodeOwner::create),
        texted(OWNER, "create", (o, text) -> o.create(titled(text))),
        call(OWNER, "configuration", NodeOwner::configuration),
        texted(OWNER, "configure", (o, text) -> o.configure(form(text))),
        texted(OWNER, "configure", (o, text) -> o.configure(titled(text))),
        call(OWNER, "delete", NodeOwner::delete),
        texted(OWNER, "delete", NodeOwner::delete),
        call(OWNER, "purge", NodeOwner::purge),
        call(OWNER, "subscriptions", NodeOwner::subscriptions),
        call(OWNER, "subscription", o -> o.subscription(ROMEO, SubscriptionState.NONE)),
        call(OWNER, "affiliations", NodeOwner::affiliations),
        call(OWNER, "affiliation", o -> o.affiliation(ROMEO, Affiliation.OWNER)));
  }
}
