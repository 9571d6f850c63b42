package im.linnet.about;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.failure.StanzaException;
import im.linnet.fixtures.EveryServerVersion;
import im.linnet.fixtures.Live;
import im.linnet.jid.Jid;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.test.Failures;
import im.linnet.testkit.server.LiveUser;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** What servers and other clients answer. */
@ParameterizedClass
@ArgumentsSource(EveryServerVersion.class)
@Timeout(120)
record AboutIT(Live live) {

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  private XmppClient asking(LiveUser user) {
    return live.client(user)
        .with(LastActivity::new)
        .with(SoftwareVersion::new)
        .with(EntityTime::new)
        .with(ExternalServices::new)
        .build();
  }

  @Test
  void the_server_answers() throws Exception {
    Jid server = Jid.of(live.server().domain());
    try (XmppClient client = asking(live.server().juliet())) {
      get(client.connect());
      Software software = get(client.get(SoftwareVersion.class).of(server));
      assertThat(software.name())
          .isEqualToIgnoringCase(live.kind().isProsody() ? "Prosody" : "ejabberd");
      assertThat(software.version()).isNotEmpty();
      OffsetDateTime time = get(client.get(EntityTime.class).of(server));
      assertThat(Duration.between(time.toInstant(), Instant.now()).abs())
          .isLessThan(Duration.ofMinutes(5));
      Activity activity = get(client.get(LastActivity.class).of(server));
      assertThat(activity.ago()).isLessThan(Duration.ofDays(1));
    }
  }

  @Test
  void the_server_names_its_relay_with_credentials() throws Exception {
    try (XmppClient client = asking(live.server().juliet())) {
      get(client.connect());
      ExternalServices external = client.get(ExternalServices.class);
      assertThat(get(external.all())).extracting(ExternalService::type).contains("stun", "turn");
      List<ExternalService> relays = get(external.ofType("turn"));
      assertThat(relays).isNotEmpty().allMatch(relay -> relay.type().equals("turn"));
      ExternalService relay = relays.get(0);
      assertThat(relay.port()).isEqualTo(3478);
      assertThat(relay.isRestricted()).isTrue();
      assertThat(relay.isUsableAt(Instant.now())).isTrue();
      List<ExternalService> credentials = get(external.credentials(relay));
      assertThat(credentials)
          .anyMatch(each -> each.type().equals("turn") && each.password() != null);
    }
  }

  @Test
  void one_client_answers_another() throws Exception {
    Jid atJuliet = Jid.of(live.server().juliet().jid());
    try (XmppClient romeo =
            live.client(live.server().romeo())
                .with(it -> new LastActivity(it, from -> from.isSameAccount(atJuliet)))
                .with(
                    it ->
                        new SoftwareVersion(
                            it,
                            new Software("Orchard", "1.0"),
                            from -> from.isSameAccount(atJuliet)))
                .with(it -> new EntityTime(it, from -> from.isSameAccount(atJuliet)))
                .build();
        XmppClient juliet = asking(live.server().juliet());
        XmppClient paris = asking(live.server().paris())) {
      Jid atRomeo = get(romeo.connect()).jid();
      get(juliet.connect());
      get(paris.connect());
      assertThat(get(juliet.get(SoftwareVersion.class).of(atRomeo)))
          .isEqualTo(new Software("Orchard", "1.0"));
      assertThat(get(juliet.get(EntityTime.class).of(atRomeo)).toInstant())
          .isBeforeOrEqualTo(Instant.now());
      StanzaException hidden =
          Failures.of(paris.get(SoftwareVersion.class).of(atRomeo), StanzaException.class);
      assertThat(hidden.error().condition()).isEqualTo(Condition.SERVICE_UNAVAILABLE);
      CompletableFuture<Activity> own = romeo.get(LastActivity.class).of(atRomeo);
      if (live.kind().isEjabberd()) {
        // It asks the roster, in which users do not have themselves.
        StanzaException denied = Failures.of(own, StanzaException.class);
        assertThat(denied.error().condition()).isEqualTo(Condition.SERVICE_UNAVAILABLE);
      } else {
        assertThat(get(own).ago()).isLessThan(Duration.ofMinutes(5));
      }
    }
  }

  /** Section 3 of XEP-0012: only who sees the presence of a user may know. */
  @Test
  void strangers_do_not_learn_when_a_user_was_here() throws Exception {
    try (XmppClient paris = asking(live.server().paris())) {
      get(paris.connect());
      StanzaException refused =
          Failures.of(
              paris.get(LastActivity.class).of(Jid.of(live.server().juliet().jid())),
              StanzaException.class);
      assertThat(refused.error().condition())
          .isEqualTo(
              live.kind().isProsody() ? Condition.FORBIDDEN : Condition.SUBSCRIPTION_REQUIRED);
    }
  }
}
