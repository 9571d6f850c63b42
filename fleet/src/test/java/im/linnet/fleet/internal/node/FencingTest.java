package im.linnet.fleet.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.fleet.FleetHealth;
import im.linnet.jid.Jid;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node is cut off from the others. */
@Timeout(120)
class FencingTest extends StubFleet {

  @Test
  void a_node_that_is_cut_off_is_fenced_and_does_nothing_more() {
    accounts = bots(30);
    start(3);
    untilCovered();
    untilAllOnline();
    StubNode cut = nodes.get(2);
    Jid bot = accounts.stream().filter(account -> nodeOf(account) == cut).findAny().orElseThrow();
    int arrivedBefore = arrived(bot).size();
    cut.cutOff(nodes.get(0));
    cut.cutOff(nodes.get(1));
    // Its sessions are still connected, but neither send nor acknowledge.
    CompletableFuture<Void> alone =
        cut.fleet().send(bot, chat("of a zombie")).toCompletableFuture();
    until("taken up", () -> !server.holders().containsKey(cut.name()));
    untilAllOnline();
    until("the node has ended", () -> cut.fleet().health().status() == FleetHealth.Status.GONE);
    assertThat(server.binds()).isEqualTo(30);
    assertThat(server.failedResumptions()).isZero();
    assertThat(alone).isNotCompleted();
    assertThat(arrived(bot)).hasSize(arrivedBefore);
    await(nodes.get(0).fleet().send(bot, chat("of the new one")));
    assertThat(arrived(bot)).contains("of the new one");
  }
}
