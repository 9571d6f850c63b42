package im.linnet.pubsub;

import static im.linnet.pubsub.Scripts.EVENT;
import static im.linnet.pubsub.Scripts.tune;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.Subscription;
import im.linnet.disco.Disco;
import im.linnet.jid.Jid;
import im.linnet.pubsub.NodeEvent.Configured;
import im.linnet.pubsub.NodeEvent.Deleted;
import im.linnet.pubsub.NodeEvent.Published;
import im.linnet.pubsub.NodeEvent.Purged;
import im.linnet.pubsub.NodeEvent.Retracted;
import im.linnet.pubsub.NodeEvent.SubscriptionChanged;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events, and what only looks like one. */
@Timeout(120)
class EventsTest {

  private static final Jid ROMEO = Jid.of("romeo@example.net");
  private static final String END = "the end";

  private final BlockingQueue<NodeEvent<Tune>> events = new LinkedBlockingQueue<>();

  private static String message(String from, String content, String... more) {
    return "<message type='headline' %s><event xmlns='%s'>%s</event>%s</message>"
        .formatted(from, EVENT, content, String.join("", more));
  }

  private static String from(String jid) {
    return "from='" + jid + "'";
  }

  private static Consumer<Script> romeos(String content) {
    return script -> script.send(message(from("romeo@example.net"), content));
  }

  private static String items(String content) {
    return "<items node='%s'>%s</items>".formatted(Tune.NAMESPACE, content);
  }

  private static String item(String id, String title) {
    return items("<item id='%s'>%s</item>".formatted(id, tune(title)));
  }

  private static ScriptedClient client(Consumer<Script> lines) {
    return Scripts.client(
        s ->
            s.awaitCue("go")
                .then(lines)
                .send(message(from("romeo@example.net"), item("end", END))));
  }

  private NodeEvent<Tune> next() throws InterruptedException {
    NodeEvent<Tune> next = events.poll(20, TimeUnit.SECONDS);
    assertThat(next).as("an event within 20 s").isNotNull();
    return next;
  }

  private void isLast(NodeEvent<Tune> event) {
    assertThat(event)
        .isEqualTo(
            new Published<>(EventSource.of(ROMEO, Tune.NAMESPACE), Item.of("end", new Tune(END))));
    assertThat(events).isEmpty();
  }

  @Test
  void all_kinds_of_events_reach_the_subscriber_in_order() throws Exception {
    String named = "node='" + Tune.NAMESPACE + "'";
    String form = "<x xmlns='jabber:x:data' type='result'/>";
    String subscription = "<subscription " + named + " jid='%s' subscription='none'/>";
    try (ScriptedClient it =
        client(
            s ->
                s.then(romeos(item("1", "One")))
                    .then(romeos(items("<retract id='1'/><item id='2'/><retract/>")))
                    .then(romeos("<purge " + named + "/>"))
                    .then(romeos("<delete " + named + "><redirect uri='xmpp:a'/></delete>"))
                    .then(romeos("<configuration " + named + ">" + form + "</configuration>"))
                    .then(romeos("<configuration " + named + "/>"))
                    .then(romeos(subscription.formatted("juliet@localhost")))
                    .then(romeos(subscription.formatted("@@"))))) {
      it.get(PubSub.class).onEvent(Tune.NODE, events::add);
      it.peer().cue("go");
      EventSource romeo = EventSource.of(ROMEO, Tune.NAMESPACE);
      assertThat(next()).isEqualTo(new Published<>(romeo, Item.of("1", new Tune("One"))));
      assertThat(next()).isEqualTo(new Retracted<Tune>(romeo, "1"));
      assertThat(((Published<Tune>) next()).item().payload()).as("that of item 2").isNull();
      assertThat(next()).isEqualTo(new Purged<Tune>(romeo));
      assertThat(next()).isEqualTo(new Deleted<Tune>(romeo, "xmpp:a"));
      assertThat(((Configured<Tune>) next()).form()).isNotNull();
      assertThat(next()).isEqualTo(new Configured<Tune>(romeo, null));
      NodeSubscription none =
          NodeSubscription.of(
              Tune.NAMESPACE, Jid.of("juliet@localhost"), null, SubscriptionState.NONE);
      assertThat(next()).isEqualTo(new SubscriptionChanged<Tune>(romeo, none));
      isLast(next());
    }
  }

