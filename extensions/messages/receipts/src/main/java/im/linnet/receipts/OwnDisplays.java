package im.linnet.receipts;

import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.connection.Subscribers;
import im.linnet.failure.RefusedException;
import im.linnet.forwarding.StanzaId;
import im.linnet.jid.Jid;
import im.linnet.pubsub.Item;
import im.linnet.pubsub.LastItem;
import im.linnet.pubsub.NodeEvent;
import im.linnet.pubsub.NodeOptions;
import im.linnet.pubsub.NodeType;
import im.linnet.pubsub.PubSub;
import im.linnet.pubsub.PubSubNode;
import im.linnet.pubsub.PublishOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the user's devices have displayed, as a private node of the own account has it (XEP-0490).
 * The last 4,096 chats are remembered, so that only changes are reported.
 */
final class OwnDisplays {

  static final String PUBLISH_OPTIONS = "http://jabber.org/protocol/pubsub#publish-options";

  private static final Logger LOG = LoggerFactory.getLogger(OwnDisplays.class);
  private static final int MAX_CHATS = 4_096;

  /** Nobody else may see what the user reads, and when (section 7). */
  private static final PublishOptions PRIVATE =
      PublishOptions.privateData()
          .prefer(NodeOptions.none().lastItem(LastItem.NEVER).allItems())
          .configuring();

  /**
   * How far a chat was displayed.
   *
   * @param stanzaId up to which message
   * @param stream the number of the stream on which this was learned
   */
  private record Known(StanzaId stanzaId, long stream) {}

  private final XmppClient client;
  private final PubSubNode<DisplayedUpTo> node;
  private final Announced announced;
  private final Subscribers<DisplayedElsewhere> subscribers = new Subscribers<>(OwnDisplays.class);
  private final Map<Jid, Known> chats = new LinkedHashMap<>(16, 0.75f, true);
  private long stream;

  OwnDisplays(XmppClient client, PubSub pubsub, Announced announced) {
    this.client = client;
    this.announced = announced;
    node = pubsub.own(NodeType.of(DisplayedUpTo.NAMESPACE, DisplayedUpTo.TYPE));
    node.onEvent(this::happened);
  }

  Subscribers<DisplayedElsewhere> subscribers() {
    return subscribers;
  }

  /** Catches up (section 4.3). */
  void bound() {
    long now;
    synchronized (this) {
      now = ++stream;
    }
    node.items()
        .whenComplete(
            (items, failure) -> {
              if (failure == null) {
                client.context().callbacks().execute(() -> items.forEach(item -> old(item, now)));
              } else {
                LOG.debug("What other devices displayed is not known: {}", failure.toString());
              }
            });
  }

  private void happened(NodeEvent<DisplayedUpTo> event) {
    if (event instanceof NodeEvent.Published<DisplayedUpTo> published) {
      DisplayedElsewhere displayed = read(published.item());
      if (displayed != null && learn(displayed)) {
        subscribers.tell(displayed);
      }
    }
  }

  /** An item of the catch-up, unless an event of the same stream has overtaken it. */
  private void old(Item<DisplayedUpTo> item, long asked) {
    DisplayedElsewhere displayed = read(item);
    if (displayed != null && isNewer(displayed.chat(), asked) && learn(displayed)) {
      subscribers.tell(displayed);
    }
  }

  private synchronized boolean isNewer(Jid chat, long asked) {
    Known known = chats.get(chat);
    return known == null || known.stream < asked;
  }

  /** A device says so of the own account or the room; anything else is malformed. */
  private @Nullable DisplayedElsewhere read(Item<DisplayedUpTo> item) {
    String id = item.id();
    DisplayedUpTo payload = item.payload();
    if (id == null || payload == null) {
      return null;
    }
    try {
      Jid chat = Jid.received(id);
      Jid by = payload.stanzaId().by();
      if (by.equals(chat.bare()) || by.equals(client.address().bare())) {
        return new DisplayedElsewhere(chat, payload.stanzaId());
      }
      LOG.debug("Dropped an id by {} for the chat with {}", by, chat);
    } catch (IllegalArgumentException malformed) {
      LOG.debug("Dropped an item whose id is no address");
    }
    return null;
  }

  /** Remembers a state; false if it is known. */
  private synchronized boolean learn(DisplayedElsewhere displayed) {
    Known before = chats.put(displayed.chat(), new Known(displayed.stanzaId(), stream));
    if (chats.size() > MAX_CHATS) {
      chats.remove(chats.keySet().iterator().next());
    }
    return before == null || !before.stanzaId.equals(displayed.stanzaId());
  }

  /** Takes back what was not published, unless there is something newer. */
  private synchronized void unlearn(DisplayedElsewhere displayed) {
    Known known = chats.get(displayed.chat());
    if (known != null && Objects.equals(known.stanzaId, displayed.stanzaId())) {
      chats.remove(displayed.chat());
    }
  }

  /**
   * Publishes that this device has displayed a chat (section 4.2), unless that is what the node
   * says.
   *
   * @return fails with {@link RefusedException} if the server can't keep it private
   */
  CompletableFuture<Void> publish(Jid chat, StanzaId stanzaId) {
    DisplayedElsewhere displayed = new DisplayedElsewhere(chat, stanzaId);
    RequestChain<Void> done = new RequestChain<>();
    done.then(
        announced.by(client.address().bare()), features -> publish(displayed, features, done));
    return done;
  }

  private void publish(
      DisplayedElsewhere displayed, Set<String> features, RequestChain<Void> done) {
    if (!features.contains(PUBLISH_OPTIONS)) {
      done.completeExceptionally(
          new RefusedException(
              "Nothing was published: the server does not offer to keep the node private"));
    } else if (!learn(displayed)) {
      done.complete(null);
    } else {
      done.then(
          node.publish(
              displayed.chat().toString(), new DisplayedUpTo(displayed.stanzaId()), PRIVATE),
          id -> done.complete(null),
          failure -> {
            unlearn(displayed);
            done.completeExceptionally(failure);
          });
    }
  }
}
