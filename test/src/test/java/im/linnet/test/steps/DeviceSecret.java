package im.linnet.test.steps;

import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.failure.Phase;
import im.linnet.stream.Facts;
import im.linnet.stream.Features;
import im.linnet.stream.Negotiation;
import im.linnet.stream.StreamFeature;
import im.linnet.xml.Element;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A step that shows the server a secret of the device, and therefore wants a verified server. */
final class DeviceSecret implements Extension {

  private static final String NAMESPACE = "urn:example:device";

  private final Consumer<BoundStream> streams;

  DeviceSecret(XmppClient client, Consumer<BoundStream> streams) {
    this.streams = streams;
  }

  @Override
  public List<StreamFeature> steps() {
    return List.of(new Step());
  }

  @Override
  public void bound(BoundStream stream) {
    streams.accept(stream);
  }

  /** Only once on a stream: the server offers it until it has the secret. */
  record Step() implements StreamFeature {

    @Override
    public Phase phase() {
      return Phase.BINDING;
    }

    @Override
    public boolean accepts(Features features, Facts facts) {
      return facts.verified() && facts.bound() && features.offers("device", NAMESPACE);
    }

    @Override
    public CompletionStage<Next> negotiate(Negotiation negotiation) {
      return negotiation
          .ask(Element.of("device", NAMESPACE, "device-secret"))
          .thenApply(known -> Next.DONE);
    }
  }
}