  @Test
  void the_last_item_comes_with_a_delay_and_may_be_repeated() throws Exception {
    String delay = "<delay xmlns='urn:xmpp:delay' from='%s' stamp='2026-11-28T18:49:09Z'/>";
    String addresses =
        "<addresses xmlns='http://jabber.org/protocol/address'><address type='to' jid='a@b'/>"
            + "<address jid='romeo@example.net/orchard' type='replyto'/></addresses>";
    String headers =
        "<headers xmlns='http://jabber.org/protocol/shim'><header name='SubID'>s1</header>"
            + "<header name='Collection'>c</header><header name='SubID'>s2</header></headers>";
    String last =
        message(
            from("romeo@example.net"),
            item("1", "One"),
            delay.formatted("romeo@example.net/orchard"),
            addresses,
            headers);
    String doubtful =
        message(
            from("romeo@example.net"),
            item("1", "One"),
            delay.formatted("eve@example.org"),
            addresses.replace("romeo@example.net/orchard", "@@"));
    try (ScriptedClient it = client(s -> s.send(last).send(last).send(doubtful))) {
      it.get(PubSub.class).onEvent(Tune.NODE, events::add);
      it.peer().cue("go");
      EventSource source = next().source();
      assertThat(source.delayed()).isEqualTo(Instant.parse("2026-11-28T18:49:09Z"));
      assertThat(source.replyTo()).isEqualTo(Jid.of("romeo@example.net/orchard"));
      assertThat(source.subscriptions()).containsExactly("s1", "s2");
      assertThat(next().source()).isEqualTo(source);
      EventSource other = next().source();
      assertThat(other.delayed()).isNull();
      assertThat(other.replyTo()).isNull();
      isLast(next());
    }
  }

  @Test
  void events_without_a_sender_or_from_the_own_account_are_its_own() throws Exception {
    BlockingQueue<NodeEvent<Tune>> own = new LinkedBlockingQueue<>();
    try (ScriptedClient it =
        client(
            s ->
                s.send(message("", item("1", "One")))
                    .send(message(from("juliet@localhost"), item("2", "Two")))
                    .send(message(from("romeo@example.net"), item("3", "Three"))))) {
      it.get(PubSub.class).onEvent(Tune.NODE, events::add);
      it.get(PubSub.class).own(Tune.NODE).onEvent(own::add);
      it.peer().cue("go");
      EventSource juliet = EventSource.of(Jid.of("juliet@localhost"), Tune.NAMESPACE);
      assertThat(next().source()).isEqualTo(juliet);
      assertThat(next().source()).isEqualTo(juliet);
      assertThat(next().source().service()).isEqualTo(ROMEO);
      isLast(next());
      assertThat(own).extracting(event -> event.source().service()).containsOnly(juliet.service());
      assertThat(own).hasSize(2);
    }
  }

