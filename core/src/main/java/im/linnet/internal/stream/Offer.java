package im.linnet.internal.stream;

import im.linnet.stream.Facts;
import im.linnet.stream.Features;
import im.linnet.stream.StreamFeature;
import im.linnet.xml.Element;
import im.linnet.xml.StreamHeader;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The features offered on a stream, or those that it most likely offers, and the steps that have
 * run on them. For the event loop.
 */
final class Offer {

  private final @Nullable StreamHeader header;
  private final Features features;
  private final RequiredFeatures required;
  private final Set<StreamFeature> begun = Collections.newSetFromMap(new IdentityHashMap<>());

  /** What was offered after a header; null if the server has said nothing yet. */
  Offer(@Nullable StreamHeader header, Features features) {
    this.header = header;
    this.features = features;
    this.required = new RequiredFeatures(features);
  }

  /** The header of the stream on which the features came. */
  StreamHeader header() {
    StreamHeader received = header;
    if (received == null) {
      throw new IllegalStateException("The server's header has not arrived");
    }
    return received;
  }

  /** Whether this is a guess: the server has said nothing yet. */
  boolean isGuess() {
    return header == null;
  }

  Features features() {
    return features;
  }

  /** The first step that applies and has not run on this offer, or null; it is marked as run. */
  @Nullable StreamFeature next(List<StreamFeature> steps, Facts facts) {
    StreamFeature next = peek(steps, facts);
    if (next != null) {
      mark(next, facts);
    }
    return next;
  }

  /** The first step that applies and has not run on this offer, or null; nothing is marked. */
  @Nullable StreamFeature peek(List<StreamFeature> steps, Facts facts) {
    for (StreamFeature step : steps) {
      if (!begun.contains(step) && step.accepts(features, facts)) {
        return step;
      }
    }
    return null;
  }

  /** Marks a step as run if it applies; returns whether it does. */
  boolean begin(StreamFeature step, Facts facts) {
    boolean applies = step.accepts(features, facts);
    if (applies) {
      mark(step, facts);
    }
    return applies;
  }

  private void mark(StreamFeature step, Facts facts) {
    begun.add(step);
    required.begins(step, facts);
  }

  /** A required feature that no step has negotiated and whose purpose is not met, or null. */
  @Nullable Element unmet(Facts facts) {
    return required.unmet(facts);
  }
}
