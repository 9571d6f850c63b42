package im.linnet.internal.stream;

import im.linnet.failure.XmppException;
import im.linnet.stream.Facts;
import im.linnet.stream.LostStream;
import org.jspecify.annotations.Nullable;

/** The client's managed stream (XEP-0198), as the negotiation uses it. For the event loop. */
public interface Resumable {

  /** {@return the lost stream that can be resumed, or null} */
  @Nullable LostStream lostStream();

  /**
   * Applies the facts that a step has established.
   *
   * @param before the facts so far
   * @param after the facts from now on
   * @throws im.linnet.failure.XmppException if they are impossible
   */
  void noted(Facts before, Facts after);

  /**
   * The connection was given up during negotiation although a stream was already managed on it: the
   * stream is lost, as it would be in a session.
   *
   * @param why the cause
   */
  void abandoned(XmppException why);
}
