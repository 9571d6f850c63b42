package im.linnet.jid;

import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An XMPP address (RFC 7622): {@code local@domain/resource}, of which only the domainpart must be
 * there.
 *
 * <p>A {@code Jid} always holds the prepared forms: the localpart by PRECIS UsernameCaseMapped (RFC
 * 8265, 3.3), the resourcepart by OpaqueString (RFC 8265, 4.2), the domainpart in lower case with
 * U-labels and no trailing dot. So two that a server takes for the same address are equal, and what
 * exists can be sent. The exception is what {@link #received} reads: there the parts that a server
 * has routed and preparation refuses are as they came. XEP-0106 escapes such as {@code \20} are
 * left as they are: they are a way to show an address, not a part of its identity.
 *
 * <p>Immutable and safe for use by any thread. Nothing here resolves a name.
 */
public final class Jid implements Comparable<Jid> {

  private static final Comparator<Jid> ORDER =
      Comparator.comparing(Jid::domain)
          .thenComparing(jid -> jid.local, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(jid -> jid.resource, Comparator.nullsFirst(Comparator.naturalOrder()));

  private final @Nullable String local;
  private final Domainpart domain;
  private final @Nullable String resource;

  /** The whole; it is split in one way only, so it alone decides equality. */
  private final String text;

  private Jid(@Nullable String local, Domainpart domain, @Nullable String resource) {
    this.local = local;
    this.domain = domain;
    this.resource = resource;
    String bare = local == null ? domain.text() : local + '@' + domain.text();
    this.text = resource == null ? bare : bare + '/' + resource;
  }

  /**
   * Reads an address as RFC 7622 section 3.1 splits it: at the first slash, then at the first
   * at-sign before that slash.
   *
   * @param text the address
   * @return the prepared address
   * @throws InvalidJidException if a part is empty, too long or holds what its profile forbids
   */
  public static Jid of(String text) {
    ReceivedJid parts = ReceivedJid.split(text);
    return of(parts.local(), parts.domain(), parts.resource());
  }

  /**
   * Reads an address that a server has sent: of a stanza, a contact, an item. One that {@link #of}
   * reads is the same as from there. Any other is kept as it came and can be sent back, such as one
   * with a character that is newer than the Unicode known here, with an underscore in its domain,
   * or with an empty resourcepart: strictness is for what a user types, what a server has routed is
   * an address (RFC 7622, section 3.1). The bare part is prepared or kept as a whole, and so is the
   * resourcepart.
   *
   * @param text the address
   * @return the address
   * @throws InvalidJidException if it has no domainpart or an empty localpart, is longer than 3,071
   *     bytes, or holds a control character, a line end, or one that turns the direction of the
   *     text around
   */
  public static Jid received(String text) {
    try {
      return of(text);
    } catch (InvalidJidException notPrepared) {
      ReceivedJid parts = ReceivedJid.unusual(text);
      Jid bare = receivedBare(parts);
      return parts.resource() == null ? bare : bare.withReceived(parts.resource());
    }
  }

  private static Jid receivedBare(ReceivedJid parts) {
    try {
      return of(parts.local(), parts.domain(), null);
    } catch (InvalidJidException asItCame) {
      return new Jid(parts.local(), new Domainpart(parts.domain(), parts.domain()), null);
    }
  }

  private Jid withReceived(String other) {
    try {
      return withResource(other);
    } catch (InvalidJidException asItCame) {
      return new Jid(local, domain, other);
    }
  }

  /**
   * Puts an address together from its parts. Nothing is split or unescaped, so a delimiter in a
   * part that may not hold it is refused, and an empty part is not the same as an absent one.
   *
   * @param local the localpart, or null for none
   * @param domain the domainpart: a name, an IPv4 literal or an IPv6 literal in brackets
   * @param resource the resourcepart, or null for none
   * @return the prepared address
   * @throws InvalidJidException if a part is empty, too long or holds what its profile forbids
   */
  public static Jid of(@Nullable String local, String domain, @Nullable String resource) {
    return new Jid(
        local == null ? null : Localpart.prepare(local),
        Domainpart.of(domain),
        resource == null ? null : Resourcepart.prepare(resource));
  }

  /** {@return the localpart, or null if there is none} */
  public @Nullable String local() {
    return local;
  }

  /** {@return the domainpart, with U-labels; an IPv6 literal keeps its brackets} */
  public String domain() {
    return domain.text();
  }

  /**
   * The domainpart as DNS queries, SNI and certificates spell it: each U-label as its A-label (RFC
   * 5891). An IPv4 or IPv6 literal is returned as {@link #domain()} has it, and so is a domainpart
   * that was {@linkplain #received} and is no name.
   *
   * @return the domainpart in ASCII
   */
  public String asciiDomain() {
    return domain.ascii();
  }

  /** {@return the resourcepart, or null if there is none} */
  public @Nullable String resource() {
    return resource;
  }

  /** {@return this address without its resourcepart} */
  public Jid bare() {
    return resource == null ? this : new Jid(local, domain, null);
  }

  /** {@return whether the other address is the same but for the resourcepart} */
  public boolean isSameAccount(Jid other) {
    return Objects.equals(local, other.local) && domain().equals(other.domain());
  }

  /**
   * The same account with another resourcepart.
   *
   * @param other the resourcepart
   * @return the full address
   * @throws InvalidJidException if OpaqueString refuses {@code other}
   */
  public Jid withResource(String other) {
    return new Jid(local, domain, Resourcepart.prepare(other));
  }

  /** {@return the domainpart alone, the address of the server itself} */
  public Jid domainJid() {
    return isDomain() ? this : new Jid(null, domain, null);
  }

  /** {@return whether there is a resourcepart} */
  public boolean isFull() {
    return resource != null;
  }

  /** {@return whether there is no resourcepart; a mere domainpart counts} */
  public boolean isBare() {
    return resource == null;
  }

  /** {@return whether there is nothing but a domainpart} */
  public boolean isDomain() {
    return local == null && resource == null;
  }

  /** By domainpart, then localpart, then resourcepart; an absent part comes first. */
  @Override
  public int compareTo(Jid other) {
    return ORDER.compare(this, other);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Jid jid && text.equals(jid.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** {@return the address, as it goes on the wire} */
  @Override
  public String toString() {
    return text;
  }
}
