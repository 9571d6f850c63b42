package im.linnet.caps;

import im.linnet.XmppClient;
import im.linnet.caps.Lookup.Asker;
import im.linnet.disco.DiscoInfo;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.TransportException;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.xml.Element;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what hashes stand for: from the store, else by a query of an entity that announces the
 * hash, one query for each hash at the same time. If an entity fails or its answer does not match,
 * the next one that announces the same hash is queried.
 *
 * <p>Safe for use by any thread; the lock is held for map operations only.
 */
final class Lookups {

  private static final Logger LOG = LoggerFactory.getLogger(Lookups.class);
  private static final int MAX_RUNNING = 1_024;

  private final XmppClient client;
  private final CapsStore store;
  private final Entities entities;
  private final Map<CapsHash, Lookup> running = new HashMap<>();

  /** An entity to query about a hash. */
  private record Query(Jid entity, @Nullable String node) {}

  Lookups(XmppClient client, CapsStore store, Entities entities) {
    this.client = client;
    this.store = store;
    this.entities = entities;
  }

  /** What an entity can do that announces a hash. */
  CompletableFuture<DiscoInfo> of(Jid entity, Announced.Hashed announced) {
    CapsHash hash = announced.hash();
    CompletableFuture<DiscoInfo> caller = new CompletableFuture<>();
    Lookup begun = null;
    synchronized (this) {
      Lookup lookup = running.get(hash);
      if (lookup == null) {
        if (running.size() >= MAX_RUNNING) {
          return CompletableFuture.failedFuture(
              RefusedException.full(
                  "Too many capabilities are being looked up. Ask for these again later."));
        }
        begun = new Lookup(hash);
        lookup = begun;
        running.put(hash, lookup);
      }
      lookup.add(entity, announced.node(), caller);
    }
    caller.whenComplete(
        (info, failure) -> {
          if (caller.isCancelled()) {
            cancelled(hash, entity, caller);
          }
        });
    if (begun != null) {
      begin(begun);
    }
    return caller;
  }

  private void cancelled(CapsHash hash, Jid entity, CompletableFuture<DiscoInfo> caller) {
    CompletableFuture<?> unwanted = null;
    synchronized (this) {
      Lookup lookup = running.get(hash);
      if (lookup != null && lookup.leave(entity, caller)) {
        running.remove(hash);
        unwanted = lookup.query;
      }
    }
    if (unwanted != null) {
      unwanted.cancel(false);
    }
  }

  private void begin(Lookup lookup) {
    stored(lookup.hash)
        .whenComplete(
            (found, failure) -> {
              if (failure != null) {
                LOG.debug("The store failed to find {}", lookup.hash, failure);
              }
              DiscoInfo info = failure == null ? found.orElse(null) : null;
              if (info != null && Verified.of(lookup.hash, info.toElement()) != null) {
                found(lookup, info.withNode(null));
              } else {
                next(lookup);
              }
            });
  }

