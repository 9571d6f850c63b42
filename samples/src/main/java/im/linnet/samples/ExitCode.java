package im.linnet.samples;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;

/** How a notification failed, for scripts; 0 and 2 are those of all samples. */
enum ExitCode {
  /** Something that is no failure of XMPP. */
  FAILED(1),
  /** Nothing was sent, for a reason that may pass, such as a lost connection. */
  TRY_LATER(3),
  /** The account was not let in: another password is needed. */
  NOT_SIGNED_IN(4),
  /** The server, the recipient or the room refused it: the same call will fail again. */
  REFUSED(5),
  /** It was sent and not acknowledged: sending it again may show it twice. */
  UNCERTAIN(6);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static ExitCode of(Throwable failure) {
    if (!(failure instanceof XmppException known)) {
      return FAILED;
    }
    if (known instanceof TransportException transport
        && (transport.reason() == Reason.UNCERTAIN || transport.reason() == Reason.NO_ANSWER)) {
      return UNCERTAIN;
    }
    if (known.retryable()) {
      return TRY_LATER;
    }
    return known instanceof AuthenticationException ? NOT_SIGNED_IN : REFUSED;
  }
}
