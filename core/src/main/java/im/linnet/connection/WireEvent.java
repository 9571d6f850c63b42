package im.linnet.connection;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * XML that was sent or received, with secrets removed. Immutable value. Clients make them; {@link
 * #of} is for tests.
 */
public final class WireEvent {

  private final boolean outgoing;
  private final String xml;

  private WireEvent(boolean outgoing, String xml) {
    this.outgoing = outgoing;
    this.xml = xml;
  }

  /**
   * Creates an event.
   *
   * @param outgoing true if sent, false if received
   * @param xml the XML without secrets
   * @return the event
   */
  public static WireEvent of(boolean outgoing, String xml) {
    return new WireEvent(outgoing, xml);
  }

  /** {@return true if sent, false if received} */
  public boolean outgoing() {
    return outgoing;
  }

  /** {@return the XML without secrets, truncated if long} */
  public String xml() {
    return xml;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WireEvent that && outgoing == that.outgoing && xml.equals(that.xml);
  }

  @Override
  public int hashCode() {
    return Objects.hash(outgoing, xml);
  }

  @Override
  public String toString() {
    return "WireEvent[outgoing=%s, xml=%s]".formatted(outgoing, xml);
  }
}
