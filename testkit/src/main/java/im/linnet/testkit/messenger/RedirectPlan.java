package im.linnet.testkit.messenger;

import java.util.List;

/**
 * The redirects by see-other-host (RFC 6120, section 4.9.3.19).
 *
 * @param hops at most one for each listener; a listener without one serves its clients
 * @param ending how the service ends the connection after the error
 */
public record RedirectPlan(List<Hop> hops, Ending ending) {

  /** The moment of a redirect. */
  public enum When {
    /** Instead of the first features, before TLS. */
    CLEAR_TEXT,
    /** Instead of the features under TLS, before sign-in. */
    AFTER_TLS,
    /** Instead of the features after sign-in. */
    AFTER_SASL,
    /** Instead of the answer to the bind request. */
    BINDING,
    /** In the bound session, at {@link MessengerService#redirectSessions()}. */
    IN_SESSION
  }

  /**
   * One listener's redirect.
   *
   * @param listener 0 for the front, 1 for the first gateway
   * @param when the moment
   * @param target the text of the error, unchecked; in it {@code {0}} stands for the front's {@code
   *     host:port}, {@code {1}} for the first gateway's and so on, {@code {1.port}} for a port
   *     alone
   */
  public record Hop(int listener, When when, String target) {}

  /** Copies the list. */
  public RedirectPlan {
    hops = List.copyOf(hops);
    if (hops.stream().map(Hop::listener).distinct().count() != hops.size()) {
      throw new IllegalArgumentException("hops: two for one listener (expected: one): " + hops);
    }
  }

  /** {@return a plan without redirects} */
  public static RedirectPlan none() {
    return of();
  }

  /**
   * The front redirects to the first gateway, which serves.
   *
   * @param when the moment
   * @return the plan
   */
  public static RedirectPlan toGateway(When when) {
    return of(new Hop(0, when, "{1}"));
  }

  /**
   * A plan of any redirects; the service ends each connection with the closing tag.
   *
   * @param hops the redirects
   * @return the plan
   */
  public static RedirectPlan of(Hop... hops) {
    return new RedirectPlan(List.of(hops), Ending.CLOSE_TAG);
  }

  /**
   * Returns a copy with another way to end the connection.
   *
   * @param other the ending
   * @return the plan
   */
  public RedirectPlan ending(Ending other) {
    return new RedirectPlan(hops, other);
  }
}
