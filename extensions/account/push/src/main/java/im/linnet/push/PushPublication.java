package im.linnet.push;

import im.linnet.forms.DataForm;
import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The request by which a user's server notifies a push service (XEP-0357, section 7): the payload
 * of an IQ of type set. Anybody can send one, so a push service checks the {@link #secret()}, or
 * that the sender is the server of the user who has the node.
 *
 * <p>An answer of type error makes the server forget the registration, at once or after several
 * (section 7.1). Immutable value.
 */
public final class PushPublication implements Payload {

  /** The namespace of the request. */
  public static final String NAMESPACE = "http://jabber.org/protocol/pubsub";

  /** Reads the payload. */
  public static final Type<PushPublication> TYPE =
      new Type<>("pubsub", NAMESPACE, PushPublication::of);

  private final Element element;
  private final @Nullable String node;
  private final PushNotification notification;
  private final @Nullable DataForm options;

  private PushPublication(
      Element element,
      @Nullable String node,
      PushNotification notification,
      @Nullable DataForm options) {
    this.element = element;
    this.node = node;
    this.notification = notification;
    this.options = options;
  }

  /**
   * Reads a publication.
   *
   * @param element the {@code <pubsub/>}
   * @return the publication
   * @throws IllegalArgumentException if it does not publish a notification
   */
  public static PushPublication of(Element element) {
    Element publish = element.is("pubsub", NAMESPACE) ? element.child("publish") : null;
    Element item = publish == null ? null : publish.child("item");
    PushNotification notification = item == null ? null : PushNotification.TYPE.in(item);
    if (publish == null || notification == null) {
      throw new IllegalArgumentException("publish: no notification (expected: one)");
    }
    Element wrapper = element.child("publish-options");
    DataForm options = wrapper == null ? null : DataForm.TYPE.in(wrapper);
    return new PushPublication(element, publish.attribute("node"), notification, options);
  }

  /** {@return the node, as assigned by the push service, or null if there is none} */
  public @Nullable String node() {
    return node;
  }

  /** {@return the notification} */
  public PushNotification notification() {
    return notification;
  }

  /** {@return the options that the client gave its server, or null if there are none} */
  public @Nullable DataForm options() {
    return options;
  }

  /** {@return the secret among the options, or null if there is none} */
  public @Nullable String secret() {
    return options == null ? null : options.text("secret");
  }

  @Override
  public Element toElement() {
    return element;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PushPublication that && element.equals(that.element);
  }

  @Override
  public int hashCode() {
    return Objects.hash(element);
  }

  /** {@return the node, without the options, which contain the secret} */
  @Override
  public String toString() {
    return "PushPublication[node=%s, %s]".formatted(node, notification);
  }
}
