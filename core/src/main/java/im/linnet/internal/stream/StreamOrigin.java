package im.linnet.internal.stream;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.Phase;
import im.linnet.failure.Redirect;
import im.linnet.failure.Where;
import java.util.List;

/**
 * The place that a connection leads to, and how it was found.
 *
 * @param endpoint the place
 * @param redirects the redirects that led there, oldest first
 */
public record StreamOrigin(Endpoint endpoint, List<Redirect> redirects) {

  /** Keeps an unchangeable copy of the redirects. */
  public StreamOrigin {
    redirects = List.copyOf(redirects);
  }

  /**
   * This place as errors and progress name it.
   *
   * @param phase how far the connection has come
   * @return where that is
   */
  public Where at(Phase phase) {
    return new Where(phase, endpoint, redirects);
  }

  /**
   * This place as errors name it that rest on the word of somebody unproven.
   *
   * @param phase how far the connection has come
   * @return where that is
   */
  Where hearsayAt(Phase phase) {
    return new Where(phase, endpoint, redirects, true);
  }
}
