package im.linnet.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.disco.Disco;
import im.linnet.disco.DiscoItems;
import im.linnet.failure.StanzaException;
import im.linnet.fixtures.EveryServerVersion;
import im.linnet.fixtures.Live;
import im.linnet.jid.Jid;
import im.linnet.pubsub.NodeEvent.Deleted;
import im.linnet.pubsub.NodeEvent.Purged;
import im.linnet.pubsub.NodeEvent.Retracted;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.test.Failures;
import im.linnet.testkit.server.LiveUser;
import im.linnet.testkit.server.ServerKind;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Nodes of a service, on every server. Users of Prosody 0.12 may not create any. */
@ParameterizedClass
@ArgumentsSource(EveryServerVersion.class)
@Timeout(120)
record ServiceIT(Live live) {

  private static final Jid SERVICE = Jid.of("pubsub.localhost");

  private XmppClient client(LiveUser user) {
    return live.client(user).with(Disco::new).with(PubSub::new).build();
  }

  private static <T> T done(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  @Test
  void a_node_has_an_owner_and_a_subscriber() throws Exception {
    XmppClient romeo = client(live.server().romeo());
    XmppClient juliet = client(live.server().juliet());
    done(romeo.connect());
    Live.online(juliet);
    NodeType<Tune> node = NodeType.of("linnet-" + UUID.randomUUID(), Tune.TYPE);
    PubSubNode<Tune> owned = romeo.get(PubSub.class).node(SERVICE, node);
    NodeOptions options =
        NodeOptions.none()
            .accessModel(AccessModel.OPEN)
            .maxItems(5)
            .with("pubsub#notify_delete", "true");
    if (live.kind() == ServerKind.PROSODY) {
      StanzaException refused = Failures.of(owned.owner().create(options), StanzaException.class);
      assertThat(refused.error().condition()).isEqualTo(Condition.FORBIDDEN);
    } else {
      done(owned.owner().create(options));
      subscribes(owned, juliet);
      assertThat(done(romeo.get(PubSub.class).nodes(SERVICE)).items())
          .extracting(DiscoItems.Item::node)
          .doesNotContain(node.name());
    }
    done(romeo.shutdown());
    done(juliet.shutdown());
  }

  private void subscribes(PubSubNode<Tune> owned, XmppClient juliet) throws Exception {
    PubSubNode<Tune> seen = juliet.get(PubSub.class).node(SERVICE, owned.node());
    BlockingQueue<NodeEvent<Tune>> events = new LinkedBlockingQueue<>();
    seen.onEvent(events::add);
    assertThat(done(seen.subscribe()).state()).isEqualTo(SubscriptionState.SUBSCRIBED);
    List<NodeSubscription> mine = done(seen.subscriptions());
    assertThat(mine).extracting(NodeSubscription::node).containsExactly(owned.node().name());
    assertThat(done(owned.owner().subscriptions()))
        .extracting(NodeSubscription::jid)
        .containsExactly(juliet.address().bare());
    NodeOptions configured = NodeOptions.of(done(owned.owner().configuration()));
    assertThat(configured.value("pubsub#max_items")).isEqualTo("5");
    assertThat(done(owned.info()).is("pubsub", "leaf")).isTrue();

    for (String title : new String[] {"a", "b", "c"}) {
      done(owned.publish(title, new Tune(title)));
      LiveEvents.published(events, title);
    }
    done(owned.retract("b"));
    assertThat(LiveEvents.next(events, Retracted.class).id()).isEqualTo("b");
    readsPages(seen);
    done(owned.owner().purge());
    LiveEvents.next(events, Purged.class);
    assertThat(PubSubError.of(Failures.of(seen.owner().delete(), StanzaException.class)))
        .as("no condition of its own: forbidden says it")
        .isNull();
    done(owned.owner().delete());
    LiveEvents.next(events, Deleted.class);
  }

  /** Prosody has no pages and sends all. */
  private void readsPages(PubSubNode<Tune> seen) throws Exception {
    ItemPage<Tune> first = done(seen.items(ItemQuery.page(1)));
    if (live.kind().isProsody()) {
      assertThat(first.items()).extracting(Item::id).containsExactly("a", "c");
      assertThat(first.last()).isNull();
    } else {
      assertThat(first.items()).extracting(Item::id).containsExactly("a");
      assertThat(first.count()).isEqualTo(2);
      String last = Objects.requireNonNull(first.last(), "no end of the page");
      assertThat(done(seen.items(ItemQuery.page(1).after(last))).items())
          .extracting(Item::id)
          .containsExactly("c");
    }
  }

  @Test
  void unsubscribing_without_a_subscription_is_refused_by_its_condition() throws Exception {
    XmppClient romeo = client(live.server().romeo());
    done(romeo.connect());
    PubSubNode<Tune> node =
        romeo
            .get(PubSub.class)
            .node(SERVICE, NodeType.of("linnet-" + UUID.randomUUID(), Tune.TYPE));
    if (live.kind() == ServerKind.PROSODY) {
      Failures.of(node.unsubscribe(), StanzaException.class);
    } else {
      done(node.owner().create());
      StanzaException refused = Failures.of(node.unsubscribe(), StanzaException.class);
      assertThat(PubSubError.of(refused)).isEqualTo(PubSubError.NOT_SUBSCRIBED);
      done(node.owner().delete());
    }
    done(romeo.shutdown());
  }

  @Test
  void a_feature_that_a_service_lacks_is_named() throws Exception {
    XmppClient romeo = client(live.server().romeo());
    done(romeo.connect());
    PubSubNode<Tune> own = romeo.get(PubSub.class).own(Tune.NODE);
    done(own.publish("a", new Tune("One")));
    if (live.kind().isEjabberd()) {
      StanzaException refused = Failures.of(own.owner().subscriptions(), StanzaException.class);
      assertThat(PubSubError.unsupported(refused)).isEqualTo("manage-subscriptions");
    } else {
      assertThat(done(own.owner().subscriptions())).isEmpty();
      StanzaException refused =
          Failures.of(romeo.get(PubSub.class).affiliations(SERVICE), StanzaException.class);
      assertThat(refused.error().condition()).isEqualTo(Condition.SERVICE_UNAVAILABLE);
    }
    done(own.owner().delete());
    done(romeo.shutdown());
  }
}
