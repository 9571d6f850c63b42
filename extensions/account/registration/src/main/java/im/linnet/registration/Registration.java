package im.linnet.registration;

import im.linnet.Extension;
import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.Subscribers;
import im.linnet.connection.Subscription;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StreamError;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.Where;
import im.linnet.forms.DataForm;
import im.linnet.forms.Field;
import im.linnet.forms.FieldType;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Registers the user with services such as gateways, changes and cancels registrations, and changes
 * the password of the own account or removes it (XEP-0077). {@link AccountRegistration} makes a new
 * account.
 *
 * <p>A service that refuses fails the future with a {@link im.linnet.failure.StanzaException}, from
 * which {@link Refusal#of} reads why and what to try. Other failures are those of {@link
 * XmppClient#request(Iq, Function)}; {@link RefusedException} if the data can't be sent, or if a
 * password would be sent in clear text (section 12).
 *
 * <h2>Presence, and how registrations get lost</h2>
 *
 * This class sends no presence and cancels a registration only by {@link #remove}. After a
 * registration a gateway asks to see the user's presence. Only a program that has registered the
 * user itself may approve that without asking the user: see {@link #isOwn} and {@link #onChange}.
 *
 * <p>Some gateways, such as PyMSNt, cancel the registration when they get a presence of type {@code
 * unsubscribe} or {@code unsubscribed}. Never send either to a gateway that the user wants to keep.
 * Removing the gateway from the roster makes the server send both.
 *
 * <p>Safe for use by any thread; no method blocks.
 */
public final class Registration implements Extension {

  /** The namespace. */
  public static final String NAMESPACE = "jabber:iq:register";

  /** What a form to cancel a registration is for (section 13.4.2). */
  private static final String CANCELLATION = NAMESPACE + ":cancel";

  private final XmppClient client;
  private final OwnRegistrations own = new OwnRegistrations();
  private final Correspondence correspondence = new Correspondence();
  private final Subscribers<RegistrationEvent> subscribers = new Subscribers<>(Registration.class);

  /**
   * Adds registration to a client. Add it to the client's builder with {@code
   * .with(Registration::new)}.
   *
   * @param client the client
   */
  public Registration(XmppClient client) {
    this.client = client;
    client.onMessage(correspondence::heard);
  }

  /**
   * Asks the own server what it has on file of the own account (section 3.1).
   *
   * @return the form, whose {@link RegistrationForm#isRegistered()} is true
   */
  public CompletableFuture<RegistrationForm> form() {
    return readForm(null);
  }

  /**
   * Asks a service what it needs to register the user, or what it has on file (section 3.1).
   *
   * @param service the service, such as a gateway
   * @return the form
   */
  public CompletableFuture<RegistrationForm> form(Jid service) {
    return readForm(service);
  }

  private CompletableFuture<RegistrationForm> readForm(@Nullable Jid service) {
    Iq question = Iq.get(service, Element.of("query", NAMESPACE));
    return ask(question, answer -> RegistrationForm.of(service, query(answer)));
  }

  private static Element query(Iq answer) {
    Element query = answer.element().child("query", NAMESPACE);
    if (query == null) {
      throw new IllegalArgumentException("no <query xmlns='%s'/>".formatted(NAMESPACE));
    }
    return query;
  }

  /**
   * Registers the user with the service of a form, or changes the registration (section 3.1).
   *
   * @param form what the service asked for
   * @param answer the answer, from {@link RegistrationForm#answer()}
   * @return completes when the service has accepted it; fails with {@link RefusedException}, too,
   *     if the answer contains what the form does not ask for
   */
  public CompletableFuture<Void> register(RegistrationForm form, DataForm answer) {
    Jid service = form.service();
    Element submission;
    try {
      submission = form.submission(answer);
      requireTls(answer);
    } catch (RefusedException refused) {
      return CompletableFuture.failedFuture(refused);
    }
    if (service == null) {
      return submit(null, submission);
    }
    own.requested(service);
    CompletableFuture<Void> registered = submit(service, submission);
    RequestChain<Void> done = new RequestChain<>();
    done.then(
        registered,
        accepted -> {
          own.done(service);
          publish(new RegistrationEvent.Registered(service));
          done.complete(null);
        },
        failure -> {
          if (Refusal.of(failure) != null || failure instanceof RefusedException) {
            own.refused(service);
          }
          done.completeExceptionally(failure);
        });
    return done;
  }

  /**
   * Changes the password of the own account (section 3.3). The client keeps signing in with the
   * password it was built with: build a new one, or supply the password by {@code
   * Sasl.password(Supplier)}.
   *
   * @param password the new password
   * @return completes when the server has changed it. If it wants more first, such as the old
   *     password, {@link Refusal#form()} is what to {@linkplain #answer answer}
   */
  public CompletableFuture<Void> changePassword(String password) {
    String user = client.address().local();
    return user == null
        ? CompletableFuture.failedFuture(
            new RefusedException(
                client.address() + " has no user name, so it has no password to change"))
        : changePassword(null, user, password);
  }

  /**
   * Changes the password of a registration with a service (section 3.3). Not every service allows
   * that: {@link #register} works for all.
   *
   * @param service the service
   * @param user the name that the user is registered with
   * @param password the new password
   * @return completes when the service has changed it, see {@link #changePassword(String)}
   */
  public CompletableFuture<Void> changePasswordAt(Jid service, String user, String password) {
    return changePassword(service, user, password);
  }

  private CompletableFuture<Void> changePassword(
      @Nullable Jid service, String user, String password) {
    if (password.isEmpty()) {
      return CompletableFuture.failedFuture(
          new RefusedException("The new password is empty, so nothing would change"));
    }
    ElementBuilder query = Element.builder("query", NAMESPACE);
    try {
      requireTls();
      query.child("username", user).child("password", password);
    } catch (IllegalArgumentException unsendable) {
      return CompletableFuture.failedFuture(
          new RefusedException(
              "The user name or the password contains a character that XML can't contain"));
    } catch (RefusedException clearText) {
      return CompletableFuture.failedFuture(clearText);
    }
    return submit(service, query.build());
  }

  /**
   * Answers the form of a refusal (sections 3.2 and 3.3): the request that was refused is then
   * done.
   *
   * @param refusal the refusal, which has a {@link Refusal#form()}
   * @param answer the answer, from {@code refusal.form().answer()}
   * @return completes when the service has done it
   */
  public CompletableFuture<Void> answer(Refusal refusal, DataForm answer) {
    DataForm form = refusal.form();
    if (form == null) {
      return CompletableFuture.failedFuture(
          new RefusedException("The refusal has no form to answer: " + refusal.advice()));
    }
    Jid service = refusal.service();
    Element wrapped = Element.builder("query", NAMESPACE).child(form.toElement()).build();
    Element submission;
    try {
      submission = RegistrationForm.of(service, wrapped).submission(answer);
      requireTls(answer);
    } catch (RefusedException refused) {
      return CompletableFuture.failedFuture(refused);
    }
    return CANCELLATION.equals(form.formType())
        ? removal(service, submission)
        : submit(service, submission);
  }

  /**
   * Cancels the registration with a service (section 3.2). Nothing else of this class does that.
   *
   * @param service the service
   * @return completes when the service has cancelled it. If it wants more first, {@link
   *     Refusal#form()} is what to {@linkplain #answer answer}
   */
  public CompletableFuture<Void> remove(Jid service) {
    return removal(service, cancellation());
  }

  /**
   * Removes the own account from its server, with everything that the server stores for it (section
   * 3.2). The server ends the stream then, and the client can't sign in again.
   *
   * @return completes when the server has removed the account
   */
  public CompletableFuture<Void> removeAccount() {
    return removal(null, cancellation());
  }

  private static Element cancellation() {
    return Element.builder("query", NAMESPACE).child("remove", "").build();
  }

  private CompletableFuture<Void> removal(@Nullable Jid service, Element request) {
    CompletableFuture<Void> removed = submit(service, request);
    RequestChain<Void> done = new RequestChain<>();
    done.then(
        removed,
        accepted -> {
          if (service != null) {
            own.removed(service);
            publish(new RegistrationEvent.Removed(service));
          }
          done.complete(null);
        },
        failure -> {
          if (service == null && isFarewell(failure)) {
            done.complete(null);
          } else {
            done.completeExceptionally(failure);
          }
        });
    return done;
  }

  /** A server may end the stream of a removed account by this error instead of an answer. */
  private static boolean isFarewell(Throwable failure) {
    return failure instanceof StreamException ended
        && ended.by() == StreamException.By.SERVER
        && ended.error().condition() == StreamError.Condition.NOT_AUTHORIZED;
  }

  /**
   * Whether this client has registered the user with a service itself: true from the request on,
   * because the service may send presence before its answer; false once the service has refused or
   * the registration was {@linkplain #remove removed}. Only the last 256 services are known, and
   * none of an earlier run of the program.
   *
   * @param service the address of the service
   * @return true if a subscription request of this service may be approved without asking the user
   */
  public boolean isOwn(Jid service) {
    return own.contains(service);
  }

  /**
   * Subscribes to the registrations that this client makes and cancels.
   *
   * @param subscriber is called with each, in order with the client's other callbacks
   * @return ends the subscription
   */
  public Subscription onChange(Consumer<RegistrationEvent> subscriber) {
    return subscribers.add(subscriber);
  }

  private void publish(RegistrationEvent event) {
    client.context().callbacks().execute(() -> subscribers.tell(event));
  }

  private CompletableFuture<Void> submit(@Nullable Jid service, Element query) {
    RequestChain<Void> done = new RequestChain<>();
    done.then(ask(Iq.set(service, query), answer -> answer), answer -> done.complete(null));
    return done;
  }

  private <T> CompletableFuture<T> ask(Iq question, Function<Iq, T> reader) {
    Jid service = question.to();
    if (service == null) {
      return client.request(question, reader);
    }
    correspondence.begin(service.bare());
    CompletableFuture<T> answer = client.request(question, reader);
    RequestChain<T> explained = new RequestChain<>();
    answer.whenComplete(
        (read, failure) -> {
          boolean written = correspondence.end(service.bare());
          if (failure == null) {
            explained.complete(read);
          } else {
            explained.completeExceptionally(written ? explained(failure, service) : failure);
          }
        });
    explained.whenComplete((read, failure) -> answer.cancel(false));
    return explained;
  }

  /** Says where to look if the service has sent a message instead of an answer. */
  private static Throwable explained(Throwable failure, Jid service) {
    if (!(failure instanceof TransportException late) || late.reason() != Reason.NO_ANSWER) {
      return failure;
    }
    TransportException said =
        new TransportException(
            Reason.NO_ANSWER,
            late.words()
                + ", but "
                + service
                + " has sent a message meanwhile, which may say why: read it, then ask for the form"
                + " again to see whether the user is registered",
            late);
    Where where = late.where();
    return where == null ? said : said.at(where);
  }

  private void requireTls(DataForm answer) {
    for (Field field : answer.fields()) {
      if (field.type() == FieldType.TEXT_PRIVATE && field.value() != null) {
        requireTls();
      }
    }
  }

  private void requireTls() {
    BoundStream stream = client.stream();
    if (stream != null && stream.tlsProtocol() == null) {
      throw new RefusedException(
          "A password is only sent over TLS, which this connection does not use: connect with TLS");
    }
  }
}
