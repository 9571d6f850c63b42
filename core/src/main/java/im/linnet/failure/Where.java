package im.linnet.failure;

import im.linnet.endpoint.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a failure occurred.
 *
 * @param phase the phase of the connection
 * @param endpoint the endpoint, or null before one was chosen
 * @param redirects the redirects that led there, oldest first
 * @param hearsay true if TLS had not verified the server, so that what was received may come from
 *     anyone; never in session, as a session without verification was allowed by the user
 */
public record Where(
    Phase phase, @Nullable Endpoint endpoint, List<Redirect> redirects, boolean hearsay) {

  /** Copies the redirects. */
  public Where {
    redirects = List.copyOf(redirects);
  }

  /**
   * Creates a place whose {@code hearsay} is false.
   *
   * @param phase the phase of the connection
   * @param endpoint the endpoint, or null before one was chosen
   * @param redirects the redirects that led there, oldest first
   */
  public Where(Phase phase, @Nullable Endpoint endpoint, List<Redirect> redirects) {
    this(phase, endpoint, redirects, false);
  }

  /** {@return the place in words, to end an exception message with} */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("while ").append(phase.words());
    if (endpoint != null) {
      text.append(" at ").append(endpoint);
    }
    for (int i = redirects.size() - 1; i >= 0; i--) {
      text.append(", sent there by ").append(redirects.get(i).from());
    }
    return text.toString();
  }
}
