package im.linnet.roster;

import static im.linnet.roster.Peers.VERSIONS;
import static im.linnet.roster.Peers.answerLoad;
import static im.linnet.roster.Peers.item;
import static im.linnet.roster.Peers.push;
import static im.linnet.roster.Peers.query;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.connection.ConnectionState;
import im.linnet.jid.Jid;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.ScriptedPeer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Versions of the roster (RFC 6121, section 2.6). */
@Timeout(120)
class RosterVersionTest {

  private static final Contact.Subscription TO = Contact.Subscription.TO;

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

  @Test
  void asks_for_changes_since_the_version_that_a_push_brought() throws Exception {
    peer.script(
        s ->
            answerLoad(
                    ScriptedClient.login(s, VERSIONS),
                    query("ver=''", ""),
                    query("ver='v1'", item("a", "both") + item("b", "both")))
                .awaitCue("loaded")
                .send(push("p", "", query("ver='v2'", item("c", "both"))))
                .expectLike("<iq type='result' id='p'/>")
                .close());
    peer.script(
        s ->
            answerLoad(ScriptedClient.login(s, VERSIONS), query("ver='v2'", ""), "")
                .send(push("q", "", query("ver='v3'", item("b", "remove"))))
                .expectLike("<iq type='result' id='q'/>"));
    client = ScriptedClient.of(peer).with(Roster::new).build();
    Roster roster = client.get(Roster.class);
    CompletableFuture<Void> lost = lost(client);
    client.connect().join();
    roster.load().join();
    roster.onChange(events);
    peer.cue("loaded");
    lost.join();
    assertThat(events.next(1)).containsExactly("Added c");

    client.connect().join();
    assertThat(roster.load().join()).hasSizeBetween(2, 3);

    assertThat(events.next(1)).containsExactly("Removed b");
    peer.await();
    assertThat(events.rest()).isEmpty();
    assertThat(roster.contacts()).hasSize(2);
  }

  @Test
  void says_nothing_of_versions_where_they_are_not_offered() {
    peer.script(
        s -> answerLoad(ScriptedClient.login(s, ""), query("", ""), query("ver='v1'", "")).close());
    peer.script(s -> answerLoad(ScriptedClient.login(s, ""), query("", ""), query("", "")));
    client = ScriptedClient.of(peer).with(Roster::new).build();
    CompletableFuture<Void> lost = lost(client);
    client.connect().join();
    client.get(Roster.class).load().join();
    lost.join();

    client.connect().join();
    client.get(Roster.class).load().join();

    peer.await();
  }

  @Test
  void begins_with_what_is_stored_and_stores_what_changes() throws Exception {
    peer.script(
        s ->
            answerLoad(ScriptedClient.login(s, VERSIONS), query("ver='v7'", ""), "")
                .awaitCue("loaded")
                .send(push("p", "", query("ver='v8'", item("b", "to")))));
    Shelf shelf = new Shelf(RosterSnapshot.of("v7", List.of(Contacts.of("a"))));
    client = ScriptedClient.of(peer).with(c -> new Roster(c, shelf)).build();
    Roster roster = client.get(Roster.class);
    roster.onChange(events);
    client.connect().join();

    assertThat(roster.load().join()).containsExactly(Contacts.of("a"));
    peer.cue("loaded");

    assertThat(events.next(2)).containsExactly("Added a", "Added b");
    assertThat(shelf.kept())
        .isEqualTo(RosterSnapshot.of("v8", List.of(Contacts.of("a"), Contacts.of("b", TO))));
  }

  @Test
  void loads_the_whole_if_the_store_fails() {
    peer.script(
        s ->
            answerLoad(
                ScriptedClient.login(s, VERSIONS),
                query("ver=''", ""),
                query("ver='v1'", item("a", "both"))));
    RosterStore broken =
        new RosterStore() {
          @Override
          public CompletionStage<@Nullable RosterSnapshot> read() {
            throw new IllegalStateException("meant to fail");
          }

          @Override
          public CompletionStage<Void> write(RosterSnapshot roster) {
            return CompletableFuture.failedFuture(new IllegalStateException("meant to fail"));
          }
        };
    client = ScriptedClient.of(peer).with(c -> new Roster(c, broken)).build();
    client.connect().join();

    assertThat(client.get(Roster.class).load().join()).hasSize(1);
  }

  @Test
  void contacts_are_equal_if_all_parts_are() {
    Jid jid = Jid.of("a@localhost");
    assertThat(Contact.builder(jid).build())
        .isEqualTo(Contact.builder(jid).groups(Set.of("")).build())
        .hasSameHashCodeAs(Contact.builder(jid).build())
        .isNotEqualTo(Contact.builder(Jid.of("b@localhost")).build())
        .isNotEqualTo(Contact.builder(jid).name("A").build())
        .isNotEqualTo(Contact.builder(jid).subscription(TO).build())
        .isNotEqualTo(Contact.builder(jid).asked(true).build())
        .isNotEqualTo(Contact.builder(jid).approved(true).build())
        .isNotEqualTo(Contact.builder(jid).groups(Set.of("Friends")).build());
  }

  @Test
  void a_snapshot_is_the_same_after_writing_and_reading() {
    Contact contact =
        Contact.builder(Jid.of("a@localhost"))
            .name("A")
            .subscription(TO)
            .asked(true)
            .approved(true)
            .groups(Set.of("Friends"))
            .build();
    RosterSnapshot snapshot = RosterSnapshot.of("v1", List.of(contact, Contacts.of("b")));

    assertThat(RosterSnapshot.of(snapshot.toElement()))
        .isEqualTo(snapshot)
        .hasSameHashCodeAs(snapshot)
        .isNotEqualTo(RosterSnapshot.of("v2", snapshot.contacts()))
        .isNotEqualTo(RosterSnapshot.of("v1", List.of(contact)));
  }

  private static CompletableFuture<Void> lost(XmppClient client) {
    CompletableFuture<Void> lost = new CompletableFuture<>();
    client.onState(
        state -> {
          if (state instanceof ConnectionState.Disconnected) {
            lost.complete(null);
          }
        });
    return lost;
  }

  /** Waits for the second write: the first is of what was loaded. */
  private static final class Shelf implements RosterStore {

    private final RosterSnapshot first;
    private final CompletableFuture<RosterSnapshot> second = new CompletableFuture<>();

    Shelf(RosterSnapshot first) {
      this.first = first;
    }

    @Override
    public CompletionStage<@Nullable RosterSnapshot> read() {
      return CompletableFuture.completedFuture(first);
    }

    @Override
    public CompletionStage<Void> write(RosterSnapshot roster) {
      if (!roster.equals(first)) {
        second.complete(roster);
      }
      return CompletableFuture.completedFuture(null);
    }

    RosterSnapshot kept() throws Exception {
      return second.get(10, TimeUnit.SECONDS);
    }
  }
}
