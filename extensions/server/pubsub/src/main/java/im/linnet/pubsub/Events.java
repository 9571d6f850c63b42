package im.linnet.pubsub;

import im.linnet.XmppClient;
import im.linnet.connection.Subscribers;
import im.linnet.connection.Subscription;
import im.linnet.jid.Jid;
import im.linnet.pubsub.EventReader.Part;
import im.linnet.routing.Claim;
import im.linnet.stanza.Message;
import im.linnet.stanza.Payload;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings events to their subscribers. An event says something about its sender only, and is
 * believed only if that is a service or an account as such: an address with a resource, which any
 * occupant of a room has, must be one that somebody subscribed to by name.
 */
final class Events {

  private static final Logger LOG = LoggerFactory.getLogger(PubSub.class);

  /**
   * The events of a node that subscribers want.
   *
   * @param node the name of the node
   * @param from the senders
   */
  private record Wanted(String node, From from) {}

  /** Whose events. */
  private sealed interface From {

    /** Of all services and accounts. */
    record Anyone() implements From {}

    /** Of the own account. */
    record Own() implements From {}

    /** Of one service. */
    record Service(Jid jid) implements From {}
  }

  private static final From ANYONE = new From.Anyone();
  private static final From OWN = new From.Own();

  private final XmppClient client;
  private final Map<Wanted, Subscribers<Part>> subscribers = new ConcurrentHashMap<>();
  private final Subscribers<Part> others = new Subscribers<>(PubSub.class);

  Events(XmppClient client) {
    this.client = client;
    client.claim(Claim.payload("event", Wire.EVENT).of(Message.class), this::take);
  }

  <T extends Payload> Subscription ofAnyone(
      NodeType<T> node, Consumer<? super NodeEvent<T>> subscriber) {
    return add(new Wanted(node.name(), ANYONE), node, subscriber);
  }

  /** The events of a service, or for null those of the own account. */
  <T extends Payload> Subscription of(
      @Nullable Jid service, NodeType<T> node, Consumer<? super NodeEvent<T>> subscriber) {
    From from = service == null ? OWN : new From.Service(service);
    return add(new Wanted(node.name(), from), node, subscriber);
  }

  private <T extends Payload> Subscription add(
      Wanted wanted, NodeType<T> node, Consumer<? super NodeEvent<T>> subscriber) {
    EventReader<T> reader = new EventReader<>(node, contained(subscriber));
    return subscribers
        .computeIfAbsent(wanted, each -> new Subscribers<>(PubSub.class))
        .add(reader::read);
  }

  /** A message may have several events: one that a subscriber fails at must not hide the others. */
  private static <E> Consumer<E> contained(Consumer<? super E> subscriber) {
    Subscribers<E> only = new Subscribers<>(PubSub.class);
    only.add(subscriber);
    return only::tell;
  }

  /** The events of nodes that nobody else subscribed to. */
  Subscription ofOthers(Consumer<? super NodeEvent<AnyPayload>> subscriber) {
    Consumer<NodeEvent<AnyPayload>> taker = contained(subscriber);
    return others.add(
        part -> new EventReader<>(AnyPayload.node(part.source().node()), taker).read(part));
  }

  private void take(Stanza stanza) {
    Element event = stanza.element().child("event", Wire.EVENT);
    if (!(stanza instanceof Message message)
        || event == null
        || message.type() == Message.Type.ERROR) {
      return;
    }
    Jid own = client.address().bare();
    Jid from = message.from();
    Jid service = from == null ? own : from;
    for (Element child : event.children()) {
      String node = child.attribute("node");
      if (!child.namespace().equals(Wire.EVENT) || node == null) {
        LOG.debug("Dropped an event without a node from {}", service);
      } else {
        deliver(new Part(EventSource.of(message, service, own, node), child), own);
      }
    }
  }

  private void deliver(Part part, Jid own) {
    String node = part.source().node();
    Jid service = part.source().service();
    boolean named = tell(new Wanted(node, new From.Service(service)), part);
    if (service.resource() != null) {
      if (!named) {
        LOG.debug("Dropped an event from {}, which is neither an account nor a service", service);
      }
      return;
    }
    boolean mine = service.equals(own) && tell(new Wanted(node, OWN), part);
    boolean anybodys = tell(new Wanted(node, ANYONE), part);
    if (!named && !mine && !anybodys) {
      others.tell(part);
    }
  }

  private boolean tell(Wanted wanted, Part part) {
    Subscribers<Part> those = subscribers.get(wanted);
    if (those == null || those.isEmpty()) {
      return false;
    }
    those.tell(part);
    return true;
  }

  /** Joins several subscriptions to one. */
  static Subscription joined(Subscription... all) {
    List<Subscription> each = List.of(all);
    return () -> each.forEach(Subscription::close);
  }
}
