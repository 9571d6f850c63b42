package im.linnet.pubsub;

import im.linnet.forms.DataForm;
import im.linnet.pubsub.NodeEvent.Configured;
import im.linnet.pubsub.NodeEvent.Deleted;
import im.linnet.pubsub.NodeEvent.Published;
import im.linnet.pubsub.NodeEvent.Purged;
import im.linnet.pubsub.NodeEvent.Retracted;
import im.linnet.pubsub.NodeEvent.SubscriptionChanged;
import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the events of one node. What is malformed is left out alone.
 *
 * @param node the node
 * @param taker gets the events in their order
 * @param <T> the payload of its items
 */
record EventReader<T extends Payload>(NodeType<T> node, Consumer<? super NodeEvent<T>> taker) {

  private static final Logger LOG = LoggerFactory.getLogger(PubSub.class);

  /**
   * One part of a message.
   *
   * @param source where it comes from
   * @param element a child of {@code <event/>}
   */
  record Part(EventSource source, Element element) {}

  void read(Part part) {
    EventSource source = part.source();
    Element element = part.element();
    switch (element.name()) {
      case "items" -> element.children().forEach(child -> item(source, child));
      case "purge" -> taker.accept(new Purged<>(source));
      case "delete" -> taker.accept(new Deleted<>(source, redirect(element)));
      case "configuration" -> taker.accept(new Configured<>(source, DataForm.TYPE.in(element)));
      case "subscription" -> subscription(source, element);
      default -> LOG.debug("Dropped an event of {}: {}", source, element);
    }
  }

  private void item(EventSource source, Element child) {
    if (child.is("item", Wire.EVENT)) {
      Item<T> item = Item.read(child, node);
      if (item == null) {
        LOG.debug("Dropped an item of {} whose payload can't be read", source);
      } else {
        taker.accept(new Published<>(source, item));
      }
    } else if (child.is("retract", Wire.EVENT)) {
      String id = child.attribute("id");
      if (id == null) {
        LOG.debug("Dropped a retraction of {} without an id", source);
      } else {
        taker.accept(new Retracted<>(source, id));
      }
    }
  }

  private static @Nullable String redirect(Element delete) {
    Element redirect = delete.child("redirect");
    return redirect == null ? null : redirect.attribute("uri");
  }

  private void subscription(EventSource source, Element element) {
    NodeSubscription subscription;
    try {
      subscription = NodeSubscription.read(element, source.node());
    } catch (IllegalArgumentException malformed) {
      LOG.debug("Dropped a change of a subscription of {}: {}", source, malformed.getMessage());
      return;
    }
    taker.accept(new SubscriptionChanged<>(source, subscription));
  }
}
