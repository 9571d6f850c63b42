package im.linnet.references;

import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a message of a conversation.
 *
 * <p>An occupant id (XEP-0421) is compared only with another one. In a room that gives none, an id
 * that an occupant forged thus proves nothing about the messages of others, which have none.
 *
 * @param address the bare address of an account, or the address of an occupant
 * @param occupantId the occupant id; null if there is none
 */
record Sender(Jid address, @Nullable String occupantId) {

  private static final String OCCUPANT_IDS = "urn:xmpp:occupant-id:0";
  private static final int MAX_LENGTH = 128;

  /** The occupant of a room that sent a message. */
  static Sender occupant(Jid address, Message message) {
    Element id = message.element().child("occupant-id", OCCUPANT_IDS);
    String given = id == null ? null : id.attribute("id");
    boolean valid = given != null && !given.isEmpty() && given.length() <= MAX_LENGTH;
    return new Sender(address, valid ? given : null);
  }

  /** Whether both are one user, unless an occupant without an occupant id has left in between. */
  boolean isSame(Sender other) {
    return key().equals(other.key());
  }

  /** Equal for messages of one user: occupant ids are strings, addresses are not. */
  Object key() {
    return occupantId == null ? address : occupantId;
  }
}
