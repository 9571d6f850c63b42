package im.linnet.internal.routing;

import im.linnet.failure.FilterException;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Stanza;
import java.util.List;

/** What has become of a stanza, and of those that filters have put ahead of it. */
public sealed interface Filtered {

  /** {@return what goes ahead of it, in order} */
  List<Stanza> ahead();

  /**
   * It has passed.
   *
   * @param ahead what goes ahead of it
   * @param stanza as the last filter let it go
   */
  record Passed(List<Stanza> ahead, Stanza stanza) implements Filtered {}

  /**
   * A filter has answered the request.
   *
   * @param ahead what goes ahead
   * @param reply the answer
   */
  record Answered(List<Stanza> ahead, Iq reply) implements Filtered {}

  /**
   * A filter has not let it through.
   *
   * @param ahead what goes on all the same
   * @param why what is told
   * @param broken whether the filter failed, rather than decided so
   */
  record Stopped(List<Stanza> ahead, FilterException why, boolean broken) implements Filtered {}
}
