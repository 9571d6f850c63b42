package im.linnet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.XmppClient;
import im.linnet.disco.Disco;
import im.linnet.failure.FilterException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.UnreadableAnswerException;
import im.linnet.fixtures.EveryServerVersion;
import im.linnet.fixtures.Live;
import im.linnet.gateway.GatewayState.Gone;
import im.linnet.gateway.GatewayState.Registered;
import im.linnet.gateway.GatewayState.SignedOn;
import im.linnet.jid.Jid;
import im.linnet.roster.Roster;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Presence;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.testkit.gateway.GatewayEvent;
import im.linnet.testkit.gateway.GatewayFault;
import im.linnet.testkit.gateway.GatewayService;
import im.linnet.testkit.gateway.GatewayUser;
import im.linnet.testkit.gateway.LegacyContact;
import im.linnet.testkit.gateway.LegacyState;
import im.linnet.testkit.gateway.PushForm;
import im.linnet.testkit.server.LiveUser;
import im.linnet.xml.Element;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Gateways behind real servers: found, registered with, signed on and off, removed. */
@ParameterizedClass
@ArgumentsSource(EveryServerVersion.class)
@Timeout(120)
record GatewaysIT(Live live) {

  private static final String FRIEND = "friend@hotmail.com";

  private GatewayService gateway() {
    return live.gateway()
        .contact(LegacyContact.of(FRIEND, "Friend"))
        .settings(settings -> settings.withPushForm(PushForm.NONE))
        .start();
  }

  private XmppClient client() throws Exception {
    return client(live.server().juliet());
  }

  private XmppClient client(LiveUser user) throws Exception {
    XmppClient client = unconnected(user);
    client.connect().get(30, TimeUnit.SECONDS);
    client.get(Roster.class).load().get(30, TimeUnit.SECONDS);
    client.send(Presence.available()).get(30, TimeUnit.SECONDS);
    return client;
  }

