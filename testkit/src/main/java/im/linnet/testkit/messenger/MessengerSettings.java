package im.linnet.testkit.messenger;

import org.jspecify.annotations.Nullable;

/**
 * How a {@link MessengerService} behaves. Start from a {@link Profile}.
 *
 * @param domain the domain to which streams must be addressed
 * @param tls the handling of STARTTLS
 * @param redirects the redirects
 * @param signIn the SASL settings
 * @param session the legacy session feature
 * @param replyFrom the sender of answers to an IQ without {@code to}
 * @param offer the features of a session
 * @param idle when idle sessions end, or null for never
 */
public record MessengerSettings(
    String domain,
    TlsOffer tls,
    RedirectPlan redirects,
    SignIn signIn,
    SessionFeature session,
    ReplyFrom replyFrom,
    Offer offer,
    @Nullable IdleRule idle) {

  /**
   * Returns a copy with another domain.
   *
   * @param other the domain
   * @return the changed copy
   */
  public MessengerSettings withDomain(String other) {
    return new MessengerSettings(other, tls, redirects, signIn, session, replyFrom, offer, idle);
  }

  /**
   * Returns a copy with another handling of STARTTLS.
   *
   * @param other the offer
   * @return the changed copy
   */
  public MessengerSettings withTls(TlsOffer other) {
    return new MessengerSettings(domain, other, redirects, signIn, session, replyFrom, offer, idle);
  }

  /**
   * Returns a copy with other redirects.
   *
   * @param other the plan
   * @return the changed copy
   */
  public MessengerSettings withRedirects(RedirectPlan other) {
    return new MessengerSettings(domain, tls, other, signIn, session, replyFrom, offer, idle);
  }

  /**
   * Returns a copy with another sign-in.
   *
   * @param other the sign-in
   * @return the changed copy
   */
  public MessengerSettings withSignIn(SignIn other) {
    return new MessengerSettings(domain, tls, redirects, other, session, replyFrom, offer, idle);
  }

  /**
   * Returns a copy with another session feature.
   *
   * @param other the feature
   * @return the changed copy
   */
  public MessengerSettings withSession(SessionFeature other) {
    return new MessengerSettings(domain, tls, redirects, signIn, other, replyFrom, offer, idle);
  }

  /**
   * Returns a copy with another sender of answers.
   *
   * @param other the sender
   * @return the changed copy
   */
  public MessengerSettings withReplyFrom(ReplyFrom other) {
    return new MessengerSettings(domain, tls, redirects, signIn, session, other, offer, idle);
  }

  /**
   * Returns a copy with another offer.
   *
   * @param other the offer
   * @return the changed copy
   */
  public MessengerSettings withOffer(Offer other) {
    return new MessengerSettings(domain, tls, redirects, signIn, session, replyFrom, other, idle);
  }

  /**
   * Returns a copy with another idle rule.
   *
   * @param other the rule, or null for none
   * @return the changed copy
   */
  public MessengerSettings withIdle(@Nullable IdleRule other) {
    return new MessengerSettings(domain, tls, redirects, signIn, session, replyFrom, offer, other);
  }
}
