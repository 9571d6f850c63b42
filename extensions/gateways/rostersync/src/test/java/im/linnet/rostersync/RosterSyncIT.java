package im.linnet.rostersync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.XmppClient;
import im.linnet.disco.Disco;
import im.linnet.failure.StanzaException;
import im.linnet.fixtures.EveryServerVersion;
import im.linnet.fixtures.Live;
import im.linnet.gateway.Gateways;
import im.linnet.jid.Jid;
import im.linnet.roster.Contact;
import im.linnet.roster.Roster;
import im.linnet.rostersync.SyncEvent.Applied;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Presence;
import im.linnet.testkit.gateway.GatewayEvent;
import im.linnet.testkit.gateway.GatewayService;
import im.linnet.testkit.gateway.LegacyContact;
import im.linnet.testkit.gateway.PushForm;
import im.linnet.xml.Element;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A legacy contact list of 30 contacts in 4 groups, taken over through real servers. */
@ParameterizedClass
@ArgumentsSource(EveryServerVersion.class)
@Timeout(180)
record RosterSyncIT(Live live) {

  private static final int CONTACTS = 30;

  private GatewayService gateway(PushForm form) {
    return live.gateway()
        .contacts(LegacyContact.generated(CONTACTS, 4))
        .settings(settings -> settings.withPushForm(form))
        .start();
  }

  private XmppClient client(
      Decision decision, BlockingQueue<Question> questions, BlockingQueue<SyncEvent> events)
      throws Exception {
    Consent consent =
        question -> {
          questions.add(question);
          return CompletableFuture.completedFuture(decision);
        };
    XmppClient client =
        live.client(live.server().juliet())
            .with(Disco::new)
            .with(Roster::new)
            .with(Gateways::new)
            .with(built -> new RosterSync(built, consent))
            .build();
    client.get(RosterSync.class).onEvent(events::add);
    client.connect().get(30, TimeUnit.SECONDS);
    client.get(Roster.class).load().get(30, TimeUnit.SECONDS);
    client.send(Presence.available()).get(30, TimeUnit.SECONDS);
    return client;
  }

  private static void register(XmppClient client, Jid gateway) throws Exception {
    client.get(Gateways.class).expect(gateway);
    Element query =
        Element.builder("query", "jabber:iq:register")
            .child("username", "juliet@hotmail.com")
            .child("password", "secret")
            .build();
    client.request(Iq.set(gateway, query)).get(30, TimeUnit.SECONDS);
  }

  private static void removeAll(XmppClient client, Jid gateway) throws Exception {
    Roster roster = client.get(Roster.class);
    for (Contact contact : roster.load().get(30, TimeUnit.SECONDS)) {
      if (contact.jid().local() != null) {
        roster.remove(contact.jid()).get(30, TimeUnit.SECONDS);
      }
    }
    client.get(Gateways.class).remove(gateway).get(30, TimeUnit.SECONDS);
  }

  private static <T> T next(BlockingQueue<T> queue) throws Exception {
    T next = queue.poll(60, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing came within a minute");
    }
    return next;
  }

  @ParameterizedTest
  @EnumSource(
      value = PushForm.class,
      names = {"SUBSYNC", "SUBSYNC_OF_JABBER_ORG"})
  @DisplayName("e.55: one question, and the list of the legacy network is on the roster")
  void takes_over_a_list(PushForm form) throws Exception {
    BlockingQueue<Question> questions = new LinkedBlockingQueue<>();
    BlockingQueue<SyncEvent> events = new LinkedBlockingQueue<>();
    BlockingQueue<Presence> requests = new LinkedBlockingQueue<>();
    try (GatewayService service = gateway(form);
        XmppClient client = client(Decision.ALLOW, questions, events)) {
      client.onPresence(
          presence -> {
            if (presence.type() == Presence.Type.SUBSCRIBE) {
              requests.add(presence);
            }
          });
      Jid gateway = Jid.of(service.domain());
      register(client, gateway);
      for (int i = 0; i < CONTACTS; i++) {
        assertThat(next(events)).isInstanceOf(Applied.class);
      }

      awaitTheList(client, gateway);
      assertThat(questions).hasSize(1);
      assertThat(requests).isEmpty();
      assertThat(service.user(client.account().toString()).registered()).isTrue();
      removeAll(client, gateway);
      service.events().await(GatewayEvent.Unregistered.class, event -> true);
    }
  }

  /** The server's pushes follow the answers, and the contacts' consent takes a moment. */
  private static void awaitTheList(XmppClient client, Jid gateway) throws Exception {
    BlockingQueue<Object> changes = new LinkedBlockingQueue<>();
    Roster roster = client.get(Roster.class);
    roster.onChange(changes::add);
    Map<String, String> wanted = legacy(gateway, contact -> contact.subscription().name());
    while (!taken(roster, contact -> contact.subscription().name()).equals(wanted)) {
      assertThat(changes.poll(30, TimeUnit.SECONDS)).as("a change to %s", wanted).isNotNull();
    }
    areInTheirGroups(roster, gateway);
  }

  /** Each contact has its name, and is in its own group and in no other. */
  private static void areInTheirGroups(Roster roster, Jid gateway) {
    Map<String, String> wanted =
        legacy(gateway, contact -> contact.nickname() + " in " + contact.groups());
    assertThat(wanted).hasSize(CONTACTS);
    assertThat(taken(roster, contact -> contact.name() + " in " + contact.groups()))
        .isEqualTo(wanted);
    assertThat(roster.contacts().stream().flatMap(contact -> contact.groups().stream()))
        .contains("Friends", "Family", "Work", "School");
  }

