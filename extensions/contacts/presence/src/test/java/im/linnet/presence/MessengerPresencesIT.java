package im.linnet.presence;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.presence.PresenceEvent.Available;
import im.linnet.presence.PresenceEvent.Own;
import im.linnet.presence.PresenceEvent.Unavailable;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Presence;
import im.linnet.testkit.messenger.MessengerService;
import im.linnet.testkit.messenger.MessengerUser;
import im.linnet.testkit.messenger.Profile;
import im.linnet.testkit.messenger.SignIn;
import im.linnet.testkit.tls.TestCertificates;
import im.linnet.tls.TlsPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Presence in the Messenger service, in both of its states; no probe is ever sent there. */
@Timeout(120)
class MessengerPresencesIT {

  private static final TestCertificates AUTHORITY = TestCertificates.create();

  // With PLAIN the user name is the account's e-mail address; one without a domain will do.
  private static final MessengerUser MARY = new MessengerUser("11", "11", "Mary", "dG9rZW4x");
  private static final MessengerUser JOHN = new MessengerUser("22", "22", "John", "dG9rZW4y");
  private static final MessengerUser ANNA = new MessengerUser("33", "33", "Anna", "dG9rZW4z");

  private final List<XmppClient> clients = new ArrayList<>();

  private static MessengerService service(Profile profile) {
    return MessengerService.builder()
        .profile(profile)
        .settings(settings -> settings.withSignIn(SignIn.asTraced().withPlain(true)))
        .tls(AUTHORITY.server("messenger.live.com").serverContext())
        .user(MARY)
        .user(JOHN)
        .user(ANNA)
        .friends(MARY, JOHN)
        .start();
  }

  private XmppClient client(MessengerService service, MessengerUser user) {
    XmppClient client =
        XmppClient.builder(service.jidOf(user))
            .sasl(Sasl.password(user.token()).allowPlain())
            .endpoint(Endpoint.startTls("127.0.0.1", service.front().getPort()))
            .tls(TlsPolicy.builder().trust(AUTHORITY.trustAnchor()).build())
            .with(Presences::new)
            .build();
    clients.add(client);
    return client;
  }

  private static void signIn(XmppClient client) throws Exception {
    client.connect().get(20, TimeUnit.SECONDS);
    client.get(Presences.class).set(Presence.available()).get(10, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() {
    clients.forEach(client -> client.shutdown().orTimeout(10, TimeUnit.SECONDS).join());
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void sees_a_friend_come_and_go_and_sends_no_probe(Profile profile) throws Exception {
    try (MessengerService service = service(profile)) {
      Jid john = Jid.of(service.jidOf(JOHN));
      XmppClient mary = client(service, MARY);
      XmppClient other = client(service, JOHN);
      Heard heard = new Heard(mary);
      signIn(mary);
      heard.until(event -> event instanceof Own);

      signIn(other);
      heard.until(event -> event instanceof Available seen && isFrom(seen.presence(), john));
      assertThat(mary.get(Presences.class).latest(john)).isNotNull();
      other.shutdown().join();
      heard.until(event -> event instanceof Unavailable gone && isFrom(gone.presence(), john));

      assertThat(mary.get(Presences.class).latest(john)).isNull();
      assertThat(service.received().all())
          .noneMatch(received -> "probe".equals(received.element().attribute("type")));
      close();
    }
  }

  @Test
  void accepts_an_invitation_with_its_nickname_in_2012() throws Exception {
    try (MessengerService service = service(Profile.YEAR_2012)) {
      Jid maryJid = Jid.of(service.jidOf(MARY));
      Jid annaJid = Jid.of(service.jidOf(ANNA));
      XmppClient mary = client(service, MARY);
      XmppClient anna = client(service, ANNA);
      Heard heardByAnna = new Heard(anna);
      Heard heardByMary = new Heard(mary);
      signIn(mary);
      signIn(anna);

      mary.send(Presence.builder(Presence.Type.SUBSCRIBE).to(annaJid).build()).join();

      assertThat(heardByAnna.invitation()).isEqualTo(new Invitation(maryJid, "Mary", null));
      anna.get(Presences.class).accept(maryJid).join();
      heardByMary.until(
          event -> event instanceof Available seen && isFrom(seen.presence(), annaJid));
      assertThat(anna.get(Presences.class).invitations()).isEmpty();
      close();
    }
  }

  private static boolean isFrom(Presence presence, Jid account) {
    Jid from = presence.from();
    return from != null && from.bare().equals(account);
  }
}
