package im.linnet.failure;

import im.linnet.endpoint.Endpoint;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a failure occurred. Immutable value. Clients make them; {@link #of} is for tests. */
public final class Where {

  private final Phase phase;
  private final @Nullable Endpoint endpoint;
  private final List<Redirect> redirects;
  private final boolean hearsay;

  private Where(
      Phase phase, @Nullable Endpoint endpoint, List<Redirect> redirects, boolean hearsay) {
    this.phase = phase;
    this.endpoint = endpoint;
    this.redirects = List.copyOf(redirects);
    this.hearsay = hearsay;
  }

  /**
   * Creates a place whose {@code hearsay} is false.
   *
   * @param phase the phase of the connection
   * @param endpoint the endpoint, or null before one was chosen
   * @param redirects the redirects that led there, oldest first
   * @return the place
   */
  public static Where of(Phase phase, @Nullable Endpoint endpoint, List<Redirect> redirects) {
    return new Where(phase, endpoint, redirects, false);
  }

  /** {@return a copy whose {@code hearsay} is true} */
  public Where asHearsay() {
    return new Where(phase, endpoint, redirects, true);
  }

  /** {@return the phase of the connection} */
  public Phase phase() {
    return phase;
  }

  /** {@return the endpoint, or null before one was chosen} */
  public @Nullable Endpoint endpoint() {
    return endpoint;
  }

  /** {@return the redirects that led there, oldest first} */
  public List<Redirect> redirects() {
    return redirects;
  }

  /**
   * {@return whether TLS had not verified the server, so that what was received may come from
   * anyone; never in session, as a session without verification was allowed by the user}
   */
  public boolean hearsay() {
    return hearsay;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Where that
        && phase == that.phase
        && Objects.equals(endpoint, that.endpoint)
        && redirects.equals(that.redirects)
        && hearsay == that.hearsay;
  }

  @Override
  public int hashCode() {
    return Objects.hash(phase, endpoint, redirects, hearsay);
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
