package im.linnet.about;

import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.connection.Subscribers;
import im.linnet.connection.Subscription;
import im.linnet.failure.RefusedException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Reply;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the user's server for services outside of XMPP, such as STUN and TURN servers, with
 * credentials for them (XEP-0215). Safe for use by any thread; nothing is cached.
 *
 * <p>Futures fail as those of {@link XmppClient#request(Iq)} do, and with {@link RefusedException}
 * if a text can't be sent.
 */
public final class ExternalServices implements Extension {

  /** The namespace, and the name of the feature of a server. */
  public static final String NAMESPACE = "urn:xmpp:extdisco:2";

  private static final int MAX_SERVICES = 256;

  private final XmppClient client;
  private final Subscribers<ServiceChange> subscribers = new Subscribers<>(ExternalServices.class);

  /**
   * Adds external services to a client. Add it to the client's builder with {@code
   * .with(ExternalServices::new)}.
   *
   * @param client the client
   * @throws IllegalStateException if another handler answers pushes already
   */
  public ExternalServices(XmppClient client) {
    this.client = client;
    client.onRequest(Iq.Type.SET, "services", NAMESPACE, this::pushed);
  }

  /**
   * Asks for all services (section 3.1).
   *
   * @return the services, at most 256; malformed ones are left out
   */
  public CompletableFuture<List<ExternalService>> all() {
    return ask(() -> Element.of("services", NAMESPACE));
  }

  /**
   * Asks for the services of a type (section 3.2). The server may announce their later changes, see
   * {@link #onChange}.
   *
   * @param type such as {@code turn}
   * @return the services of this type, at most 256; malformed ones are left out
   */
  public CompletableFuture<List<ExternalService>> ofType(String type) {
    return ask(() -> Element.builder("services", NAMESPACE).attribute("type", type).build());
  }

  /**
   * Asks for credentials of a service (section 3.3).
   *
   * @param service the service
   * @return the service with credentials; several if it is at several ports
   */
  public CompletableFuture<List<ExternalService>> credentials(ExternalService service) {
    return credentials(service.type(), service.host(), service.port());
  }

  /**
   * Asks for credentials of a service (section 3.3).
   *
   * @param type its type
   * @param host its domain or address
   * @param port its port, or null for all
   * @return the service with credentials; several if it is at several ports, or if the server does
   *     not distinguish its services by host
   */
  public CompletableFuture<List<ExternalService>> credentials(
      String type, String host, @Nullable Integer port) {
    return ask(
        () ->
            Element.builder("credentials", NAMESPACE)
                .child(
                    Element.builder("service", NAMESPACE)
                        .attribute("type", type)
                        .attribute("host", host)
                        .attribute("port", port == null ? null : port.toString())
                        .build())
                .build());
  }

  /**
   * Subscribes to changes of services (section 3.2).
   *
   * @param subscriber is called with each, in order with the client's callbacks
   * @return ends the subscription
   */
  public Subscription onChange(Consumer<? super ServiceChange> subscriber) {
    return subscribers.add(subscriber);
  }

  private CompletableFuture<List<ExternalService>> ask(Supplier<Element> question) {
    Element asked;
    try {
      asked = question.get();
    } catch (IllegalArgumentException unsendable) {
      return CompletableFuture.failedFuture(
          new RefusedException("There is no such service: " + unsendable.getMessage()));
    }
    Jid server = client.address().domainJid();
    return client.request(
        Iq.get(server, asked),
        answer -> {
          // Whatever was asked for: ejabberd 23 answers a question for credentials by services.
          Element services = answer.payload();
          boolean known =
              services != null
                  && (services.is("services", NAMESPACE) || services.is("credentials", NAMESPACE));
          if (services == null || !known) {
            throw new IllegalArgumentException("no <services xmlns='%s'/>".formatted(NAMESPACE));
          }
          return List.copyOf(read(services));
        });
  }

  private static List<ExternalService> read(Element services) {
    List<ExternalService> read = new ArrayList<>();
    for (Element service : services.children("service", NAMESPACE)) {
      if (read.size() == MAX_SERVICES) {
        break;
      }
      try {
        read.add(ExternalService.of(service));
      } catch (IllegalArgumentException malformed) {
        // Malformed: left out.
      }
    }
    return read;
  }

  /** Only the own server is asked, so only it may push. */
  private CompletionStage<Reply> pushed(Iq push) {
    Jid own = client.address();
    Jid from = push.from() == null ? own.bare() : push.from();
    Element services = push.payload();
    if (services == null || !(from.equals(own.bare()) || from.equals(own.domainJid()))) {
      return Reply.error(Condition.SERVICE_UNAVAILABLE).now();
    }
    for (ExternalService service : read(services)) {
      ServiceChange.Action action = ServiceChange.Action.of(service.element().attribute("action"));
      subscribers.tell(new ServiceChange(from, action, service));
    }
    return Reply.result().now();
  }
}
