package im.linnet.component;

import im.linnet.ClientBuilder;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;

/** What a server says to a component, and hears from it. */
final class ComponentScript {

  static final String HOST = "bots.localhost";
  static final String SECRET = "secret";

  /** The first thing that a component sends. */
  static final String OPENING =
      "<?xml version='1.0'?><stream:stream xmlns=\"jabber:component:accept\""
          + " xmlns:stream=\"http://etherx.jabber.org/streams\" to=\"bots.localhost\">";

  /** Prosody's answer. */
  static final String HEADER =
      "<?xml version='1.0'?><stream:stream xmlns:stream='http://etherx.jabber.org/streams'"
          + " xml:lang='en' from='bots.localhost' id='3BF96D32' xmlns='jabber:component:accept'>";

  /** The SHA-1 of "3BF96D32secret". */
  static final String PROOF = "b09ea9b3b7f586be8a08d0a3dd7466f110aeb136";

  /** The second thing that a component sends. */
  static final String HANDSHAKE = "<handshake>" + PROOF + "</handshake>";

  private ComponentScript() {}

  /** A component of a server on this machine. */
  static ClientBuilder builder(ScriptedPeer peer) {
    return Component.builder(HOST, SECRET, peer.port());
  }

  /** Up to the handshake. */
  static void opened(Script script) {
    script
        .expectHeader("to='bots.localhost'")
        .sendRaw(HEADER)
        .expect("<handshake xmlns='jabber:component:accept'>" + PROOF + "</handshake>");
  }

  /** Up to the session. */
  static void accepted(Script script) {
    script.then(ComponentScript::opened).sendRaw("<handshake/>");
  }

  /** Ends the stream with an error. */
  static void ends(Script script, String condition) {
    script
        .sendRaw(
            ("<stream:error><%s xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"
                    + "</stream:stream>")
                .formatted(condition))
        .fin();
  }
}
