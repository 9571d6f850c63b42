package im.linnet.avatar;

import im.linnet.failure.UnreadableAnswerException;
import im.linnet.jid.Jid;

/**
 * A picture is not accepted as an avatar. It is the cause of the {@link
 * im.linnet.failure.UnreadableAnswerException} with which fetching such a picture fails.
 */
public final class RejectedPictureException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** Why a picture is not accepted. */
  public enum Reason {
    /**
     * It has more bytes than {@link AvatarSettings#maxBytes()}.
     *
     * <p>What to do: set {@link AvatarSettings#maxBytes()}, or do without the picture.
     */
    TOO_LARGE,
    /**
     * Its content is not a PNG, JPEG, GIF or WebP, although its type may say so; for example SVG or
     * HTML, which can contain scripts.
     *
     * <p>What to do: do without the picture.
     */
    NOT_A_PICTURE,
    /**
     * Its SHA-1 hash is not the one that its owner announced.
     *
     * <p>What to do: try again when it is announced again: it may have changed meanwhile.
     */
    WRONG_HASH,
    /**
     * Its owner announced a picture, but there is none.
     *
     * <p>What to do: try again when it is announced again.
     */
    ABSENT,
    /**
     * It is not base64.
     *
     * <p>What to do: do without the picture: the owner's program is at fault.
     */
    MALFORMED,
    /**
     * It is on the web only (XEP-0084, section 4.2.1), from where nothing is fetched.
     *
     * <p>What to do: do without the picture, or fetch it after asking the user.
     */
    AT_URL
  }

  private final Reason reason;

  RejectedPictureException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  static RejectedPictureException tooLarge(long bytes, int maxBytes) {
    return new RejectedPictureException(
        Reason.TOO_LARGE,
        "picture: about %d bytes (expected: at most %d, see AvatarSettings.maxBytes)"
            .formatted(bytes, maxBytes));
  }

  static RejectedPictureException wrongHash(String hash, String announced) {
    return new RejectedPictureException(
        Reason.WRONG_HASH,
        "picture: with hash %s (expected: the announced hash %s)".formatted(hash, announced));
  }

  /** The failure of fetching it. */
  UnreadableAnswerException of(Jid owner) {
    return new UnreadableAnswerException(
        "The avatar of %s is not accepted: %s".formatted(owner, getMessage()), this);
  }

  /** {@return why it is not accepted} */
  public Reason reason() {
    return reason;
  }
}
