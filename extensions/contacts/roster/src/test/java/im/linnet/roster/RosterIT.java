package im.linnet.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.fixtures.ServerUser;
import im.linnet.jid.Jid;
import im.linnet.roster.Contact.Subscription;
import im.linnet.stanza.Presence;
import im.linnet.testkit.junit.ServerExtension;
import im.linnet.testkit.net.Cut;
import im.linnet.testkit.net.FaultProxy;
import im.linnet.testkit.server.LiveServer;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.server.ServerKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rosters of Prosody and ejabberd. */
@Timeout(120)
class RosterIT {

  @Nested
  class Prosody extends Against {
    Prosody() {
      super(ServerKind.PROSODY);
    }
  }

  @Nested
  class Ejabberd extends Against {
    Ejabberd() {
      super(ServerKind.EJABBERD);
    }
  }

  @TestInstance(Lifecycle.PER_CLASS)
  abstract static class Against {

    @RegisterExtension final ServerExtension<LiveServer> running;

    private static final String PRE_APPROVAL = "urn:xmpp:features:pre-approval";

    private final List<XmppClient> clients = new ArrayList<>();
    private int users;

    Against(ServerKind kind) {
      running = ServerExtension.shared(kind);
    }

    @AfterEach
    void closeClients() {
      clients.forEach(client -> client.shutdown().orTimeout(10, TimeUnit.SECONDS).join());
      clients.clear();
    }

    @Test
    void two_clients_ask_approve_and_part_and_a_second_resource_sees_it() throws Exception {
      Party a = new Party(user()).signedIn();
      Party second = new Party(a.jid).signedIn();
      Party b = new Party(user()).signedIn();

      a.roster.add(b.jid, "Bee", Set.of("Friends")).join();
      a.roster.subscribe(b.jid, "Ann").join();
      b.request(Presence.Type.SUBSCRIBE, a.jid);
      b.roster.approve(a.jid).join();
      b.roster.subscribe(a.jid).join();
      a.request(Presence.Type.SUBSCRIBE, b.jid);
      a.roster.approve(b.jid).join();

      Predicate<Contact> mutual = contact -> contact.subscription() == Subscription.BOTH;
      assertThat(a.until(b.jid, mutual))
          .isEqualTo(
              Contact.builder(b.jid)
                  .name("Bee")
                  .subscription(Subscription.BOTH)
                  .groups(Set.of("Friends"))
                  .build());
      assertThat(second.until(b.jid, mutual).name()).isEqualTo("Bee");
      assertThat(b.until(a.jid, mutual).groups()).isEmpty();

      a.roster.rename(b.jid, "Bea").join();
      second.until(b.jid, contact -> "Bea".equals(contact.name()));
      second.roster.regroup(b.jid, Set.of("One", "Two")).join();
      assertThat(a.until(b.jid, contact -> contact.groups().size() == 2).name()).isEqualTo("Bea");
      a.roster.cancel(b.jid).join();
      second.until(b.jid, contact -> contact.subscription() == Subscription.TO);
      a.roster.unsubscribe(b.jid).join();
      second.until(b.jid, contact -> contact.subscription() == Subscription.NONE);

      a.roster.remove(b.jid).join();
      second.untilRemoved(b.jid);
      a.untilRemoved(b.jid);
      assertThat(second.roster.contacts()).isEmpty();
    }

    @Test
    void a_denied_request_leaves_a_contact_without_subscription() throws Exception {
      Party a = new Party(user()).signedIn();
      Party b = new Party(user()).signedIn();

      a.roster.subscribe(b.jid).join();
      b.request(Presence.Type.SUBSCRIBE, a.jid);
      a.until(b.jid, Contact::asked);
      b.roster.deny(a.jid).join();

      assertThat(a.until(b.jid, contact -> !contact.asked()).subscription())
          .isEqualTo(Subscription.NONE);
      assertThat(b.roster.contact(a.jid)).isNull();
    }

