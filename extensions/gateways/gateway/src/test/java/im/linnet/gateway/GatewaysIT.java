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
import im.linnet.testkit.gateway.LegacyContact;
import im.linnet.testkit.gateway.LegacyState;
import im.linnet.testkit.gateway.PushForm;
import im.linnet.testkit.server.LiveComponent;
import im.linnet.xml.Element;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Gateways behind real servers: found, registered with, signed on and off, removed. */
@ParameterizedClass
@ArgumentsSource(EveryServerVersion.class)
@Timeout(120)
record GatewaysIT(Live live) {

  private GatewayService gateway() {
    LiveComponent component = live.server().component();
    return GatewayService.builder()
        .server(component.address())
        .domain(component.host())
        .secret(component.secret())
        .contact(LegacyContact.of("friend@hotmail.com", "Friend"))
        .settings(settings -> settings.withPushForm(PushForm.NONE))
        .start();
  }

  private XmppClient client() throws Exception {
    XmppClient client =
        live.client(live.server().juliet())
            .with(Disco::new)
            .with(Roster::new)
            .with(Gateways::new)
            .build();
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

  private static GatewayState next(BlockingQueue<GatewayState> states) throws Exception {
    GatewayState state = states.poll(30, TimeUnit.SECONDS);
    if (state == null) {
      throw new AssertionError("no further state");
    }
    return state;
  }

  private static void await(BlockingQueue<GatewayState> states, Class<?> type) throws Exception {
    GatewayState state = next(states);
    while (!type.isInstance(state)) {
      state = next(states);
    }
  }

  /** e.52 and e.53, from finding the gateway to removing it. */
  @Test
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

  @Test
  void addresses_and_refusals() throws Exception {
    try (GatewayService service = gateway();
        XmppClient client = client()) {
      Jid domain = Jid.of(service.domain());
      Gateways gateways = client.get(Gateways.class);
      assertThat(gateways.prompt(domain).get(30, TimeUnit.SECONDS).description()).isNotBlank();
      assertThat(gateways.address(domain, "friend@hotmail.com").get(30, TimeUnit.SECONDS))
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
