package im.linnet.benchmarks.peers;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A service on this machine to sign in to.
 *
 * @param domain the domain of the service
 * @param port its port
 * @param user the user; null for ANONYMOUS
 * @param anchor the certificate to trust, in PEM; null for no TLS
 */
public record Target(String domain, int port, @Nullable String user, @Nullable Path anchor) {

  /** The password of all users. */
  public static final String PASSWORD = "wherefore art thou";

  /** {@return the bare address to sign in with, or the domain alone} */
  public String account() {
    return user == null ? domain : user + "@" + domain;
  }

  /** Another user of the same service. */
  public Target as(String other) {
    return new Target(domain, port, other, anchor);
  }
}
