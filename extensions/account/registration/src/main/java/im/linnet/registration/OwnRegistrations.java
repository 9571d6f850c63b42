package im.linnet.registration;

import im.linnet.jid.Jid;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The services that this client has registered the user with, or is about to. Bounded: the oldest
 * is forgotten first. Safe for use by any thread.
 */
final class OwnRegistrations {

  private static final int MAX = 256;

  /** How far a registration is. */
  private enum Progress {
    REQUESTED,
    DONE
  }

  private final Map<Jid, Progress> services = new LinkedHashMap<>();

  /** Notes that a registration is about to be requested. */
  synchronized void requested(Jid service) {
    services.putIfAbsent(service, Progress.REQUESTED);
    if (services.size() > MAX) {
      Iterator<Jid> oldest = services.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** Notes that the service has accepted it. */
  synchronized void done(Jid service) {
    services.replace(service, Progress.DONE);
  }

  /** Notes that the service has refused it; an earlier registration remains. */
  synchronized void refused(Jid service) {
    services.remove(service, Progress.REQUESTED);
  }

  /** Notes that the registration has been cancelled. */
  synchronized void removed(Jid service) {
    services.remove(service);
  }

  synchronized boolean contains(Jid service) {
    return services.containsKey(service);
  }
}