  /** Any occupant of a room, and any device of a contact, can send what looks like an event. */
  @Tag("P22")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "romeo@example.net/orchard",
        "room@conference.example.net/romeo",
        "juliet@localhost/balcony",
        "juliet@localhost/other"
      })
  void events_from_devices_and_occupants_are_dropped(String sender) throws Exception {
    BlockingQueue<Object> others = new LinkedBlockingQueue<>();
    try (ScriptedClient it =
        client(
            s ->
                s.send(message(from(sender), item("1", "Forged")))
                    .send(message(from(sender), "<items node='other'><item id='1'/></items>")))) {
      it.client().onMessage(others::add);
      PubSub pubsub = it.get(PubSub.class);
      pubsub.onOtherEvent(others::add);
      pubsub.onEvent(Tune.NODE, events::add);
      pubsub.own(Tune.NODE).onEvent(events::add);
      pubsub.node(Jid.of(sender).bare(), AnyPayload.node("other")).onEvent(others::add);
      it.peer().cue("go");
      isLast(next());
      assertThat(others).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<items/>",
        "<items node='http://jabber.org/protocol/tune'/>",
        "<items node='http://jabber.org/protocol/tune'><item id='1'><tune"
            + " xmlns='http://jabber.org/protocol/tune'/></item></items>",
        "<items node='http://jabber.org/protocol/tune'><item id='1'><x xmlns='urn:x'/></item>"
            + "</items>",
        "<items node='http://jabber.org/protocol/tune'><item xmlns='urn:x' id='1'/></items>",
        "<items xmlns='urn:x' node='http://jabber.org/protocol/tune'><item id='1'/></items>",
        "<odd node='http://jabber.org/protocol/tune'/>",
        "<purge/>",
        "<subscription node='http://jabber.org/protocol/tune'/>"
      })
  void malformed_events_are_dropped_alone(String content) throws Exception {
    try (ScriptedClient it = client(s -> s.send(message(from("romeo@example.net"), content)))) {
      it.get(PubSub.class).onEvent(Tune.NODE, events::add);
      it.peer().cue("go");
      isLast(next());
    }
  }

  @Tag("X49")
  @Test
  void a_malformed_item_does_not_take_the_others_with_it() throws Exception {
    String mixed =
        items(
            "<item id='1'>%s</item><item id='2'><x xmlns='urn:x'/></item><item id='3'>%s</item>"
                .formatted(tune("One"), tune("Three")));
    try (ScriptedClient it = client(s -> s.send(message(from("romeo@example.net"), mixed)))) {
      it.get(PubSub.class).onEvent(Tune.NODE, events::add);
      it.peer().cue("go");
      assertThat(((Published<Tune>) next()).item().id()).isEqualTo("1");
      assertThat(((Published<Tune>) next()).item().id()).isEqualTo("3");
      isLast(next());
    }
  }

  @Test
  void events_that_bounced_are_no_events() throws Exception {
    String bounced =
        message(from("romeo@example.net"), item("1", "Bounced")).replace("headline", "error");
    try (ScriptedClient it = client(s -> s.send(bounced))) {
      it.get(PubSub.class).onEvent(Tune.NODE, events::add);
      it.peer().cue("go");
      isLast(next());
    }
  }

  @Test
  void the_events_of_one_service_reach_its_subscribers() throws Exception {
    BlockingQueue<NodeEvent<Tune>> service = new LinkedBlockingQueue<>();
    try (ScriptedClient it =
        client(
            s ->
                s.send(message(from("pubsub.example.com"), item("1", "One")))
                    .send(message(from("pubsub.example.org"), item("2", "Two")))
                    .send(message(from("pubsub.example.com/x"), item("3", "Three"))))) {
      it.get(PubSub.class).node(Jid.of("pubsub.example.com"), Tune.NODE).onEvent(service::add);
      it.get(PubSub.class).node(Jid.of("pubsub.example.com/x"), Tune.NODE).onEvent(service::add);
      it.get(PubSub.class).node(ROMEO, Tune.NODE).onEvent(events::add);
      it.peer().cue("go");
      isLast(next());
      assertThat(service)
          .extracting(event -> ((Published<Tune>) event).item().id())
          .containsExactly("1", "3");
      assertThat(it.get(Disco.class).ownInfo().has(Tune.NODE.notifyFeature())).isFalse();
    }
  }

  @Test
  void events_that_nobody_else_takes_reach_the_general_subscriber() throws Exception {
    BlockingQueue<NodeEvent<AnyPayload>> others = new LinkedBlockingQueue<>();
    try (ScriptedClient it =
        client(
            s ->
                s.send(
                        message(
                            from("romeo@example.net"),
                            "<items node='other'><item id='1'><x xmlns='urn:x'/></item></items>"))
                    .send(message(from("romeo@example.net"), item("2", "Two"))))) {
      it.get(PubSub.class).onOtherEvent(others::add);
      it.get(PubSub.class).onEvent(Tune.NODE, events::add);
      it.peer().cue("go");
      assertThat(((Published<Tune>) next()).item().id()).isEqualTo("2");
      isLast(next());
      NodeEvent<AnyPayload> other = others.poll();
      assertThat(other).isNotNull();
      assertThat(other.source().node()).isEqualTo("other");
      assertThat(others).isEmpty();
    }
  }

  @Test
  void subscribing_asks_for_the_events_until_it_ends() throws Exception {
    try (ScriptedClient it =
        client(s -> s.send(message(from("romeo@example.net"), item("1", "One"))))) {
      Disco disco = it.get(Disco.class);
      String feature = "http://jabber.org/protocol/tune+notify";
      assertThat(disco.ownInfo().has(feature)).isFalse();
      Subscription ended = it.get(PubSub.class).onEvent(Tune.NODE, event -> events.clear());
      Subscription own = it.get(PubSub.class).own(Tune.NODE).onEvent(event -> {});
      ended.close();
      assertThat(disco.ownInfo().has(feature)).isTrue();
      own.close();
      assertThat(disco.ownInfo().has(feature)).isFalse();
      it.get(PubSub.class).onEvent(Tune.NODE, events::add);
      it.peer().cue("go");
      assertThat(((Published<Tune>) next()).item().id()).isEqualTo("1");
      isLast(next());
    }
  }

  @Test
  void a_subscriber_that_throws_does_no_harm() throws Exception {
    String two = items("<item id='1'/><item id='2'/>");
    BlockingQueue<NodeEvent<Tune>> seen = new LinkedBlockingQueue<>();
    try (ScriptedClient it = client(s -> s.send(message(from("romeo@example.net"), two)))) {
      it.get(PubSub.class)
          .onEvent(
              Tune.NODE,
              event -> {
                seen.add(event);
                throw new IllegalStateException("of a test");
              });
      it.get(PubSub.class).onEvent(Tune.NODE, events::add);
      it.peer().cue("go");
      assertThat(((Published<Tune>) next()).item().id()).isEqualTo("1");
      assertThat(((Published<Tune>) next()).item().id()).isEqualTo("2");
      isLast(next());
      assertThat(seen).hasSize(3);
    }
  }
}
