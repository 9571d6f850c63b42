package im.linnet.connection;

/**
 * How much may wait for a client's subscribers before nothing more is read from the connection; the
 * server then waits too.
 *
 * <p>Reading pauses when more waits than {@code pauseStanzas} or {@code pauseBytes}, and goes on
 * when it is half of it. While something is awaited from the server, such as the answer to a
 * request, it goes on all the same, as a callback may wait for that, up to {@code mostStanzas} or
 * {@code mostBytes}; toward these alone count answers that wait to be handed to who asked. Beyond
 * these nothing is read in any case, until it is three quarters of it: what is awaited then ends by
 * its time limit. What had been read before it was noticed comes on top, mostly up to 64 KB.
 *
 * @param pauseStanzas so many stanzas may wait
 * @param pauseBytes so many bytes on the wire
 * @param mostStanzas so many stanzas while something is awaited
 * @param mostBytes so many bytes
 */
public record BacklogLimits(int pauseStanzas, long pauseBytes, int mostStanzas, long mostBytes) {

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if one is below 1, or most is below pause
   */
  public BacklogLimits {
    require("pauseStanzas", pauseStanzas, 1);
    require("pauseBytes", pauseBytes, 1);
    require("mostStanzas", mostStanzas, pauseStanzas);
    require("mostBytes", mostBytes, pauseBytes);
  }

  /** {@return 1,024 stanzas or 4 MiB; 16,384 stanzas or 64 MiB while something is awaited} */
  public static BacklogLimits standard() {
    return new BacklogLimits(1024, 4 << 20, 16_384, 64 << 20);
  }

  private static void require(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException("%s: %d (expected: >= %d)".formatted(name, value, least));
    }
  }
}
