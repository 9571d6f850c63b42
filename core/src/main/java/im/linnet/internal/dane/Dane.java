package im.linnet.internal.dane;

import java.util.List;

/**
 * What the DNS says of the server at an endpoint, with DNSSEC to vouch for it.
 *
 * @param associations one of them must match the server's certificate; if there are none, the
 *     authorities decide
 * @param names what the certificate may be for besides the account's domain (RFC 7673, section 4)
 */
public record Dane(List<Association> associations, List<String> names) {

  /** Nothing is said, or nothing that DNSSEC vouches for. */
  public static final Dane NOTHING = new Dane(List.of(), List.of());

  /** Makes unmodifiable copies. */
  public Dane {
    associations = List.copyOf(associations);
    names = List.copyOf(names);
  }

  /** {@return whether the server must be authenticated by this, and so must have TLS} */
  public boolean binds() {
    return !associations.isEmpty();
  }
}
