package im.linnet.samples.snippets;

import java.util.Map;
import java.util.function.Function;

/** What a server answers to the extensions of the folder {@code contacts}. */
final class ContactAnswers {

  static final String ROMEO = "romeo@example.com";

  /** The hash of what {@link #FEATURES} say, by XEP-0115. */
  private static final String HASH = "xSARRxrVA/7BNRXZKITK9jS+yAQ=";

  /** What Romeo's client can do. */
  static final String FEATURES =
      """
      <identity category='client' type='phone' name='Verona'/>\
      <feature var='http://jabber.org/protocol/caps'/>\
      <feature var='http://jabber.org/protocol/disco#info'/>\
      <feature var='urn:xmpp:receipts'/>\
      """;

  /** Romeo asks to be a contact, and is there. */
  static final String MEANWHILE =
      """
      <presence from='%s' type='subscribe'>\
      <nick xmlns='http://jabber.org/protocol/nick'>Romeo Montague</nick></presence>\
      <presence from='%s/orchard'><c xmlns='http://jabber.org/protocol/caps' hash='sha-1'\
       node='https://verona.example.com' ver='%s'/></presence>\
      """
          .formatted(ROMEO, ROMEO, HASH);

  static final Map<String, Function<Question, String>> CONTENTS =
      Map.of(
          "jabber:iq:roster",
          question -> "<query xmlns='jabber:iq:roster'><item jid='nurse@example.com'/></query>",
          "vcard-temp",
          question -> "<vCard xmlns='vcard-temp'><FN>Romeo Montague</FN></vCard>");

  private ContactAnswers() {}
}
