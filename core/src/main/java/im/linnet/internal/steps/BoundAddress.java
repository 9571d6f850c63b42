package im.linnet.internal.steps;

import im.linnet.failure.StreamError;
import im.linnet.failure.StreamException;
import im.linnet.jid.Jid;
import java.util.Set;

/**
 * The rules for the address that a server binds (RFC 6120, section 7; XEP-0386, section 3.3).
 *
 * @param anyAccount whether the server may bind another account than the client's, as a service
 *     does that identifies the user by a token (and as {@code ANONYMOUS} does)
 * @param aliases other domains that the address may have, in the form used in addresses
 */
public record BoundAddress(boolean anyAccount, Set<String> aliases) {

  /** Makes an unmodifiable copy of the domains. */
  public BoundAddress {
    aliases = Set.copyOf(aliases);
  }

  /** Reads the address as sent, which must be full and that of the account. */
  Jid full(String text, Jid account) {
    Jid jid = read(text);
    if (jid.resource() == null || jid.resource().isEmpty() || jid.local() == null) {
      throw fault("The server bound an address that is not a full one");
    }
    require(jid, account);
    return jid;
  }

  /** Fails if the address is not one of the account. */
  void require(Jid jid, Jid account) {
    if (!jid.domain().equals(account.domain()) && !aliases.contains(jid.domain())) {
      throw fault(
          "The server bound an address of the domain %s (expected: of %s); if that is another name"
                  .formatted(jid.domain(), account.domain())
              + " of the service, allow it by ClientBuilder.aliasDomain");
    }
    if (!anyAccount && !sameUser(jid, account)) {
      throw fault(
          "The server bound an address of another account; if it finds the account by the"
              + " credentials, say so by ServiceProfile.assignsAccount");
    }
  }

  static Jid read(String text) {
    try {
      return Jid.received(text.strip());
    } catch (IllegalArgumentException malformed) {
      throw fault("The server bound a malformed address");
    }
  }

  private static boolean sameUser(Jid jid, Jid account) {
    return account.local() == null || account.local().equals(jid.local());
  }

  static StreamException fault(String message) {
    return StreamException.byClient(StreamError.Condition.UNDEFINED_CONDITION, message);
  }
}
