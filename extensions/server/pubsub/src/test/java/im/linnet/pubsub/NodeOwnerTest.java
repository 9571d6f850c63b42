package im.linnet.pubsub;

import static im.linnet.pubsub.Scripts.OWNER;
import static im.linnet.pubsub.Scripts.PUBSUB;
import static im.linnet.pubsub.Scripts.client;
import static im.linnet.pubsub.Scripts.done;
import static im.linnet.pubsub.Scripts.field;
import static im.linnet.pubsub.Scripts.form;
import static im.linnet.pubsub.Scripts.iq;
import static im.linnet.pubsub.Scripts.result;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.UnreadableAnswerException;
import im.linnet.forms.DataForm;
import im.linnet.jid.Jid;
import im.linnet.test.Failures;
import im.linnet.test.ScriptedClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests of owners, as they are on the wire. */
@Timeout(120)
class NodeOwnerTest {

  private static final String CONFIG = PUBSUB + "#node_config";

  private static <T> T asked(
      String request, String answer, Function<NodeOwner, CompletableFuture<T>> question) {
    try (ScriptedClient it = client(s -> s.expect(request).send(answer))) {
      return question.apply(it.get(PubSub.class).own(AnyPayload.node("n")).owner()).join();
    }
  }

  @Test
  void a_node_is_created_as_the_service_likes_or_configured() {
    asked(iq("set", PUBSUB, "<create node='n'/>"), done(), NodeOwner::create);
    String configured =
        iq(
            "set",
            PUBSUB,
            "<create node='n'/><configure>"
                + form(CONFIG, field("access_model", "open"), field("max_items", "max"))
                + "</configure>");
    asked(
        configured,
        done(),
        owner -> owner.create(NodeOptions.none().accessModel(AccessModel.OPEN).allItems()));
  }

  @Test
  void a_node_is_configured_by_its_form_or_by_some_options() {
    String fields =
        "<x xmlns='jabber:x:data' type='%s'><field var='FORM_TYPE' type='hidden'><value>%s</value>"
            + "</field><field var='pubsub#title' type='text-single'><value>%s</value></field>"
            + "<field var='pubsub#access_model' type='list-single'><option><value>open</value>"
            + "</option><value>open</value></field></x>";
    DataForm form =
        asked(
            iq("get", OWNER, "<configure node='n'/>"),
            result(
                OWNER,
                "<configure node='n'>" + fields.formatted("form", CONFIG, "Old") + "</configure>"),
            NodeOwner::configuration);
    NodeOptions options = NodeOptions.of(form);
    assertThat(options.accessModel()).isEqualTo(AccessModel.OPEN);
    assertThat(options.value("pubsub#title")).isEqualTo("Old");
    assertThat(options.names()).containsExactly("pubsub#title", "pubsub#access_model");
    String answered =
        "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'/>"
            + "<field var='pubsub#title'><value>New</value></field></x>";
    String some = form(CONFIG, field("access_model", "whitelist"));
    try (ScriptedClient it =
        client(
            s ->
                s.expectLike(iq("set", OWNER, "<configure node='n'>" + answered + "</configure>"))
                    .send(done())
                    .expect(iq("set", OWNER, "<configure node='n'>" + some + "</configure>"))
                    .send(done()))) {
      NodeOwner owner = it.get(PubSub.class).own(AnyPayload.node("n")).owner();
      owner.configure(form.answer().set("pubsub#title", "New").build()).join();
      owner.configure(NodeOptions.none().accessModel(AccessModel.WHITELIST)).join();
    }
  }

  @Test
  void a_configuration_without_a_form_is_unreadable() {
    try (ScriptedClient it =
        client(
            s ->
                s.expect(iq("get", OWNER, "<configure node='n'/>"))
                    .send(result(OWNER, "<configure node='n'/>")))) {
      Failures.of(
          it.get(PubSub.class).own(AnyPayload.node("n")).owner().configuration(),
          UnreadableAnswerException.class);
    }
  }

  @Test
  void a_node_is_deleted_or_purged() {
    asked(iq("set", OWNER, "<delete node='n'/>"), done(), NodeOwner::delete);
    asked(
        iq("set", OWNER, "<delete node='n'><redirect uri='xmpp:a?;node=m'/></delete>"),
        done(),
        owner -> owner.delete("xmpp:a?;node=m"));
    asked(iq("set", OWNER, "<purge node='n'/>"), done(), NodeOwner::purge);
  }

  @Test
  void subscriptions_of_others_are_listed_and_changed() {
    String entries =
        "<subscription jid='romeo@example.net' subscription='subscribed' subid='1'/>"
            + "<subscription subscription='subscribed'/>";
    List<NodeSubscription> all =
        asked(
            iq("get", OWNER, "<subscriptions node='n'/>"),
            result(OWNER, "<subscriptions node='n'>" + entries + "</subscriptions>"),
            NodeOwner::subscriptions);
    assertThat(all)
        .containsExactly(
            NodeSubscription.of(
                "n", Jid.of("romeo@example.net"), "1", SubscriptionState.SUBSCRIBED));
    asked(
        iq(
            "set",
            OWNER,
            "<subscriptions node='n'><subscription jid='romeo@example.net' subscription='none'/>"
                + "</subscriptions>"),
        done(),
        owner -> owner.subscription(Jid.of("romeo@example.net"), SubscriptionState.NONE));
  }

  @Test
  void affiliations_are_listed_and_changed() {
    String entries =
        "<affiliation jid='juliet@localhost' affiliation='owner'/>"
            + "<affiliation jid='@@' affiliation='member'/>"
            + "<affiliation jid='romeo@example.net' affiliation='king'/>";
    Map<Jid, Affiliation> all =
        asked(
            iq("get", OWNER, "<affiliations node='n'/>"),
            result(OWNER, "<affiliations node='n'>" + entries + "</affiliations>"),
            NodeOwner::affiliations);
    assertThat(all).containsOnlyKeys(Jid.of("juliet@localhost")).containsValue(Affiliation.OWNER);
    asked(
        iq(
            "set",
            OWNER,
            "<affiliations node='n'>"
                + "<affiliation jid='romeo@example.net' affiliation='publish-only'/>"
                + "</affiliations>"),
        done(),
        owner -> owner.affiliation(Jid.of("romeo@example.net"), Affiliation.PUBLISH_ONLY));
  }
}
