package im.linnet.roster;

import static im.linnet.roster.Peers.answerLoad;
import static im.linnet.roster.Peers.item;
import static im.linnet.roster.Peers.query;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.connection.ConnectionState.Connected;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.ScriptedPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whether the roster is known on this stream. */
@Timeout(120)
class RosterLoadedTest {

  @Test
  void is_loaded_from_the_answer_to_the_end_of_the_stream() throws Exception {
    List<Integer> loads = new ArrayList<>();
    CompletableFuture<Void> lost = new CompletableFuture<>();
    try (ScriptedPeer peer = ScriptedPeer.listen()) {
      peer.script(
          s ->
              answerLoad(
                      ScriptedClient.login(s, ""), query("", ""), query("", item("romeo", "both")))
                  .awaitCue("end")
                  .close());
      peer.script(s -> answerLoad(ScriptedClient.login(s, ""), query("", ""), query("", "")));
      XmppClient client = ScriptedClient.of(peer).with(Roster::new).build();
      Roster roster = client.get(Roster.class);
      roster.onLoad(contacts -> loads.add(contacts.size()));
      assertThat(roster.isLoaded()).isFalse();
      client.connect().join();
      assertThat(roster.isLoaded()).isFalse();
      roster.load().join();
      assertThat(roster.isLoaded()).isTrue();

      client.onState(
          state -> {
            if (!(state instanceof Connected)) {
              lost.complete(null);
            }
          });
      peer.cue("end");
      lost.get(30, TimeUnit.SECONDS);
      assertThat(roster.isLoaded()).isFalse();
      client.connect().join();
      assertThat(roster.isLoaded()).isFalse();
      roster.load().join();
      assertThat(roster.isLoaded()).isTrue();
      assertThat(loads).containsExactly(1, 0);
      client.shutdown().orTimeout(30, TimeUnit.SECONDS).join();
    }
  }
}
