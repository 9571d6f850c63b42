package im.linnet.rooms;

import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * A moderator has retracted a message (XEP-0425, section 3.1): show it no longer. Rooms send the
 * forms of version 1 and of version 0 in one message, and one moderation is read from both.
 *
 * @param stanzaId the id that the room gave the message, see {@link RoomMessage#stanzaId()}
 * @param by the moderator's address in the room, or null if the room does not say
 * @param occupantId the moderator's id (XEP-0421), or null
 * @param reason why, cut to 1,024 characters; or null
 */
public record Moderation(
    String stanzaId, @Nullable Jid by, @Nullable String occupantId, @Nullable String reason) {

  private static final int MAX_ID = 1024;

  /** Reads a message of the room itself; null if it moderates nothing. */
  static @Nullable Moderation of(Message message, RoomFeatures features) {
    Form one = Form.one(message.element());
    Form zero = Form.zero(message.element());
    Form main = one == null ? zero : one;
    if (main == null || main.id.isEmpty() || main.id.length() > MAX_ID) {
      return null;
    }
    Form other = zero != null && zero.id.equals(main.id) ? zero : main;
    Jid by = main.by();
    String occupant = features.occupantIds() ? OccupantId.in(main.moderated) : null;
    String reason = main.reason();
    return new Moderation(
        main.id, by == null ? other.by() : by, occupant, reason == null ? other.reason() : reason);
  }

  /** One of the two forms; version 1 has the reason beside the moderation or in it. */
  private record Form(String id, Element moderated, Element outer) {

    static @Nullable Form one(Element message) {
      Element retract = message.child("retract", ModerationVersion.RETRACT_1);
      return retract == null
          ? null
          : of(
              retract.attribute("id"),
              retract.child("moderated", ModerationVersion.MODERATE_1),
              retract);
    }

    static @Nullable Form zero(Element message) {
      Element fastened = message.child("apply-to", ModerationVersion.FASTEN);
      Element moderated =
          fastened == null ? null : fastened.child("moderated", ModerationVersion.MODERATE_0);
      return fastened == null
              || moderated == null
              || moderated.child("retract", ModerationVersion.RETRACT_0) == null
          ? null
          : of(fastened.attribute("id"), moderated, moderated);
    }

    private static @Nullable Form of(
        @Nullable String id, @Nullable Element moderated, Element outer) {
      return id == null || moderated == null ? null : new Form(id, moderated, outer);
    }

    @Nullable Jid by() {
      return MucUser.address(moderated.attribute("by"));
    }

    @Nullable String reason() {
      for (Element parent : new Element[] {outer, moderated}) {
        for (Element child : parent.children()) {
          if (child.name().equals("reason") && isOfModeration(child.namespace())) {
            return MucUser.cut(child.text());
          }
        }
      }
      return null;
    }

    private static boolean isOfModeration(String namespace) {
      return namespace.startsWith("urn:xmpp:message-");
    }
  }
}
