package im.linnet.pubsub;

import static im.linnet.pubsub.Scripts.FROM;
import static im.linnet.pubsub.Scripts.PUBSUB;
import static im.linnet.pubsub.Scripts.TO;
import static im.linnet.pubsub.Scripts.asked;
import static im.linnet.pubsub.Scripts.askedThere;
import static im.linnet.pubsub.Scripts.client;
import static im.linnet.pubsub.Scripts.done;
import static im.linnet.pubsub.Scripts.error;
import static im.linnet.pubsub.Scripts.iq;
import static im.linnet.pubsub.Scripts.node;
import static im.linnet.pubsub.Scripts.own;
import static im.linnet.pubsub.Scripts.result;
import static im.linnet.pubsub.Scripts.tune;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.XmppClient;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.test.Failures;
import im.linnet.test.ScriptedClient;
import im.linnet.xml.Element;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests of publishers and readers, as they are on the wire. */
@Timeout(120)
class PubSubNodeTest {

  @Test
  void an_item_is_published() {
    String request =
        iq(
            "set",
            PUBSUB,
            node("publish", "", "<item id='current'>%s</item>".formatted(tune("Roundabout"))));
    String id = asked(request, done(), own -> own.publish("current", new Tune("Roundabout")));
    assertThat(id).isEqualTo("current");
  }

  @Test
  void the_service_may_choose_the_id() {
    String request =
        iq(
            TO,
            "set",
            PUBSUB,
            node("publish", "", "<item id='{item}'>%s</item>".formatted(tune("Roundabout"))));
    String same = result(FROM, PUBSUB, node("publish", "", "<item id='{item}'/>"));
    String own = askedThere(request, same, there -> there.publish(new Tune("Roundabout")));
    assertThat(own).hasSizeGreaterThan(20);
    String other = result(FROM, PUBSUB, node("publish", "", "<item id='chosen'/>"));
    String theirs = askedThere(request, other, there -> there.publish(new Tune("Roundabout")));
    assertThat(theirs).isEqualTo("chosen");
  }

  @Test
  void an_item_is_retracted_with_and_without_notice() {
    String loud = iq("set", PUBSUB, node("retract", "notify='true'", "<item id='a'/>"));
    asked(loud, done(), own -> own.retract("a"));
    String quiet = iq("set", PUBSUB, node("retract", "", "<item id='a'/>"));
    asked(quiet, done(), own -> own.retractQuietly("a"));
  }

  @Tag("X49")
  @Test
  void items_are_read_and_malformed_ones_left_out() {
    String answer =
        result(
            PUBSUB,
            node(
                "items",
                "",
                "<item id='1' publisher='romeo@example.net/orchard'>%s</item>"
                        .formatted(tune("One"))
                    + "<item id='2'><tune xmlns='%s'/></item>".formatted(Tune.NAMESPACE)
                    + "<item id='3'><other xmlns='urn:x'/></item>"
                    + "<item id='4' publisher='@@'>%s</item>".formatted(tune("Four"))
                    + "<item id='5'/><item>%s</item>".formatted(tune("Six"))
                    + "<note/>"));
    ItemPage<Tune> page =
        asked(iq("get", PUBSUB, node("items", "", "")), answer, PubSubNode::items);
    assertThat(page.items()).extracting(Item::id).containsExactly("1", "4", "5", null);
    assertThat(page.items())
        .extracting(Item::payload)
        .containsExactly(new Tune("One"), new Tune("Four"), null, new Tune("Six"));
    assertThat(page.items())
        .extracting(Item::publisher)
        .containsExactly(Jid.of("romeo@example.net/orchard"), null, null, null);
    assertThat(page.get("4")).isNotNull();
    assertThat(page.get("2")).isNull();
    assertThat(page.last()).isNull();
    assertThat(page.count()).isNull();
  }

  @Test
  void some_items_are_requested() {
    String latest = iq("get", PUBSUB, node("items", "max_items='2'", ""));
    String none = result(PUBSUB, node("items", "", ""));
    ItemPage<Tune> newest = asked(latest, none, own -> own.items(ItemQuery.latest(2)));
    assertThat(newest).isEmpty();
    String two = iq("get", PUBSUB, node("items", "subid='s1'", "<item id='a'/><item id='b'/>"));
    ItemQuery query = ItemQuery.ids(List.of("a", "b")).subscription("s1");
    ItemPage<Tune> named = asked(two, none, own -> own.items(query));
    assertThat(named).isEmpty();
  }

  @Test
  void items_are_paged() {
    String set = "<set xmlns='http://jabber.org/protocol/rsm'>%s</set>";
    String request =
        iq(
            TO,
            "get",
            PUBSUB,
            node("items", "", "") + set.formatted("<max>2</max><after>t0</after>"));
    String answer =
        result(
            FROM,
            PUBSUB,
            node("items", "", "<item id='a'>%s</item>".formatted(tune("A")))
                + set.formatted("<first index='3'>t1</first><last>t2</last><count>19</count>"));
    ItemPage<Tune> page =
        askedThere(request, answer, there -> there.items(ItemQuery.page(2).after("t0")));
    assertThat(page.first()).isEqualTo("t1");
    assertThat(page.last()).isEqualTo("t2");
    assertThat(page.index()).isEqualTo(3);
    assertThat(page.count()).isEqualTo(19);
    String back =
        iq(TO, "get", PUBSUB, node("items", "", "") + set.formatted("<max>2</max><before/>"));
    String odd =
        result(
            FROM,
            PUBSUB,
            node("items", "", "")
                + set.formatted("<first index='-1'>t1</first><count>many</count>"));
    ItemPage<Tune> last =
        askedThere(back, odd, there -> there.items(ItemQuery.page(2).after("t0").before("")));
    assertThat(last.index()).isNull();
    assertThat(last.count()).isNull();
  }

