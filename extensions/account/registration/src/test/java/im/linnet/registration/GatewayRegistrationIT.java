package im.linnet.registration;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.failure.StanzaException;
import im.linnet.fixtures.EveryModernServer;
import im.linnet.fixtures.Live;
import im.linnet.forms.Field;
import im.linnet.jid.Jid;
import im.linnet.stanza.Presence;
import im.linnet.test.Failures;
import im.linnet.testkit.gateway.GatewayEvent;
import im.linnet.testkit.gateway.GatewayFault;
import im.linnet.testkit.gateway.GatewayService;
import im.linnet.testkit.gateway.GatewayUser;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** The life of a registration with a gateway, through real servers. */
@ParameterizedClass
@ArgumentsSource(EveryModernServer.class)
@Timeout(180)
record GatewayRegistrationIT(Live live) {

  @Test
  @DisplayName("e.52: form, refusals, registration, new password, removal; no presence by itself")
  void a_user_registers_changes_the_password_and_unregisters() throws Exception {
    try (GatewayService gateway = live.gateway().start();
        XmppClient juliet = live.client(live.server().juliet()).with(Registration::new).build()) {
      CompletableFuture<Boolean> asked = new CompletableFuture<>();
      Registration registration = juliet.get(Registration.class);
      Jid domain = Jid.of(gateway.domain());
      juliet.onPresence(
          presence -> {
            if (presence.type() == Presence.Type.SUBSCRIBE && domain.equals(presence.from())) {
              asked.complete(registration.isOwn(domain));
            }
          });
      Live.online(juliet);
      GatewayUser user = gateway.user(juliet.account().toString());

      RegistrationForm form = get(registration.form(domain));
      assertThat(form.isRegistered()).isFalse();
      assertThat(form.instructions()).isNotBlank();
      assertThat(form.form().fields()).extracting(Field::var).contains("username", "password");
      isRefused(registration, gateway, form);

      get(register(registration, form, "juliet@hotmail.com", "old secret"));
      assertThat(user.username()).isEqualTo("juliet@hotmail.com");
      assertThat(user.hasPassword("old secret")).isTrue();
      assertThat(get(asked)).as("the request of a gateway of one's own").isTrue();

      changesThePassword(juliet, gateway, user);
      get(registration.remove(domain));
      assertThat(user.await(GatewayEvent.Unregistered.class).cause())
          .isEqualTo(GatewayEvent.Unregistered.Cause.REMOVE);
      assertThat(get(registration.form(domain)).isRegistered()).isFalse();
      assertThat(gateway.events().all(GatewayEvent.GatewaySubscription.class)).isEmpty();
    }
  }

  private static void isRefused(
      Registration registration, GatewayService gateway, RegistrationForm form) {
    assertThat(refusal(register(registration, form, "nobody", "secret")))
        .isEqualTo(Refusal.Reason.BAD_REQUEST);
    gateway.settings(
        settings -> settings.withRegistrationRefusal(im.linnet.testkit.gateway.Refusal.conflict()));
    assertThat(refusal(register(registration, form, "juliet@hotmail.com", "secret")))
        .isEqualTo(Refusal.Reason.CONFLICT);
    gateway.settings(
        settings ->
            settings.withRegistrationRefusal(im.linnet.testkit.gateway.Refusal.notAcceptable()));
    assertThat(refusal(register(registration, form, "juliet@hotmail.com", "secret")))
        .isEqualTo(Refusal.Reason.NOT_ACCEPTABLE);
    gateway.settings(settings -> settings.withRegistrationRefusal(null));
    assertThat(registration.isOwn(Jid.of(gateway.domain()))).isFalse();
  }

  /** By the form that is filled now; it comes twice, which changes nothing. */
  private static void changesThePassword(
      XmppClient juliet, GatewayService gateway, GatewayUser user) throws Exception {
    Registration registration = juliet.get(Registration.class);
    long dropped = juliet.dropped();
    gateway.faults(GatewayFault.ANSWERED_TWICE);
    RegistrationForm filled = get(registration.form(Jid.of(gateway.domain())));
    gateway.faults();
    assertThat(filled.isRegistered()).isTrue();
    assertThat(filled.form().text("username")).isEqualTo("juliet@hotmail.com");
    get(registration.register(filled, filled.answer().set("password", "new secret").build()));
    user.await(GatewayEvent.Registered.class, GatewayEvent.Registered::change);
    assertThat(user.hasPassword("new secret")).isTrue();
    assertThat(juliet.dropped()).isEqualTo(dropped + 1);
  }

  private static CompletableFuture<Void> register(
      Registration registration, RegistrationForm form, String user, String password) {
    return registration.register(
        form, form.answer().set("username", user).set("password", password).build());
  }

  private static Refusal.Reason refusal(CompletableFuture<Void> registered) {
    return requireNonNull(Refusal.of(Failures.of(registered, StanzaException.class))).reason();
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }
}
