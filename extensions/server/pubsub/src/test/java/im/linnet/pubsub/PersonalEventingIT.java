package im.linnet.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.caps.Caps;
import im.linnet.disco.Disco;
import im.linnet.failure.StanzaException;
import im.linnet.fixtures.EveryServerVersion;
import im.linnet.fixtures.Live;
import im.linnet.jid.Jid;
import im.linnet.pubsub.NodeEvent.Published;
import im.linnet.pubsub.NodeEvent.Retracted;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.test.Failures;
import im.linnet.testkit.server.LiveUser;
import im.linnet.testkit.server.ServerKind;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Nodes of accounts, on every server. */
@ParameterizedClass
@ArgumentsSource(EveryServerVersion.class)
@Timeout(120)
record PersonalEventingIT(Live live) {

  private XmppClient client(LiveUser user) {
    return live.client(user).with(Disco::new).with(Caps::new).with(PubSub::new).build();
  }

  private static <T> T done(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  /** ejabberd 23.01 notifies the devices of a user of no retraction, but twice of what is new. */
  @Test
  void devices_of_one_user_notify_each_other() throws Exception {
    XmppClient phone = client(live.server().juliet());
    XmppClient laptop = client(live.server().juliet());
    BlockingQueue<NodeEvent<Tune>> events = new LinkedBlockingQueue<>();
    laptop.get(PubSub.class).own(Tune.NODE).onEvent(events::add);
    Live.online(phone);
    Live.online(laptop);
    PubSubNode<Tune> tunes = phone.get(PubSub.class).own(Tune.NODE);

    Published<Tune> first = publishedUntilSeen(tunes, events);
    assertThat(first.source().service()).isEqualTo(phone.address().bare());
    assertThat(first.item().id()).isEqualTo("a");
    assertThat(first.item().payload()).isEqualTo(new Tune("One"));
    done(tunes.retract("a"));
    if (live.kind() != ServerKind.EJABBERD) {
      assertThat(LiveEvents.next(events, Retracted.class).id()).isEqualTo("a");
    }
    assertThat(done(tunes.items())).isEmpty();

    done(tunes.publish("b", new Tune("Two")));
    LiveEvents.published(events, "b");
    done(laptop.shutdown());
    events.clear();
    XmppClient tablet = client(live.server().juliet());
    tablet.get(PubSub.class).onEvent(Tune.NODE, events::add);
    Live.online(tablet);
    assertThat(LiveEvents.published(events, "b").item().payload())
        .as("the last item, sent to a device that comes online")
        .isEqualTo(new Tune("Two"));
    done(tunes.owner().delete());
    done(tablet.shutdown());
    done(phone.shutdown());
  }

  /** A server sends no events until it has asked the device what it wants. */
  private static Published<Tune> publishedUntilSeen(
      PubSubNode<Tune> tunes, BlockingQueue<NodeEvent<Tune>> events) throws Exception {
    for (int attempt = 0; attempt < 20; attempt++) {
      done(tunes.publish("a", new Tune("One"), PublishOptions.privateData()));
      if (events.poll(1, TimeUnit.SECONDS) instanceof Published<Tune> seen) {
        return seen;
      }
    }
    throw new AssertionError("no event");
  }

  @Test
  void who_may_read_a_node_depends_on_its_access_model() throws Exception {
    XmppClient romeo = client(live.server().romeo());
    XmppClient paris = client(live.server().paris());
    done(romeo.connect());
    done(paris.connect());
    PubSubNode<Tune> own = romeo.get(PubSub.class).own(Tune.NODE);
    PubSubNode<Tune> seen = paris.get(PubSub.class).node(romeo.account(), Tune.NODE);

    done(own.publish("a", new Tune("One"), PublishOptions.publicData(AccessModel.OPEN)));
    assertThat(done(seen.item("a"))).contains(Item.of("a", new Tune("One")));
    assertThat(done(seen.item("b"))).isEmpty();

    StanzaException mismatch =
        Failures.of(
            own.publish("b", new Tune("Two"), PublishOptions.privateData()), StanzaException.class);
    assertThat(PubSubError.of(mismatch)).isEqualTo(PubSubError.PRECONDITION_NOT_MET);
    done(own.publish("b", new Tune("Two"), PublishOptions.privateData().configuring()));
    NodeOptions options = NodeOptions.of(done(own.owner().configuration()));
    assertThat(options.accessModel()).isEqualTo(AccessModel.WHITELIST);

    StanzaException closed = Failures.of(seen.items(), StanzaException.class);
    if (live.kind().isEjabberd()) {
      assertThat(PubSubError.of(closed)).isEqualTo(PubSubError.CLOSED_NODE);
    } else {
      assertThat(closed.error().condition()).isEqualTo(Condition.FORBIDDEN);
    }
    done(own.owner().affiliation(paris.account(), Affiliation.PUBLISHER));
    assertThat(done(own.owner().affiliations()))
        .containsEntry(Jid.of(live.server().paris().jid()).bare(), Affiliation.PUBLISHER);
    done(seen.publish("c", new Tune("Three")));
    assertThat(done(seen.item("c"))).isPresent();

    done(own.owner().purge());
    assertThat(done(own.items())).isEmpty();
    done(own.owner().delete());
    StanzaException absent = Failures.of(own.items(), StanzaException.class);
    assertThat(absent.error().condition()).isEqualTo(Condition.ITEM_NOT_FOUND);
    done(romeo.shutdown());
    done(paris.shutdown());
  }

  /** ejabberd 23.01 takes neither option with a publication, and keeps one item by default. */
  @Test
  void a_node_keeps_all_items_if_that_is_configured() throws Exception {
    XmppClient romeo = client(live.server().romeo());
    done(romeo.connect());
    PubSubNode<Tune> own = romeo.get(PubSub.class).own(NodeType.of("urn:example:kept", Tune.TYPE));
    PublishOptions strict =
        PublishOptions.require(NodeOptions.privateData().allItems().lastItem(LastItem.NEVER));
    if (live.kind() == ServerKind.EJABBERD) {
      StanzaException unknown =
          Failures.of(own.publish("a", new Tune("One"), strict), StanzaException.class);
      assertThat(unknown.error().condition()).isEqualTo(Condition.RESOURCE_CONSTRAINT);
    } else {
      done(own.publish("a", new Tune("One"), strict));
    }
    PublishOptions lenient =
        PublishOptions.privateData()
            .prefer(NodeOptions.none().allItems().lastItem(LastItem.NEVER))
            .configuring();
    for (String id : new String[] {"a", "b", "c"}) {
      done(own.publish(id, new Tune(id), lenient));
    }
    assertThat(done(own.items()).items()).extracting(Item::id).containsExactly("a", "b", "c");
    assertThat(done(own.items(ItemQuery.latest(1))).items())
        .extracting(Item::id)
        .containsExactly("c");
    done(own.owner().delete());
    done(romeo.shutdown());
  }

  @Test
  void a_node_is_for_those_who_see_the_presence_by_default() throws Exception {
    XmppClient romeo = client(live.server().romeo());
    XmppClient paris = client(live.server().paris());
    done(romeo.connect());
    done(paris.connect());
    NodeType<Tune> node = NodeType.of("urn:example:default", Tune.TYPE);
    done(romeo.get(PubSub.class).own(node).publish("a", new Tune("One")));
    StanzaException refused =
        Failures.of(
            paris.get(PubSub.class).node(romeo.account(), node).items(), StanzaException.class);
    if (live.kind().isEjabberd()) {
      assertThat(PubSubError.of(refused)).isEqualTo(PubSubError.PRESENCE_SUBSCRIPTION_REQUIRED);
    } else {
      assertThat(refused.error().condition()).isEqualTo(Condition.FORBIDDEN);
    }
    done(romeo.get(PubSub.class).own(node).owner().delete());
    done(romeo.shutdown());
    done(paris.shutdown());
  }

  /** Prosody takes options that it does not know. */
  @Test
  void options_that_no_server_knows_may_be_refused() throws Exception {
    XmppClient romeo = client(live.server().romeo());
    done(romeo.connect());
    PubSubNode<Tune> own = romeo.get(PubSub.class).own(NodeType.of("urn:example:odd", Tune.TYPE));
    NodeOptions odd = NodeOptions.none().with("pubsub#nonsense", "1");
    if (live.kind().isEjabberd()) {
      StanzaException refused =
          Failures.of(
              own.publish("a", new Tune("One"), PublishOptions.require(odd)),
              StanzaException.class);
      assertThat(refused.error().condition()).isEqualTo(Condition.RESOURCE_CONSTRAINT);
    } else {
      done(own.publish("a", new Tune("One"), PublishOptions.require(odd)));
      done(own.owner().delete());
    }
    done(own.publish("b", new Tune("Two"), PublishOptions.privateData().prefer(odd)));
    assertThat(done(own.item("b"))).isPresent();
    done(own.owner().delete());
    done(romeo.shutdown());
  }
}
