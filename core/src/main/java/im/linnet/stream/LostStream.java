package im.linnet.stream;

import im.linnet.jid.Jid;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A managed stream whose connection was lost and that can be resumed (XEP-0198, section 5).
 * Immutable value. Clients make them; {@link #of} is for tests.
 */
public final class LostStream {

  private final Jid jid;
  private final String id;
  private final long handled;

  private LostStream(Jid jid, String id, long handled) {
    this.jid = jid;
    this.id = id;
    this.handled = handled;
  }

  /**
   * Creates a stream.
   *
   * @param jid the address that was bound
   * @param id the resumption id
   * @param handled the number of the server's stanzas that were handled
   * @return the stream
   */
  public static LostStream of(Jid jid, String id, long handled) {
    return new LostStream(jid, id, handled);
  }

  /** {@return the address that was bound} */
  public Jid jid() {
    return jid;
  }

  /** {@return the resumption id, for {@code previd}} */
  public String id() {
    return id;
  }

  /** {@return the number of the server's stanzas that were handled, for {@code h}} */
  public long handled() {
    return handled;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LostStream that
        && jid.equals(that.jid)
        && id.equals(that.id)
        && handled == that.handled;
  }

  @Override
  public int hashCode() {
    return Objects.hash(jid, id, handled);
  }

  /** {@return a description without the id} */
  @Override
  public String toString() {
    return "LostStream[jid=%s, handled=%d]".formatted(jid, handled);
  }
}
