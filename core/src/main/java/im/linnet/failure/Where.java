package im.linnet.failure;

import im.linnet.endpoint.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where on the way something happened.
 *
 * @param phase how far the connection had come
 * @param endpoint the place it was talking to, or null before one was chosen
 * @param redirects the redirects that led there, oldest first
 * @param hearsay whether the other side had not proved by TLS that it is the server, so that what
 *     it said may be anybody's word; never in session, as a session without that proof is what the
 *     user allowed
 */
public record Where(
    Phase phase, @Nullable Endpoint endpoint, List<Redirect> redirects, boolean hearsay) {

  /** Keeps an unchangeable copy of the redirects. */
  public Where {
    redirects = List.copyOf(redirects);
  }

  /**
   * A place where nothing depends on who the other side is.
   *
   * @param phase how far the connection had come
   * @param endpoint the place it was talking to, or null before one was chosen
   * @param redirects the redirects that led there, oldest first
   */
  public Where(Phase phase, @Nullable Endpoint endpoint, List<Redirect> redirects) {
    this(phase, endpoint, redirects, false);
  }

  /** {@return the place as it reads at the end of an error's message} */
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
