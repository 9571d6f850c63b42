package im.linnet.roster;

import static im.linnet.roster.Peers.answerLoad;
import static im.linnet.roster.Peers.item;
import static im.linnet.roster.Peers.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.ServiceProfile;
import im.linnet.XmppClient;
import im.linnet.connection.ConnectionState;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.failure.TransportException;
import im.linnet.jid.Jid;
import im.linnet.roster.Contact.Subscription;
import im.linnet.stanza.Stanza;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The roster as a client asks for it and changes it. */
@Timeout(120)
class RosterTest {

  private final ScriptedPeer peer = ScriptedPeer.listen();
  private final Events events = new Events();
  private @Nullable XmppClient client;

  @AfterEach
  void close() {
    // The peer first: it has no answer to a closing tag, which the client would await.
    peer.close();
    if (client != null) {
      client.shutdown().orTimeout(10, TimeUnit.SECONDS).join();
    }
  }

  private Roster connected() {
    client = ScriptedClient.of(peer).with(Roster::new).build();
    Roster roster = client.get(Roster.class);
    roster.onChange(events);
    client.connect().join();
    return roster;
  }

  /** Larger than what anybody may send. */
  @Test
  void loads_many_contacts() throws Exception {
    String item =
        "<item jid='somebody.with.a.long.name.%1$d@localhost' name='Somebody known as %1$d'"
            + " subscription='both'><group>Friends and family</group><group>Verona</group></item>";
    String items = IntStream.range(0, 7000).mapToObj(item::formatted).collect(Collectors.joining());
    assertThat(items).hasSizeGreaterThan(1 << 20);
    peer.script(
        s ->
            ScriptedClient.login(s, "")
                .answer(
                    request ->
                        "<iq type='result' id='%s'>%s</iq>"
                            .formatted(request.attribute("id"), query("", items))));
    assertThat(connected().load().get(10, TimeUnit.SECONDS)).hasSize(7000);
  }

  @Tag("X49")
  @Test
  void loads_contacts_and_leaves_out_what_is_malformed() throws Exception {
    peer.script(
        s ->
            answerLoad(
                ScriptedClient.login(s, ""),
                query("", ""),
                query(
                    "",
                    "<item jid='romeo@localhost' name='Romeo' subscription='both' ask='subscribe'"
                        + " approved='1'><group>Friends</group><group>Poets</group></item>"
                        + "<item jid='mercutio@localhost'/><item jid='m@my_gate.localhost'/>"
                        + "<item/><item jid='@'/><item jid='x@localhost' subscription='odd'/>"
                        + item("gone", "remove"))));
    Roster roster = connected();

    List<Contact> contacts = roster.load().join();

    Contact romeo =
        Contact.builder(Jid.of("romeo@localhost"))
            .name("Romeo")
            .subscription(Subscription.BOTH)
            .asked(true)
            .approved(true)
            .groups(Set.of("Friends", "Poets"))
            .build();
    Contact behindGate = Contact.builder(Jid.received("m@my_gate.localhost")).build();
    assertThat(contacts).containsExactly(romeo, Contacts.of("mercutio"), behindGate);
    assertThat(roster.contacts()).isEqualTo(contacts);
    assertThat(roster.contact(Jid.of("romeo@localhost/orchard"))).isEqualTo(romeo);
    assertThat(roster.contact(Jid.of("x@localhost"))).isNull();
    assertThat(events.next(3)).containsExactly("Added romeo", "Added mercutio", "Added m");
    peer.await();
  }

  @Test
  void tells_after_a_reconnect_what_is_different_and_nothing_else() throws Exception {
    peer.script(
        s ->
            answerLoad(
                    ScriptedClient.login(s, ""),
                    query("", ""),
                    query("", item("a", "both") + item("b", "to") + item("c", "none")))
                .close());
    peer.script(
        s ->
            answerLoad(
                ScriptedClient.login(s, ""),
                query("", ""),
                query("", item("d", "none") + item("b", "both") + item("a", "both"))));
    Roster roster = connected();
    CompletableFuture<Void> lost = new CompletableFuture<>();
    client().onState(state -> lostBy(state, lost));
    roster.load().join();
    assertThat(events.next(3)).containsExactly("Added a", "Added b", "Added c");
    lost.join();
    assertThat(roster.contacts()).hasSize(3);

    client().connect().join();
    roster.load().join();

    assertThat(events.next()).isEqualTo(new RosterEvent.Removed(Contacts.of("c")));
    assertThat(events.next()).isEqualTo(new RosterEvent.Added(Contacts.of("d")));
    assertThat(events.next())
        .isEqualTo(
            new RosterEvent.Changed(
                Contacts.of("b", Subscription.TO), Contacts.of("b", Subscription.BOTH)));
    assertThat(events.rest()).isEmpty();
    assertThat(roster.contacts()).extracting(c -> c.jid().local()).containsExactly("d", "b", "a");
  }

