package im.linnet.routing;

import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Selects messages and presences for one subscriber, by sender, payload or both. Claimed stanzas
 * are delivered in stream order, but not to {@code onMessage}, {@code onPresence} or {@code
 * stanzas()}. See {@link im.linnet.XmppClient#claim}.
 *
 * <pre>{@code
 * Claim room = Claim.from(Jid.of("garden@conference.example.com"));
 * Claim results = Claim.payload("result", "urn:xmpp:mam:2").of(Message.class);
 * }</pre>
 */
public final class Claim {

  private final @Nullable Jid sender;
  private final @Nullable String name;
  private final @Nullable String namespace;
  private final Class<? extends Stanza> kind;

  private Claim(
      @Nullable Jid sender,
      @Nullable String name,
      @Nullable String namespace,
      Class<? extends Stanza> kind) {
    this.sender = sender;
    this.name = name;
    this.namespace = namespace;
    this.kind = kind;
  }

  /**
   * Claims the stanzas of a sender.
   *
   * @param sender the sender; a bare address includes all its resources, such as a room's occupants
   * @return the claim
   */
  public static Claim from(Jid sender) {
    return new Claim(Objects.requireNonNull(sender, "sender"), null, null, Stanza.class);
  }

  /**
   * Claims the stanzas with a payload.
   *
   * @param name the local name of a child of the stanza
   * @param namespace its namespace name
   * @return the claim
   */
  public static Claim payload(String name, String namespace) {
    return new Claim(
        null,
        Objects.requireNonNull(name, "name"),
        Objects.requireNonNull(namespace, "namespace"),
        Stanza.class);
  }

  /**
   * Narrows this claim to one sender.
   *
   * @param only the sender, as for {@link #from}
   * @return the narrower claim
   */
  public Claim sentBy(Jid only) {
    return new Claim(Objects.requireNonNull(only, "only"), name, namespace, kind);
  }

  /**
   * Narrows this claim to stanzas with a payload.
   *
   * @param localName the local name of a child of the stanza
   * @param namespaceName its namespace name
   * @return the narrower claim
   */
  public Claim carrying(String localName, String namespaceName) {
    return new Claim(
        sender,
        Objects.requireNonNull(localName, "localName"),
        Objects.requireNonNull(namespaceName, "namespaceName"),
        kind);
  }

  /**
   * Narrows this claim to one kind of stanza.
   *
   * @param only {@code Message.class} or {@code Presence.class}
   * @return the narrower claim
   * @throws IllegalArgumentException if it is another class
   */
  public Claim of(Class<? extends Stanza> only) {
    if (only != Message.class && only != Presence.class) {
      throw new IllegalArgumentException(
          "only: %s (expected: Message or Presence)".formatted(only.getSimpleName()));
    }
    return new Claim(sender, name, namespace, only);
  }

  /** {@return the sender whose stanzas are claimed, or null for any} */
  public @Nullable Jid sender() {
    return sender;
  }

  /**
   * Whether this claim matches a stanza.
   *
   * @param stanza a message or a presence
   * @return true if it matches
   */
  public boolean holds(Stanza stanza) {
    return kind.isInstance(stanza) && isFrom(stanza.from()) && carries(stanza);
  }

  private boolean isFrom(@Nullable Jid from) {
    return sender == null
        || (from != null && (sender.isFull() ? sender.equals(from) : sender.isSameAccount(from)));
  }

  private boolean carries(Stanza stanza) {
    return name == null || namespace == null || stanza.element().child(name, namespace) != null;
  }

  /** {@return the narrowness; of several matching claims, the one with the highest value wins} */
  public int narrowness() {
    int from = sender == null ? 0 : sender.resource() == null ? 2 : 3;
    return (name == null ? 0 : 4) + from * 2 + (kind == Stanza.class ? 0 : 1);
  }

  @Override
  public String toString() {
    return "Claim[from "
        + (sender == null ? "anybody" : sender)
        + (name == null ? "" : ", carrying <%s xmlns='%s'/>".formatted(name, namespace))
        + (kind == Stanza.class ? "" : ", " + kind.getSimpleName())
        + "]";
  }
}
