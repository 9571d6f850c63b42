package im.linnet.integration;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.disco.Disco;
import im.linnet.disco.DiscoItems;
import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.ping.Ping;
import im.linnet.presence.Invitation;
import im.linnet.presence.PresenceEvent;
import im.linnet.presence.Presences;
import im.linnet.roster.Contact;
import im.linnet.roster.Roster;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.testkit.small.SmallServer;
import im.linnet.tls.TlsPolicy;
import im.linnet.vcard.VCard;
import im.linnet.vcard.VCards;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two clients with the usual extensions on the testkit's small server. */
@Timeout(120)
class SmallServerIT {
  private static final Jid JULIET = Jid.of("juliet@localhost");
  private static final Jid ROMEO = Jid.of("romeo@localhost");

  private static SmallServer server() {
    return SmallServer.builder()
        .user("juliet", "rose")
        .user("romeo", "sword")
        .component("msn.localhost", "secret")
        .start();
  }

  private static XmppClient client(SmallServer server, Jid jid, String password) {
    return XmppClient.builder(jid)
        .sasl(Sasl.password(password))
        .endpoint(Endpoint.startTls("127.0.0.1", server.starttlsPort()))
        .tls(TlsPolicy.builder().trust(server.trustAnchor()).build())
        .with(Roster::new)
        .with(Presences::new)
        .with(VCards::new)
        .with(Disco::new)
        .with(Ping::new)
        .build();
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  private static void signOn(XmppClient client) throws Exception {
    get(client.connect());
    get(client.get(Roster.class).load());
    get(client.get(Presences.class).set(Presence.available()));
  }

  /** The presence events of one client. */
  private static BlockingQueue<PresenceEvent> events(XmppClient client) {
    BlockingQueue<PresenceEvent> events = new LinkedBlockingQueue<>();
    client.get(Presences.class).onChange(events::add);
    return events;
  }

  private static void await(BlockingQueue<PresenceEvent> events, Predicate<PresenceEvent> wanted)
      throws Exception {
    PresenceEvent event;
    do {
      event = events.poll(30, TimeUnit.SECONDS);
      assertThat(event).isNotNull();
    } while (!wanted.test(event));
  }

  @Test
  void becomes_friends_and_parts() throws Exception {
    try (SmallServer server = server();
        XmppClient juliet = client(server, JULIET, "rose");
        XmppClient romeo = client(server, ROMEO, "sword")) {
      BlockingQueue<PresenceEvent> seen = events(juliet);
      BlockingQueue<Invitation> invitations = new LinkedBlockingQueue<>();
      romeo.get(Presences.class).onInvitation(invitations::add);
      signOn(juliet);
      signOn(romeo);

      get(juliet.get(Roster.class).add(ROMEO, "Romeo", Set.of("Friends")));
      get(juliet.get(Roster.class).subscribe(ROMEO));
      Invitation invitation = invitations.poll(30, TimeUnit.SECONDS);
      assertThat(invitation).isNotNull();
      assertThat(invitation.from()).isEqualTo(JULIET);
      get(romeo.get(Presences.class).accept(JULIET));
      await(
          seen,
          event ->
              event instanceof PresenceEvent.Available available
                  && romeo.address().equals(available.presence().from()));

      assertThat(get(juliet.get(Roster.class).load()))
          .containsExactly(
              Contact.builder(ROMEO)
                  .name("Romeo")
                  .subscription(Contact.Subscription.TO)
                  .groups(Set.of("Friends"))
                  .build());
      get(juliet.get(Roster.class).remove(ROMEO));
      assertThat(get(juliet.get(Roster.class).load())).isEmpty();
      get(juliet.shutdown());
      get(romeo.shutdown());
    }
  }

  @Test
  void finds_components_stores_a_card_and_keeps_a_message() throws Exception {
    try (SmallServer server = server();
        XmppClient juliet = client(server, JULIET, "rose");
        XmppClient romeo = client(server, ROMEO, "sword")) {
      get(juliet.connect());
      assertThat(get(juliet.get(Disco.class).serverInfo()).is("server", "im")).isTrue();
      assertThat(get(juliet.get(Disco.class).items(Jid.of("localhost"))).items())
          .extracting(DiscoItems.Item::jid)
          .containsExactly(Jid.of("msn.localhost"));
      get(juliet.get(Ping.class).ping());
      get(juliet.get(VCards.class).store(VCard.builder().nickname("Jule").build()));
      get(juliet.send(Message.chat(ROMEO, "Wherefore art thou?")));
      get(juliet.get(Ping.class).ping());

      BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
      romeo.onMessage(messages::add);
      signOn(romeo);
      Message kept = messages.poll(30, TimeUnit.SECONDS);
      assertThat(kept).isNotNull();
      assertThat(kept.body()).isEqualTo("Wherefore art thou?");
      assertThat(kept.element().child("delay", "urn:xmpp:delay")).isNotNull();
      assertThat(get(romeo.get(VCards.class).of(JULIET)).nickname()).isEqualTo("Jule");
      get(juliet.shutdown());
      get(romeo.shutdown());
    }
  }
}
