package im.linnet.push;

import im.linnet.Extension;
import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.forms.DataForm;
import im.linnet.forms.FieldType;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.xml.Element;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Push notifications (XEP-0357): while the client is not connected, the user's server publishes a
 * notification to a push service for each message, and the push service wakes the client by the
 * means of its platform.
 *
 * <pre>{@code
 * Push push = client.get(Push.class);
 * push.enable(Jid.of("push.example.com"), "device-1", Push.secret("eruio234vzxc2kla-91")).join();
 * }</pre>
 *
 * <p>The server keeps a registration until it is disabled or the push service refuses a
 * notification. This extension makes the registrations of this client again on each new stream,
 * because that revives refused ones, and because Prosody notifies of the stanzas of a lost stream
 * only if they were made on that stream. At most 32 registrations are made again.
 *
 * <p>Safe for use by any thread; no method blocks. All futures fail with {@link StanzaException} if
 * the server refuses, {@code service-unavailable} or {@code feature-not-implemented} meaning that
 * it has no push notifications, and as {@link XmppClient#request(Iq)} does.
 */
public final class Push implements Extension {

  /** The namespace, and the disco feature of accounts with push notifications. */
  public static final String NAMESPACE = "urn:xmpp:push:0";

  /** The type of the form with what the push service requires of a publication. */
  public static final String OPTIONS = "http://jabber.org/protocol/pubsub#publish-options";

  private static final Logger LOG = LoggerFactory.getLogger(Push.class);

  private final XmppClient client;
  private final Registrations registrations = new Registrations();

  /**
   * Push notifications of a client. Add it to the client's builder with {@code .with(Push::new)}.
   *
   * @param client the client
   */
  public Push(XmppClient client) {
    this.client = client;
  }

  /**
   * The usual options of a push service: a secret that it gave this client, which the server has to
   * repeat in each notification (section 5).
   *
   * @param value the secret
   * @return the options for {@link #enable(Jid, String, DataForm)}
   */
  public static DataForm secret(String value) {
    return DataForm.builder(DataForm.Kind.SUBMIT)
        .formType(OPTIONS)
        .field(FieldType.TEXT_PRIVATE, "secret", value)
        .build();
  }

  /** Asks under the lock, so that no {@link #disable} gets in between and is undone. */
  @Override
  public synchronized void bound(BoundStream stream) {
    for (Element request : registrations.to(stream)) {
      client
          .request(Iq.set(null, request))
          .whenComplete(
              (enabled, failure) -> {
                if (failure != null) {
                  LOG.debug("Push notifications were not enabled again: {}", failure.toString());
                }
              });
    }
  }

  /**
   * Enables notifications without options (section 5).
   *
   * @param service the push service
   * @param node the node that the push service assigned to this client, or null if it needs none
   * @return completes when the server has enabled them
   */
  public CompletableFuture<Void> enable(Jid service, @Nullable String node) {
    return enable(service, node, (Element) null);
  }

  /**
   * Enables notifications (section 5). If they are enabled for this service and node already, the
   * options are replaced.
   *
   * @param service the push service
   * @param node the node that the push service assigned to this client, or null if it needs none
   * @param options what the push service requires of each notification, such as {@link #secret}
   * @return completes when the server has enabled them. Fails with {@link RefusedException} if the
   *     node or an option contains a character that can't be sent
   * @throws IllegalArgumentException if the form is not an answer with the type {@link #OPTIONS}
   */
  public CompletableFuture<Void> enable(Jid service, @Nullable String node, DataForm options) {
    if (options.kind() != DataForm.Kind.SUBMIT || !OPTIONS.equals(options.formType())) {
      throw new IllegalArgumentException(
          "options: %s (expected: a form of kind submit and type %s)".formatted(options, OPTIONS));
    }
    Element form;
    try {
      form = options.toElement();
    } catch (IllegalArgumentException unsendable) {
      return unsendable("An option");
    }
    return enable(service, node, form);
  }

  private CompletableFuture<Void> enable(
      Jid service, @Nullable String node, @Nullable Element form) {
    Element request;
    try {
      request =
          Element.builder("enable", NAMESPACE)
              .attribute("jid", service.toString())
              .attribute("node", node)
              .child(form)
              .build();
    } catch (IllegalArgumentException unsendable) {
      return unsendable("The node");
    }
    return register(service, node, request);
  }

  private synchronized CompletableFuture<Void> register(
      Jid service, @Nullable String node, Element request) {
    registrations.add(service, node, request, client.stream());
    RequestChain<Void> enabled = new RequestChain<>();
    enabled.then(client.request(Iq.set(null, request)), answer -> enabled.complete(null));
    enabled.whenComplete(
        (done, failure) -> {
          if (failure != null) {
            forget(service, node, request);
          }
        });
    return enabled;
  }

  private synchronized void forget(Jid service, @Nullable String node, Element request) {
    registrations.remove(service, node, request);
  }

  /**
   * Disables all notifications to a push service (section 6).
   *
   * @param service the push service
   * @return completes when the server has disabled them. Some servers fail with {@code
   *     item-not-found} if there were none
   */
  public synchronized CompletableFuture<Void> disable(Jid service) {
    registrations.removeAll(service);
    return unregister(service, null);
  }

  /**
   * Disables the notifications to one node of a push service (section 6).
   *
   * @param service the push service
   * @param node the node
   * @return completes when the server has disabled them, see {@link #disable(Jid)}. Fails with
   *     {@link RefusedException} if the node contains a character that can't be sent
   */
  public synchronized CompletableFuture<Void> disable(Jid service, String node) {
    registrations.remove(service, Objects.requireNonNull(node, "node"));
    return unregister(service, node);
  }

  private CompletableFuture<Void> unregister(Jid service, @Nullable String node) {
    Element request;
    try {
      request =
          Element.builder("disable", NAMESPACE)
              .attribute("jid", service.toString())
              .attribute("node", node)
              .build();
    } catch (IllegalArgumentException unsendable) {
      return unsendable("The node");
    }
    RequestChain<Void> disabled = new RequestChain<>();
    disabled.then(client.request(Iq.set(null, request)), answer -> disabled.complete(null));
    return disabled;
  }

  /** Does not repeat the text, which may be secret. */
  private static CompletableFuture<Void> unsendable(String what) {
    return CompletableFuture.failedFuture(
        new RefusedException(what + " contains a character that XML can't contain"));
  }
}
