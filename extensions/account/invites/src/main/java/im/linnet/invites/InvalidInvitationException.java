package im.linnet.invites;

import java.io.Serial;

/** Thrown when a text is not the link of an invitation. The message does not repeat the text. */
public final class InvalidInvitationException extends IllegalArgumentException {

  @Serial private static final long serialVersionUID = 1L;

  /** What is wrong with the text. */
  public enum Reason {
    /**
     * It does not begin with {@code xmpp:}.
     *
     * <p>What to do: look for the link behind the page that was shared: it begins with {@code
     * xmpp:}.
     */
    NOT_XMPP,
    /**
     * It is too long, or its address, its encoding or its token is malformed.
     *
     * <p>What to do: copy the whole link again.
     */
    MALFORMED,
    /**
     * It is another XMPP link: it does not ask to add a contact or to register an account.
     *
     * <p>What to do: open it with a program for such links.
     */
    OTHER_ACTION,
    /**
     * It asks to add a contact or to register an account, but has no token.
     *
     * <p>What to do: add the address as any contact.
     */
    NO_TOKEN
  }

  private final Reason reason;

  InvalidInvitationException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** {@return what is wrong with the text} */
  public Reason reason() {
    return reason;
  }
}
