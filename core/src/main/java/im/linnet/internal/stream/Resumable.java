package im.linnet.internal.stream;

import im.linnet.failure.XmppException;
import im.linnet.stream.Facts;
import im.linnet.stream.LostStream;
import org.jspecify.annotations.Nullable;

/** The client's managed stream (XEP-0198), as a negotiation sees it. For the event loop. */
public interface Resumable {

  /** {@return the stream that was lost and can be resumed, or null} */
  @Nullable LostStream lostStream();

  /**
   * Takes over what a step has established.
   *
   * @param before the facts until now
   * @param after the facts from now on
   * @throws im.linnet.failure.XmppException if they can't be true
   */
  void noted(Facts before, Facts after);

  /**
   * The connection was given up although a stream was managed on it already: the stream is lost, as
   * if that had happened in session.
   *
   * @param why what ended the connection
   */
  void abandoned(XmppException why);
}
