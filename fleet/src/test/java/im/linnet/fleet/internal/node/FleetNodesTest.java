package im.linnet.fleet.internal.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.failure.RefusedException;
import im.linnet.fleet.AccountState;
import im.linnet.fleet.FleetHealth;
import im.linnet.fleet.SignInRate;
import im.linnet.jid.Jid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where accounts are, and what is sent in them. */
@Timeout(120)
class FleetNodesTest extends StubFleet {

  @Test
  void accounts_are_spread_and_each_is_held_once() {
    accounts = bots(60);
    start(3);
    untilCovered();
    untilAllOnline();
    assertThat(server.holders()).hasSize(3);
    assertThat(server.binds()).isEqualTo(60);
    assertThat(server.displaced()).isZero();
    for (StubNode node : nodes) {
      FleetHealth health = node.fleet().health();
      assertThat(health.status()).isEqualTo(FleetHealth.Status.MEMBER);
      assertThat(health.nodes()).hasSize(3);
    }
    Jid bot = accounts.get(7);
    for (StubNode node : nodes) {
      AccountState state = await(node.fleet().state(bot));
      assertThat(state).isInstanceOf(AccountState.Online.class);
      assertThat(state.heldBy()).isEqualTo(server.holder(bot.toString()));
      await(node.fleet().send(bot, chat("from " + node.name())));
    }
    assertThat(arrived(bot)).hasSize(3);
  }

  @Test
  void accounts_that_are_not_wanted_any_more_end_and_new_ones_begin() {
    accounts = bots(10);
    start(2);
    untilAllOnline();
    accounts = bots(15).subList(5, 15);
    until(
        "ended and begun",
        () ->
            held() == 10
                && server.holder("bot0@example.com") == null
                && server.holder("bot14@example.com") != null);
    assertThat(server.binds()).isEqualTo(15);
    assertThat(await(nodes.get(0).fleet().state(Jid.of("bot0@example.com"))))
        .isEqualTo(new AccountState.Absent());
  }

  @Test
  void a_send_starts_an_account_and_a_released_one_is_gone_until_then() {
    start(1, builder -> builder.accounts(() -> new SubmissionPublisher<>()));
    Jid bot = Jid.of("bot@example.com");
    FleetNode fleet = nodes.get(0).fleet();
    assertThat(await(fleet.state(bot))).isEqualTo(new AccountState.Absent());
    await(fleet.send(bot, chat("first")));
    assertThat(await(fleet.state(bot))).isInstanceOf(AccountState.Online.class);
    await(fleet.release(bot));
    until("released", () -> server.holder(bot.toString()) == null);
    await(fleet.send(bot, chat("second")));
    assertThat(arrived(bot)).containsExactly("first", "second");
    assertThat(server.binds()).isEqualTo(2);
  }

  @Test
  void too_many_sends_are_refused_as_full() {
    start(1, builder -> builder.sends(2, 3));
    FleetNode fleet = nodes.get(0).fleet();
    List<CompletableFuture<Void>> sent = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      sent.add(fleet.send(Jid.of("bot@example.com"), chat("n" + i)).toCompletableFuture());
    }
    assertThat(sent.get(199)).isCompletedExceptionally();
    assertThatThrownBy(() -> sent.get(199).join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            RefusedException.class, refused -> assertThat(refused.retryable()).isTrue());
    long done =
        sent.stream()
            .filter(
                one ->
                    one.handle((ok, failure) -> failure == null)
                        .orTimeout(60, TimeUnit.SECONDS)
                        .join())
            .count();
    assertThat(done).isBetween(1L, 199L);
    assertThat(arrived(Jid.of("bot@example.com"))).hasSize((int) done);
    assertThat(fleet.meters().refused()).isPositive();
  }

  @Test
  void before_it_starts_and_after_it_left_a_node_refuses() {
    start(1);
    StubNode left = nodes.get(0);
    await(left.fleet().leave());
    assertThatThrownBy(() -> await(left.fleet().start()))
        .hasCauseInstanceOf(RefusedException.class);
    assertThat(left.fleet().health().status()).isEqualTo(FleetHealth.Status.GONE);
  }

  @Test
  void the_whole_fleet_signs_in_no_faster_than_told() {
    accounts = bots(30);
    start(2, builder -> builder.signIns(new SignInRate(10, 1)));
    untilAllOnline();
    assertThat(server.binds()).isGreaterThanOrEqualTo(30);
    assertThat(server.binding()).isGreaterThan(Duration.ofMillis(2500));
  }

  @Test
  void an_account_for_which_no_session_can_be_made_fails_and_says_why() {
    start(
        1,
        builder ->
            builder.factory(
                setup -> {
                  throw new IllegalArgumentException("No secret of this account");
                }));
    FleetNode fleet = nodes.get(0).fleet();
    assertThatThrownBy(() -> await(fleet.send(Jid.of("bot@example.com"), chat("Hello"))))
        .cause()
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("No secret");
  }

  @Test
  void a_node_whose_port_is_taken_says_so() {
    start(1);
    StubNode second = new StubNode(server, ports.get(0), ports, this::handle, builder -> builder);
    assertThatThrownBy(() -> await(second.fleet().start()))
        .cause()
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("port is taken");
    assertThat(second.fleet().health().status()).isEqualTo(FleetHealth.Status.GONE);
  }
}
