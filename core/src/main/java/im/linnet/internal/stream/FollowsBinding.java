package im.linnet.internal.stream;

import im.linnet.stream.StreamFeature;
import im.linnet.xml.Element;

/**
 * A step whose question is sent right behind that of resource binding if this step is the next one,
 * so that both take one round trip.
 */
public interface FollowsBinding extends StreamFeature {

  /** {@return what the step asks first, always the same} */
  Element question();
}
