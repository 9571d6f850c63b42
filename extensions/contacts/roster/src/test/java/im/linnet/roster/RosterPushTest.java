package im.linnet.roster;

import static im.linnet.roster.Peers.answerLoad;
import static im.linnet.roster.Peers.item;
import static im.linnet.roster.Peers.push;
import static im.linnet.roster.Peers.query;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.ScriptedPeer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pushes: believed from the own account alone, one item each, always answered. */
@Timeout(120)
class RosterPushTest {

  private static final String RESULT = "<iq type='result' id='%s'/>";

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

  /** A roster with one contact, romeo, then what is scripted. */
  private Roster after(String sent, String answered) {
    peer.script(
        s ->
            answerLoad(ScriptedClient.login(s, ""), query("", ""), query("", item("romeo", "both")))
                .awaitCue("loaded")
                .send(sent)
                .expectLike(answered));
    client = ScriptedClient.of(peer).with(Roster::new).build();
    Roster roster = client.get(Roster.class);
    client.connect().join();
    roster.load().join();
    roster.onChange(events);
    peer.cue("loaded");
    peer.await();
    return roster;
  }

  private static String error(String condition) {
    return "<iq type='error' id='p'><error><"
        + condition
        + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>";
  }

  @Tag("P12")
  @ParameterizedTest
  @ValueSource(strings = {"", "from='juliet@localhost'", "from='JULIET@localhost'"})
  void believes_the_own_account(String from) throws Exception {
    Roster roster = after(push("p", from, query("", item("nurse", "to"))), RESULT.formatted("p"));

    assertThat(events.next(1)).containsExactly("Added nurse");
    assertThat(roster.contacts()).hasSize(2);
  }

  @Tag("P11")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "stranger@evil.example",
        "romeo@localhost",
        "romeo@localhost/orchard",
        "juliet@localhost/chamber",
        "juliet@localhost/balcony",
        "localhost",
        "evil.localhost"
      })
  void believes_nobody_else(String from) {
    Roster roster =
        after(
            push("p", "from='" + from + "'", query("", item("romeo", "remove"))),
            error("service-unavailable"));

    assertThat(roster.contacts()).hasSize(1);
    assertThat(events.rest()).isEmpty();
  }

  @Tag("P13")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<item jid='a@localhost'/><item jid='b@localhost'/>",
        "<item/>",
        "<item jid='@'/>",
        "<item jid=''/>",
        "<item jid='romeo@localhost' subscription='REMOVE'/>",
        "<item jid='romeo@localhost' subscription='mutual'/>",
        "<item xmlns='urn:other' jid='a@localhost'/>"
      })
  void refuses_a_push_that_is_not_one_good_item(String items) {
    Roster roster = after(push("p", "", query("", items)), error("bad-request"));

    assertThat(roster.contacts()).hasSize(1);
    assertThat(events.rest()).isEmpty();
  }

  @Test
  void tells_a_change_with_what_was_before_and_a_removal() throws Exception {
    peer.script(
        s ->
            ScriptedClient.login(s, "")
                .send(push("p1", "", query("", item("nurse", "none"))))
                .expectLike(RESULT.formatted("p1"))
                .send(push("p2", "", query("", item("nurse", "none"))))
                .expectLike(RESULT.formatted("p2"))
                .send(push("p3", "", query("", item("nurse", "both"))))
                .expectLike(RESULT.formatted("p3"))
                .send(push("p4", "", query("", item("nurse", "remove"))))
                .expectLike(RESULT.formatted("p4"))
                .send(push("p5", "", query("", item("nurse", "remove"))))
                .expectLike(RESULT.formatted("p5")));
    client = ScriptedClient.of(peer).with(Roster::new).build();
    client.get(Roster.class).onChange(events);
    client.connect().join();
    peer.await();

    Contact both = Contacts.of("nurse", Contact.Subscription.BOTH);
    assertThat(events.next()).isEqualTo(new RosterEvent.Added(Contacts.of("nurse")));
    assertThat(events.next()).isEqualTo(new RosterEvent.Changed(Contacts.of("nurse"), both));
    assertThat(events.next()).isEqualTo(new RosterEvent.Removed(both));
    assertThat(events.rest()).isEmpty();
  }

  @Test
  void is_answered_and_told_to_all_whatever_one_subscriber_throws() throws Exception {
    peer.script(
        s ->
            ScriptedClient.login(s, "")
                .send(push("p1", "", query("", item("nurse", "none"))))
                .expectLike(RESULT.formatted("p1"))
                .send(push("p2", "", query("", item("nurse", "both"))))
                .expectLike(RESULT.formatted("p2")));
    client = ScriptedClient.of(peer).with(Roster::new).build();
    Roster roster = client.get(Roster.class);
    roster.onChange(
        event -> {
          throw new NoClassDefFoundError("thrown by a test");
        });
    roster.onChange(
        event -> {
          throw new StackOverflowError("thrown by a test");
        });
    roster.onChange(events);
    client.connect().join();
    peer.await();
    assertThat(events.next(2)).containsExactly("Added nurse", "Changed nurse");
  }

  @Test
  void is_answered_though_it_can_not_be_stored() throws Exception {
    peer.script(
        s ->
            answerLoad(ScriptedClient.login(s, ""), query("", ""), query("", ""))
                .send(
                    push(
                        "p1",
                        "",
                        "<query xmlns='jabber:iq:roster' ver='2'>"
                            + item("nurse", "none")
                            + "</query>"))
                .expectLike(RESULT.formatted("p1")));
    RosterStore broken =
        new RosterStore() {
          @Override
          public CompletionStage<@Nullable RosterSnapshot> read() {
            throw new NoClassDefFoundError("thrown by a test");
          }

          @Override
          public CompletionStage<Void> write(RosterSnapshot roster) {
            throw new NoClassDefFoundError("thrown by a test");
          }
        };
    client = ScriptedClient.of(peer).with(each -> new Roster(each, broken)).build();
    Roster roster = client.get(Roster.class);
    roster.onChange(events);
    client.connect().join();
    roster.load().join();
    peer.await();
    assertThat(events.next(1)).containsExactly("Added nurse");
  }
}
