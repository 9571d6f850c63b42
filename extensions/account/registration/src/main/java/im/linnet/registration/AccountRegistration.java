package im.linnet.registration;

import im.linnet.failure.Phase;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.forms.DataForm;
import im.linnet.jid.InvalidJidException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.StanzaError;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.stream.Facts;
import im.linnet.stream.Features;
import im.linnet.stream.Negotiation;
import im.linnet.stream.StreamFeature;
import im.linnet.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Registers the client's account with its server before signing in (XEP-0077, section 3.1.1), then
 * signs in on the same stream with the client's credentials.
 *
 * <pre>{@code
 * AccountRegistration account = AccountRegistration.withPassword("R0m30");
 * XmppClient client =
 *     XmppClient.builder("juliet@example.com")
 *         .sasl(Sasl.password("R0m30"))
 *         .steps(account::beforeSignIn)
 *         .build();
 * }</pre>
 *
 * <p>The password goes to the server that TLS has verified as the client's {@link
 * im.linnet.tls.TlsPolicy} requires: a policy that trusts anyone lets anyone have it.
 *
 * <p>It registers once; later connections of the client only sign in. It does so only over TLS, and
 * also with servers that do not advertise it (section 8). If the server refuses, {@code connect()}
 * fails with a {@link StanzaException}, from which {@link Refusal#of} reads why, and nobody is
 * signed in. If the connection is lost before the server has answered and the server then says that
 * the name is in use, the account is taken for the one just registered; if it is not, the server
 * refuses the password.
 *
 * <p>For one client. Thread-safe.
 */
public final class AccountRegistration implements StreamFeature {

  private static final String USERNAME = "username";
  private static final String PASSWORD = "password";
  private static final String INVITED = "urn:xmpp:ibr-token:0";
  private static final String PREAUTH = "urn:xmpp:pars:0";

  /** How far the registration is. */
  private enum Progress {
    /** The server has no account as far as this client knows. */
    OPEN,
    /** The request was sent and not answered. */
    UNCERTAIN,
    /** The server has registered the account. */
    DONE
  }

  private final Function<? super RegistrationForm, ? extends CompletionStage<DataForm>> user;
  private final @Nullable Element invitation;
  private final AtomicReference<Progress> progress = new AtomicReference<>(Progress.OPEN);

  private AccountRegistration(
      Function<? super RegistrationForm, ? extends CompletionStage<DataForm>> user,
      @Nullable Element invitation) {
    this.user = user;
    this.invitation = invitation;
  }

  /**
   * Lets the program, or its user, answer the server's form. The field {@code username} has the
   * user name of the client's account as its default and must keep it. The time limits of {@link
   * im.linnet.ClientBuilder#connectLimits} go on meanwhile, and servers have their own.
   *
   * @param user is called with the form, never on an event loop, and returns the answer, from
   *     {@link RegistrationForm#answer()}. A {@link DataForm#cancel()} or a failure ends the
   *     attempt to connect; the stage's future is cancelled if the connection ends first
   * @return the step
   */
  public static AccountRegistration answeredBy(
      Function<? super RegistrationForm, ? extends CompletionStage<DataForm>> user) {
    return new AccountRegistration(Objects.requireNonNull(user, "user"), null);
  }

  /**
   * Registers with the user name of the client's account and a password, for servers that ask for
   * nothing else. With others connecting fails, and the failure names what they ask for.
   *
   * @param password the password, which the client signs in with
   * @return the step
   * @throws IllegalArgumentException if the password is empty
   */
  public static AccountRegistration withPassword(String password) {
    if (password.isEmpty()) {
      throw new IllegalArgumentException("password: empty (expected: a password)");
    }
    return new AccountRegistration(
        form -> CompletableFuture.completedFuture(form.answer().set(PASSWORD, password).build()),
        null);
  }

  /**
   * Presents an invitation to the server first, for servers that register only those who are
   * invited (XEP-0445, section 4). Connecting fails with {@link RefusedException} if the server
   * does not offer that, and with {@link StanzaException} if it does not accept the invitation.
   *
   * @param token the token of the invitation, a secret; the client's account has to be at the
   *     server that it is for
   * @return a step that has registered nobody yet
   * @throws IllegalArgumentException if the token contains a character that can't be sent
   */
  public AccountRegistration invitedBy(String token) {
    return new AccountRegistration(
        user,
        Element.builder("preauth", PREAUTH)
            .attribute("token", Objects.requireNonNull(token, "token"))
            .build());
  }

  /**
   * Puts this step before those that sign in, for {@link im.linnet.ClientBuilder#steps}.
   *
   * @param steps the steps of a client
   * @return the steps with this one
   */
  public List<StreamFeature> beforeSignIn(List<StreamFeature> steps) {
    List<StreamFeature> all = new ArrayList<>(steps);
    int place = 0;
    while (place < all.size() && all.get(place).phase() != Phase.AUTHENTICATING) {
      place++;
    }
    all.add(place, this);
    return all;
  }

  /** {@return whether the server has registered the account} */
  public boolean isDone() {
    return progress.get() == Progress.DONE;
  }

  @Override
  public Phase phase() {
    return Phase.AUTHENTICATING;
  }

  @Override
  public boolean accepts(Features features, Facts facts) {
    return !facts.authenticated() && !isDone();
  }

  @Override
  public CompletionStage<Next> negotiate(Negotiation negotiation) {
    if (!negotiation.facts().secure()) {
      return CompletableFuture.failedFuture(
          new TransportException(
              Reason.TLS_NOT_OFFERED,
              "An account is only registered over TLS, and this connection has none: require it"
                  + " by the client's TlsPolicy"));
    }
    Jid server = negotiation.account().domainJid();
    Iq question = Iq.get(server, Element.of("query", Registration.NAMESPACE)).withId("register-1");
    return invited(negotiation, server)
        .thenCompose(invited -> negotiation.ask(question.element()))
        .thenApply(answer -> form(answer, negotiation.account()))
        .thenComposeAsync(form -> submission(form, negotiation), negotiation.worker())
        .thenCompose(
            submission -> {
              Progress before = progress.getAndSet(Progress.UNCERTAIN);
              return negotiation
                  .ask(Iq.set(server, submission).withId("register-2").element())
                  .thenApply(answer -> settled(answer, before, negotiation.account()));
            });
  }

  /** Presents the invitation, if there is one. */
  private CompletionStage<Boolean> invited(Negotiation negotiation, Jid server) {
    Element token = invitation;
    if (token == null) {
      return CompletableFuture.completedStage(false);
    }
    if (!negotiation.features().offers("register", INVITED)) {
      return CompletableFuture.failedStage(
          new RefusedException(
              server + " does not register users by invitation: ask its operator how to register"));
    }
    return negotiation
        .ask(Iq.set(server, token).withId("register-0").element())
        .thenApply(
            answer -> {
              // The account may have been registered with it before the connection was lost.
              if (progress.get() != Progress.UNCERTAIN) {
                requireResult(answer, negotiation.account());
              }
              return true;
            });
  }

  private Next settled(Element answer, Progress before, Jid account) {
    boolean refused = "error".equals(answer.attribute("type"));
    boolean ours =
        refused
            && before == Progress.UNCERTAIN
            && StanzaError.of(answer).condition() == Condition.CONFLICT;
    progress.set(refused && !ours ? before : Progress.DONE);
    if (!ours) {
      requireResult(answer, account);
    }
    return Next.SAME_FEATURES;
  }

  private static RegistrationForm form(Element answer, Jid account) {
    requireResult(answer, account);
    Element query = answer.child("query", Registration.NAMESPACE);
    if (query == null) {
      throw new RefusedException(
          account.domain()
              + " does not say what it needs to register an account: ask its operator");
    }
    RegistrationForm form;
    try {
      form = RegistrationForm.of(null, query);
    } catch (IllegalArgumentException malformed) {
      throw new RefusedException(
          "The registration form of %s can't be read: %s"
              .formatted(account.domain(), malformed.getMessage()));
    }
    String local = account.local();
    return local == null ? form : form.withDefault(USERNAME, local);
  }

  /** Has the form answered, and checks the answer. */
  private CompletionStage<Element> submission(RegistrationForm form, Negotiation negotiation) {
    if (form.isEmpty()) {
      // Fails, and says where the user can register instead.
      return CompletableFuture.completedFuture(form.submission(DataForm.cancel()));
    }
    CompletableFuture<DataForm> answer;
    try {
      answer = user.apply(form).toCompletableFuture();
    } catch (RuntimeException failure) {
      answer = CompletableFuture.failedFuture(failure);
    }
    CompletableFuture<DataForm> asked = answer;
    negotiation.ended().thenRun(() -> asked.cancel(false));
    return asked.handle(
        (given, failure) -> {
          if (failure != null) {
            throw unanswered(failure);
          }
          if (given == null) {
            throw new RefusedException(
                "The registration form was not answered: the future completed with null (expected: "
                    + "an answer by form.answer())");
          }
          return checked(form, given, negotiation.account());
        });
  }

  private static XmppException unanswered(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof XmppException typed
        ? typed
        : new RefusedException("The registration form was not answered: " + cause.getMessage());
  }

  private static Element checked(RegistrationForm form, DataForm answer, Jid account) {
    if (answer.kind() == DataForm.Kind.CANCEL) {
      throw new RefusedException("The user has cancelled the registration of an account");
    }
    String local = account.local();
    String name = answer.text(USERNAME);
    if (local != null && name != null && !isName(name, account)) {
      throw new RefusedException(
          "The account to register must have the user name of the client, which is " + local);
    }
    return form.submission(answer);
  }

  private static boolean isName(String name, Jid account) {
    try {
      return Jid.of(name, account.domain(), null).equals(account.bare());
    } catch (InvalidJidException malformed) {
      return false;
    }
  }

  private static void requireResult(Element answer, Jid account) {
    if ("error".equals(answer.attribute("type"))) {
      throw new StanzaException(
          StanzaError.of(answer), "Registering an account at " + account.domain(), answer);
    }
  }

  /** {@return a name for logs, without secrets} */
  @Override
  public String toString() {
    return "AccountRegistration[" + progress.get() + "]";
  }
}