  @Test
  void queries_that_make_no_sense_are_programming_errors() {
    assertThatThrownBy(() -> ItemQuery.latest(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ItemQuery.page(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ItemQuery.ids(List.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ItemQuery.all().after("x")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> ItemQuery.latest(1).before("x"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void an_item_may_be_there_or_not() {
    String request = iq("get", PUBSUB, node("items", "", "<item id='a'/>"));
    String there = result(PUBSUB, node("items", "", "<item id='a'>%s</item>".formatted(tune("A"))));
    Optional<Item<Tune>> found = asked(request, there, own -> own.item("a"));
    assertThat(found).contains(Item.of("a", new Tune("A")));
    String none = result(PUBSUB, node("items", "", ""));
    Optional<Item<Tune>> empty = asked(request, none, own -> own.item("a"));
    assertThat(empty).isEmpty();
    String absent = error("cancel", "item-not-found");
    Optional<Item<Tune>> refused = asked(request, absent, own -> own.item("a"));
    assertThat(refused).isEmpty();
    try (ScriptedClient it = client(s -> s.expect(request).send(error("auth", "forbidden")))) {
      Failures.of(own(it).item("a"), StanzaException.class);
    }
  }

  @Test
  void an_answer_without_items_is_unreadable() {
    String request = iq("get", PUBSUB, node("items", "", ""));
    try (ScriptedClient it = client(s -> s.expect(request).send(done()))) {
      Failures.of(own(it).items(), UnreadableAnswerException.class);
    }
  }

  @Test
  void the_metadata_of_a_node_is_queried() {
    String query =
        "<query xmlns='http://jabber.org/protocol/disco#info' node='%s'>%s</query>"
            .formatted(Tune.NAMESPACE, "%s");
    try (ScriptedClient it =
        client(
            s ->
                s.expect(
                        "<iq id='{id}' type='get' to='juliet@localhost'>"
                            + query.formatted("")
                            + "</iq>")
                    .send(
                        "<iq id='{id}' type='result' from='juliet@localhost'>"
                            + query.formatted("<identity category='pubsub' type='leaf'/>")
                            + "</iq>"))) {
      assertThat(own(it).info().join().is("pubsub", "leaf")).isTrue();
    }
  }

  @Test
  void what_cannot_be_sent_is_refused() {
    try (ScriptedClient it = client(s -> {})) {
      String odd = "\u0000";
      PubSubNode<AnyPayload> oddNode = it.get(PubSub.class).own(AnyPayload.node(odd));
      AnyPayload payload = new AnyPayload(Element.of("x", "urn:x"));
      for (CompletableFuture<?> refused :
          List.of(
              own(it).publish(odd, new Tune("x")),
              own(it).publish("x", new Tune(odd)),
              own(it).retract(odd),
              own(it).item(odd),
              own(it).items(ItemQuery.page(1).after(odd)),
              own(it)
                  .publish(
                      "x",
                      new Tune("x"),
                      PublishOptions.require(NodeOptions.none().with("pubsub#title", odd))),
              own(it).owner().delete(odd),
              oddNode.publish("x", payload),
              oddNode.items(),
              oddNode.info(),
              oddNode.subscribe(),
              oddNode.unsubscribe(),
              oddNode.subscriptions(),
              oddNode.owner().create(),
              oddNode.owner().configuration(),
              oddNode.owner().configure(NodeOptions.none()),
              oddNode.owner().purge(),
              oddNode.owner().affiliations())) {
        Failures.of(refused, RefusedException.class);
      }
    }
  }

  @Test
  void cancelling_forgets_the_request() {
    String request = iq("get", PUBSUB, node("items", "", "<item id='a'/>"));
    String next = iq("get", PUBSUB, node("items", "", ""));
    try (ScriptedClient it =
        client(
            s ->
                s.expect(request)
                    .mark("asked")
                    .expect(next)
                    .send(result(PUBSUB, node("items", "", ""))))) {
      CompletableFuture<?> item = own(it).item("a");
      it.peer().awaitMark("asked");
      item.cancel(false);
      assertThatThrownBy(item::join).isInstanceOf(CancellationException.class);
      assertThat(own(it).items().join()).isEmpty();
    }
  }

  @Test
  void a_client_without_discovery_cannot_have_it() {
    assertThatThrownBy(
            () -> {
              XmppClient built =
                  XmppClient.builder("juliet@localhost")
                      .sasl(Sasl.anonymous())
                      .with(PubSub::new)
                      .build();
              built.close();
            })
        .isInstanceOf(IllegalArgumentException.class);
  }
}
