package im.linnet.rooms;

import im.linnet.disco.DiscoInfo;
import im.linnet.forwarding.StanzaId;

/**
 * What a room announces (XEP-0030) and this client makes use of. Elements of other protocols are
 * not believed: a room that does not know them passes on what its occupants forge.
 *
 * @param stanzaIds the room gives its messages ids (XEP-0359)
 * @param occupantIds the room gives its occupants ids (XEP-0421)
 * @param hats the room gives its occupants hats (XEP-0317)
 * @param moderation how its messages are moderated (XEP-0425)
 */
record RoomFeatures(
    boolean stanzaIds, boolean occupantIds, boolean hats, ModerationVersion moderation) {

  static final RoomFeatures NONE = new RoomFeatures(false, false, false, ModerationVersion.NONE);

  static RoomFeatures of(DiscoInfo info) {
    return new RoomFeatures(
        info.has(StanzaId.NAMESPACE),
        info.has(OccupantId.NAMESPACE),
        info.has(Hat.NAMESPACE),
        ModerationVersion.of(info));
  }
}
