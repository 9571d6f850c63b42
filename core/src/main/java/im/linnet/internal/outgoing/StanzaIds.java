package im.linnet.internal.outgoing;

import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Stanza;
import java.security.SecureRandom;
import java.util.Base64;

/** Generates stanza ids that can't be guessed and don't repeat. */
public final class StanzaIds {

  private static final int BYTES = 12;

  private final SecureRandom random = new SecureRandom();

  /** {@return a new id of 96 random bits} */
  public String next() {
    byte[] bits = new byte[BYTES];
    random.nextBytes(bits);
    return Base64.getUrlEncoder().encodeToString(bits);
  }

  /**
   * Adds an id to an IQ or a message that has none.
   *
   * @param stanza the stanza
   * @return itself, or a copy with an id
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
   * Adds an id to an IQ that has none.
   *
   * @param iq the request
   * @return itself, or a copy with an id
   */
  public Iq identified(Iq iq) {
    return iq.id() == null ? iq.withId(next()) : iq;
  }
}
