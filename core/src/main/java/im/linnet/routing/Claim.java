package im.linnet.routing;

import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which messages and presences somebody takes for himself: those of a sender, of a payload, or
 * both. What is claimed is delivered in its place in the order of the stream, but neither to {@code
 * onMessage} and {@code onPresence} nor to {@code stanzas()}. See {@link
 * im.linnet.XmppClient#claim}.
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
   * Claims what a sender sends.
   *
   * @param sender a bare address: all its resources, such as a room and its occupants; a full one:
   *     just that
   * @return the claim
   */
  public static Claim from(Jid sender) {
    return new Claim(Objects.requireNonNull(sender, "sender"), null, null, Stanza.class);
  }

  /**
   * Claims what carries a payload.
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
   * The same, of one sender only.
   *
   * @param only the sender, as for {@link #from}
   * @return the narrower claim
   */
  public Claim sentBy(Jid only) {
    return new Claim(Objects.requireNonNull(only, "only"), name, namespace, kind);
  }

  /**
   * The same, with a payload only.
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
   * The same, of one kind of stanza only.
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

  /** {@return whose stanzas are claimed, or null for anybody's} */
  public @Nullable Jid sender() {
    return sender;
  }

  /**
   * Tells whether this claims a stanza.
   *
   * @param stanza a message or a presence
   * @return whether it does
   */
  public boolean holds(Stanza stanza) {
    return kind.isInstance(stanza) && isFrom(stanza.from()) && carries(stanza);
  }

  private boolean isFrom(@Nullable Jid from) {
    return sender == null || (from != null && (sender.equals(from) || sender.equals(from.bare())));
  }

  private boolean carries(Stanza stanza) {
    return name == null || namespace == null || stanza.element().child(name, namespace) != null;
  }

  /** {@return how narrow it is: where several claims hold, the narrowest takes the stanza} */
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
