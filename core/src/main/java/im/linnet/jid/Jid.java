package im.linnet.jid;

import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An XMPP address (RFC 7622): {@code local@domain/resource}. Only the domainpart is required.
 *
 * <p>A {@code Jid} always contains the prepared forms: the localpart by PRECIS UsernameCaseMapped
 * (RFC 8265, 3.3), the resourcepart by OpaqueString (RFC 8265, 4.2), the domainpart in lower case
 * with U-labels and no trailing dot. So two addresses that are the same for a server are equal, and
 * every instance can be sent. The exception is {@link #received}, which keeps parts that a server
 * has routed but preparation refuses. XEP-0106 escapes such as {@code \20} are not resolved: they
 * are a way to display an address and not part of its identity.
 *
 * <p>Immutable and safe for use by any thread. No method resolves a name.
 */
public final class Jid implements Comparable<Jid> {

  private static final Comparator<Jid> ORDER =
      Comparator.comparing(Jid::domain)
          .thenComparing(jid -> jid.local, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(jid -> jid.resource, Comparator.nullsFirst(Comparator.naturalOrder()));

  private final @Nullable String local;
  private final Domainpart domain;
  private final @Nullable String resource;

  /** The whole address. It can be split in one way only, so it alone decides equality. */
  private final String text;

  private Jid(@Nullable String local, Domainpart domain, @Nullable String resource) {
    this.local = local;
    this.domain = domain;
    this.resource = resource;
    String bare = local == null ? domain.text() : local + '@' + domain.text();
    this.text = resource == null ? bare : bare + '/' + resource;
  }

  /**
   * Parses an address as RFC 7622, section 3.1, splits it: at the first slash, then at the first
   * at-sign before that slash.
   *
   * @param text the address
   * @return the prepared address
   * @throws InvalidJidException if a part is empty, too long or contains what its profile forbids
   */
  public static Jid of(String text) {
    ReceivedJid parts = ReceivedJid.split(text);
    return of(parts.local(), parts.domain(), parts.resource());
  }

  /**
   * Parses an address that a server has sent: of a stanza, a contact, an item. If {@link #of}
   * accepts it, the result is the same. Otherwise the address is kept unchanged and can be sent
   * back, for instance one with a character newer than this library's Unicode version, with an
   * underscore in its domain, or with an empty resourcepart. Strictness is for user input; an
   * address that a server has routed is valid (RFC 7622, section 3.1). The bare part is prepared or
   * kept as a whole, and so is the resourcepart.
   *
   * @param text the address
   * @return the address
   * @throws InvalidJidException if it has no domainpart or an empty localpart, is longer than 3,071
   *     bytes, or contains a control character, a line end, a character that changes the direction
   *     of the text, or one that XML can't contain
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
   * Creates an address from its parts. Nothing is split or unescaped, so a delimiter in a part that
   * may not contain it is refused, and an empty part is not the same as an absent one.
   *
   * @param local the localpart, or null for none
   * @param domain the domainpart: a name, an IPv4 literal or an IPv6 literal in brackets
   * @param resource the resourcepart, or null for none
   * @return the prepared address
   * @throws InvalidJidException if a part is empty, too long or contains what its profile forbids
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
   * 5891). An IPv4 or IPv6 literal is the same as in {@link #domain()}, and so is a domainpart that
   * was {@linkplain #received} and is not a valid name.
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

  /** {@return whether the other address differs at most in the resourcepart} */
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

  /** {@return whether there is no resourcepart; also true for a domainpart alone} */
  public boolean isBare() {
    return resource == null;
  }

  /** {@return whether there is only a domainpart} */
  public boolean isDomain() {
    return local == null && resource == null;
  }

  /**
   * Compares the domainparts, then the localparts, then the resourceparts. An absent part comes
   * first.
   */
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

  /** {@return the address as it is sent} */
  @Override
  public String toString() {
    return text;
  }
}
