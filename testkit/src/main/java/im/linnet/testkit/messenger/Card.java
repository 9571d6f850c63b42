package im.linnet.testkit.messenger;

import im.linnet.testkit.xml.XmlElement;
import im.linnet.testkit.xml.XmlText;
import java.util.Base64;

/**
 * A user's vCard (XEP-0054) as stored by the service; the content is not checked for meaning.
 *
 * @param content the content of {@code <vCard/>}, well-formed
 */
public record Card(String content) {

  /** Checks that the content is well-formed. */
  public Card {
    XmlElement.parse(wrap(content));
  }

  /**
   * A card as Messenger presumably filled it: the display name, twice.
   *
   * @param name the display name
   * @return the card
   */
  public static Card of(String name) {
    String text = XmlText.escape(name);
    return new Card("<FN>" + text + "</FN><NICKNAME>" + text + "</NICKNAME>");
  }

  /**
   * Returns a copy with more elements.
   *
   * @param xml elements, with names in upper case, such as {@code <BDAY>1970-01-31</BDAY>}
   * @return the longer card
   */
  public Card with(String xml) {
    return new Card(content + xml);
  }

  /**
   * Returns a copy with a display picture.
   *
   * @param type the media type
   * @param bytes the picture
   * @return the longer card
   */
  public Card withPhoto(String type, byte[] bytes) {
    return with(
        "<PHOTO><TYPE>%s</TYPE><BINVAL>%s</BINVAL></PHOTO>"
            .formatted(XmlText.escape(type), Base64.getMimeEncoder().encodeToString(bytes)));
  }

  /** {@return the {@code <vCard/>}} */
  public String toXml() {
    return wrap(content);
  }

  private static String wrap(String content) {
    return "<vCard xmlns='" + Ns.VCARD + "'>" + content + "</vCard>";
  }
}
