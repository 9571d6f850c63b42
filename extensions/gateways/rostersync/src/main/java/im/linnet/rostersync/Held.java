package im.linnet.rostersync;

import im.linnet.jid.Jid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The pushes that wait for the roster or for a decision, by gateway and in order. Of several end
 * states for one contact only the latest is kept. Bounded by {@link Room}. Thread-safe.
 */
final class Held {

  private final Map<Jid, Map<Object, Push>> pushes = new LinkedHashMap<>();

  /** Adds a push; returns the earlier one that it replaces, or null. */
  synchronized @Nullable Push add(Push push) {
    Map<Object, Push> ofGateway =
        pushes.computeIfAbsent(push.gateway(), gateway -> new LinkedHashMap<>());
    Jid contact = push.replaces();
    Object key = contact == null ? new Object() : contact;
    Push replaced = ofGateway.remove(key);
    ofGateway.put(key, push);
    return replaced;
  }

  /** The gateways of which pushes wait. */
  synchronized List<Jid> gateways() {
    return List.copyOf(pushes.keySet());
  }

  /** The suggestions of a gateway that wait. */
  synchronized List<Suggestion> suggestions(Jid gateway) {
    List<Suggestion> suggestions = new ArrayList<>();
    of(gateway).forEach(push -> suggestions.addAll(push.suggestions()));
    return suggestions;
  }

  /** The pushes of a gateway, which stay. */
  synchronized List<Push> of(Jid gateway) {
    return List.copyOf(pushes.getOrDefault(gateway, new HashMap<>()).values());
  }

  /** Takes the pushes of a gateway away. */
  synchronized List<Push> take(Jid gateway) {
    List<Push> taken = of(gateway);
    pushes.remove(gateway);
    return taken;
  }
}
