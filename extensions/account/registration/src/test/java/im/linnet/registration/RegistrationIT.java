package im.linnet.registration;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.ConnectionState.Disconnected;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.AuthenticationException;
import im.linnet.failure.StanzaException;
import im.linnet.fixtures.EveryServer;
import im.linnet.fixtures.Live;
import im.linnet.forms.DataForm;
import im.linnet.forms.Field;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.test.Failures;
import im.linnet.testkit.server.RealServer;
import im.linnet.tls.TlsPolicy;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** The life of an account on real servers: made, used, its password changed, removed. */
@ParameterizedClass
@ArgumentsSource(EveryServer.class)
@Timeout(120)
record RegistrationIT(Live live) {

  private Jid newUser() {
    assumeFalse(live.kind().isMessenger(), "Messenger registers nobody over XMPP");
    String name = "ibr" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    return Jid.of(name, live.server().domain(), null);
  }

  private ClientBuilder client(Jid user, String password) {
    RealServer server = live.server().real();
    return XmppClient.builder(user)
        .sasl(Sasl.password(password))
        .endpoint(Endpoint.startTls("127.0.0.1", server.starttlsPort()))
        .tls(TlsPolicy.builder().trust(server.authority().trustAnchor()).build())
        .with(Registration::new);
  }

  private XmppClient registered(Jid user, String password) throws Exception {
    XmppClient client =
        client(user, password)
            .steps(AccountRegistration.withPassword(password)::beforeSignIn)
            .build();
    assertThat(get(client.connect()).jid().bare()).isEqualTo(user);
    return client;
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  @Test
  void makes_an_account_and_signs_in_on_the_same_stream() throws Exception {
    Jid user = newUser();
    get(registered(user, "R0m30").shutdown());

    XmppClient later = client(user, "R0m30").build();
    assertThat(get(later.connect()).jid().bare()).isEqualTo(user);
    RegistrationForm form = get(later.get(Registration.class).form());
    assertThat(form.isRegistered()).isTrue();
    assertThat(form.form().text("username")).isEqualTo(user.local());
    get(later.shutdown());
  }

  @Test
  void shows_the_form_of_the_server() throws Exception {
    Jid user = newUser();
    CompletableFuture<RegistrationForm> shown = new CompletableFuture<>();
    AccountRegistration account =
        AccountRegistration.answeredBy(
            form -> {
              shown.complete(form);
              return CompletableFuture.completedFuture(DataForm.cancel());
            });
    XmppClient client = client(user, "R0m30").steps(account::beforeSignIn).build();
    Failures.of(client.connect(), RuntimeException.class);

    RegistrationForm form = get(shown);
    assertThat(form.isRegistered()).isFalse();
    assertThat(form.form().fields()).extracting(Field::var).contains("username", "password");
    String type = form.form().formType();
    assertThat(type)
        .as("only Prosody sends a data form")
        .isEqualTo(live.kind().isProsody() ? Registration.NAMESPACE : null);
    get(client.shutdown());
  }

  @Test
  void registers_once_and_reports_a_conflict() throws Exception {
    Jid user = newUser();
    get(registered(user, "R0m30").shutdown());

    AccountRegistration again = AccountRegistration.withPassword("0ther");
    XmppClient late = client(user, "0ther").steps(again::beforeSignIn).build();
    StanzaException failure = Failures.of(late.connect(), StanzaException.class);
    Refusal refusal = requireNonNull(Refusal.of(failure));
    assertThat(refusal.reason()).isEqualTo(Refusal.Reason.CONFLICT);
    assertThat(failure.retryable()).isFalse();
    assertThat(again.isDone()).isFalse();
    get(late.shutdown());
  }

  @Test
  void reconnects_without_registering_again() throws Exception {
    Jid user = newUser();
    XmppClient client = registered(user, "R0m30");
    CompletableFuture<ConnectionState> ended = new CompletableFuture<>();
    client.onState(
        state -> {
          if (state instanceof Disconnected) {
            ended.complete(state);
          }
        });
    XmppClient other =
        client(user.withResource(requireNonNull(client.address().resource())), "R0m30").build();
    get(other.connect());
    get(ended);
    get(other.shutdown());
    assertThat(get(client.connect()).jid().bare()).isEqualTo(user);
    get(client.shutdown());
  }

  @Test
  void changes_the_password() throws Exception {
    Jid user = newUser();
    XmppClient client = registered(user, "R0m30");
    get(client.get(Registration.class).changePassword("n3w & better"));
    get(client.shutdown());

    XmppClient before = client(user, "R0m30").build();
    Failures.of(before.connect(), AuthenticationException.class);
    get(before.shutdown());
    XmppClient now = client(user, "n3w & better").build();
    assertThat(get(now.connect()).jid().bare()).isEqualTo(user);
    get(now.shutdown());
  }

  @Test
  void removes_the_account() throws Exception {
    Jid user = newUser();
    XmppClient client = registered(user, "R0m30");
    CompletableFuture<ConnectionState> ended = new CompletableFuture<>();
    client.onState(
        state -> {
          if (state instanceof Disconnected) {
            ended.complete(state);
          }
        });
    get(client.get(Registration.class).removeAccount());
    get(ended);
    get(client.shutdown());

    XmppClient gone = client(user, "R0m30").build();
    Failures.of(gone.connect(), AuthenticationException.class);
    get(gone.shutdown());
    get(registered(user, "R0m30").shutdown());
  }

  @Test
  void reports_an_entity_without_registration() throws Exception {
    Jid user = newUser();
    XmppClient client = registered(user, "R0m30");
    CompletableFuture<RegistrationForm> asked =
        client.get(Registration.class).form(client.address());
    Refusal refusal = requireNonNull(Refusal.of(Failures.of(asked, StanzaException.class)));
    assertThat(refusal.reason()).isEqualTo(Refusal.Reason.UNSUPPORTED);
    get(client.shutdown());
  }
}
