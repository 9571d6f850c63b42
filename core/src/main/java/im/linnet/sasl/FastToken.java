package im.linnet.sasl;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A token for the next sign-in (XEP-0484), as secret as a password. It is valid for one account,
 * one {@linkplain UserAgent user agent} and one mechanism. Immutable value; {@code toString} does
 * not show the secret.
 */
public final class FastToken {

  private final String mechanism;
  private final String secret;
  private final Instant expiry;
  private final UUID userAgent;

  private FastToken(String mechanism, String secret, Instant expiry, UUID userAgent) {
    this.mechanism = mechanism;
    this.secret = secret;
    this.expiry = expiry;
    this.userAgent = userAgent;
  }

  /**
   * Creates a token.
   *
   * @param mechanism the mechanism that it is for, such as {@code HT-SHA-256-ENDP}
   * @param secret the token itself, as the server sent it
   * @param expiry the server refuses it from then on
   * @param userAgent the id of the user agent that it was given to
   * @return the token
   */
  public static FastToken of(String mechanism, String secret, Instant expiry, UUID userAgent) {
    return new FastToken(
        Objects.requireNonNull(mechanism, "mechanism"),
        Objects.requireNonNull(secret, "secret"),
        Objects.requireNonNull(expiry, "expiry"),
        Objects.requireNonNull(userAgent, "userAgent"));
  }

  /** {@return the mechanism that it is for} */
  public String mechanism() {
    return mechanism;
  }

  /** {@return the token itself} */
  public String secret() {
    return secret;
  }

  /** {@return when it expires} */
  public Instant expiry() {
    return expiry;
  }

  /** {@return the id of the user agent that it was given to} */
  public UUID userAgent() {
    return userAgent;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FastToken that
        && mechanism.equals(that.mechanism)
        && secret.equals(that.secret)
        && expiry.equals(that.expiry)
        && userAgent.equals(that.userAgent);
  }

  @Override
  public int hashCode() {
    return Objects.hash(mechanism, secret, expiry, userAgent);
  }

  /** {@return a description without the secret} */
  @Override
  public String toString() {
    return "FastToken[%s, expires %s]".formatted(mechanism, expiry);
  }
}
