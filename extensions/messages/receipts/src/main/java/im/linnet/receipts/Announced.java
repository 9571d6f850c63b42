package im.linnet.receipts;

import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.xml.Element;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Which of the features that matter here a room or the own account announces (XEP-0030): ids of an
 * entity that announces none may be forged (XEP-0359, section 4). Remembered for the stream.
 */
final class Announced {

  private static final String INFO = "http://jabber.org/protocol/disco#info";
  private static final int MAX_ENTITIES = 256;

  private final XmppClient client;
  private final Set<String> ofInterest;
  private final Map<Jid, Set<String>> known = new LinkedHashMap<>(16, 0.75f, true);

  Announced(XmppClient client, String... ofInterest) {
    this.client = client;
    this.ofInterest = Set.of(ofInterest);
  }

  /** The features of an entity, as far as they matter; fails as the request does. */
  CompletableFuture<Set<String>> by(Jid entity) {
    Set<String> before = get(entity);
    if (before != null) {
      return CompletableFuture.completedFuture(before);
    }
    Iq question = Iq.get(entity, Element.of("query", INFO));
    RequestChain<Set<String>> asked = new RequestChain<>();
    asked.then(
        client.request(question, answer -> read(answer.element().child("query", INFO))),
        features -> {
          put(entity, features);
          asked.complete(features);
        });
    return asked;
  }

  private Set<String> read(@Nullable Element query) {
    if (query == null) {
      throw new IllegalArgumentException("query: absent (expected: features)");
    }
    Set<String> features = new HashSet<>();
    for (Element feature : query.children("feature", INFO)) {
      String name = feature.attribute("var");
      if (name != null && ofInterest.contains(name)) {
        features.add(name);
      }
    }
    return Set.copyOf(features);
  }

  synchronized void clear() {
    known.clear();
  }

  private synchronized @Nullable Set<String> get(Jid entity) {
    return known.get(entity);
  }

  private synchronized void put(Jid entity, Set<String> features) {
    known.put(entity, features);
    if (known.size() > MAX_ENTITIES) {
      known.remove(known.keySet().iterator().next());
    }
  }
}
