package im.linnet.gateway;

import im.linnet.RequestChain;
import im.linnet.disco.Disco;
import im.linnet.disco.DiscoInfo;
import im.linnet.disco.DiscoItems;
import im.linnet.failure.RefusedException;
import im.linnet.jid.Jid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One search: asks each service of a server what it is, a few at a time. Thread-safe; the lock is
 * held for collections only.
 */
final class Search {

  /** How many services of a server are asked. */
  static final int MOST = 256;

  /** How many are asked at the same time. */
  static final int AT_ONCE = 8;

  private final Disco disco;
  private final BiConsumer<Jid, DiscoInfo> answered;
  private final RequestChain<FoundGateways> result = new RequestChain<>();
  private final Map<Jid, DiscoInfo> infos = new LinkedHashMap<>();
  private final Map<Jid, Throwable> failures = new LinkedHashMap<>();
  private List<Jid> services = List.of();
  private int next;
  private int done;

  /** A search that reports each answer at once. */
  Search(Disco disco, BiConsumer<Jid, DiscoInfo> answered) {
    this.disco = disco;
    this.answered = answered;
  }

  /** Starts it. */
  RequestChain<FoundGateways> of(Jid server) {
    result.then(disco.items(server.domainJid()), this::ask);
    return result;
  }

  private void ask(DiscoItems items) {
    Set<Jid> domains = new LinkedHashSet<>();
    for (DiscoItems.Item item : items.items()) {
      if (item.node() == null && item.jid().isDomain()) {
        domains.add(item.jid());
      }
    }
    List<Jid> all = new ArrayList<>(domains);
    synchronized (this) {
      services = all.size() > MOST ? all.subList(0, MOST) : all;
      for (Jid beyond : all.subList(services.size(), all.size())) {
        failures.put(
            beyond, new RefusedException("Only the first %d services are asked".formatted(MOST)));
      }
    }
    for (int i = 0; i < AT_ONCE; i++) {
      askNext();
    }
    finishIfDone();
  }

  private void askNext() {
    Jid service = take();
    if (service != null) {
      result.then(
          disco.info(service),
          info -> ended(service, info, null),
          failure -> ended(service, null, failure));
    }
  }

  private synchronized @Nullable Jid take() {
    return next == services.size() ? null : services.get(next++);
  }

  /** Reports an answer before it counts: it may be the last that the result waits for. */
  private void ended(Jid service, @Nullable DiscoInfo info, @Nullable Throwable failure) {
    if (info != null) {
      answered.accept(service, info);
    }
    synchronized (this) {
      done++;
      if (info != null) {
        infos.put(service, info);
      } else if (failure != null) {
        failures.put(service, failure);
      }
    }
    askNext();
    finishIfDone();
  }

  private void finishIfDone() {
    List<Gateway> found = new ArrayList<>();
    Map<Jid, Throwable> unanswered;
    synchronized (this) {
      if (done < services.size()) {
        return;
      }
      for (Jid service : services) {
        DiscoInfo info = infos.get(service);
        Gateway gateway = info == null ? null : Gateway.of(service, info);
        if (gateway != null) {
          found.add(gateway);
        }
      }
      unanswered = Map.copyOf(failures);
    }
    result.complete(new FoundGateways(found, unanswered));
  }
}
