package im.linnet.pubsub;

import im.linnet.RequestChain;
import im.linnet.failure.StanzaException;
import im.linnet.stanza.Iq;
import im.linnet.xml.Element;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The publication of one item: one attempt with all options; if these are refused and that can be
 * helped, at most two requests that configure the node, and a second attempt.
 */
final class Publication {

  private final Requests requests;
  private final String node;
  private final Element item;
  private final String id;
  private final PublishOptions options;
  private final RequestChain<String> published = new RequestChain<>();

  Publication(Requests requests, String node, Element item, String id, PublishOptions options) {
    this.requests = requests;
    this.node = node;
    this.item = item;
    this.id = id;
    this.options = options;
  }

  CompletableFuture<String> start() {
    attempt(options.all(), this::refused);
    return published;
  }

  private void refused(Throwable failure) {
    boolean configures = options.isConfiguring();
    if (!options.preferred().isEmpty() && isUnknownOption(failure)) {
      if (configures) {
        configureByForm();
      } else {
        lastAttempt(options.required());
      }
    } else if (configures && PubSubError.of(failure) == PubSubError.PRECONDITION_NOT_MET) {
      configure(options.all());
    } else {
      published.completeExceptionally(failure);
    }
  }

  /**
   * Sets as the node's owner what the service does not take with a publication. The node is created
   * first, if need be, so that it is never without the required options.
   */
  private void configureByForm() {
    published.then(
        owner().create(options.all()),
        created -> lastAttempt(options.required()),
        exists -> configure(options.required()));
  }

  private void configure(NodeOptions checked) {
    published.then(owner().configure(options.all()), configured -> lastAttempt(checked));
  }

  private NodeOwner owner() {
    return new NodeOwner(requests, node);
  }

  private void lastAttempt(NodeOptions required) {
    attempt(required, published::completeExceptionally);
  }

  /** Servers give different conditions for an option that they don't know. */
  private static boolean isUnknownOption(Throwable failure) {
    if (!(failure instanceof StanzaException refused)) {
      return false;
    }
    PubSubError error = PubSubError.of(failure);
    boolean ofOptions =
        error == null || error == PubSubError.INVALID_OPTIONS || error == PubSubError.UNSUPPORTED;
    return ofOptions
        && switch (refused.error().condition()) {
          case BAD_REQUEST,
              CONFLICT,
              FEATURE_NOT_IMPLEMENTED,
              NOT_ACCEPTABLE,
              RESOURCE_CONSTRAINT ->
              true;
          default -> false;
        };
  }

  private void attempt(NodeOptions required, Consumer<Throwable> otherwise) {
    published.then(
        requests.set(() -> request(required), this::read), published::complete, otherwise);
  }

  private Element request(NodeOptions required) {
    Element publish = Wire.naming("publish", Wire.PUBSUB, node).child(item).build();
    if (required.isEmpty()) {
      return Wire.pubsub(publish);
    }
    Element preconditions =
        Element.builder("publish-options", Wire.PUBSUB)
            .child(required.toForm(PublishOptions.FORM))
            .build();
    return Wire.pubsub(publish, preconditions);
  }

  /** The service may choose another id (XEP-0060, section 7.1.2). */
  private String read(Iq answer) {
    Element publish = Wire.find(answer, "publish", Wire.PUBSUB);
    Element named = publish == null ? null : publish.child("item");
    String chosen = named == null ? null : named.attribute("id");
    return chosen == null ? id : chosen;
  }
}
