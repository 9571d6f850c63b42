package im.linnet.invites;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.commands.CommandError;
import im.linnet.commands.Commands;
import im.linnet.disco.Disco;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.fixtures.EveryServerVersion;
import im.linnet.fixtures.Live;
import im.linnet.fixtures.ServerUser;
import im.linnet.invites.Invitation.Kind;
import im.linnet.jid.Jid;
import im.linnet.registration.AccountRegistration;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Presence;
import im.linnet.test.Failures;
import im.linnet.testkit.server.RealServer;
import im.linnet.tls.TlsPolicy;
import im.linnet.xml.Element;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Invitations made by servers and by this client, and how they are used, on every server. */
@ParameterizedClass
@ArgumentsSource(EveryServerVersion.class)
@Timeout(120)
record InvitesIT(Live live) {

  private static final Element ROSTER = Element.of("query", "jabber:iq:roster");

  private static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  private static <T> T next(BlockingQueue<T> queue) throws Exception {
    return requireNonNull(queue.poll(30, TimeUnit.SECONDS), "nothing came");
  }

  private static ClientBuilder inviting(ClientBuilder builder) {
    return builder.with(Disco::new).with(Commands::new).with(Invites::new);
  }

  /** The available presences of a user as another user sees them. */
  private static BlockingQueue<Presence> seen(XmppClient by, Jid user) {
    BlockingQueue<Presence> seen = new LinkedBlockingQueue<>();
    by.onPresence(
        presence -> {
          Jid from = presence.from();
          if (from != null
              && from.isSameAccount(user)
              && presence.type() == Presence.Type.AVAILABLE) {
            seen.add(presence);
          }
        });
    return seen;
  }

  /** Prosody sends requests only to clients that have asked for the roster. */
  private static Jid online(XmppClient client) throws Exception {
    await(client.connect());
    await(client.request(Iq.get(null, ROSTER)));
    await(client.send(Presence.available()));
    return client.address().bare();
  }

  @Test
  void prosody_makes_and_honours_invitations() throws Exception {
    try (XmppClient juliet = inviting(live.client(live.server().juliet())).build();
        XmppClient romeo = inviting(live.client(live.server().romeo())).build()) {
      Jid atJuliet = online(juliet);
      Jid atRomeo = online(romeo);
      Invites invites = juliet.get(Invites.class);
      if (!live.kind().isProsody()) {
        assertThat(await(invites.offered())).isEmpty();
        StanzaException failure = Failures.of(invites.toContactList(), StanzaException.class);
        assertThat(CommandError.of(failure)).isEqualTo(CommandError.ITEM_NOT_FOUND);
        Failures.of(invites.toServer(), StanzaException.class);
        return;
      }
      assertThat(await(invites.offered())).containsExactly(Kind.CONTACT_LIST);
      CreatedInvitation created = await(invites.toContactList());
      Invitation invitation = Invitation.of(created.uri());
      assertThat(invitation.jid()).isEqualTo(atJuliet);
      assertThat(invitation.kind()).isEqualTo(Kind.CONTACT_LIST);
      assertThat(created.expiry()).isAfter(Instant.now());
      assertThat(created.landingPage()).isNull();
      assertThat(CommandError.of(Failures.of(invites.toServer(), StanzaException.class)))
          .isEqualTo(CommandError.FORBIDDEN);

      BlockingQueue<Presence> julietSeen = seen(romeo, atJuliet);
      BlockingQueue<Presence> romeoSeen = seen(juliet, atRomeo);
      await(romeo.get(Invites.class).accept(invitation));
      next(julietSeen);
      next(romeoSeen);
    }
  }

  /** The clients do what the server does not. */
  @Test
  void an_invitation_by_a_client_makes_both_contacts() throws Exception {
    BlockingQueue<UsedInvitation> used = new LinkedBlockingQueue<>();
    try (XmppClient juliet = inviting(live.client(live.server().juliet())).build();
        XmppClient romeo = inviting(live.client(live.server().romeo())).build()) {
      Jid atJuliet = online(juliet);
      Jid atRomeo = online(romeo);
      Invites invites = juliet.get(Invites.class);
      invites.onUse(used::add);
      BlockingQueue<Presence> julietSeen = seen(romeo, atJuliet);
      BlockingQueue<Presence> romeoSeen = seen(juliet, atRomeo);
      CreatedInvitation created = await(invites.byThisClient(Duration.ofDays(7)));
      await(romeo.get(Invites.class).accept(Invitation.of(created.uri())));
      assertThat(next(used).contact()).isEqualTo(atRomeo);
      next(julietSeen);
      next(romeoSeen);
    }
  }

  private XmppClient newUser(Jid user, AccountRegistration registration) {
    RealServer server = live.server().real();
    return XmppClient.builder(user)
        .sasl(Sasl.password("R0m30"))
        .endpoint(Endpoint.startTls("127.0.0.1", server.starttlsPort()))
        .tls(TlsPolicy.builder().trust(server.authority().trustAnchor()).build())
        .steps(registration::beforeSignIn)
        .build();
  }

  private Jid newName() {
    String name = "inv" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    return Jid.of(name, live.server().domain(), null);
  }

  @Test
  void an_administrator_invites_to_the_server() throws Exception {
    RealServer real = live.server().real();
    if (!live.kind().isProsody()) {
      Invitation invitation = Invitation.of("xmpp:localhost?register;preauth=TOKEN");
      try (XmppClient user = newUser(newName(), invitation.registration("R0m30"))) {
        Failures.of(user.connect(), RefusedException.class);
      }
      return;
    }
    try (XmppClient admin =
        inviting(ServerUser.added(real, "admin").client(real.starttlsPort())).build()) {
      Jid atAdmin = online(admin);
      Invites invites = admin.get(Invites.class);
      assertThat(await(invites.offered()))
          .containsExactlyInAnyOrder(Kind.CONTACT_LIST, Kind.SERVER);
      // Prosody does not ask for a name.
      Invitation toServer = await(invites.toServer("juliet")).invitation();
      assertThat(toServer.kind()).isEqualTo(Kind.SERVER);
      assertThat(toServer.jid()).isEqualTo(Jid.of(live.server().domain()));
      registersOnce(toServer);

      Invitation toBoth = await(invites.toContactList()).invitation();
      assertThat(toBoth.registers()).isTrue();
      Jid name = newName();
      BlockingQueue<Presence> seen = seen(admin, name);
      try (XmppClient user = newUser(name, toBoth.registration("R0m30"))) {
        BlockingQueue<Presence> adminSeen = seen(user, atAdmin);
        online(user);
        next(seen);
        next(adminSeen);
      }
    }
  }

  private void registersOnce(Invitation invitation) throws Exception {
    Jid name = newName();
    try (XmppClient user = newUser(name, invitation.registration("R0m30"))) {
      assertThat(await(user.connect()).jid().bare()).isEqualTo(name);
    }
    try (XmppClient other = newUser(newName(), invitation.registration("R0m30"))) {
      Failures.of(other.connect(), StanzaException.class);
    }
  }
}
