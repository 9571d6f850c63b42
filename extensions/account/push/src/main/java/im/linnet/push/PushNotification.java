package im.linnet.push;

import im.linnet.forms.DataForm;
import im.linnet.jid.Jid;
import im.linnet.stanza.Payload;
import im.linnet.xml.Element;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A notification, as a push service receives it (XEP-0357, section 7). What it says depends on the
 * user's server: ejabberd only says that there is a message, and a server may say nothing at all.
 * Immutable value.
 */
public final class PushNotification implements Payload {

  /** The type of the form with the summary. */
  public static final String SUMMARY = "urn:xmpp:push:summary";

  /** Reads the payload. */
  public static final Type<PushNotification> TYPE =
      new Type<>("notification", Push.NAMESPACE, PushNotification::of);

  private final Element element;
  private final @Nullable DataForm summary;

  private PushNotification(Element element, @Nullable DataForm summary) {
    this.element = element;
    this.summary = summary;
  }

  /**
   * Reads a notification. A summary that is malformed counts as absent; its form may be of any
   * kind, as servers disagree about it.
   *
   * @param element the {@code <notification/>}
   * @return the notification
   * @throws IllegalArgumentException if it is another element
   */
  public static PushNotification of(Element element) {
    if (!element.is("notification", Push.NAMESPACE)) {
      throw new IllegalArgumentException("element: another one (expected: a <notification/>)");
    }
    return new PushNotification(element, summary(element));
  }

  private static @Nullable DataForm summary(Element element) {
    for (Element x : element.children("x", DataForm.NAMESPACE)) {
      try {
        DataForm form = DataForm.of(x);
        if (SUMMARY.equals(form.text(DataForm.FORM_TYPE))) {
          return form;
        }
      } catch (IllegalArgumentException malformed) {
        // Another form may be the summary.
      }
    }
    return null;
  }

  /** {@return the form with the summary, or null if there is none} */
  public @Nullable DataForm summary() {
    return summary;
  }

  /** {@return the number of unread or undelivered messages, or null if unknown} */
  public @Nullable Long messageCount() {
    return count("message-count");
  }

  /** {@return the number of subscription requests that wait for the user, or null if unknown} */
  public @Nullable Long pendingSubscriptionCount() {
    return count("pending-subscription-count");
  }

  private @Nullable Long count(String var) {
    Long number = summary == null ? null : summary.number(var);
    return number == null || number < 0 ? null : number;
  }

  /** {@return the sender of the last message, or null if unknown} */
  public @Nullable Jid lastMessageSender() {
    return summary == null ? null : summary.jid("last-message-sender");
  }

  /**
   * {@return the body of the last message, or null if unknown; servers may write words of their own
   * instead, such as "New Message!"}
   */
  public @Nullable String lastMessageBody() {
    String body = summary == null ? null : summary.text("last-message-body");
    return body == null || body.isEmpty() ? null : body;
  }

  @Override
  public Element toElement() {
    return element;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PushNotification that && element.equals(that.element);
  }

  @Override
  public int hashCode() {
    return Objects.hash(element);
  }

  /** {@return the numbers, without sender and body} */
  @Override
  public String toString() {
    return "PushNotification[messages=%s, subscriptions=%s]"
        .formatted(messageCount(), pendingSubscriptionCount());
  }
}
