package im.linnet.pubsub;

import static im.linnet.pubsub.Scripts.FROM;
import static im.linnet.pubsub.Scripts.OWNER;
import static im.linnet.pubsub.Scripts.PUBSUB;
import static im.linnet.pubsub.Scripts.SERVICE;
import static im.linnet.pubsub.Scripts.TO;
import static im.linnet.pubsub.Scripts.askedThere;
import static im.linnet.pubsub.Scripts.client;
import static im.linnet.pubsub.Scripts.done;
import static im.linnet.pubsub.Scripts.field;
import static im.linnet.pubsub.Scripts.iq;
import static im.linnet.pubsub.Scripts.node;
import static im.linnet.pubsub.Scripts.result;
import static im.linnet.pubsub.Scripts.there;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.disco.DiscoItems;
import im.linnet.forms.DataForm;
import im.linnet.forms.FieldType;
import im.linnet.jid.Jid;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests of subscribers, as they are on the wire. */
@Timeout(120)
class SubscriberTest {

  @Test
  void the_user_subscribes_and_unsubscribes() {
    String request = iq(TO, "set", PUBSUB, node("subscribe", "jid='juliet@localhost'", ""));
    String answer =
        result(
            FROM,
            PUBSUB,
            node(
                "subscription",
                "jid='juliet@localhost' subid='s1' subscription='pending'",
                "<subscribe-options/>"));
    NodeSubscription subscription = askedThere(request, answer, PubSubNode::subscribe);
    assertThat(subscription)
        .isEqualTo(
            NodeSubscription.of(
                Tune.NAMESPACE, Jid.of("juliet@localhost"), "s1", SubscriptionState.PENDING));
    String end =
        iq(TO, "set", PUBSUB, node("unsubscribe", "jid='juliet@localhost' subid='s1'", ""));
    askedThere(end, done().replace("/>", " " + FROM + "/>"), n -> n.unsubscribe(subscription));
    String plain = iq(TO, "set", PUBSUB, node("unsubscribe", "jid='juliet@localhost'", ""));
    askedThere(plain, done().replace("/>", " " + FROM + "/>"), PubSubNode::unsubscribe);
  }

  private static final String WHO = "jid='juliet@localhost' subid='s1'";
  private static final NodeSubscription SUBSCRIPTION =
      NodeSubscription.of(
          Tune.NAMESPACE, Jid.of("juliet@localhost"), "s1", SubscriptionState.SUBSCRIBED);

  @Test
  void a_subscription_is_configured() {
    String form =
        "<x xmlns='jabber:x:data' type='form'><field var='FORM_TYPE' type='hidden'><value>"
            + PUBSUB
            + "#subscribe_options</value></field>"
            + "<field var='pubsub#deliver' type='boolean'><value>1</value></field></x>";
    DataForm options =
        askedThere(
            iq(TO, "get", PUBSUB, node("options", WHO, "")),
            result(FROM, PUBSUB, node("options", WHO, form)),
            there -> there.options(SUBSCRIPTION));
    DataForm answer = options.answer().set("pubsub#deliver", false).build();
    Consumer<Script> submitted =
        s ->
            s.expectLike(
                    iq(
                        TO,
                        "set",
                        PUBSUB,
                        node(
                            "options",
                            WHO,
                            "<x xmlns='jabber:x:data' type='submit'>"
                                + "<field var='FORM_TYPE'/><field var='pubsub#deliver'>"
                                + "<value>0</value></field></x>")))
                .send("<iq id='{id}' type='result' " + FROM + "/>");
    try (ScriptedClient it = client(submitted)) {
      there(it).configure(SUBSCRIPTION, answer).join();
    }
  }

