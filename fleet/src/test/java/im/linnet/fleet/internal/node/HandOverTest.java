package im.linnet.fleet.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.fleet.FleetHealth;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node leaves. */
@Timeout(120)
class HandOverTest extends StubFleet {

  @Test
  void a_node_that_leaves_hands_its_streams_over_and_nothing_is_lost_or_doubled() {
    accounts = bots(40);
    start(3);
    untilCovered();
    untilAllOnline();
    StubNode leaving = nodes.get(0);
    StubNode staying = nodes.get(2);
    Talk talk = new Talk(staying);
    talk.run(200);
    CompletableFuture<Void> left = leaving.fleet().leave().toCompletableFuture();
    talk.run(400);
    await(left);
    untilAllOnline();
    talk.run(100);
    talk.verify();
    assertThat(leaving.fleet().health().status()).isEqualTo(FleetHealth.Status.GONE);
    assertThat(server.binds()).isEqualTo(40);
    assertThat(server.failedResumptions()).isZero();
    assertThat(server.displaced()).isZero();
    assertThat(server.resumptions()).isPositive();
    assertThat(server.holders()).doesNotContainKey(leaving.name());
    assertThat(leaving.fleet().meters().handedOver()).isPositive();
  }

  @Test
  void of_two_nodes_the_one_that_leaves_goes_as_soon_as_the_other_needs_no_copies() {
    accounts = bots(20);
    start(2);
    untilCovered();
    untilAllOnline();
    StubNode leaving = nodes.get(1);
    await(leaving.fleet().leave());
    assertThat(leaving.fleet().meters().copies()).isZero();
    assertThat(leaving.fleet().meters().copied()).isZero();
    untilAllOnline();
    assertThat(server.binds()).isEqualTo(20);
  }
}
