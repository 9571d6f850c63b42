package im.linnet.archive;

import im.linnet.delay.Delay;
import im.linnet.forwarding.Forwarded;
import im.linnet.forwarding.StanzaId;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message in an archive (XEP-0313, section 4.2). Immutable value.
 *
 * <p>The archive vouches for its content. A room vouches for its occupants only, so messages of its
 * archive that claim another sender than the room are never returned.
 */
public final class ArchivedMessage {

  private final StanzaId stanzaId;
  private final @Nullable Instant time;
  private final @Nullable Message message;
  private final Element element;

  private ArchivedMessage(
      StanzaId stanzaId, @Nullable Instant time, @Nullable Message message, Element element) {
    this.stanzaId = stanzaId;
    this.time = time;
    this.message = message;
    this.element = element;
  }

  /**
   * Reads a result.
   *
   * @param result the {@code <result/>}
   * @param archive the bare address of the archive that sent it
   * @return the message
   * @throws IllegalArgumentException if it is another element, or has no id
   */
  public static ArchivedMessage of(Element result, Jid archive) {
    String id = result.attribute("id");
    if (!result.is("result", MessageArchive.NAMESPACE) || id == null) {
      throw new IllegalArgumentException(
          "element: %s (expected: <result xmlns='%s'/> with an id)"
              .formatted(result, MessageArchive.NAMESPACE));
    }
    Element forwarded = result.child("forwarded", Forwarded.NAMESPACE);
    Delay delay = forwarded == null ? null : Delay.TYPE.in(forwarded);
    return new ArchivedMessage(
        new StanzaId(id, archive),
        delay == null ? null : delay.stamp(),
        forwarded == null ? null : message(forwarded),
        result);
  }

  private static @Nullable Message message(Element forwarded) {
    Element message = forwarded.child("message", Stanza.NAMESPACE);
    try {
      return message == null ? null : Message.of(message);
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  /** {@return the id by which the archive knows it} */
  public String id() {
    return stanzaId.id();
  }

  /** {@return the bare address of the archive} */
  public Jid archive() {
    return stanzaId.by();
  }

  /** {@return id and archive, as a live message carries them (XEP-0359)} */
  public StanzaId stanzaId() {
    return stanzaId;
  }

  /** {@return when it was sent or received, as the archive says; null if it does not} */
  public @Nullable Instant time() {
    return time;
  }

  /**
   * The message, with its own sender and recipient.
   *
   * @return the message; null if the archive no longer has its content (section 3.2), or what it
   *     has can't be read
   */
  public @Nullable Message message() {
    return message;
  }

  /** {@return the body of the message, or null if it has none or there is no message} */
  public @Nullable String body() {
    return message == null ? null : message.body();
  }

  /** {@return all that the archive sent: the {@code <result/>}} */
  public Element element() {
    return element;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ArchivedMessage that
        && stanzaId.equals(that.stanzaId)
        && element.equals(that.element);
  }

  @Override
  public int hashCode() {
    return Objects.hash(stanzaId, element);
  }

  /** {@return id, time and addresses, without content} */
  @Override
  public String toString() {
    return "ArchivedMessage[%s, %s, from %s to %s]"
        .formatted(
            stanzaId.id(),
            time,
            message == null ? null : message.from(),
            message == null ? null : message.to());
  }
}
