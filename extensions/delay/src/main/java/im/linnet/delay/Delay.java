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
 * When a stanza was sent that was delivered later (XEP-0203), in the present form or in that of
 * XEP-0091.
 *
 * <p>Anybody on the way can write such a note, the sender too (XEP-0203, section 5). So there are
 * two questions: what a stanza {@linkplain #claims claims}, and what of it {@linkplain #of(Stanza,
 * Jid, Jid...) to believe}.
 *
 * @param stamp when the stanza was sent, in the years 1 to 9999
 * @param from who says so: who delayed the stanza or, in a presence, who sent it; null if not said
 * @param reason why it was delayed, in words for people, at most 1024 characters; or null
 */
public record Delay(Instant stamp, @Nullable Jid from, @Nullable String reason) implements Payload {

  /** The namespace of {@code <delay/>} (XEP-0203). */
  public static final String NAMESPACE = "urn:xmpp:delay";

  /** The namespace of {@code <x/>} (XEP-0091). */
  public static final String LEGACY_NAMESPACE = "jabber:x:delay";

  /** How a {@code <delay/>} is read, whoever wrote it. */
  public static final Type<Delay> TYPE = new Type<>("delay", NAMESPACE, Delay::of);

  /** How an {@code <x/>} of XEP-0091 is read, whoever wrote it. */
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
   * A delay without further words.
   *
   * @param stamp when the stanza was sent
   * @param from who says so
   */
  public Delay(Instant stamp, Jid from) {
    this(stamp, from, null);
  }

  /**
   * Reads a note of either form.
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
   * When a stanza was sent, as far as it can be believed: the earliest time noted by the own
   * server, by the own account (its archive), or by others whom the caller trusts in this, such as
   * the room that a message came from. Each stanza that was delayed twice, by a room and then by
   * the own server, was sent at the earlier time. Notes of anyone else, and of nobody, are passed
   * over. Even so the time is for show: a server may let pass what its users forge in its name
   * (XEP-0203, section 5).
   *
   * <p>Where two notes may be of the same moment, as that in whole seconds of XEP-0091 and that
   * with fractions of XEP-0203, it is the finer one.
   *
   * @param stanza the stanza
   * @param own the own address, bare or full: the bound one, or the client's account
   * @param trusted others to be believed, each with all its resources, and with its domain, which
   *     may speak for it as a chat service does for its rooms
   * @return the delay, or null if the stanza came at once or nobody believable says otherwise
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

  /** The most exact of those that may be of this moment, which is the earliest. */
  private Delay finest(List<Delay> notes) {
    Instant next = stamp.plusNanos(granule());
    return notes.stream()
        .filter(note -> note.stamp.isBefore(next))
        .min(Comparator.comparingInt(Delay::granule))
        .orElse(this);
  }

  /** The smallest difference that the stamp can tell, as far as it shows, in nanoseconds. */
  private int granule() {
    int granule = NANOS;
    while (stamp.get(ChronoField.NANO_OF_SECOND) % granule != 0) {
      granule /= 10;
    }
    return granule;
  }

  /**
   * Tells whether a stanza says that it was delivered later than it was sent, by whomever, in
   * whichever form, and even if it does not say when: what it tells may no longer be so.
   *
   * @param stanza the stanza
   * @return whether it does
   */
  public static boolean isClaimed(Stanza stanza) {
    return stanza.element().child("delay", NAMESPACE) != null
        || stanza.element().child("x", LEGACY_NAMESPACE) != null;
  }

  /**
   * What a stanza says of its delay, true or not.
   *
   * @param stanza the stanza
   * @return the well-formed notes in it, in their order; usually none or one, and two where a
   *     server writes both forms
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
