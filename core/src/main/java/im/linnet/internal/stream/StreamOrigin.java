package im.linnet.internal.stream;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.Phase;
import im.linnet.failure.Redirect;
import im.linnet.failure.Where;
import java.util.List;

/**
 * The endpoint of a connection, and how it was found.
 *
 * @param endpoint the endpoint
 * @param redirects the redirects that led there, oldest first
 */
public record StreamOrigin(Endpoint endpoint, List<Redirect> redirects) {

  /** Makes an unmodifiable copy of the redirects. */
  public StreamOrigin {
    redirects = List.copyOf(redirects);
  }

  /**
   * This place, for failures and progress.
   *
   * @param phase the phase of the connection
   * @return the place
   */
  public Where at(Phase phase) {
    return Where.of(phase, endpoint, redirects);
  }

  /** This place, for failures; marked if what the server says is not proved to be its own. */
  Where at(Phase phase, boolean proved) {
    return proved ? at(phase) : at(phase).asHearsay();
  }
}
