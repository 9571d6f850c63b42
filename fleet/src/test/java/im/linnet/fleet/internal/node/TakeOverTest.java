package im.linnet.fleet.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node is lost. */
@Timeout(120)
class TakeOverTest extends StubFleet {

  @Test
  void the_streams_of_a_killed_node_are_resumed_by_others_from_its_copies() {
    kill(false);
  }

  @Test
  void also_the_node_that_coordinates_the_others_may_be_killed() {
    kill(true);
  }

  private void kill(boolean coordinator) {
    accounts = bots(40);
    start(3);
    untilCovered();
    untilAllOnline();
    StubNode killed =
        nodes.stream().filter(node -> (node == oldest()) == coordinator).findFirst().orElseThrow();
    int its = server.holders().getOrDefault(killed.name(), 0);
    Talk talk = new Talk(nodes.stream().filter(node -> node != killed).findFirst().orElseThrow());
    talk.run(200);
    killed.kill();
    talk.run(200);
    until("taken up", () -> server.holders().getOrDefault(killed.name(), 0) == 0);
    untilAllOnline();
    talk.run(100);
    talk.verify();
    assertThat(server.binds()).isEqualTo(40);
    assertThat(server.resumptions()).isGreaterThanOrEqualTo(its);
    assertThat(server.failedResumptions()).isZero();
    until(
        "old copies forgotten",
        () ->
            nodes.stream()
                    .filter(node -> !node.isDead())
                    .mapToLong(node -> node.fleet().meters().copies())
                    .sum()
                == 40);
  }
}
