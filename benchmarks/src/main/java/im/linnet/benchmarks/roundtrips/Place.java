package im.linnet.benchmarks.roundtrips;

import im.linnet.benchmarks.peers.Target;
import java.nio.file.Path;

/**
 * Where to sign in.
 *
 * @param target the account, and the port on this machine
 * @param anchor the certificate to trust, in PEM
 * @param direct whether the port expects TLS at once, and not STARTTLS
 */
record Place(Target target, Path anchor, boolean direct) {

  /** The same account at another port. */
  Place at(int port) {
    return new Place(new Target(target.domain(), port, target.user(), anchor), anchor, direct);
  }
}