  /** What the legacy network has of each contact. */
  private static Map<String, String> legacy(Jid gateway, Function<LegacyContact, String> part) {
    return LegacyContact.generated(CONTACTS, 4).stream()
        .collect(Collectors.toMap(contact -> contact.id().replace('@', '%') + "@" + gateway, part));
  }

  /** What the roster has of each contact of the gateway. */
  private static Map<String, String> taken(Roster roster, Function<Contact, String> part) {
    return roster.contacts().stream()
        .filter(contact -> contact.jid().local() != null)
        .collect(Collectors.toMap(contact -> contact.jid().toString(), part));
  }

  /** XEP-0144: adds the contacts, and asks to see their presence. */
  @ParameterizedTest
  @EnumSource(
      value = PushForm.class,
      names = {"EXCHANGE_IN_MESSAGE", "EXCHANGE_IN_IQ"})
  void takes_over_an_exchange(PushForm form) throws Exception {
    BlockingQueue<Question> questions = new LinkedBlockingQueue<>();
    BlockingQueue<SyncEvent> events = new LinkedBlockingQueue<>();
    try (GatewayService service = gateway(form);
        XmppClient client = client(Decision.ALLOW, questions, events)) {
      Jid gateway = Jid.of(service.domain());
      register(client, gateway);
      for (int i = 0; i < CONTACTS; i++) {
        assertThat(next(events)).isInstanceOf(Applied.class);
      }
      if (form == PushForm.EXCHANGE_IN_IQ) {
        service
            .events()
            .await(GatewayEvent.PushAnswered.class, GatewayEvent.PushAnswered::accepted);
      }

      List<Contact> contacts = client.get(Roster.class).load().get(30, TimeUnit.SECONDS);
      assertThat(contacts).hasSize(CONTACTS + 1);
      areInTheirGroups(client.get(Roster.class), gateway);
      assertThat(questions).hasSize(1);
      removeAll(client, gateway);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = PushForm.class,
      names = {"SUBSYNC", "EXCHANGE_IN_IQ"})
  @DisplayName(
      "e.53 and e.55: nothing is applied, everything is an ordinary request; still registered")
  void leaves_a_denied_list_to_the_user(PushForm form) throws Exception {
    BlockingQueue<Question> questions = new LinkedBlockingQueue<>();
    BlockingQueue<SyncEvent> events = new LinkedBlockingQueue<>();
    BlockingQueue<Jid> requests = new LinkedBlockingQueue<>();
    try (GatewayService service = gateway(form);
        XmppClient client = client(Decision.DENY, questions, events)) {
      client.onPresence(
          presence -> {
            Jid from = presence.from();
            if (presence.type() == Presence.Type.SUBSCRIBE && from != null) {
              requests.add(from);
            }
          });
      Jid gateway = Jid.of(service.domain());
      register(client, gateway);
      if (form == PushForm.EXCHANGE_IN_IQ) {
        service.events().await(GatewayEvent.PushAnswered.class, answered -> !answered.accepted());
      } else {
        for (int i = 0; i < CONTACTS; i++) {
          assertThat(next(requests).domainJid()).isEqualTo(gateway);
        }
      }

      assertThat(client.get(Roster.class).load().get(30, TimeUnit.SECONDS))
          .extracting(contact -> contact.jid().local())
          .containsOnlyNulls();
      assertThat(questions).hasSize(1);
      assertThat(service.user(client.account().toString()).registered()).isTrue();
      client.get(Gateways.class).remove(gateway).get(30, TimeUnit.SECONDS);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Decision.class,
      names = {"ALLOW"})
  @DisplayName("e.56: another user of the own server who sends the tag")
  void a_user_who_sends_the_tag_only_asks(Decision decision) throws Exception {
    BlockingQueue<Question> questions = new LinkedBlockingQueue<>();
    BlockingQueue<SyncEvent> events = new LinkedBlockingQueue<>();
    BlockingQueue<Presence> requests = new LinkedBlockingQueue<>();
    try (XmppClient client = client(decision, questions, events);
        XmppClient paris = live.client(live.server().paris()).build()) {
      client.onPresence(
          presence -> {
            if (presence.type() == Presence.Type.SUBSCRIBE) {
              requests.add(presence);
            }
          });
      paris.connect().get(30, TimeUnit.SECONDS);
      Element x =
          Element.builder("x", Subsync.NAMESPACES.get(0))
              .child(
                  Element.builder("item", Subsync.NAMESPACES.get(0))
                      .attribute("subscription", "both")
                      .build())
              .build();
      paris
          .send(Presence.builder(Presence.Type.SUBSCRIBE).to(client.account()).payload(x).build())
          .get(30, TimeUnit.SECONDS);

      assertThat(next(requests).from()).isEqualTo(paris.account());
      assertThat(questions).isEmpty();
      assertThat(client.get(Roster.class).contact(paris.account())).isNull();
      Iq exchange = Iq.set(client.address(), Element.of("x", Exchange.NAMESPACE));
      assertThatThrownBy(() -> paris.request(exchange).get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(StanzaException.class);
      client
          .send(Presence.builder(Presence.Type.UNSUBSCRIBED).to(paris.account()).build())
          .get(30, TimeUnit.SECONDS);
    }
  }
}
