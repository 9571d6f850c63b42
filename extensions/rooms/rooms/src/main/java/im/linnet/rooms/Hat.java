package im.linnet.rooms;

import im.linnet.xml.Element;
import im.linnet.xml.XmlText;
import java.util.ArrayList;
import java.util.List;

/**
 * A role of the room's own making, such as host or teacher (XEP-0317, section 3.1). For display: it
 * gives no right in the protocol.
 *
 * @param uri identifies the hat, at most 256 characters
 * @param title the text to show, cut to 128 characters
 */
public record Hat(String uri, String title) {

  /** The namespace, and the feature of rooms that have hats. */
  public static final String NAMESPACE = "urn:xmpp:hats:0";

  private static final int MAX_URI = 256;
  private static final int MAX_TITLE = 128;
  private static final int MAX_HATS = 8;

  /** Cuts the title. */
  public Hat {
    title = XmlText.cut(title, MAX_TITLE);
  }

  /** The hats in a presence, at most eight. Those without URI or title are left out. */
  static List<Hat> in(Element presence) {
    Element hats = presence.child("hats", NAMESPACE);
    if (hats == null) {
      return List.of();
    }
    List<Hat> read = new ArrayList<>();
    for (Element hat : hats.children("hat", NAMESPACE)) {
      String uri = hat.attribute("uri");
      String title = hat.attribute("title");
      if (uri != null && title != null && uri.length() <= MAX_URI && read.size() < MAX_HATS) {
        read.add(new Hat(uri, title));
      }
    }
    return List.copyOf(read);
  }
}