  private XmppClient unconnected(LiveUser user) {
    return live.client(user).with(Disco::new).with(Roster::new).with(Gateways::new).build();
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

  private static <T> T next(BlockingQueue<T> queue) throws Exception {
    return Objects.requireNonNull(queue.poll(30, TimeUnit.SECONDS), "nothing more within 30 s");
  }

  private static void await(BlockingQueue<GatewayState> states, Class<?> type) throws Exception {
    GatewayState state = next(states);
    while (!type.isInstance(state)) {
      state = next(states);
    }
  }

  @Test
  @DisplayName("e.52, e.53: from finding the gateway to removing it, and never by accident")
  void the_life_of_a_registration() throws Exception {
    try (GatewayService service = gateway();
        XmppClient client = client()) {
      Jid domain = Jid.of(service.domain());
      Gateways gateways = client.get(Gateways.class);
      BlockingQueue<GatewayState> states = new LinkedBlockingQueue<>();
      gateways.onChange(change -> states.add(change.now()));
      assertThat(gateways.find().get(60, TimeUnit.SECONDS).gateways())
          .filteredOn(found -> found.jid().equals(domain))
          .singleElement()
          .satisfies(found -> assertThat(found.type()).isEqualTo("msn"))
          .satisfies(found -> assertThat(found.offersRegistration()).isTrue())
          .satisfies(found -> assertThat(found.offersPrompt()).isTrue());

      register(client, domain);
      await(states, SignedOn.class);
      signsOnAndOff(client, service, states);
      isNotUnregisteredByAccident(client, service);

      gateways.remove(domain).get(30, TimeUnit.SECONDS);
      service.events().await(GatewayEvent.Unregistered.class, event -> true);
      await(states, Gone.class);
    }
  }

  private static void signsOnAndOff(
      XmppClient client, GatewayService service, BlockingQueue<GatewayState> states)
      throws Exception {
    Jid domain = Jid.of(service.domain());
    Gateways gateways = client.get(Gateways.class);
    Presence busy =
        Presence.builder(Presence.Type.AVAILABLE)
            .show(Presence.Show.DND)
            .status("On the balcony")
            .build();
    gateways.signOn(domain, busy).get(30, TimeUnit.SECONDS);
    service
        .events()
        .await(
            GatewayEvent.StatusChanged.class,
            event ->
                event.state() == LegacyState.BUSY
                    && event.personalMessage().equals("On the balcony"));

    gateways.signOff(domain).get(30, TimeUnit.SECONDS);
    service.events().await(GatewayEvent.SignedOff.class, event -> true);
    await(states, Registered.class);
  }

  private static void isNotUnregisteredByAccident(XmppClient client, GatewayService service) {
    Jid domain = Jid.of(service.domain());
    Roster roster = client.get(Roster.class);
    for (var accident :
        List.of(roster.remove(domain), roster.deny(domain), roster.unsubscribe(domain))) {
      assertThatThrownBy(() -> accident.get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(FilterException.class);
    }
    assertThat(service.user(client.account().toString()).registered()).isTrue();
    assertThat(service.events().all(GatewayEvent.Unregistered.class)).isEmpty();
  }

  /** A contact by the address that the gateway makes of its name; removing it removes it alone. */
  @Test
  @DisplayName("e.53: a mapped contact is added, seen, and removed; the gateway stays")
  void a_contact_is_added_and_seen() throws Exception {
    try (GatewayService service = gateway();
        XmppClient client = client(live.server().romeo())) {
      Jid domain = Jid.of(service.domain());
      Roster roster = client.get(Roster.class);
      BlockingQueue<GatewayState> states = new LinkedBlockingQueue<>();
      client.get(Gateways.class).onChange(change -> states.add(change.now()));
      register(client, domain);
      await(states, SignedOn.class);
      GatewayUser user = service.user(client.account().toString());
      user.await(GatewayEvent.Ready.class);
      Jid friend = client.get(Gateways.class).address(domain, FRIEND).get(30, TimeUnit.SECONDS);
      BlockingQueue<Presence> seen = new LinkedBlockingQueue<>();
      client.onPresence(
          presence -> {
            Jid from = presence.from();
            if (presence.type() == Presence.Type.AVAILABLE
                && from != null
                && from.bare().equals(friend)) {
              seen.add(presence);
            }
          });

      roster.add(friend, "Friend", Set.of("Verona")).get(30, TimeUnit.SECONDS);
      roster.subscribe(friend).get(30, TimeUnit.SECONDS);
      assertThat(next(seen).show()).isNull();
      service.contact(FRIEND).state(LegacyState.BUSY, "In a meeting");
      Presence busy = next(seen);
      while (busy.show() == null) {
        busy = next(seen);
      }
      assertThat(busy.show()).isEqualTo(Presence.Show.DND);
      assertThat(busy.status()).isEqualTo("In a meeting");
      assertThat(busy.from()).isEqualTo(friend.withResource("msn"));

      roster.remove(friend).get(30, TimeUnit.SECONDS);
      user.await(
          GatewayEvent.ContactSubscription.class, event -> event.type().equals("unsubscribe"));
      assertThat(user.registered()).isTrue();
      assertThat(user.signedOn()).isTrue();
      client.get(Gateways.class).remove(domain).get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  @DisplayName("e.52: presence from the gateway before the roster shows that it is one")
  void a_gateway_may_be_quicker_than_the_roster() throws Exception {
    try (GatewayService service = gateway()) {
      Jid domain = Jid.of(service.domain());
      try (XmppClient before = client(live.server().paris())) {
        BlockingQueue<GatewayState> states = new LinkedBlockingQueue<>();
        before.get(Gateways.class).onChange(change -> states.add(change.now()));
        register(before, domain);
        await(states, SignedOn.class);
      }
      service.events().await(GatewayEvent.SignedOff.class, event -> true);

      try (XmppClient client = unconnected(live.server().paris())) {
        CompletableFuture<Presence> early = new CompletableFuture<>();
        client.onPresence(
            presence -> {
              if (domain.equals(presence.from()) && presence.type() == Presence.Type.AVAILABLE) {
                early.complete(presence);
              }
            });
        client.connect().get(30, TimeUnit.SECONDS);
        client.send(Presence.available()).get(30, TimeUnit.SECONDS);
        early.get(30, TimeUnit.SECONDS);
        assertThat(client.get(Gateways.class).state(domain)).isNull();

        client.get(Roster.class).load().get(30, TimeUnit.SECONDS);
        assertThat(client.get(Gateways.class).state(domain)).isInstanceOf(SignedOn.class);
        client.get(Gateways.class).remove(domain).get(30, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void addresses_and_refusals() throws Exception {
    try (GatewayService service = gateway();
        XmppClient client = client()) {
      Jid domain = Jid.of(service.domain());
      Gateways gateways = client.get(Gateways.class);
      assertThat(gateways.prompt(domain).get(30, TimeUnit.SECONDS).description()).isNotBlank();
      assertThat(gateways.address(domain, FRIEND).get(30, TimeUnit.SECONDS))
          .isEqualTo(Jid.of("friend%hotmail.com@" + domain));

      // PyMSNt's two errors: the first one fails the request, the second is dropped.
      long dropped = client.dropped();
      assertThatThrownBy(() -> gateways.address(domain, "").get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(StanzaException.class);
      assertThat(gateways.address(domain, "a@b").get(30, TimeUnit.SECONDS).local())
          .isEqualTo("a%b");
      assertThat(client.dropped()).isEqualTo(dropped + 1);

      service.faults(GatewayFault.PROMPT_OF_OTHER_DOMAIN);
      assertThatThrownBy(() -> gateways.address(domain, "a@b").get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(UnreadableAnswerException.class);
    }
  }

  /**
   * A wrong password; a gateway that has gone away. Of the former the user sees no reason: PyMSNt
   * sends it as a message of type error to the bare address, which servers drop (RFC 6121, section
   * 8.5.2). Of the latter, ejabberd 23.01 says nothing.
   */
  @Test
  void why_it_does_not_sign_on() throws Exception {
    try (XmppClient client = client()) {
      BlockingQueue<GatewayState> states = new LinkedBlockingQueue<>();
      Gateways gateways = client.get(Gateways.class);
      Jid domain;
      try (GatewayService service = gateway()) {
        service.faults(GatewayFault.LOGIN_FAILS);
        domain = Jid.of(service.domain());
        gateways.onChange(change -> states.add(change.now()));
        register(client, domain);
        service.events().await(GatewayEvent.SignOnRefused.class, event -> true);
        await(states, Registered.class);
        assertThat(gateways.state(domain)).isEqualTo(new Registered(null));
      }
      gateways.signOn(domain).get(30, TimeUnit.SECONDS);

      if (live.kind().isProsody()) {
        assertThat(failure(states)).isEqualTo(Condition.REMOTE_SERVER_TIMEOUT);
      }
      gateways.remove(domain).get(30, TimeUnit.SECONDS);
    }
  }

  private static Condition failure(BlockingQueue<GatewayState> states) throws Exception {
    while (true) {
      if (next(states) instanceof Registered registered && registered.failure() != null) {
        return registered.failure().condition();
      }
    }
  }
}
