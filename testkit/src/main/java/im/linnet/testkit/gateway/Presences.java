package im.linnet.testkit.gateway;

import im.linnet.testkit.xml.XmlElement;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What presences of the gateway contain besides show and status. */
final class Presences {
  /** Names and versions PyMSNt, whose contacts all have the same capabilities (XEP-0115). */
  static final String CAPS =
      "<c xmlns='"
          + Ns.CAPS
          + "' node='http://msn-transport.jabberstudio.org/protocol/caps' ver='0.11.3'/>";

  private Presences() {}

  /** {@return hash and nickname (XEP-0153), and the hash once more (XEP-0008)} */
  static String update(@Nullable String hash, String nickname) {
    String content = Stanzas.optional("photo", hash) + Stanzas.optional("nickname", nickname);
    String update = Stanzas.qualified("x", Ns.VCARD_UPDATE, content);
    return hash == null || hash.isEmpty()
        ? update
        : update + Stanzas.qualified("x", Ns.AVATAR, Stanzas.element("hash", hash));
  }

  /** {@return the announced hash of a picture, or null} */
  static @Nullable String hash(Site site, @Nullable Avatar avatar) {
    if (avatar == null) {
      return null;
    }
    if (site.has(GatewayFault.HASH_OF_NOTHING)) {
      return Avatar.sha1(new byte[] {0});
    }
    return site.has(GatewayFault.HASH_IN_UPPER_CASE)
        ? avatar.hash().toUpperCase(Locale.ROOT)
        : avatar.hash();
  }

  /** {@return show and status} */
  static String shown(@Nullable String show, @Nullable String status) {
    return Stanzas.optional("show", show) + Stanzas.optional("status", status);
  }

  /** {@return the text of a child of a stanza, or null} */
  static @Nullable String child(XmlElement stanza, String name) {
    return stanza.child(Ns.CLIENT, name).map(XmlElement::text).orElse(null);
  }
}
