package im.linnet.disco;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.Subscription;
import im.linnet.jid.Jid;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What other extensions learn of the own answer, and know better than a query. */
@Timeout(120)
class OwnInfoTest {

  private static final Jid ROMEO = Jid.of("romeo@localhost/orchard");
  private static final DiscoInfo INFO = DiscoInfo.of(List.of(), Set.of("urn:a"));

  private static @Nullable DiscoInfo next(BlockingQueue<DiscoInfo> queue) throws Exception {
    return queue.poll(20, TimeUnit.SECONDS);
  }

  @Test
  void changes_made_together_are_told_once() throws Exception {
    try (ScriptedClient juliet = ScriptedClient.bound(Disco::new, Script::silence)) {
      Disco disco = juliet.get(Disco.class);
      BlockingQueue<DiscoInfo> told = new LinkedBlockingQueue<>();
      disco.onOwnInfo(told::add);
      List<Subscription> added = new ArrayList<>();
      var callbacks = juliet.client().context().callbacks();
      callbacks.execute(
          () -> {
            added.add(disco.feature("urn:a"));
            added.add(disco.identity(new Identity("client", "bot")));
            added.add(disco.identity(new Identity("client", "bot")));
          });
      DiscoInfo first = next(told);
      assertThat(first).isEqualTo(disco.ownInfo());
      assertThat(disco.ownInfo().has("urn:a")).isTrue();
      assertThat(disco.ownInfo().identities()).containsExactly(new Identity("client", "bot"));
      callbacks.execute(
          () -> {
            added.forEach(Subscription::close);
            added.forEach(Subscription::close);
          });
      DiscoInfo second = next(told);
      assertThat(second).isEqualTo(disco.ownInfo());
      assertThat(disco.ownInfo().has("urn:a")).isFalse();
      assertThat(told).isEmpty();
    }
  }

  @Test
  void a_source_is_asked_before_the_entity() throws Exception {
    try (ScriptedClient juliet =
        ScriptedClient.bound(
            Disco::new,
            s ->
                s.expect(
                        "<iq type='get' id='{i}' to='%s'><query xmlns='%s' node='n'/></iq>"
                            .formatted(ROMEO, DiscoInfo.NAMESPACE))
                    .send(
                        "<iq type='result' id='{i}' from='%s'><query xmlns='%s' node='n'/></iq>"
                            .formatted(ROMEO, DiscoInfo.NAMESPACE))
                    .expect(
                        "<iq type='get' id='{j}' to='%s'><query xmlns='%s'/></iq>"
                            .formatted(ROMEO, DiscoInfo.NAMESPACE))
                    .send(
                        "<iq type='result' id='{j}' from='%s'><query xmlns='%s'/></iq>"
                            .formatted(ROMEO, DiscoInfo.NAMESPACE)))) {
      Disco disco = juliet.get(Disco.class);
      Subscription source =
          disco.source(
              entity -> entity.equals(ROMEO) ? CompletableFuture.completedFuture(INFO) : null);
      assertThat(disco.info(ROMEO)).isCompletedWithValue(INFO);
      assertThat(disco.info(ROMEO, "n").get(20, TimeUnit.SECONDS).node()).isEqualTo("n");
      source.close();
      assertThat(disco.info(ROMEO).get(20, TimeUnit.SECONDS).features()).isEmpty();
    }
  }
}
