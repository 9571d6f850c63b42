package im.linnet.pubsub;

import im.linnet.delay.Delay;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.xml.Element;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where an event comes from, and when it happened. Immutable value. */
public final class EventSource {

  private static final String ADDRESSES = "http://jabber.org/protocol/address";
  private static final String HEADERS = "http://jabber.org/protocol/shim";

  private final Jid service;
  private final String node;
  private final @Nullable Instant delayed;
  private final @Nullable Jid replyTo;
  private final List<String> subscriptions;

  private EventSource(
      Jid service,
      String node,
      @Nullable Instant delayed,
      @Nullable Jid replyTo,
      List<String> subscriptions) {
    this.service = service;
    this.node = node;
    this.delayed = delayed;
    this.replyTo = replyTo;
    this.subscriptions = subscriptions;
  }

  /**
   * Creates a source, for tests of programs that take events.
   *
   * @param service who sent the event
   * @param node the name of the node
   * @return the source
   */
  public static EventSource of(Jid service, String node) {
    return new EventSource(
        Objects.requireNonNull(service, "service"),
        Objects.requireNonNull(node, "node"),
        null,
        null,
        List.of());
  }

  /** The source of the events of a node in a message. */
  static EventSource of(Message message, Jid service, Jid own, String node) {
    Delay delay = Delay.of(message, own, service);
    return new EventSource(
        service,
        node,
        delay == null ? null : delay.stamp(),
        replyTo(message.element()),
        subscriptions(message.element()));
  }

  private static @Nullable Jid replyTo(Element message) {
    Element addresses = message.child("addresses", ADDRESSES);
    if (addresses != null) {
      for (Element address : addresses.children("address", ADDRESSES)) {
        String jid = address.attribute("jid");
        if (jid != null && "replyto".equals(address.attribute("type"))) {
          return jid(jid);
        }
      }
    }
    return null;
  }

  private static @Nullable Jid jid(String text) {
    try {
      return Jid.received(text);
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  private static List<String> subscriptions(Element message) {
    Element headers = message.child("headers", HEADERS);
    List<String> ids = new ArrayList<>();
    if (headers != null) {
      for (Element header : headers.children("header", HEADERS)) {
        if ("SubID".equals(header.attribute("name"))) {
          ids.add(header.text());
        }
      }
    }
    return List.copyOf(ids);
  }

  /**
   * Who sent the event: the service; in personal eventing the bare address of the account, also for
   * events of the own account that came without a sender.
   *
   * @return the only entity that the event says anything about
   */
  public Jid service() {
    return service;
  }

  /** {@return the name of the node} */
  public String node() {
    return node;
  }

  /**
   * When the event happened, if the message was delayed (XEP-0203) by the own server or by the
   * service, as the last published item is that a client gets when it comes online.
   *
   * @return the time, or null for an event that is new
   */
  public @Nullable Instant delayed() {
    return delayed;
  }

  /**
   * The device that published (XEP-0163, section 4.3.1), as far as the service says so.
   *
   * @return its address, for display only; or null
   */
  public @Nullable Jid replyTo() {
    return replyTo;
  }

  /** {@return the ids of the subscriptions that the event was sent for (section 13.16), if any} */
  public List<String> subscriptions() {
    return subscriptions;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EventSource that
        && service.equals(that.service)
        && node.equals(that.node)
        && Objects.equals(delayed, that.delayed)
        && Objects.equals(replyTo, that.replyTo)
        && subscriptions.equals(that.subscriptions);
  }

  @Override
  public int hashCode() {
    return Objects.hash(service, node, delayed);
  }

  @Override
  public String toString() {
    return "EventSource[%s, %s]".formatted(service, node);
  }
}
