package im.linnet.internal.outgoing;

import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Stanza;
import java.security.SecureRandom;
import java.util.Base64;

/** Gives stanzas identifiers that nobody can guess and that never come twice. */
public final class StanzaIds {

  private static final int BYTES = 12;

  private final SecureRandom random = new SecureRandom();

  /** {@return an identifier of 96 random bits} */
  public String next() {
    byte[] bits = new byte[BYTES];
    random.nextBytes(bits);
    return Base64.getUrlEncoder().encodeToString(bits);
  }

  /**
   * The stanza with an identifier, if it is of a kind that wants one.
   *
   * @param stanza the stanza
   * @return itself, or a copy
   */
  public Stanza identified(Stanza stanza) {
    if (stanza instanceof Iq iq) {
      return identified(iq);
    }
    return stanza instanceof Message message && message.id() == null
        ? message.toBuilder().id(next()).build()
        : stanza;
  }

  /**
   * The request with an identifier.
   *
   * @param iq the request
   * @return itself, or a copy
   */
  public Iq identified(Iq iq) {
    return iq.id() == null ? iq.withId(next()) : iq;
  }
}
