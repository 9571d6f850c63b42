package im.linnet.rooms;

import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * How to join a room (XEP-0045, sections 7.2.5 and 7.2.14): a password, limits of the history, and
 * what to do if the room is new. Immutable.
 *
 * <pre>{@code
 * JoinOptions options = JoinOptions.standard().password("cauldronburn").maxStanzas(20);
 * }</pre>
 *
 * <p>Several limits apply together. Services also have limits of their own, and not all of them
 * honour the client's.
 */
public final class JoinOptions {

  static final String NAMESPACE = "http://jabber.org/protocol/muc";
  private static final JoinOptions STANDARD =
      new JoinOptions(null, null, null, null, null, Creation.INSTANT);

  /** What to do if the room did not exist (section 10.1). */
  enum Creation {
    /** Accept the default configuration. */
    INSTANT,
    /** Leave the room locked until the program configures it. */
    RESERVED
  }

  private final @Nullable String password;
  private final @Nullable Integer maxStanzas;
  private final @Nullable Integer maxChars;
  private final @Nullable Long seconds;
  private final @Nullable Instant since;
  private final Creation creation;

  private JoinOptions(
      @Nullable String password,
      @Nullable Integer maxStanzas,
      @Nullable Integer maxChars,
      @Nullable Long seconds,
      @Nullable Instant since,
      Creation creation) {
    this.password = password;
    this.maxStanzas = maxStanzas;
    this.maxChars = maxChars;
    this.seconds = seconds;
    this.since = since;
    this.creation = creation;
  }

  /**
   * {@return the usual options: no password, as much history as the room gives, and a new room with
   * its default configuration}
   */
  public static JoinOptions standard() {
    return STANDARD;
  }

  /**
   * Sets the password of the room. It is kept for joining again.
   *
   * @param secret the password, or null for none
   * @return a copy with it
   */
  public JoinOptions password(@Nullable String secret) {
    return new JoinOptions(secret, maxStanzas, maxChars, seconds, since, creation);
  }

  /**
   * Limits the number of messages in the history.
   *
   * @param most 0 or more
   * @return a copy with it
   * @throws IllegalArgumentException if it is negative
   */
  public JoinOptions maxStanzas(int most) {
    return new JoinOptions(
        password, notNegative("maxStanzas", most), maxChars, seconds, since, creation);
  }

  /**
   * Limits the history by the characters of its stanzas.
   *
   * @param most 0 or more
   * @return a copy with it
   * @throws IllegalArgumentException if it is negative
   */
  public JoinOptions maxChars(int most) {
    return new JoinOptions(
        password, maxStanzas, notNegative("maxChars", most), seconds, since, creation);
  }

  /**
   * Limits the history to a time before the join.
   *
   * @param time in whole seconds, rounded down
   * @return a copy with it
   * @throws IllegalArgumentException if it is negative
   */
  public JoinOptions last(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("last: %s (expected: >= 0)".formatted(time));
    }
    return new JoinOptions(password, maxStanzas, maxChars, time.toSeconds(), since, creation);
  }

  /**
   * Limits the history to what was said since a moment.
   *
   * @param moment by the service's clock
   * @return a copy with it
   */
  public JoinOptions since(Instant moment) {
    return new JoinOptions(password, maxStanzas, maxChars, seconds, moment, creation);
  }

  /** {@return a copy that requests no history, also when the room is joined again} */
  public JoinOptions noHistory() {
    return maxChars(0);
  }

  /**
   * {@return a copy that leaves a new room locked, so that nobody can enter it before {@link
   * RoomAdmin#configure}; without this a new room gets its default configuration at once}
   */
  public JoinOptions reserved() {
    return new JoinOptions(password, maxStanzas, maxChars, seconds, since, Creation.RESERVED);
  }

  private static int notNegative(String name, int value) {
    if (value < 0) {
      throw new IllegalArgumentException("%s: %d (expected: >= 0)".formatted(name, value));
    }
    return value;
  }

  boolean isInstant() {
    return creation == Creation.INSTANT;
  }

  @Nullable String password() {
    return password;
  }

  /** The element of the first join; throws IllegalArgumentException if XML can't have the text. */
  Element element() {
    return element(maxStanzas, seconds, since);
  }

  /** The element of a later join, which requests what was missed. */
  Element element(Duration missed) {
    return element(null, missed.toSeconds(), null);
  }

  private Element element(
      @Nullable Integer stanzas, @Nullable Long time, @Nullable Instant moment) {
    ElementBuilder history = Element.builder("history", NAMESPACE);
    history.attribute("maxchars", text(maxChars));
    history.attribute("maxstanzas", text(stanzas));
    history.attribute("seconds", text(time));
    history.attribute(
        "since", moment == null ? null : moment.truncatedTo(ChronoUnit.SECONDS).toString());
    Element wanted = history.build();
    return Element.builder("x", NAMESPACE)
        .child(wanted.attributes().isEmpty() ? null : wanted)
        .child("password", password)
        .build();
  }

  private static @Nullable String text(@Nullable Number number) {
    return number == null ? null : number.toString();
  }

  /** {@return the limits, without the password} */
  @Override
  public String toString() {
    return "JoinOptions[%s, maxStanzas=%s, maxChars=%s, seconds=%s, since=%s, %s]"
        .formatted(
            password == null ? "no password" : "with password",
            maxStanzas,
            maxChars,
            seconds,
            since,
            creation);
  }
}
