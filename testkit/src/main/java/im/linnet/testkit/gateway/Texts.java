package im.linnet.testkit.gateway;

import im.linnet.testkit.xml.XmlElement;
import java.util.Locale;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;

/** What the gateway says to people, in the language of their stanza. */
enum Texts {
  /** English, for everybody else. */
  ENGLISH(
      "Enter the address and the password of your account on the legacy network.",
      "Enter the address of the person on the legacy network.",
      "You are not registered with this gateway.",
      "You are not signed on to this gateway.",
      "The legacy network refused your address or your password.",
      "You can write as soon as the gateway has signed you on.",
      "The message did not reach the contact, who may be offline.",
      "You can't write to one participant of a conversation alone.",
      "You are invited to the conversation %s.",
      "You did not join the conversation %s. These people were in it:",
      "The gateway has removed you from it. This was said:"),
  /** German. */
  GERMAN(
      "Geben Sie Adresse und Passwort Ihres Kontos im anderen Netz ein.",
      "Geben Sie die Adresse der Person im anderen Netz ein.",
      "Sie sind bei diesem Gateway nicht registriert.",
      "Sie sind bei diesem Gateway nicht angemeldet.",
      "Das andere Netz hat Adresse oder Passwort abgelehnt.",
      "Sie können schreiben, sobald das Gateway Sie angemeldet hat.",
      "Die Nachricht hat den Kontakt nicht erreicht.",
      "Sie können nicht nur einem Teilnehmer schreiben.",
      "Sie sind in die Unterhaltung %s eingeladen.",
      "Sie sind der Unterhaltung %s nicht beigetreten. Darin waren:",
      "Das Gateway hat Sie daraus entfernt. Gesagt wurde:");

  private static final QName LANG = new QName(XMLConstants.XML_NS_URI, "lang");

  private final String registration;
  private final String prompt;
  private final String notRegistered;
  private final String notSignedOn;
  private final String loginFailed;
  private final String notReady;
  private final String undelivered;
  private final String noPrivateMessage;
  private final String invitation;
  private final String missedRoom;
  private final String removedFromRoom;

  Texts(String... texts) {
    registration = texts[0];
    prompt = texts[1];
    notRegistered = texts[2];
    notSignedOn = texts[3];
    loginFailed = texts[4];
    notReady = texts[5];
    undelivered = texts[6];
    noPrivateMessage = texts[7];
    invitation = texts[8];
    missedRoom = texts[9];
    removedFromRoom = texts[10];
  }

  /** {@return the texts in the language of a stanza (RFC 6120, section 8.1.5)} */
  static Texts of(XmlElement stanza) {
    String language = stanza.attributes().getOrDefault(LANG, "").toLowerCase(Locale.ROOT);
    return language.equals("de") || language.startsWith("de-") ? GERMAN : ENGLISH;
  }

  String registration() {
    return registration;
  }

  String prompt() {
    return prompt;
  }

  String notRegistered() {
    return notRegistered;
  }

  String notSignedOn() {
    return notSignedOn;
  }

  String loginFailed() {
    return loginFailed;
  }

  String notReady() {
    return notReady;
  }

  String undelivered() {
    return undelivered;
  }

  String noPrivateMessage() {
    return noPrivateMessage;
  }

  String invitation(String room) {
    return invitation.formatted(room);
  }

  String missedRoom(String room) {
    return missedRoom.formatted(room);
  }

  String removedFromRoom() {
    return removedFromRoom;
  }
}
