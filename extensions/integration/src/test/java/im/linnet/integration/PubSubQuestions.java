package im.linnet.integration;

import static im.linnet.integration.PubSubCalls.NOTE;
import static im.linnet.integration.PubSubCalls.form;
import static im.linnet.integration.PubSubCalls.subscription;
import static im.linnet.integration.PubSubCalls.titled;

import im.linnet.disco.Disco;
import im.linnet.jid.Jid;
import im.linnet.pubsub.Affiliation;
import im.linnet.pubsub.AnyPayload;
import im.linnet.pubsub.ItemQuery;
import im.linnet.pubsub.NodeOptions;
import im.linnet.pubsub.NodeOwner;
import im.linnet.pubsub.PubSub;
import im.linnet.pubsub.PubSubNode;
import im.linnet.pubsub.PublishOptions;
import im.linnet.pubsub.SubscriptionState;
import java.util.stream.Stream;

/** What publish-subscribe asks. */
final class PubSubQuestions {

  private static final Jid ROMEO = Jid.of("romeo@localhost");
  private static final Jid SERVICE = Jid.of("pubsub.localhost");

  private PubSubQuestions() {}

  private static <T> Asker<T> asker(Giver<T> giver) {
    return Asker.of(giver, Disco::new, PubSub::new).asking(SERVICE.toString());
  }

  static Stream<Question> all() {
    return Stream.of(services(), publishing(), subscribing(), owning()).flatMap(all -> all);
  }

  private static Stream<Question> services() {
    Asker<PubSub> pubsub = asker(Giver.of(PubSub.class));
    return Stream.of(
        pubsub.asks("nodes", it -> it.nodes(SERVICE)),
        pubsub.asks("subscriptions", it -> it.subscriptions(SERVICE)),
        pubsub.asks("affiliations", it -> it.affiliations(SERVICE)),
        pubsub.asks("defaultConfiguration", it -> it.defaultConfiguration(SERVICE)),
        pubsub.asks("createInstant", it -> it.createInstant(SERVICE, NodeOptions.none())));
  }

  private static Stream<Question> publishing() {
    Asker<PubSubNode<AnyPayload>> node = asker(PubSubCalls.NODE);
    Asker<PubSubNode<AnyPayload>> own = asker(PubSubCalls.OWN).asking("juliet@localhost");
    PublishOptions options = PublishOptions.require(titled("x")).prefer(titled("y"));
    return Stream.of(
        node.asks("info", PubSubNode::info),
        own.asks("info of the own", PubSubNode::info),
        node.asks("publish", it -> it.publish(NOTE)).withAnyResult(),
        own.asks("publish in the own", it -> it.publish("id", NOTE)).withAnyResult(),
        node.asks("publish with options", it -> it.publish("id", NOTE, options.configuring()))
            .withAnyResult(),
        node.asks("retract", it -> it.retract("id")).withAnyResult(),
        node.asks("retractQuietly", it -> it.retractQuietly("id")).withAnyResult(),
        node.asks("items", PubSubNode::items),
        node.asks("items of a query", it -> it.items(ItemQuery.latest(1))),
        own.asks("items of the own", PubSubNode::items),
        node.asks("item", it -> it.item("id")));
  }

  private static Stream<Question> subscribing() {
    Asker<PubSubNode<AnyPayload>> node = asker(PubSubCalls.NODE);
    return Stream.of(
        node.asks("subscribe", PubSubNode::subscribe),
        node.asks("subscribe with options", it -> it.subscribe(form("x"))),
        node.asks("unsubscribe", PubSubNode::unsubscribe).withAnyResult(),
        node.asks("unsubscribe of one", it -> it.unsubscribe(subscription("id"))).withAnyResult(),
        node.asks("options", it -> it.options(subscription("id"))),
        node.asks("configure", it -> it.configure(subscription("id"), form("x"))).withAnyResult(),
        node.asks("subscriptions", PubSubNode::subscriptions));
  }

  private static Stream<Question> owning() {
    Asker<NodeOwner> owner = asker(PubSubCalls.OWNER);
    return Stream.of(
        owner.asks("create", NodeOwner::create).withAnyResult(),
        owner.asks("create with options", it -> it.create(titled("x"))).withAnyResult(),
        owner.asks("configuration", NodeOwner::configuration),
        owner.asks("configure", it -> it.configure(form("x"))).withAnyResult(),
        owner.asks("configure options", it -> it.configure(titled("x"))).withAnyResult(),
        owner.asks("delete", NodeOwner::delete).withAnyResult(),
        owner.asks("delete with another", it -> it.delete("xmpp:x")).withAnyResult(),
        owner.asks("purge", NodeOwner::purge).withAnyResult(),
        owner.asks("subscriptions", NodeOwner::subscriptions),
        owner
            .asks("subscription", it -> it.subscription(ROMEO, SubscriptionState.NONE))
            .withAnyResult(),
        owner.asks("affiliations", NodeOwner::affiliations),
        owner.asks("affiliation", it -> it.affiliation(ROMEO, Affiliation.OWNER)).withAnyResult());
  }
}
