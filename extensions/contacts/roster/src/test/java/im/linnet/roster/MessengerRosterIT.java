package im.linnet.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.XmppClient;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.StanzaException;
import im.linnet.jid.Jid;
import im.linnet.roster.Contact.Subscription;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Presence;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.testkit.messenger.MessengerService;
import im.linnet.testkit.messenger.MessengerUser;
import im.linnet.testkit.messenger.Profile;
import im.linnet.testkit.messenger.SignIn;
import im.linnet.testkit.tls.TestCertificates;
import im.linnet.tls.TlsPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The roster of the Messenger service, in both of its states. */
@Timeout(120)
class MessengerRosterIT {

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
            .with(AddOnlyRoster::new)
            .build();
    clients.add(client);
    return client;
  }

  @AfterEach
  void close() {
    clients.forEach(client -> client.shutdown().orTimeout(10, TimeUnit.SECONDS).join());
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void loads_contacts_with_their_names(Profile profile) throws Exception {
    try (MessengerService service = service(profile)) {
      XmppClient mary = client(service, MARY);
      mary.connect().get(20, TimeUnit.SECONDS);

      List<Contact> contacts = mary.get(AddOnlyRoster.class).load().get(10, TimeUnit.SECONDS);

      Contact john = mary.get(AddOnlyRoster.class).contact(Jid.of(service.jidOf(JOHN)));
      assertThat(contacts).hasSize(2).contains(john);
      assertThat(john).extracting(Contact::displayName).isEqualTo("John");
      assertThat(john).extracting(Contact::subscription).isEqualTo(Subscription.BOTH);
      close();
    }
  }

  @Test
  void adds_in_2012_and_both_see_it() throws Exception {
    try (MessengerService service = service(Profile.YEAR_2012)) {
      Jid annaJid = Jid.of(service.jidOf(ANNA));
      Jid maryJid = Jid.of(service.jidOf(MARY));
      XmppClient mary = client(service, MARY);
      XmppClient anna = client(service, ANNA);
      CompletableFuture<Presence> invitation = new CompletableFuture<>();
      CompletableFuture<Contact> mutual = new CompletableFuture<>();
      anna.onPresence(
          presence -> {
            if (presence.type() == Presence.Type.SUBSCRIBE) {
              invitation.complete(presence);
            }
          });
      mary.get(AddOnlyRoster.class)
          .onChange(
              event -> {
                if (event.contact().subscription() == Subscription.BOTH
                    && event.contact().jid().equals(annaJid)) {
                  mutual.complete(event.contact());
                }
              });
      for (XmppClient each : List.of(mary, anna)) {
        each.connect().get(20, TimeUnit.SECONDS);
        each.get(AddOnlyRoster.class).load().get(10, TimeUnit.SECONDS);
        each.send(Presence.available()).get(10, TimeUnit.SECONDS);
      }

      mary.get(AddOnlyRoster.class).add(annaJid, "Mary M.").get(10, TimeUnit.SECONDS);
      assertThat(invitation.get(10, TimeUnit.SECONDS).element().toXml()).contains("Mary M.");
      anna.get(AddOnlyRoster.class).approve(maryJid).get(10, TimeUnit.SECONDS);

      assertThat(mutual.get(10, TimeUnit.SECONDS).name()).isEqualTo("Anna");
      close();
    }
  }

  @Test
  void in_2011_the_service_says_that_it_adds_nobody() throws Exception {
    try (MessengerService service = service(Profile.YEAR_2011)) {
      XmppClient mary = client(service, MARY);
      mary.connect().get(20, TimeUnit.SECONDS);
      AddOnlyRoster roster = mary.get(AddOnlyRoster.class);
      roster.load().get(10, TimeUnit.SECONDS);

      assertThatThrownBy(() -> roster.add(Jid.of(service.jidOf(ANNA)), null).join())
          .cause()
          .isInstanceOfSatisfying(
              StanzaException.class,
              refused ->
                  assertThat(refused.error().condition())
                      .isEqualTo(Condition.FEATURE_NOT_IMPLEMENTED));
      assertThat(roster.contacts()).hasSize(2);
      close();
    }
  }
}