  @Test
  void a_subscription_may_be_configured_at_once() {
    DataForm made =
        DataForm.builder(DataForm.Kind.SUBMIT)
            .formType(PUBSUB + "#subscribe_options")
            .field(FieldType.BOOLEAN, "pubsub#deliver", "0")
            .build();
    Consumer<Script> atOnce =
        s ->
            s.expectLike(
                    iq(
                        TO,
                        "set",
                        PUBSUB,
                        node("subscribe", "jid='juliet@localhost'", "")
                            + "<options><x xmlns='jabber:x:data' type='submit'/></options>"))
                .send(result(FROM, PUBSUB, node("subscription", WHO, "")));
    try (ScriptedClient it = client(atOnce)) {
      assertThat(there(it).subscribe(made).join()).isEqualTo(SUBSCRIPTION);
    }
  }

  @Test
  void the_users_subscriptions_are_listed_without_malformed_ones() {
    String entries =
        node("subscription", "jid='juliet@localhost' subscription='subscribed'", "")
            + "<subscription jid='juliet@localhost' subscription='none'/>"
            + node("subscription", "jid='@@' subscription='subscribed'", "")
            + node("subscription", "jid='juliet@localhost' subscription='odd'", "");
    List<NodeSubscription> all =
        askedThere(
            iq(TO, "get", PUBSUB, node("subscriptions", "", "")),
            result(FROM, PUBSUB, node("subscriptions", "", entries)),
            PubSubNode::subscriptions);
    assertThat(all)
        .extracting(NodeSubscription::state)
        .containsExactly(SubscriptionState.SUBSCRIBED, SubscriptionState.NONE);
    assertThat(all).extracting(NodeSubscription::node).containsOnly(Tune.NAMESPACE);
  }

  private static <T> T asked(
      String request, String answer, Function<PubSub, CompletableFuture<T>> question) {
    try (ScriptedClient it = client(s -> s.expect(request).send(answer))) {
      return question.apply(it.get(PubSub.class)).join();
    }
  }

  @Test
  void what_the_user_has_at_a_service_is_listed() {
    List<NodeSubscription> subscriptions =
        asked(
            iq(TO, "get", PUBSUB, "<subscriptions/>"),
            result(
                FROM,
                PUBSUB,
                "<subscriptions><subscription node='n' jid='juliet@localhost'"
                    + " subscription='unconfigured'/></subscriptions>"),
            pubsub -> pubsub.subscriptions(SERVICE));
    assertThat(subscriptions).extracting(NodeSubscription::node).containsExactly("n");
    Map<String, Affiliation> affiliations =
        asked(
            iq(TO, "get", PUBSUB, "<affiliations/>"),
            result(
                FROM,
                PUBSUB,
                "<affiliations><affiliation node='a' affiliation='publish-only'/>"
                    + "<affiliation node='b' affiliation='king'/>"
                    + "<affiliation affiliation='owner'/></affiliations>"),
            pubsub -> pubsub.affiliations(SERVICE));
    assertThat(affiliations).containsOnlyKeys("a").containsValue(Affiliation.PUBLISH_ONLY);
  }

  @Test
  void a_service_says_what_it_has_and_makes_names() {
    DataForm defaults =
        asked(
            iq(TO, "get", OWNER, "<default/>"),
            result(
                FROM,
                OWNER,
                "<default><x xmlns='jabber:x:data' type='form'>"
                    + field("access_model", "open")
                    + "</x></default>"),
            pubsub -> pubsub.defaultConfiguration(SERVICE));
    assertThat(NodeOptions.of(defaults).accessModel()).isEqualTo(AccessModel.OPEN);
    String name =
        asked(
            iq(TO, "set", PUBSUB, "<create/>"),
            result(FROM, PUBSUB, "<create node='n1'/>"),
            pubsub -> pubsub.createInstant(SERVICE, NodeOptions.none()));
    assertThat(name).isEqualTo("n1");
    String query = "<query xmlns='http://jabber.org/protocol/disco#items'>%s</query></iq>";
    DiscoItems nodes =
        asked(
            "<iq id='{id}' type='get' to='pubsub.example.com'>" + query.formatted(""),
            "<iq id='{id}' type='result' from='pubsub.example.com'>"
                + query.formatted("<item jid='pubsub.example.com' node='n1'/>"),
            pubsub -> pubsub.nodes(SERVICE));
    assertThat(nodes.items()).hasSize(1);
  }
}
