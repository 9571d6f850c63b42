package im.linnet.delay;

import im.linnet.jid.Jid;
import im.linnet.stanza.Payload;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import im.linnet.xml.XmlText;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When a delayed stanza was originally sent (XEP-0203), in the current form or in that of XEP-0091.
 *
 * <p>Any entity on the way can add a delay, including the sender (XEP-0203, section 5). So {@link
 * #claims} returns what a stanza claims, and {@link #of(Stanza, Jid, Jid...)} what of it to trust.
 *
 * @param stamp when the stanza was sent, in the years 1 to 9999
 * @param from the entity that delayed the stanza or, in a presence, sent it; null if not given
 * @param reason why it was delayed, for display, at most 1024 characters; or null
 */
public record Delay(Instant stamp, @Nullable Jid from, @Nullable String reason) implements Payload {

  /** The namespace of {@code <delay/>} (XEP-0203). */
  public static final String NAMESPACE = "urn:xmpp:delay";

  /** The namespace of {@code <x/>} (XEP-0091). */
  public static final String LEGACY_NAMESPACE = "jabber:x:delay";

  /** Reads a {@code <delay/>}, trusted or not. */
  public static final Type<Delay> TYPE = new Type<>("delay", NAMESPACE, Delay::of);

  /** Reads an {@code <x/>} of XEP-0091, trusted or not. */
  public static final Type<Delay> LEGACY_TYPE = new Type<>("x", LEGACY_NAMESPACE, Delay::of);

  private static final int MAX_REASON = 1024;
  private static final int NANOS = 1_000_000_000;

  /** Checks the year, and shortens the reason. */
  public Delay {
    if (stamp.isBefore(Stamp.FIRST) || stamp.isAfter(Stamp.LAST)) {
      throw new IllegalArgumentException("stamp: out of range (expected: years 1 to 9999)");
    }
    if (reason != null) {
      String words = reason.strip();
      reason = words.isEmpty() ? null : XmlText.allowed(XmlText.cut(words, MAX_REASON));
    }
  }

  /**
   * A delay without a reason.
   *
   * @param stamp when the stanza was sent
   * @param from the entity that delayed the stanza
   */
  public Delay(Instant stamp, Jid from) {
    this(stamp, from, null);
  }

  /**
   * Reads a delay of either form.
   *
   * @param element a {@code <delay/>} of XEP-0203 or an {@code <x/>} of XEP-0091
   * @return the delay
   * @throws IllegalArgumentException if it is neither, or its stamp or address is malformed
   */
  public static Delay of(Element element) {
    boolean legacy = element.is("x", LEGACY_NAMESPACE);
    if (!legacy && !element.is("delay", NAMESPACE)) {
      throw new IllegalArgumentException(
          "element: %s (expected: a <delay/> of XEP-0203 or an <x/> of XEP-0091)"
              .formatted(element));
    }
    String stamp = element.attribute("stamp");
    if (stamp == null) {
      throw new IllegalArgumentException("stamp: absent (expected: a date and time)");
    }
    String from = element.attribute("from");
    return new Delay(
        legacy ? Stamp.parseLegacy(stamp) : Stamp.parse(stamp),
        from == null ? null : Jid.received(from),
        element.text());
  }

  /**
   * When a stanza was sent, by trusted sources only: the earliest stamp of the own server, the own
   * account (its archive), or other entities that the caller trusts, such as the room that a
   * message came from. A stanza that was delayed twice, by a room and then by the own server, was
   * sent at the earlier time. Stamps of others, or without {@code from}, are ignored. The result is
   * for display only: a server may pass on what its users forge in its name (XEP-0203, section 5).
   *
   * <p>If two stamps may mean the same moment, such as one in whole seconds (XEP-0091) and one with
   * fractions (XEP-0203), the more precise one is returned.
   *
   * @param stanza the stanza
   * @param own the own address, bare or full: the bound address, or the client's account
   * @param trusted other entities to trust, each with all its resources and with its domain,
   *     because a chat service may add delays for its rooms
   * @return the delay, or null if no trusted source says that the stanza was delayed
   */
  public static @Nullable Delay of(Stanza stanza, Jid own, Jid... trusted) {
    Set<Jid> believed = new HashSet<>(Set.of(own.bare(), own.domainJid()));
    for (Jid other : trusted) {
      believed.add(other.bare());
      believed.add(other.domainJid());
    }
    List<Delay> notes = claims(stanza).stream().filter(claim -> claim.isBy(believed)).toList();
    return notes.stream()
        .min(Comparator.comparing(Delay::stamp))
        .map(earliest -> earliest.finest(notes))
        .orElse(null);
  }

  private boolean isBy(Set<Jid> believed) {
    return from != null && believed.contains(from.bare());
  }

  /** The most precise of the stamps that may mean this moment, which is the earliest. */
  private Delay finest(List<Delay> notes) {
    Instant next = stamp.plusNanos(granule());
    return notes.stream()
        .filter(note -> note.stamp.isBefore(next))
        .min(Comparator.comparingInt(Delay::granule))
        .orElse(this);
  }

  /** The apparent precision of the stamp, in nanoseconds. */
  private int granule() {
    int granule = NANOS;
    while (stamp.get(ChronoField.NANO_OF_SECOND) % granule != 0) {
      granule /= 10;
    }
    return granule;
  }

  /**
   * Tells whether a stanza claims to be delayed, in either form, trusted or not, and even without a
   * readable stamp: its content may be outdated.
   *
   * @param stanza the stanza
   * @return whether it does
   */
  public static boolean isClaimed(Stanza stanza) {
    return stanza.element().child("delay", NAMESPACE) != null
        || stanza.element().child("x", LEGACY_NAMESPACE) != null;
  }

  /**
   * The delays that a stanza claims, trusted or not.
   *
   * @param stanza the stanza
   * @return the well-formed delays in it, in their order; usually none or one, or two if a server
   *     writes both forms
   */
  public static List<Delay> claims(Stanza stanza) {
    List<Delay> claims = new ArrayList<>();
    for (Element child : stanza.element().children()) {
      if (child.is("delay", NAMESPACE) || child.is("x", LEGACY_NAMESPACE)) {
        try {
          claims.add(of(child));
        } catch (IllegalArgumentException malformed) {
          // A note that says nothing, so there is nothing to tell of it.
        }
      }
    }
    return List.copyOf(claims);
  }

  /** {@return the delay in the form of XEP-0203} */
  @Override
  public Element toElement() {
    return Element.builder("delay", NAMESPACE)
        .attribute("from", from == null ? null : from.toString())
        .attribute("stamp", stamp.toString())
        .text(reason == null ? "" : reason)
        .build();
  }
}
