package im.linnet.receipts;

import im.linnet.jid.Jid;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Settings of {@link Receipts}. Immutable. */
public final class ReceiptSettings {

  /** What the recipient of a message is asked for. */
  public enum Request {
    /** A delivery receipt (XEP-0184). */
    RECEIPT,
    /** A displayed marker (XEP-0333). */
    MARKER
  }

  /** Which messages are tracked, and carry requests. */
  public enum Tracking {
    /** Those given to {@link Receipts#send}. */
    CHOSEN,
    /** In addition, all other chat messages with a body. */
    EVERY_CHAT_MESSAGE
  }

  /** Whether the user's devices share what was displayed (XEP-0490). */
  public enum Syncing {
    /** They don't. */
    OFF,
    /** They do; the client needs the extension {@link im.linnet.pubsub.PubSub}. */
    ON
  }

  private final Set<Request> requests;
  private final Tracking tracking;
  private final Syncing syncing;
  private final int size;
  private final @Nullable ReceiptStore store;
  private final Predicate<? super Jid> askable;
  private final Predicate<? super Jid> receiptsTo;
  private final Predicate<? super Jid> markersTo;

  private ReceiptSettings(Builder builder) {
    requests = builder.requests;
    tracking = builder.tracking;
    syncing = builder.syncing;
    size = builder.size;
    store = builder.store;
    askable = builder.askable;
    receiptsTo = builder.receiptsTo;
    markersTo = builder.markersTo;
  }

  /** {@return the defaults, which {@link Builder} names} */
  public static ReceiptSettings standard() {
    return builder().build();
  }

  /** {@return a builder that begins with the defaults, for one thread} */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return what the recipients of tracked messages are asked for} */
  public Set<Request> requests() {
    return requests;
  }

  /** {@return which messages are tracked} */
  public Tracking tracking() {
    return tracking;
  }

  /** {@return whether the user's devices share what was displayed} */
  public Syncing syncing() {
    return syncing;
  }

  /** {@return how many messages are tracked at most} */
  public int size() {
    return size;
  }

  /** {@return where tracked messages are stored, or null for nowhere} */
  public @Nullable ReceiptStore store() {
    return store;
  }

  /** {@return who is asked for receipts, by the recipient of the message} */
  public Predicate<? super Jid> askable() {
    return askable;
  }

  /** {@return who may get receipts, by the address of the chat} */
  public Predicate<? super Jid> receiptsTo() {
    return receiptsTo;
  }

  /** {@return who may get markers, by the address of the chat} */
  public Predicate<? super Jid> markersTo() {
    return markersTo;
  }

  /** Sets up {@link ReceiptSettings}. */
  public static final class Builder {

    private Set<Request> requests = Set.of(Request.values());
    private Tracking tracking = Tracking.CHOSEN;
    private Syncing syncing = Syncing.OFF;
    private int size = ReceiptStore.MOST;
    private @Nullable ReceiptStore store;
    private Predicate<? super Jid> askable = everybody -> true;
    private Predicate<? super Jid> receiptsTo = nobody -> false;
    private Predicate<? super Jid> markersTo = nobody -> false;

    private Builder() {}

    /**
     * Sets what the recipients of tracked messages are asked for; by default a receipt and a
     * marker. Rooms are never asked for receipts (XEP-0184, section 5.3).
     *
     * @param wanted the requests; without any, messages are followed as far as the user's server
     * @return this builder
     */
    public Builder requests(Request... wanted) {
      Set<Request> set = EnumSet.noneOf(Request.class);
      Collections.addAll(set, wanted);
      requests = Collections.unmodifiableSet(set);
      return this;
    }

    /**
     * Sets which messages are tracked; by default only those given to {@link Receipts#send}.
     *
     * @param which which
     * @return this builder
     */
    public Builder tracking(Tracking which) {
      tracking = Objects.requireNonNull(which, "which");
      return this;
    }

    /**
     * Sets whether the user's devices share what was displayed (XEP-0490); by default they don't.
     *
     * @param whether whether they do
     * @return this builder
     */
    public Builder syncing(Syncing whether) {
      syncing = Objects.requireNonNull(whether, "whether");
      return this;
    }

    /**
     * Sets how many messages are tracked; by default {@value ReceiptStore#MOST}. The oldest are
     * forgotten first.
     *
     * @param most the limit, 1 or more
     * @return this builder
     * @throws IllegalArgumentException if it is below 1
     */
    public Builder size(int most) {
      if (most < 1) {
        throw new IllegalArgumentException("size: %d (expected: >= 1)".formatted(most));
      }
      size = most;
      return this;
    }

    /**
     * Sets where tracked messages are stored, so that they are followed over a restart of the
     * program; by default nowhere.
     *
     * @param where the store, of this account only; null for none
     * @return this builder
     */
    public Builder store(@Nullable ReceiptStore where) {
      store = where;
      return this;
    }

    /**
     * Sets who is asked for receipts; by default everybody. A client that is known not to send them
     * need not be asked (XEP-0184, section 5.2). With linnet-caps, whose cache answers at once:
     *
     * <pre>{@code
     * ReceiptSettings settings =
     *     ReceiptSettings.builder()
     *         .askable(
     *             jid ->
     *                 !jid.isFull()
     *                     || client
     *                         .get(im.linnet.caps.Caps.class)
     *                         .supports(jid, "urn:xmpp:receipts")
     *                         .exceptionally(unknown -> true)
     *                         .getNow(true))
     *         .build();
     * }</pre>
     *
     * @param test says for the recipient of a message, a full or a bare address, whether it is;
     *     must not block
     * @return this builder
     */
    public Builder askable(Predicate<? super Jid> test) {
      askable = Objects.requireNonNull(test, "test");
      return this;
    }

    /**
     * Sets whose requests for receipts are answered; by default nobody's. A receipt shows that the
     * user is online, so allow only those who may see the user's presence (XEP-0184, section 8),
     * for instance {@code jid -> roster.contact(jid) != null}.
     *
     * @param test says for the bare address of a contact, or the full one of an occupant of a room
     *     who writes privately, whether it does; called in order with the client's callbacks
     * @return this builder
     */
    public Builder receiptsTo(Predicate<? super Jid> test) {
      receiptsTo = Objects.requireNonNull(test, "test");
      return this;
    }

    /**
     * Sets who gets markers when {@link Receipts#displayed} is called; by default nobody. They show
     * what the user reads, and when (XEP-0333, sections 7 and 8).
     *
     * @param test says for the bare address of a contact or a room, or the full one of an occupant
     *     of a room who writes privately, whether it does; called by the caller of {@link
     *     Receipts#displayed}
     * @return this builder
     */
    public Builder markersTo(Predicate<? super Jid> test) {
      markersTo = Objects.requireNonNull(test, "test");
      return this;
    }

    /** {@return the settings} */
    public ReceiptSettings build() {
      return new ReceiptSettings(this);
    }
  }
}
