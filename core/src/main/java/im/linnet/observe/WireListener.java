package im.linnet.observe;

import im.linnet.connection.WireEvent;
import im.linnet.failure.Where;

/**
 * A {@link ClientListener} that is also shown the XML sent and received, and where the client is
 * while it connects: for traces. Unlike other events these name people and contain their messages,
 * but no secrets.
 *
 * <p>It is called on the event loop at the moment of each event, so that a trace shows what happens
 * while a callback hangs. The watchers of {@link im.linnet.ClientBuilder#onWire} and {@link
 * im.linnet.ClientBuilder#onProgress} are called in order with the callbacks instead, and what
 * waits for them counts as backlog. The XML is made as text once more for each event, which the
 * event loop has to do: set such a listener while somebody wants the trace.
 */
public interface WireListener extends ClientListener {

  /**
   * XML was sent or received.
   *
   * @param event the XML, without secrets
   */
  void wire(WireEvent event);

  /**
   * A phase of connecting begins.
   *
   * @param where the phase, the endpoint if one was chosen, and the redirects that led there
   */
  default void reached(Where where) {}
}
