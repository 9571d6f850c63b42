package im.linnet.internal.stream;

import im.linnet.internal.steps.ResourceBinding;
import im.linnet.internal.steps.SaslAuthentication;
import im.linnet.internal.steps.StartTls;
import im.linnet.stream.Facts;
import im.linnet.stream.Features;
import im.linnet.stream.StreamFeature;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The required features of one offer that no step has negotiated yet (RFC 6120, section 4.3.2). For
 * the event loop.
 */
final class RequiredFeatures {

  /**
   * Informational features, which are never negotiated; old servers mark one of them as required.
   */
  private static final Set<String> INFORMATION =
      Set.of(
          "urn:xmpp:features:rosterver",
          "urn:xmpp:features:pre-approval",
          "http://jabber.org/protocol/caps");

  private final Features offered;
  private final List<Element> open = new ArrayList<>();

  RequiredFeatures(Features offered) {
    this.offered = offered;
    for (Element feature : offered.all()) {
      boolean required = feature.child("required", feature.namespace()) != null;
      if (required && !INFORMATION.contains(feature.namespace())) {
        open.add(feature);
      }
    }
  }

  /** A step begins: it negotiates the features without which it would not have applied. */
  void begins(StreamFeature step, Facts facts) {
    open.removeIf(feature -> !step.accepts(without(feature), facts));
  }

  private Features without(Element feature) {
    ElementBuilder rest = Element.builder(offered.element().name(), offered.element().namespace());
    for (Element other : offered.all()) {
      if (!other.is(feature.name(), feature.namespace())) {
        rest.child(other);
      }
    }
    return new Features(rest.build());
  }

  /** A feature that no step has negotiated and whose purpose is not met, or null. */
  @Nullable Element unmet(Facts facts) {
    for (Element feature : open) {
      if (!isReached(feature.namespace(), facts)) {
        return feature;
      }
    }
    return null;
  }

  private static boolean isReached(String namespace, Facts facts) {
    return switch (namespace) {
      case StartTls.NAMESPACE -> facts.secure();
      case SaslAuthentication.NAMESPACE -> facts.authenticated();
      case ResourceBinding.NAMESPACE -> facts.bound();
      default -> false;
    };
  }
}