    @Test
    void a_request_that_reaches_no_server_fails() throws Exception {
      Party a = new Party(user()).signedIn();
      Jid nobody = Jid.of("nobody@127.0.0.1");

      a.roster.subscribe(nobody, "Ann").join();

      RosterEvent event = a.events.next();
      while (!(event instanceof RosterEvent.SubscriptionFailed)) {
        event = a.events.next();
      }
      assertThat(event.contact().jid()).isEqualTo(nobody);
      assertThat(event.contact().asked()).isTrue();
    }

    /** ejabberd keeps the resource; Prosody refuses such an item. */
    @Test
    void a_contact_at_a_resource_is_found_changed_and_removed() throws Exception {
      Party a = new Party(user()).signedIn();
      Jid gateway = Jid.of("msn.localhost/registered");

      if (running.server().real() instanceof ProsodyServer) {
        assertThatThrownBy(() -> a.roster.add(gateway, null, Set.of()).join())
            .hasCauseInstanceOf(StanzaException.class);
        return;
      }
      a.roster.add(gateway, null, Set.of()).join();
      Jid kept = a.events.next().contact().jid();
      assertThat(kept).isEqualTo(gateway);
      a.roster.rename(gateway.bare(), "MSN").join();
      a.until(kept, contact -> "MSN".equals(contact.name()));
      assertThat(a.roster.contact(gateway)).isEqualTo(a.roster.contact(gateway.bare()));
      a.roster.remove(gateway.bare()).join();
      a.untilRemoved(kept);
    }

    @Test
    void a_reconnect_tells_only_what_is_different() throws Exception {
      try (FaultProxy proxy = FaultProxy.to(running.server().real().starttlsPort())) {
        Party a = new Party(user(), proxy.port(), Roster::new).signedIn();
        Party other = new Party(a.jid).signedIn();
        for (String name : List.of("x", "y")) {
          other.roster.add(Jid.of(name + "@localhost"), name, Set.of()).join();
          a.until(Jid.of(name + "@localhost"), contact -> true);
        }
        CompletableFuture<Void> lost = new CompletableFuture<>();
        a.client.onState(
            state -> {
              if (state instanceof ConnectionState.Disconnected) {
                lost.complete(null);
              }
            });
        proxy.cut(Cut.RST);
        lost.get(10, TimeUnit.SECONDS);
        other.roster.remove(Jid.of("x@localhost")).join();
        other.roster.add(Jid.of("z@localhost"), "z", Set.of()).join();
        assertThat(a.events.rest()).isEmpty();

        a.wire.clear();
        a.signedIn();

        assertThat(List.copyOf(a.events.next(2))).containsExactlyInAnyOrder("Removed x", "Added z");
        assertThat(a.events.rest()).isEmpty();
        assertThat(a.roster.contacts())
            .extracting(Contact::name)
            .containsExactlyInAnyOrder("y", "z");
        assertThat(a.wire).anyMatch(xml -> xml.matches("(?s).*jabber:iq:roster. ver=.[^'\"].*"));
      }
    }

    @Test
    void a_stored_roster_is_not_sent_again() throws Exception {
      Jid jid = user();
      Kept kept = new Kept();
      Party a =
          new Party(
              jid, running.server().real().starttlsPort(), client -> new Roster(client, kept));
      a.signedIn();
      a.roster.add(Jid.of("x@localhost"), "unchanged-name", Set.of("G")).join();
      a.until(Jid.of("x@localhost"), contact -> true);
      a.client.shutdown().join();

      Party again =
          new Party(
              jid, running.server().real().starttlsPort(), client -> new Roster(client, kept));
      again.signedIn();

      assertThat(again.events.next(1)).containsExactly("Added x");
      assertThat(again.roster.contacts()).isEqualTo(a.roster.contacts());
      assertThat(again.wire).noneMatch(xml -> xml.contains("unchanged-name"));
    }