  private CompletableFuture<Optional<DiscoInfo>> stored(CapsHash hash) {
    try {
      return store.find(hash);
    } catch (RuntimeException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  /** Queries the next entity, or ends the lookup if there is none. */
  private void next(Lookup lookup) {
    Query query;
    synchronized (this) {
      if (running.get(lookup.hash) != lookup) {
        return;
      }
      query = chosen(lookup);
      if (query == null) {
        running.remove(lookup.hash);
      } else {
        lookup.queried.add(query.entity);
      }
    }
    if (query == null) {
      lookup.askers.values().forEach(asker -> fail(asker, asker.failure));
    } else {
      ask(lookup, query);
    }
  }

  private @Nullable Query chosen(Lookup lookup) {
    Jid wanted = lookup.next();
    Asker asker = wanted == null ? null : lookup.askers.get(wanted);
    if (wanted != null && asker != null) {
      return new Query(wanted, asker.node);
    }
    if (lookup.askers.isEmpty() || lookup.substitutes == 0) {
      return null;
    }
    lookup.substitutes--;
    for (Jid other : entities.others(lookup.hash, lookup.queried)) {
      if (entities.get(other) instanceof Announced.Hashed hashed) {
        return new Query(other, hashed.node());
      }
    }
    return null;
  }

  private static void fail(Asker asker, @Nullable Throwable failure) {
    Throwable why =
        failure == null ? new UnreadableAnswerException("Nobody has answered", null) : failure;
    asker.callers.forEach(caller -> caller.completeExceptionally(why));
  }

  private void ask(Lookup lookup, Query query) {
    Iq request;
    try {
      request =
          Iq.get(
              query.entity,
              Element.builder("query", DiscoInfo.NAMESPACE).attribute("node", query.node).build());
    } catch (IllegalArgumentException unsendable) {
      failed(lookup, query, new RefusedException("The node can't be sent: " + unsendable));
      return;
    }
    CompletableFuture<Iq> answer = client.request(request, Lookups::checked);
    synchronized (this) {
      lookup.query = answer;
    }
    answer.whenComplete(
        (iq, failure) -> {
          if (failure == null) {
            answered(lookup, query.entity, iq);
          } else {
            failed(lookup, query, failure);
          }
        });
    abandon(lookup, answer);
  }

  /** Cancels a query if the last caller has left before it was noted. */
  private void abandon(Lookup lookup, CompletableFuture<?> answer) {
    boolean abandoned;
    synchronized (this) {
      abandoned = lookup.askers.isEmpty();
    }
    if (abandoned) {
      answer.cancel(false);
    }
  }

  private static Iq checked(Iq answer) {
    Element query = answer.payload();
    if (query == null || !query.is("query", DiscoInfo.NAMESPACE)) {
      throw new IllegalArgumentException("no <query xmlns='%s'/>".formatted(DiscoInfo.NAMESPACE));
    }
    return answer;
  }

  private void answered(Lookup lookup, Jid entity, Iq answer) {
    Element query = answer.payload();
    if (query == null) {
      return;
    }
    DiscoInfo verified = Verified.of(lookup.hash, query);
    if (verified != null) {
      if (query.weight() <= Entities.MAX_WEIGHT) {
        store(lookup.hash, verified);
      }
      found(lookup, verified);
      return;
    }
    LOG.debug("What {} answers does not match its hash", entity);
    DiscoInfo only = DiscoInfo.of(query).withNode(null);
    entities.answered(entity, lookup.hash, only);
    List<CompletableFuture<DiscoInfo>> callers = List.of();
    synchronized (this) {
      Asker asker = lookup.askers.remove(entity);
      if (asker != null) {
        callers = asker.callers;
      }
    }
    callers.forEach(caller -> caller.complete(only));
    next(lookup);
  }

  private void store(CapsHash hash, DiscoInfo info) {
    try {
      store.store(hash, info);
    } catch (RuntimeException failure) {
      LOG.debug("The store failed to keep {}", hash, failure);
    }
  }

  private void found(Lookup lookup, DiscoInfo info) {
    for (CompletableFuture<DiscoInfo> caller : ended(lookup)) {
      caller.complete(info);
    }
  }

  private synchronized List<CompletableFuture<DiscoInfo>> ended(Lookup lookup) {
    running.remove(lookup.hash, lookup);
    List<CompletableFuture<DiscoInfo>> callers = new ArrayList<>();
    lookup.askers.values().forEach(asker -> callers.addAll(asker.callers));
    return callers;
  }

  private void failed(Lookup lookup, Query query, Throwable failure) {
    if (query.node != null
        && failure instanceof StanzaException refused
        && refused.error().condition() == Condition.ITEM_NOT_FOUND) {
      // An entity that does not know its own node; its answer is verified like any other.
      ask(lookup, new Query(query.entity, null));
      return;
    }
    synchronized (this) {
      Asker asker = lookup.askers.get(query.entity);
      if (asker != null) {
        asker.failure = failure;
      }
    }
    if (isOfEntity(failure)) {
      next(lookup);
    } else {
      ended(lookup).forEach(caller -> caller.completeExceptionally(failure));
    }
  }

  /** Whether it is the entity that failed, so that another one may do better. */
  private static boolean isOfEntity(Throwable failure) {
    return failure instanceof StanzaException
        || failure instanceof UnreadableAnswerException
        || (failure instanceof TransportException lost
            && lost.reason() == TransportException.Reason.NO_ANSWER);
  }
}
