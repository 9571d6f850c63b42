package im.linnet.registration;

import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import java.util.HashMap;
import java.util.Map;

/**
 * The services that have a request of this client and send a message meanwhile: some gateways
 * report a failed registration in that way only. Bounded by the number of requests. Safe for use by
 * any thread.
 */
final class Correspondence {

  /** The requests that wait for one service. */
  private static final class Waiting {
    private int requests;
    private boolean written;
  }

  private final Map<Jid, Waiting> services = new HashMap<>();

  /** A request is about to be sent to a service. */
  synchronized void begin(Jid service) {
    services.computeIfAbsent(service, any -> new Waiting()).requests++;
  }

  /** A request has ended; returns whether the service has sent a message since it began. */
  synchronized boolean end(Jid service) {
    Waiting waiting = services.get(service);
    if (waiting == null) {
      return false;
    }
    waiting.requests--;
    if (waiting.requests == 0) {
      services.remove(service);
    }
    return waiting.written;
  }

  /** A message has arrived. A copy of one to another device of the user answers no request. */
  synchronized void heard(Message message) {
    if (message.element().child("copied", "urn:linnet:copied:1") != null) {
      return;
    }
    Jid from = message.from();
    Waiting waiting = from == null ? null : services.get(from.bare());
    if (waiting != null) {
      waiting.written = true;
    }
  }
}
