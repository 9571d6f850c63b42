package im.linnet.testkit.messenger;

import im.linnet.testkit.xml.XmlText;

/**
 * An entry of a contact list.
 *
 * @param jid the bare address
 * @param name the display name
 * @param mutual whether both see each other; otherwise the request is unanswered
 */
record Contact(String jid, String name, boolean mutual) {

  /** {@return the item of a roster (RFC 6121, section 2.1.2)} */
  String toXml() {
    String state = mutual ? "subscription='both'" : "subscription='none' ask='subscribe'";
    return "<item jid='%s' name='%s' %s/>"
        .formatted(XmlText.escape(jid), XmlText.escape(name), state);
  }
}
