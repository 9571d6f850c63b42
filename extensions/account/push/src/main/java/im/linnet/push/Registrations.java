package im.linnet.push;

import im.linnet.connection.BoundStream;
import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The registrations to make again on each new stream. Bounded: the oldest is forgotten first. Used
 * under the lock of {@link Push}.
 */
final class Registrations {

  /** The most registrations; a client needs one. */
  static final int MOST = 32;

  /** A push service and a node of it; no node if it has only one. */
  private record Target(Jid service, @Nullable String node) {}

  /** A request, and the stream on which it was made; none if there was no stream. */
  private record Made(Element request, @Nullable BoundStream stream) {}

  private final Map<Target, Made> requests = new LinkedHashMap<>();

  void add(Jid service, @Nullable String node, Element request, @Nullable BoundStream stream) {
    Target target = new Target(service, node);
    requests.remove(target);
    requests.put(target, new Made(request, stream));
    if (requests.size() > MOST) {
      requests.remove(requests.keySet().iterator().next());
    }
  }

  /** Removes a registration, unless another request has replaced it. */
  @SuppressWarnings("ReferenceEquality") // the same request, not an equal one
  void remove(Jid service, @Nullable String node, Element request) {
    requests.computeIfPresent(
        new Target(service, node), (target, last) -> last.request == request ? null : last);
  }

  void remove(Jid service, String node) {
    requests.remove(new Target(service, node));
  }

  void removeAll(Jid service) {
    requests.keySet().removeIf(target -> target.service.equals(service));
  }

  /** Those that were not made on this stream yet. It may be bound before the extension knows. */
  @SuppressWarnings("ReferenceEquality") // each stream is an object of its own
  List<Element> to(BoundStream stream) {
    return requests.values().stream()
        .filter(made -> made.stream != stream)
        .map(Made::request)
        .toList();
  }
}
