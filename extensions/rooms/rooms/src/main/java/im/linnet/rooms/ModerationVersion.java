package im.linnet.rooms;

import im.linnet.disco.DiscoInfo;
import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;

/** The versions of XEP-0425 that rooms understand. */
enum ModerationVersion {
  /** Version 0.3: {@code urn:xmpp:message-moderate:1}. */
  ONE,
  /** Version 0.2, in {@code urn:xmpp:fasten:0}. */
  ZERO,
  /** None. */
  NONE;

  static final String MODERATE_1 = "urn:xmpp:message-moderate:1";
  static final String MODERATE_0 = "urn:xmpp:message-moderate:0";
  static final String RETRACT_1 = "urn:xmpp:message-retract:1";
  static final String RETRACT_0 = "urn:xmpp:message-retract:0";
  static final String FASTEN = "urn:xmpp:fasten:0";

  /** The newest version that a room announces. */
  static ModerationVersion of(DiscoInfo info) {
    return info.has(MODERATE_1) ? ONE : info.has(MODERATE_0) ? ZERO : NONE;
  }

  /** The request to retract a message; for a room of one of the two versions. */
  Element request(String stanzaId, @Nullable String reason) {
    return this == ONE
        ? Element.builder("moderate", MODERATE_1)
            .attribute("id", stanzaId)
            .child(Element.of("retract", RETRACT_1))
            .child("reason", reason)
            .build()
        : Element.builder("apply-to", FASTEN)
            .attribute("id", stanzaId)
            .child(
                Element.builder("moderate", MODERATE_0)
                    .child(Element.of("retract", RETRACT_0))
                    .child("reason", reason)
                    .build())
            .build();
  }
}
