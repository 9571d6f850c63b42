package im.linnet.internal.routing;

import im.linnet.failure.FilterException;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Stanza;
import java.util.List;

/** The filters' result for one stanza, with the stanzas that they inserted before it. */
public sealed interface Filtered {

  /** {@return the inserted stanzas, in order; they go before it} */
  List<Stanza> ahead();

  /**
   * The stanza passed.
   *
   * @param ahead the inserted stanzas
   * @param stanza the stanza as the last filter returned it
   */
  record Passed(List<Stanza> ahead, Stanza stanza) implements Filtered {}

  /**
   * A filter answered the request.
   *
   * @param ahead the inserted stanzas
   * @param reply the answer
   */
  record Answered(List<Stanza> ahead, Iq reply) implements Filtered {}

  /**
   * A filter stopped the stanza.
   *
   * @param ahead the inserted stanzas, which go on nevertheless
   * @param why the failure to report
   * @param broken whether the filter failed, rather than chose to stop it
   */
  record Stopped(List<Stanza> ahead, FilterException why, boolean broken) implements Filtered {}
}
