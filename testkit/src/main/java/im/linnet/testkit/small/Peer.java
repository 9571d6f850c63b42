package im.linnet.testkit.small;

import im.linnet.testkit.xml.XmlElement;

/** The other end of an established stream. All methods are called on the {@link Loop}. */
sealed interface Peer permits ClientSession, ComponentLink {

  /** Processes what it sent. */
  void handle(XmlElement element);

  /** Sends a stanza to it. */
  void send(Stanza stanza);

  /** Ends its stream with a stream error (RFC 6120, section 4.9). */
  void end(String condition);

  /** Its stream has ended. */
  void left();
}
