package im.linnet.testkit.messenger;

/**
 * An account of the stand-in.
 *
 * @param id the opaque identifier, the localpart of the address that the service assigns
 * @param email the address of the Microsoft account
 * @param name the display name
 * @param token an access token that is always valid and must match exactly; empty for a user who
 *     has only tokens from a {@link TokenBook}
 */
public record MessengerUser(String id, String email, String name, String token) {

  /** {@return the account without its token} */
  @Override
  public String toString() {
    return "MessengerUser[" + id + ", " + email + ", " + name + "]";
  }
}
