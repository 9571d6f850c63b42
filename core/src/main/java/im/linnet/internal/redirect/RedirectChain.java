package im.linnet.internal.redirect;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.Phase;
import im.linnet.failure.Redirect;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The redirects that were followed to one session: at most five, and none to an endpoint already
 * visited, so that two servers can't send us back and forth forever.
 *
 * <p>A session ends the chain; a redirect out of it begins another.
 *
 * @param redirects the redirects, oldest first
 */
public record RedirectChain(List<Redirect> redirects) {

  /** How many redirects are followed. */
  public static final int MAX = 5;

  /** No redirects yet. */
  public static final RedirectChain NONE = new RedirectChain(List.of());

  /** Makes an unmodifiable copy. */
  public RedirectChain {
    redirects = List.copyOf(redirects);
  }

  /**
   * Adds a redirect.
   *
   * @param from the endpoint that sent it
   * @param value the target, as the server wrote it
   * @param phase the phase of the stream
   * @return the longer chain
   * @throws TransportException for {@link Reason#REDIRECT} if the value is malformed, was visited
   *     before, or is one too many
   */
  public RedirectChain with(Endpoint from, String value, Phase phase) {
    RedirectTarget target = RedirectTarget.parse(from, value);
    List<Redirect> longer = new ArrayList<>(redirects);
    longer.add(Redirect.of(from, value, phase));
    if (visited(from, target.endpoint())) {
      throw new TransportException(
          Reason.REDIRECT, "The server's redirects go round in a circle: " + words(longer));
    }
    if (longer.size() > MAX) {
      throw new TransportException(
          Reason.REDIRECT, "More than %d redirects: %s".formatted(MAX, words(longer)));
    }
    return new RedirectChain(longer);
  }

  /** {@return the target of the last redirect, or null if there is none} */
  public @Nullable RedirectTarget target() {
    return redirects.isEmpty() ? null : last();
  }

  /** The target of the last redirect; there must be one. */
  public RedirectTarget last() {
    return target(redirects.get(redirects.size() - 1));
  }

  private static RedirectTarget target(Redirect redirect) {
    return RedirectTarget.parse(redirect.from(), redirect.to());
  }

  private boolean visited(Endpoint from, Endpoint to) {
    return samePlace(from, to)
        || redirects.stream()
            .anyMatch(past -> samePlace(past.from(), to) || samePlace(target(past).endpoint(), to));
  }

  /** One host may have several WebSockets, which differ in their paths. */
  private static boolean samePlace(Endpoint one, Endpoint other) {
    return Objects.equals(one.uri(), other.uri())
        && one.port() == other.port()
        && one.host().toLowerCase(Locale.ROOT).equals(other.host().toLowerCase(Locale.ROOT));
  }

  private static String words(List<Redirect> redirects) {
    StringBuilder words = new StringBuilder(redirects.get(0).from().toString());
    redirects.forEach(redirect -> words.append(" → ").append(redirect.to()));
    return words.toString();
  }
}
