package im.linnet.internal.stream;

import im.linnet.stream.Facts;
import im.linnet.stream.Inline;
import im.linnet.stream.StreamFeature;
import im.linnet.stream.StreamOpening;
import java.util.List;
import java.util.function.Function;

/**
 * What a client negotiates on each connection.
 *
 * @param opening the header to send, given the facts established so far
 * @param steps the steps, in the order in which they are tried
 * @param inlines the requests that travel inside steps, in order
 * @param known what servers offered before
 */
public record NegotiationPlan(
    Function<Facts, StreamOpening> opening,
    List<StreamFeature> steps,
    List<Inline> inlines,
    KnownFeatures known) {

  /** Makes unmodifiable copies of the lists. */
  public NegotiationPlan {
    steps = List.copyOf(steps);
    inlines = List.copyOf(inlines);
  }
}
