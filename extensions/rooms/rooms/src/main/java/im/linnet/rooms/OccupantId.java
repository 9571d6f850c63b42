package im.linnet.rooms;

import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;

/** Reads the ids of occupants (XEP-0421). */
final class OccupantId {

  static final String NAMESPACE = "urn:xmpp:occupant-id:0";

  private OccupantId() {}

  /** The id in an element, or null. The caller checks that the room gives such ids. */
  static @Nullable String in(Element parent) {
    Element id = parent.child("occupant-id", NAMESPACE);
    String text = id == null ? null : id.attribute("id");
    return text == null || text.isEmpty() ? null : text;
  }
}
