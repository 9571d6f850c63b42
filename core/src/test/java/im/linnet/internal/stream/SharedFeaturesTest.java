package im.linnet.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.stream.Features;
import im.linnet.xml.Element;
import im.linnet.xml.StreamHeader;
import org.junit.jupiter.api.Test;

/** Features that thousands of clients of one server remember are there once. */
class SharedFeaturesTest {

  private final SharedFeatures shared = new SharedFeatures();

  @Test
  void equal_features_are_one_object() {
    Features first = shared.of(features("bind"));
    assertThat(shared.of(features("bind"))).isSameAs(first);
    assertThat(shared.of(features("sasl"))).isNotEqualTo(first);
  }

  @Test
  void large_features_are_not_kept() {
    String name = "a".repeat((int) SharedFeatures.LARGEST);
    Features first = shared.of(features(name));
    Features second = features(name);
    assertThat(shared.of(second)).isSameAs(second).isNotSameAs(first);
  }

  /** A program that meets many servers does not remember them all. */
  @Test
  void only_so_many_are_kept() {
    Features first = shared.of(features("first"));
    for (int i = 1; i < SharedFeatures.MOST; i++) {
      shared.of(features("f" + i));
    }
    shared.of(features("one-too-many"));
    Features again = features("first");
    assertThat(shared.of(again)).isSameAs(again).isNotSameAs(first);
  }

  private static Features features(String name) {
    return new Features(
        Element.builder("features", StreamHeader.STREAMS_NAMESPACE)
            .child(Element.of(name, "urn:test"))
            .build());
  }
}
