package im.linnet.invites;

import im.linnet.jid.Jid;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An invitation of this client that nobody has used yet, as an {@link InvitationStore} keeps it.
 *
 * @param token the token, a secret
 * @param expiry until when it can be used
 * @param only the bare address that may use it, or null for anybody
 */
public record StoredInvitation(String token, Instant expiry, @Nullable Jid only) {

  private static final int MAX_TOKEN = 1_024;

  /**
   * Checks the token.
   *
   * @throws IllegalArgumentException if it is empty or longer than 1,024 characters
   */
  public StoredInvitation {
    Objects.requireNonNull(expiry, "expiry");
    if (token.isEmpty() || token.length() > MAX_TOKEN) {
      throw new IllegalArgumentException(
          "token: %d characters (expected: 1 to %d)".formatted(token.length(), MAX_TOKEN));
    }
  }

  /** {@return the invitation without its token} */
  @Override
  public String toString() {
    return "StoredInvitation[expiry=%s, only=%s]".formatted(expiry, only);
  }
}
