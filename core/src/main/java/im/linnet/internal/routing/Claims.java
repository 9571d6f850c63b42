package im.linnet.internal.routing;

import im.linnet.connection.Containment;
import im.linnet.connection.Subscription;
import im.linnet.jid.Jid;
import im.linnet.routing.Claim;
import im.linnet.stanza.Stanza;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The claims on messages and presences. If several match a stanza, the narrowest wins, then the
 * oldest. Safe for use by any thread. A look-up checks the claims of the sender's bare address and
 * each claim without a sender.
 */
public final class Claims {

  /** One claim, compared by identity. */
  private static final class Entry {

    private final Claim claim;
    private final Consumer<Stanza> taker;
    private final long number;

    Entry(Claim claim, Consumer<Stanza> taker, long number) {
      this.claim = claim;
      this.taker = taker;
      this.number = number;
    }
  }

  /**
   * All claims, narrowest first, indexed by the sender's bare address; those for any sender apart.
   */
  private record Index(Map<Jid, List<Entry>> ofSender, List<Entry> ofAnybody) {

    static Index of(List<Entry> all) {
      List<Entry> sorted = new ArrayList<>(all);
      sorted.sort(Comparator.comparingInt((Entry entry) -> entry.claim.narrowness()).reversed());
      Map<Jid, List<Entry>> ofSender = new HashMap<>();
      List<Entry> ofAnybody = new ArrayList<>();
      for (Entry entry : sorted) {
        Jid sender = entry.claim.sender();
        if (sender == null) {
          ofAnybody.add(entry);
        } else {
          ofSender.computeIfAbsent(sender.bare(), key -> new ArrayList<>()).add(entry);
        }
      }
      return new Index(Map.copyOf(ofSender), List.copyOf(ofAnybody));
    }
  }

  private final Containment containment = new Containment(Claims.class, "A claim's subscriber");
  private final AtomicLong added = new AtomicLong();
  private final List<Entry> all = new ArrayList<>();
  private volatile @Nullable Index index;

  /**
   * Adds a claim.
   *
   * @param claim which stanzas it takes
   * @param taker called with each of them
   * @return removes the claim
   */
  public Subscription add(Claim claim, Consumer<Stanza> taker) {
    Entry entry = new Entry(claim, taker, added.getAndIncrement());
    change(() -> all.add(entry));
    return () -> change(() -> all.remove(entry));
  }

  private synchronized void change(Runnable change) {
    change.run();
    index = all.isEmpty() ? null : Index.of(all);
  }

  /**
   * The subscriber of the claim that matches a stanza.
   *
   * @param stanza a message or a presence
   * @return passes the stanza to the subscriber and never throws; null if no claim matches
   */
  public @Nullable Runnable taker(Stanza stanza) {
    Index now = index;
    if (now == null) {
      return null;
    }
    Jid from = stanza.from();
    Entry ofSender =
        from == null || now.ofSender.isEmpty()
            ? null
            : first(now.ofSender.getOrDefault(from.bare(), List.of()), stanza);
    Entry ofAnybody = first(now.ofAnybody, stanza);
    Entry taken = narrower(ofSender, ofAnybody);
    return taken == null ? null : () -> containment.call(taken.taker, stanza);
  }

  private static @Nullable Entry first(List<Entry> entries, Stanza stanza) {
    for (Entry entry : entries) {
      if (entry.claim.holds(stanza)) {
        return entry;
      }
    }
    return null;
  }

  private static @Nullable Entry narrower(@Nullable Entry one, @Nullable Entry other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    int difference = one.claim.narrowness() - other.claim.narrowness();
    return difference > 0 || (difference == 0 && one.number < other.number) ? one : other;
  }
}