  @Test
  void an_answer_without_a_roster_is_an_empty_one_where_there_are_no_versions() {
    peer.script(s -> answerLoad(ScriptedClient.login(s, ""), query("", ""), ""));

    assertThat(connected().load().join()).isEmpty();
  }

  @Test
  void a_failing_load_leaves_the_roster_as_it_was() {
    peer.script(
        s ->
            answerLoad(ScriptedClient.login(s, ""), query("", ""), query("", item("a", "both")))
                .expectLike("<iq type='get' id='{again}'/>")
                .send(
                    "<iq type='error' id='{again}'><error type='wait'><resource-constraint"
                        + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"));
    Roster roster = connected();
    roster.load().join();

    assertThatThrownBy(() -> roster.load().join())
        .hasCauseInstanceOf(StanzaException.class)
        .satisfies(
            failure -> assertThat(condition(failure)).isEqualTo(Condition.RESOURCE_CONSTRAINT));
    assertThat(roster.contacts()).hasSize(1);
  }

  @Test
  void adds_renames_regroups_and_removes() {
    peer.script(
        s ->
            answerLoad(
                    ScriptedClient.login(s, ""),
                    query("", ""),
                    query(
                        "",
                        "<item jid='b@localhost' name='Bee' subscription='both'>"
                            + "<group>One</group></item>"))
                .then(
                    t -> {
                      granted(
                          t, "<item jid='a@localhost' name='A &amp; O'><group>G</group></item>");
                      granted(t, "<item jid='b@localhost' name='Bea'><group>One</group></item>");
                      granted(t, "<item jid='b@localhost'><group>One</group></item>");
                      granted(t, "<item jid='b@localhost'><group>Two</group></item>");
                      granted(t, "<item jid='b@localhost' subscription='remove'/>");
                    }));
    Roster roster = connected();
    Jid b = Jid.of("b@localhost");
    roster.load().join();

    roster.add(Jid.of("a@localhost"), "A & O", Set.of("G")).join();
    roster.rename(b, "Bea").join();
    roster.rename(b, null).join();
    roster.regroup(b, Set.of("Two")).join();
    roster.remove(b).join();

    peer.await();
    assertThat(roster.contact(b)).as("unchanged until it is pushed").isNotNull();
  }

  private static void granted(Script script, String item) {
    script
        .expect("<iq type='set' id='{set}'>" + query("", item) + "</iq>")
        .send("<iq type='result' id='{set}'/>");
  }

  @Test
  void refuses_to_rename_a_stranger_and_to_name_a_group_nothing() {
    peer.script(s -> ScriptedClient.login(s, ""));
    Roster roster = connected();
    Jid stranger = Jid.of("stranger@localhost");

    assertThatThrownBy(() -> roster.rename(stranger, "x").join())
        .hasCauseInstanceOf(RefusedException.class)
        .hasMessageContaining("stranger@localhost is not on the roster");
    assertThatThrownBy(() -> roster.add(stranger, null, Set.of("")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void asks_and_answers_subscriptions() {
    peer.script(
        s ->
            ScriptedClient.login(s, "")
                .expect("<presence type='subscribe' to='a@localhost'/>")
                .expect(
                    "<presence type='subscribe' to='a@localhost'>"
                        + "<nick xmlns='http://jabber.org/protocol/nick'>Ju</nick></presence>")
                .expect("<presence type='unsubscribe' to='a@localhost'/>")
                .expect("<presence type='subscribed' to='a@localhost'/>")
                .expect("<presence type='unsubscribed' to='a@localhost'/>")
                .expect("<presence type='unsubscribed' to='a@localhost'/>"));
    Roster roster = connected();
    Jid full = Jid.of("a@localhost/phone");

    roster.subscribe(full).join();
    roster.subscribe(full, "Ju").join();
    roster.unsubscribe(full).join();
    roster.approve(full).join();
    roster.deny(full).join();
    roster.cancel(full).join();

    peer.await();
  }

  private static String refused(String from, String error) {
    return "<presence type='error' from='"
        + from
        + "'><error type='cancel'><"
        + error
        + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>";
  }

  /** The push may come after the error, or on another stream. */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void tells_that_a_request_did_not_get_through(boolean pushed) throws Exception {
    String push = Peers.push("p", "", query("", "<item jid='a@nowhere.example' ask='subscribe'/>"));
    peer.script(
        s ->
            ScriptedClient.login(s, "")
                .expect("<presence type='subscribe' to='a@nowhere.example'/>")
                .send(
                    (pushed ? push : "") + refused("a@nowhere.example", "remote-server-not-found"))
                .send(refused("a@nowhere.example/r", "remote-server-not-found"))
                .send(refused("stranger@nowhere.example", "remote-server-not-found")));
    Roster roster = connected();

    roster.subscribe(Jid.of("a@nowhere.example/x")).join();

    if (pushed) {
      assertThat(events.next()).isInstanceOf(RosterEvent.Added.class);
    }
    assertThat(events.next())
        .isInstanceOfSatisfying(
            RosterEvent.SubscriptionFailed.class,
            failed -> {
              assertThat(failed.error().condition()).isEqualTo(Condition.REMOTE_SERVER_NOT_FOUND);
              assertThat(failed.contact().jid()).isEqualTo(Jid.of("a@nowhere.example"));
              assertThat(failed.contact().asked()).isEqualTo(pushed);
            });
    assertThat(roster.contacts()).hasSize(pushed ? 1 : 0);
  }

  /** Another client of the account may have asked, and a request that was answered is over. */
  @Test
  void tells_of_requests_that_are_open_and_of_no_others() throws Exception {
    peer.script(
        s ->
            answerLoad(
                    ScriptedClient.login(s, ""),
                    query("", ""),
                    query(
                        "",
                        "<item jid='a@localhost' ask='subscribe'/>"
                            + item("b", "to")
                            + item("c", "none")))
                .expect("<presence type='subscribe' to='c@localhost'/>")
                .send("<presence type='unsubscribed' from='c@localhost'/>")
                .send(refused("c@localhost", "service-unavailable"))
                .send(refused("b@localhost", "service-unavailable"))
                .send(refused("a@localhost", "service-unavailable")));
    Roster roster = connected();
    roster.load().join();
    roster.subscribe(Jid.of("c@localhost")).join();

    assertThat(events.next(4))
        .containsExactly("Added a", "Added b", "Added c", "SubscriptionFailed a");
    assertThat(events.rest()).isEmpty();
  }

  @Test
  void a_request_that_was_not_sent_is_not_open() throws Exception {
    peer.script(
        s ->
            ScriptedClient.login(s, "")
                .send(refused("a@localhost", "service-unavailable"))
                .send(Peers.push("p", "", query("", item("z", "none")))));
    client = ScriptedClient.of(peer).with(Roster::new).build();
    Roster roster = client.get(Roster.class);
    roster.onChange(events);
    assertThatThrownBy(() -> roster.subscribe(Jid.of("a@localhost")).join())
        .hasCauseInstanceOf(TransportException.class);

    client.connect().join();

    assertThat(events.next(1)).containsExactly("Added z");
  }

  @Test
  void introduces_the_user_by_a_name_that_is_fit_for_show() {
    String name = "<nick xmlns='http://jabber.org/protocol/nick'>Ju liet</nick>";
    peer.script(
        s ->
            ScriptedClient.login(s, "")
                .expect("<presence type='subscribe' to='a@localhost'>" + name + "</presence>")
                .expect("<presence type='subscribe' to='a@localhost'/>"));
    Roster roster = connected();

    roster.subscribe(Jid.of("a@localhost"), " Ju\n\u0007liet\u202E\uFFFF").join();
    roster.subscribe(Jid.of("a@localhost"), " \u0000 ").join();

    peer.await();
  }

  /** A name that somebody typed fails where it is waited for. */
  @ParameterizedTest
  @ValueSource(strings = {"a\u0007", "\uD800", "\uFFFE", "\u0000"})
  void a_name_that_cannot_be_sent_fails_the_future(String name) throws Exception {
    peer.script(
        s -> answerLoad(ScriptedClient.login(s, ""), query("", ""), query("", item("a", "both"))));
    Roster roster = connected();
    Jid a = Jid.of("a@localhost");
    roster.load().join();

    for (CompletableFuture<Void> change :
        List.of(
            roster.add(a, name, Set.of()),
            roster.add(a, "Ann", Set.of(name)),
            roster.rename(a, name),
            roster.regroup(a, Set.of("Friends", name)))) {
      assertThatThrownBy(change::join)
          .hasCauseInstanceOf(RefusedException.class)
          .hasMessageContaining("can't be sent")
          .hasMessageContaining("U+");
    }
  }

  @Test
  void an_item_in_a_group_without_a_name_can_be_changed() {
    String jid = "<item jid='b@localhost'";
    peer.script(
        s ->
            answerLoad(
                    ScriptedClient.login(s, ""),
                    query("", ""),
                    query("", jid + " name='Bee'><group/><group>One</group><group></group></item>"))
                .then(
                    t -> {
                      granted(t, jid + " name='Bea'><group>One</group></item>");
                      granted(t, jid + " name='Bea'><group>Two</group></item>");
                    }));
    Roster roster = connected();
    Jid b = Jid.of("b@localhost");

    assertThat(roster.load().join())
        .singleElement()
        .extracting(Contact::groups)
        .isEqualTo(Set.of("One"));
    roster.rename(b, "Bea").join();
    roster.regroup(b, Set.of("Two")).join();

    peer.await();
  }

  /** As gateways have them: the item is known by its whole address to the server alone. */
  @Test
  void an_item_with_a_resource_is_found_and_changed() {
    String jid = "jid='msn.localhost/registered'";
    peer.script(
        s ->
            answerLoad(
                    ScriptedClient.login(s, ""),
                    query("", ""),
                    query("", "<item " + jid + " subscription='both'/>" + item("b", "to")))
                .then(
                    t -> {
                      granted(t, "<item " + jid + " name='MSN'/>");
                      granted(t, "<item " + jid + " name='MSN'><group>Gateways</group></item>");
                      granted(t, "<item " + jid + " subscription='remove'/>");
                    }));
    Roster roster = connected();
    roster.load().join();
    Contact gateway = roster.contact(Jid.of("msn.localhost"));

    assertThat(gateway).isNotNull().isEqualTo(roster.contacts().get(0));
    assertThat(roster.contact(Jid.of("msn.localhost/registered"))).isEqualTo(gateway);
    assertThat(roster.contact(Jid.of("msn.localhost/other"))).isEqualTo(gateway);
    assertThat(roster.contact(Jid.of("x@msn.localhost/registered"))).isNull();
    roster.rename(Jid.of("msn.localhost"), "MSN").join();
    roster.regroup(Jid.of("msn.localhost/other"), Set.of("Gateways")).join();
    roster.remove(Jid.of("msn.localhost")).join();

    peer.await();
  }

  @Test
  void approves_in_advance_where_the_server_offers_it() {
    peer.script(
        s ->
            ScriptedClient.login(s, Peers.PRE_APPROVAL)
                .expect("<presence type='subscribed' to='a@localhost'/>"));

    connected().preApprove(Jid.of("a@localhost")).join();

    peer.await();
  }

  @Test
  void says_that_approval_in_advance_is_not_offered() {
    peer.script(s -> ScriptedClient.login(s, Peers.VERSIONS));

    assertThatThrownBy(() -> connected().preApprove(Jid.of("a@localhost")).join())
        .hasCauseInstanceOf(RefusedException.class)
        .hasMessageContaining("wait for the request of a@localhost");
  }

  /** What the message advises helps. */
  @Test
  void approves_once_the_contact_has_asked() {
    peer.script(
        s ->
            ScriptedClient.login(s, Peers.VERSIONS)
                .expect("<presence type='subscribed' to='a@localhost'/>"));
    Roster roster = connected();
    Jid a = Jid.of("a@localhost");
    assertThatThrownBy(() -> roster.preApprove(a).join())
        .hasMessageContaining("wait for the request of a@localhost");

    roster.approve(a).join();

    peer.await();
  }

  /** What the message advises helps: to load the roster, or to add the contact. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void renames_a_contact_once_it_is_on_the_roster_here(boolean loads) {
    peer.script(
        s -> {
          ScriptedClient.login(s, "");
          if (loads) {
            answerLoad(s, query("", ""), query("", item("a", "both")));
          } else {
            s.expectLike("<iq type='set' id='{add}'/>")
                .send(Peers.push("push", "", query("", item("a", "none"))))
                .expect("<iq type='result' id='push'/>")
                .send("<iq type='result' id='{add}'/>");
          }
          granted(s, "<item jid='a@localhost' name='Bea'/>");
        });
    Roster roster = connected();
    Jid a = Jid.of("a@localhost");
    assertThatThrownBy(() -> roster.rename(a, "Bea").join())
        .hasCauseInstanceOf(RefusedException.class)
        .hasMessageContaining("load() it, or add(..) first");

    if (loads) {
      roster.load().join();
    } else {
      roster.add(a, null, Set.of()).join();
    }
    roster.rename(a, "Bea").join();

    peer.await();
  }

  /** The answer may be handled before the push, and ejabberd may send it before, too. */
  @Test
  void a_contact_is_known_once_the_server_has_accepted_it() {
    peer.script(
        s -> {
          ScriptedClient.login(s, "");
          answerLoad(s, query("", ""), query("", item("b", "both")));
          s.expectLike("<iq type='set' id='{add}'/>")
              .send("<iq type='result' id='{add}'/>")
              .expectLike("<iq type='set' id='{rename}'/>")
              .send("<iq type='result' id='{rename}'/>");
        });
    Roster roster = connected();
    roster.load().join();
    Jid a = Jid.of("a@localhost");
    Jid b = Jid.of("b@localhost");

    roster.add(a, "Ann", Set.of("Friends")).join();
    roster.rename(b, "Bea").join();

    assertThat(roster.contact(a))
        .isEqualTo(Contact.builder(a).name("Ann").groups(Set.of("Friends")).build());
    assertThat(roster.contact(b))
        .isEqualTo(Contact.builder(b).name("Bea").subscription(Contact.Subscription.BOTH).build());
    peer.await();
  }

  @Test
  void a_profile_refuses_before_anything_is_sent() {
    peer.script(s -> ScriptedClient.login(s, "").expectClose().close());
    ServiceProfile readOnly =
        new ServiceProfile() {
          @Override
          public String refusal(Stanza stanza) {
            return "This service keeps its contacts to itself";
          }
        };
    client = ScriptedClient.of(peer).profile(readOnly).with(Roster::new).build();
    Roster roster = client.get(Roster.class);
    client.connect().join();

    assertThatThrownBy(() -> roster.remove(Jid.of("a@localhost")).join())
        .hasCauseInstanceOf(RefusedException.class)
        .hasMessageContaining("This service keeps its contacts to itself");
    client.shutdown().join();
    peer.await();
  }

  @Test
  void a_subscriber_may_wait_for_a_load_and_may_fail() throws Exception {
    peer.script(
        s ->
            answerLoad(ScriptedClient.login(s, ""), query("", ""), query("", item("a", "both")))
                .then(t -> answerLoad(t, query("", ""), query("", item("b", "both")))));
    client = ScriptedClient.of(peer).with(Roster::new).build();
    Roster roster = client.get(Roster.class);
    roster.onChange(
        event -> {
          if (Events.word(event).equals("Added a")) {
            roster.load().orTimeout(10, TimeUnit.SECONDS).join();
          }
          throw new IllegalStateException("meant to fail");
        });
    roster.onChange(events);
    client.connect().join();

    roster.load().join();

    assertThat(events.next(3)).containsExactly("Added a", "Removed a", "Added b");
  }

  @Test
  void a_subscription_ends() {
    peer.script(
        s -> answerLoad(ScriptedClient.login(s, ""), query("", ""), query("", item("a", "both"))));
    client = ScriptedClient.of(peer).with(Roster::new).build();
    Roster roster = client.get(Roster.class);
    roster.onChange(events).close();
    client.connect().join();

    roster.load().join();

    assertThat(events.rest()).isEmpty();
  }

  @Test
  void two_rosters_of_one_client_contradict_each_other() {
    assertThatThrownBy(
            () -> ScriptedClient.of(peer).with(Roster::new).with(AddOnlyRoster::new).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("jabber:iq:roster");
  }

  private XmppClient client() {
    XmppClient built = client;
    if (built == null) {
      throw new IllegalStateException("no client yet");
    }
    return built;
  }

  private static void lostBy(ConnectionState state, CompletableFuture<Void> lost) {
    if (state instanceof ConnectionState.Disconnected) {
      lost.complete(null);
    }
  }

  private static @Nullable Condition condition(Throwable failure) {
    return failure.getCause() instanceof StanzaException refused
        ? refused.error().condition()
        : null;
  }
}
