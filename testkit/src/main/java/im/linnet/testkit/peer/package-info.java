/**
 * A scripted server. A test reads as a transcript of both sides' bytes, with faults on cue.
 *
 * <pre>{@code
 * try (ScriptedPeer peer = ScriptedPeer.listen().withTls(serverContext)) {
 *   peer.script(s -> s
 *       .expectHeader("to='localhost'")
 *       .sendHeader("localhost")
 *       .send("<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:features>")
 *       .expect("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
 *       .send("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
 *       .startTls()
 *       .reset());
 *   connect("localhost", peer.port());
 *   peer.await();
 * }
 * }</pre>
 */
@NullMarked
package im.linnet.testkit.peer;

import org.jspecify.annotations.NullMarked;
