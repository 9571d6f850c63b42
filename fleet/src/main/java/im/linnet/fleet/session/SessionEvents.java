package im.linnet.fleet.session;

import im.linnet.xml.Element;

/** What a session tells its node; may be called on any thread, returns at once. */
public interface SessionEvents {

  /**
   * Stanzas can be sent.
   *
   * @param resumed whether a stream continues, rather than a new one
   */
  void online(boolean resumed);

  /**
   * There is no connection.
   *
   * @param cause why
   * @param trying whether the session makes another one by itself; if not, the node calls {@link
   *     FleetSession#connect} when it is time
   */
  void offline(Throwable cause, boolean trying);

  /**
   * A former session sent this, and it is unknown whether it arrived, as the stream could not be
   * resumed.
   *
   * @param stanza the stanza
   */
  void uncertain(Element stanza);
}
