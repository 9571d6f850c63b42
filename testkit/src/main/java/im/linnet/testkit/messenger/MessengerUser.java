package im.linnet.testkit.messenger;

/**
 * An account of the stand-in.
 *
 * @param id the opaque identifier, the localpart of the address that the service assigns
 * @param email the address of the Microsoft account
 * @param name the display name
 * @param token an access token that always signs in, compared character by character; empty for a
 *     user who has only those of a {@link TokenBook}
 */
public record MessengerUser(String id, String email, String name, String token) {

  /** {@return the account without its token} */
  @Override
  public String toString() {
    return "MessengerUser[" + id + ", " + email + ", " + name + "]";
  }
}
