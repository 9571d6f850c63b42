package im.linnet.timeline;

import java.util.Objects;

/** How complete a timeline is. */
public sealed interface Progress {

  /** The archive has not been read on this stream: the client is not connected. */
  record Waiting() implements Progress {}

  /** The archive is being read; what arrives meanwhile comes after it. */
  record CatchingUp() implements Progress {}

  /** Everything is there, and what arrives is added at once. */
  record UpToDate() implements Progress {}

  /** The server has no archive: messages that came while the client was away may be missing. */
  record WithoutArchive() implements Progress {}

  /**
   * The archive no longer knows where the timeline ended, so messages may be missing before the
   * next entry. {@link CatchingUp} goes on.
   */
  record Gap() implements Progress {}

  /**
   * The archive could not be read to its end, so messages may be missing before the next entry.
   * What arrives is added, and what is missing follows on the next stream.
   *
   * @param cause why
   */
  record Interrupted(Throwable cause) implements Progress {
    /** Rejects null. */
    public Interrupted {
      Objects.requireNonNull(cause, "cause");
    }
  }
}
