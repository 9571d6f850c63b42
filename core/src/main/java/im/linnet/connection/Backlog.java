package im.linnet.connection;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What waits in a client for user code, including running callbacks. Immutable value. Clients make
 * them; {@link #of} is for tests.
 */
public final class Backlog {

  private final int stanzas;
  private final long bytes;
  private final boolean paused;

  private Backlog(int stanzas, long bytes, boolean paused) {
    this.stanzas = stanzas;
    this.bytes = bytes;
    this.paused = paused;
  }

  /**
   * Creates a backlog.
   *
   * @param stanzas the number of stanzas
   * @param bytes their size on the wire in bytes
   * @param paused whether reading is paused
   * @return the backlog
   */
  public static Backlog of(int stanzas, long bytes, boolean paused) {
    return new Backlog(stanzas, bytes, paused);
  }

  /**
   * {@return the number of stanzas: messages and presences not yet delivered, and requests not yet
   * answered} A stanza that waits for a subscriber and for a {@link
   * java.util.concurrent.Flow.Subscription} counts twice; pending {@link
   * im.linnet.ClientBuilder#onWire} events count too.
   */
  public int stanzas() {
    return stanzas;
  }

  /**
   * {@return their size on the wire in bytes, accurate to one read, usually at most 64 KB} In
   * memory they take several times as much.
   */
  public long bytes() {
    return bytes;
  }

  /** {@return whether reading from the connection is paused because of the backlog} */
  public boolean paused() {
    return paused;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Backlog that
        && stanzas == that.stanzas
        && bytes == that.bytes
        && paused == that.paused;
  }

  @Override
  public int hashCode() {
    return Objects.hash(stanzas, bytes, paused);
  }

  @Override
  public String toString() {
    return "Backlog[stanzas=%d, bytes=%d, paused=%s]".formatted(stanzas, bytes, paused);
  }
}