    @Test
    void approves_in_advance_where_that_is_offered() throws Exception {
      Party a = new Party(user()).signedIn();
      Party b = new Party(user()).signedIn();
      BoundStream stream = ((ConnectionState.Connected) a.client.state()).stream();

      if (!stream.features().offers("sub", PRE_APPROVAL)) {
        assertThatThrownBy(() -> a.roster.preApprove(b.jid).join())
            .hasCauseInstanceOf(RefusedException.class);
        return;
      }
      a.roster.preApprove(b.jid).join();
      // Prosody tells of the contact, but not that it is approved.
      a.until(b.jid, contact -> true);
      b.roster.subscribe(a.jid).join();

      b.until(a.jid, contact -> contact.subscription() == Subscription.TO);
      a.until(b.jid, contact -> contact.subscription() == Subscription.FROM);
      assertThat(a.presences).noneMatch(p -> p.type() == Presence.Type.SUBSCRIBE);
    }

    private Jid user() {
      return ServerUser.added(running.server().real(), "roster" + users++).jid();
    }

    /** A user at a client. */
    private final class Party {

      final Jid jid;
      final XmppClient client;
      final Roster roster;
      final Events events = new Events();
      final Queue<Presence> presences = new ConcurrentLinkedQueue<>();
      final Queue<String> wire = new ConcurrentLinkedQueue<>();

      Party(Jid jid) {
        this(jid, running.server().real().starttlsPort(), Roster::new);
      }

      Party(Jid jid, int port, java.util.function.Function<XmppClient, Roster> factory) {
        this.jid = jid;
        ClientBuilder builder =
            new ServerUser(running.server().real(), jid)
                .client(port)
                .onWire(event -> wire.add(event.xml()))
                .with(factory);
        client = builder.build();
        clients.add(client);
        roster = client.get(Roster.class);
        roster.onChange(events);
        client.onPresence(presences::add);
      }

      Party signedIn() throws Exception {
        client.connect().get(20, TimeUnit.SECONDS);
        roster.load().get(10, TimeUnit.SECONDS);
        client.send(Presence.available()).get(10, TimeUnit.SECONDS);
        return this;
      }

      /** Waits for an event that leaves a contact as wanted. */
      Contact until(Jid contact, Predicate<Contact> wanted) throws InterruptedException {
        RosterEvent event = events.next();
        while (event instanceof RosterEvent.Removed
            || !event.contact().jid().equals(contact)
            || !wanted.test(event.contact())) {
          event = events.next();
        }
        return event.contact();
      }

      void untilRemoved(Jid contact) throws InterruptedException {
        RosterEvent event = events.next();
        while (!(event instanceof RosterEvent.Removed) || !event.contact().jid().equals(contact)) {
          event = events.next();
        }
      }

      /** Waits for somebody's request. */
      void request(Presence.Type type, Jid from) throws Exception {
        CompletableFuture<Presence> found = new CompletableFuture<>();
        client.onPresence(
            presence -> {
              if (isFrom(presence, type, from)) {
                found.complete(presence);
              }
            });
        presences.stream().filter(p -> isFrom(p, type, from)).findAny().ifPresent(found::complete);
        found.get(10, TimeUnit.SECONDS);
      }

      private boolean isFrom(Presence presence, Presence.Type type, Jid from) {
        Jid sender = presence.from();
        return presence.type() == type && sender != null && sender.bare().equals(from);
      }
    }
  }

  /** A store in memory. */
  private static final class Kept implements RosterStore {

    private volatile @Nullable RosterSnapshot roster;

    @Override
    public CompletionStage<@Nullable RosterSnapshot> read() {
      return CompletableFuture.completedFuture(roster);
    }

    @Override
    public CompletionStage<Void> write(RosterSnapshot now) {
      roster = now;
      return CompletableFuture.completedFuture(null);
    }
  }
}
