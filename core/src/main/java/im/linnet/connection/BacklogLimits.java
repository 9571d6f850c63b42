package im.linnet.connection;

/**
 * How much may wait for a client's subscribers before reading from the connection pauses, which
 * makes the server wait.
 *
 * <p>Reading pauses when the backlog exceeds {@code pauseStanzas} or {@code pauseBytes}, and
 * resumes when it is down to half. While something is awaited from the server, such as the answer
 * to a request, reading continues up to {@code mostStanzas} or {@code mostBytes}, as a callback may
 * be blocked on it; answers that wait for delivery count only towards these two. Beyond them
 * nothing is read until the backlog is down to three quarters, and what is awaited may run into its
 * time limit. The limits may be exceeded by the data of one read, usually at most 64 KB.
 *
 * @param pauseStanzas the stanzas that may wait before reading pauses
 * @param pauseBytes the same in bytes on the wire
 * @param mostStanzas the stanzas that may wait while something is awaited from the server
 * @param mostBytes the same in bytes on the wire
 */
public record BacklogLimits(int pauseStanzas, long pauseBytes, int mostStanzas, long mostBytes) {

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if a limit is below 1, or a {@code most} limit is below its
   *     {@code pause} limit
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
