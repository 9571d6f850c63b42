package im.linnet.failure;

import im.linnet.endpoint.Endpoint;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A {@code see-other-host} that was followed (RFC 6120, section 4.9.3.19). Immutable value. Clients
 * make them; {@link #of} is for tests.
 */
public final class Redirect {

  private final Endpoint from;
  private final String to;
  private final Phase phase;

  private Redirect(Endpoint from, String to, Phase phase) {
    this.from = from;
    this.to = to;
    this.phase = phase;
  }

  /**
   * Creates a redirect.
   *
   * @param from the endpoint that redirected the client
   * @param to the target, as the server wrote it
   * @param phase the phase in which the redirect arrived
   * @return the redirect
   */
  public static Redirect of(Endpoint from, String to, Phase phase) {
    return new Redirect(from, to, phase);
  }

  /** {@return the endpoint that redirected the client} */
  public Endpoint from() {
    return from;
  }

  /** {@return the target, as the server wrote it} */
  public String to() {
    return to;
  }

  /** {@return the phase in which the redirect arrived} */
  public Phase phase() {
    return phase;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Redirect that
        && from.equals(that.from)
        && to.equals(that.to)
        && phase == that.phase;
  }

  @Override
  public int hashCode() {
    return Objects.hash(from, to, phase);
  }

  @Override
  public String toString() {
    return "Redirect[from=%s, to=%s, phase=%s]".formatted(from, to, phase);
  }
}
