package im.linnet.jid;

import org.jspecify.annotations.Nullable;

/**
 * An XMPP address (RFC 7622): {@code local@domain/resource}, prepared, so that two that are the
 * same to a server are equal.
 *
 * @param local the localpart, or null
 * @param domain the domainpart
 * @param resource the resourcepart, or null
 */
public record Jid(@Nullable String local, String domain, @Nullable String resource) {

  /**
   * Reads an address.
   *
   * @param text the address
   * @return the address
   * @throws IllegalArgumentException if it is none
   */
  public static Jid of(String text) {
    int slash = text.indexOf('/');
    String resource = slash < 0 ? null : text.substring(slash + 1);
    String bare = slash < 0 ? text : text.substring(0, slash);
    int at = bare.indexOf('@');
    return new Jid(at < 0 ? null : bare.substring(0, at), bare.substring(at + 1), resource);
  }

  /** {@return this address without resourcepart} */
  public Jid bare() {
    return resource == null ? this : new Jid(local, domain, null);
  }

  /**
   * The same with another resourcepart.
   *
   * @param other the resourcepart
   * @return the full address
   */
  public Jid withResource(String other) {
    return new Jid(local, domain, other);
  }

  /** {@return the domain alone} */
  public Jid domainJid() {
    return new Jid(null, domain, null);
  }

  /** {@return whether there is a resourcepart} */
  public boolean isFull() {
    return resource != null;
  }

  @Override
  public String toString() {
    return (local == null ? "" : local + "@") + domain + (resource == null ? "" : "/" + resource);
  }
}
