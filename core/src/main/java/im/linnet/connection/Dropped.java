package im.linnet.connection;

import im.linnet.xml.Element;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An element that was received and delivered to no one. Immutable value. Clients make them; {@link
 * #of} is for tests.
 */
public final class Dropped {

  /** Why an element was dropped. */
  public enum Reason {
    /**
     * An address or the type is malformed. A request is answered with {@code jid-malformed} or
     * {@code bad-request} (RFC 6120, sections 8.3.3.8 and 8.3.3.1).
     *
     * <p>What to do: nothing: the sender is at fault.
     */
    MALFORMED,
    /**
     * It is addressed to another account. A request is answered with {@code service-unavailable}
     * (RFC 6120, section 8.3.3.19).
     *
     * <p>What to do: ask the operator if it repeats: the server delivers wrongly.
     */
    MISADDRESSED,
    /**
     * An answer without a pending request.
     *
     * <p>What to do: set a longer {@code ClientBuilder.requestLimit}, if answers come late.
     */
    UNASKED,
    /**
     * A {@link im.linnet.routing.Filter} dropped it, threw, or did not decide in time.
     *
     * <p>What to do: nothing if the filter is meant to; its own report says more.
     */
    FILTERED,
    /**
     * Neither a stanza nor another known element.
     *
     * <p>What to do: nothing, or add an extension that knows the element.
     */
    UNKNOWN,
    /**
     * The callback executor rejected it until the client was closed. On a managed stream it is not
     * acknowledged, so the server still has it.
     *
     * <p>What to do: use an executor for {@code ClientBuilder.callbacks} that does not reject
     * tasks.
     */
    REFUSED
  }

  private final Element stanza;
  private final Reason reason;

  private Dropped(Element stanza, Reason reason) {
    this.stanza = stanza;
    this.reason = reason;
  }

  /**
   * Creates a value.
   *
   * @param stanza the element
   * @param reason why it was dropped
   * @return the value
   */
  public static Dropped of(Element stanza, Reason reason) {
    return new Dropped(stanza, reason);
  }

  /** {@return the element} */
  public Element stanza() {
    return stanza;
  }

  /** {@return why it was dropped} */
  public Reason reason() {
    return reason;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Dropped that && stanza.equals(that.stanza) && reason == that.reason;
  }

  @Override
  public int hashCode() {
    return Objects.hash(stanza, reason);
  }

  /** {@return the reason and an outline of the element, without its content} */
  @Override
  public String toString() {
    return "Dropped[stanza=%s, reason=%s]".formatted(stanza, reason);
  }
}
