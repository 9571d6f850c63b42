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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who takes which messages and presences for himself. Of several claims that hold, the narrowest
 * has the stanza, and of two that are equally narrow the first. Safe for use by any thread; to find
 * one costs two look-ups, and a look at each claim of anybody's stanzas.
 */
public final class Claims {

  /** One claim, which no other is equal to. */
  private static final class Entry {

    private final Claim claim;
    private final Consumer<Stanza> taker;

    Entry(Claim claim, Consumer<Stanza> taker) {
      this.claim = claim;
      this.taker = taker;
    }
  }

  /** All claims, narrowest first: by the sender's bare address, and those of any sender. */
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
  private final List<Entry> all = new ArrayList<>();
  private volatile @Nullable Index index;

  /**
   * Adds a claim.
   *
   * @param claim what is taken
   * @param taker is called with each stanza
   * @return gives it back
   */
  public Subscription add(Claim claim, Consumer<Stanza> taker) {
    Entry entry = new Entry(claim, taker);
    change(() -> all.add(entry));
    return () -> change(() -> all.remove(entry));
  }

  private synchronized void change(Runnable change) {
    change.run();
    index = all.isEmpty() ? null : Index.of(all);
  }

  /**
   * Who takes a stanza.
   *
   * @param stanza a message or a presence
   * @return gives the stanza to its taker and never throws; null if nobody claims it
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
    return other.claim.narrowness() > one.claim.narrowness() ? other : one;
  }
}
