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

/** The features offered on a stream, and the steps that have run on them. For the event loop. */
final class Offer {

  private final StreamHeader header;
  private final Features features;
  private final RequiredFeatures required;
  private final Set<StreamFeature> begun = Collections.newSetFromMap(new IdentityHashMap<>());

  Offer(StreamHeader header, Features features) {
    this.header = header;
    this.features = features;
    this.required = new RequiredFeatures(features);
  }

  /** The header of the stream on which the features came. */
  StreamHeader header() {
    return header;
  }

  Features features() {
    return features;
  }

  /** The first step that applies and has not run on this offer, or null; it is marked as run. */
  @Nullable StreamFeature next(List<StreamFeature> steps, Facts facts) {
    for (StreamFeature step : steps) {
      if (!begun.contains(step) && step.accepts(features, facts)) {
        begun.add(step);
        required.begins(step, facts);
        return step;
      }
    }
    return null;
  }

  /** A required feature that no step has negotiated and whose purpose is not met, or null. */
  @Nullable Element unmet(Facts facts) {
    return required.unmet(facts);
  }
}
