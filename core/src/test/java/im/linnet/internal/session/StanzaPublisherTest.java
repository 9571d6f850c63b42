package im.linnet.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.connection.BacklogLimits;
import im.linnet.connection.ConnectionState;
import im.linnet.internal.incoming.Inflow;
import im.linnet.internal.incoming.Router;
import im.linnet.internal.incoming.StanzaPublisher;
import im.linnet.internal.observe.Listeners;
import im.linnet.internal.routing.FilterChain;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of Reactive Streams, one by one, with the numbers of its specification. */
@Timeout(120)
class StanzaPublisherTest {

  private final Queue<Runnable> turns = new ArrayDeque<>();
  private final Inflow inflow = new Inflow(BacklogLimits.standard(), Runnable::run, backlog -> {});
  private final StanzaPublisher publisher = new StanzaPublisher(inflow, turns::add);
  private int sent;

  private void run() {
    for (Runnable turn = turns.poll(); turn != null; turn = turns.poll()) {
      turn.run();
    }
  }

  private void send(int stanzas) {
    for (int i = 0; i < stanzas; i++) {
      publisher.offer(message(sent++), 10);
    }
    run();
  }

  private static Message message(int number) {
    return Message.builder(Jid.of("a@b")).id(Integer.toString(number)).build();
  }

  private Probe subscribe() {
    Probe probe = new Probe();
    publisher.subscribe(probe);
    run();
    return probe;
  }

  /** Records the signals it receives. */
  private static class Probe implements Flow.Subscriber<Stanza> {

    final List<String> signals = new ArrayList<>();
    Flow.@Nullable Subscription subscription;

    Flow.Subscription subscription() {
      if (subscription == null) {
        throw new AssertionError("onSubscribe was not called");
      }
      return subscription;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      signals.add("subscribed");
      subscription = given;
    }

    @Override
    public void onNext(Stanza stanza) {
      signals.add(String.valueOf(stanza.id()));
    }

    @Override
    public void onError(Throwable failure) {
      signals.add(failure.getClass().getSimpleName() + ": " + failure.getMessage());
    }

    @Override
    public void onComplete() {
      signals.add("complete");
    }
  }

  private void request(Probe probe, long n) {
    probe.subscription().request(n);
    run();
  }

  @Test
  void rule_1_1_gives_no_more_than_is_demanded() {
    Probe probe = subscribe();
    send(5);
    assertThat(probe.signals).containsExactly("subscribed");
    request(probe, 2);
    request(probe, 1);
    assertThat(probe.signals).containsExactly("subscribed", "0", "1", "2");
    assertThat(inflow.backlog().stanzas()).isEqualTo(2);
    assertThat(inflow.backlog().bytes()).isEqualTo(20);
    request(probe, 10);
    send(10);
    assertThat(probe.signals).hasSize(1 + 13).endsWith("11", "12");
  }

  @Test
  void rule_1_9_subscribes_first_and_refuses_nobody() {
    Probe probe = new Probe();
    publisher.subscribe(probe);
    publisher.offer(message(0), 1);
    publisher.complete();
    run();
    request(probe, 1);
    assertThat(probe.signals).containsExactly("subscribed", "0", "complete");
    assertThatThrownBy(this::subscribeNobody).isInstanceOf(NullPointerException.class);
  }

  @SuppressWarnings("NullAway") // null is what is tested here
  private void subscribeNobody() {
    publisher.subscribe(null);
  }

  @Test
  void rule_1_11_serves_two_at_different_speed() {
    Probe slow = subscribe();
    send(1);
    Probe fast = subscribe();
    request(fast, Long.MAX_VALUE);
    send(2);
    request(slow, 1);
    assertThat(fast.signals).containsExactly("subscribed", "1", "2");
    assertThat(slow.signals).containsExactly("subscribed", "0");
    assertThat(inflow.backlog().stanzas()).isEqualTo(2);
  }

  @Test
  void gives_only_what_comes_after_the_subscription() {
    send(3);
    Probe probe = subscribe();
    request(probe, 10);
    send(1);
    assertThat(probe.signals).containsExactly("subscribed", "3");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void rule_3_9_ends_a_subscription_that_demands_nothing(long n) {
    Probe probe = subscribe();
    request(probe, 1);
    send(3);
    request(probe, n);
    request(probe, 5);
    send(3);
    assertThat(probe.signals)
        .containsExactly(
            "subscribed", "0", "IllegalArgumentException: n: " + n + " (expected: > 0)");
    assertThat(inflow.backlog().stanzas()).isZero();
  }

  @Test
  void rule_3_17_takes_unbounded_demand() {
    Probe probe = subscribe();
    request(probe, Long.MAX_VALUE);
    request(probe, Long.MAX_VALUE);
    request(probe, 1);
    send(1000);
    assertThat(probe.signals).hasSize(1001).endsWith("999");
  }

  @Test
  void rule_3_5_is_cancelled_once_or_more_and_then_gives_nothing() {
    Probe probe = subscribe();
    send(3);
    request(probe, 1);
    probe.subscription().cancel();
    probe.subscription().cancel();
    request(probe, 5);
    send(3);
    publisher.complete();
    run();
    assertThat(probe.signals).containsExactly("subscribed", "0");
    assertThat(inflow.backlog().stanzas()).isZero();
  }

  @Test
  void rule_2_8_may_be_cancelled_in_a_signal() {
    Probe probe =
        new Probe() {
          @Override
          public void onNext(Stanza stanza) {
            super.onNext(stanza);
            subscription().cancel();
          }
        };
    publisher.subscribe(probe);
    run();
    request(probe, 5);
    send(3);
    assertThat(probe.signals).containsExactly("subscribed", "0");
    assertThat(inflow.backlog().stanzas()).isZero();
  }

  @Test
  void rule_3_3_may_be_asked_in_a_signal_without_going_deeper() {
    Probe probe =
        new Probe() {
          @Override
          public void onSubscribe(Flow.Subscription given) {
            super.onSubscribe(given);
            given.request(1);
          }

          @Override
          public void onNext(Stanza stanza) {
            super.onNext(stanza);
            subscription().request(1);
          }
        };
    publisher.subscribe(probe);
    for (int i = 0; i < 100_000; i++) {
      publisher.offer(message(i), 1);
    }
    run();
    assertThat(probe.signals.subList(1, 100_001))
        .isEqualTo(IntStream.range(0, 100_000).mapToObj(Integer::toString).toList());
  }

  @Test
  void rule_1_5_completes_after_what_waits_was_demanded() {
    Probe probe = subscribe();
    Probe idle = subscribe();
    send(2);
    publisher.complete();
    publisher.complete();
    run();
    idle.subscription().cancel();
    assertThat(probe.signals).containsExactly("subscribed");
    request(probe, 1);
    assertThat(probe.signals).containsExactly("subscribed", "0");
    request(probe, 1);
    request(probe, 1);
    assertThat(probe.signals).containsExactly("subscribed", "0", "1", "complete");
  }

  @Test
  void rule_1_5_completes_without_demand_if_nothing_waits() {
    Probe probe = subscribe();
    publisher.complete();
    run();
    assertThat(probe.signals).containsExactly("subscribed", "complete");
    assertThat(subscribe().signals).containsExactly("subscribed", "complete");
  }

  @Test
  void rule_2_13_ends_a_subscription_that_throws_and_no_other() {
    Probe probe =
        new Probe() {
          @Override
          public void onNext(Stanza stanza) {
            super.onNext(stanza);
            throw new IllegalStateException("thrown by a test");
          }
        };
    publisher.subscribe(probe);
    Probe other = subscribe();
    request(probe, 5);
    request(other, 5);
    send(3);
    assertThat(probe.signals).containsExactly("subscribed", "0");
    assertThat(other.signals).containsExactly("subscribed", "0", "1", "2");
    assertThat(inflow.backlog().stanzas()).isZero();
  }

  @Test
  void goes_on_when_the_threads_are_gone() throws Exception {
    StanzaPublisher homeless =
        new StanzaPublisher(
            inflow,
            turn -> {
              throw new RejectedExecutionException("shut down by a test");
            });
    CountDownLatch complete = new CountDownLatch(1);
    homeless.subscribe(
        new Probe() {
          @Override
          public void onComplete() {
            complete.countDown();
          }
        });
    homeless.complete();
    assertThat(complete.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void rule_1_3_signals_one_at_a_time_whoever_demands() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      StanzaPublisher busy = new StanzaPublisher(inflow, threads);
      CountDownLatch all = new CountDownLatch(20_000);
      CountDownLatch subscribed = new CountDownLatch(1);
      Probe probe =
          new Probe() {
            @Override
            public void onSubscribe(Flow.Subscription given) {
              super.onSubscribe(given);
              subscribed.countDown();
            }

            @Override
            public void onNext(Stanza stanza) {
              super.onNext(stanza);
              all.countDown();
            }
          };
      busy.subscribe(probe);
      assertThat(subscribed.await(10, TimeUnit.SECONDS)).isTrue();
      for (int t = 0; t < 2; t++) {
        threads.execute(
            () -> IntStream.range(0, 10_000).forEach(i -> probe.subscription().request(1)));
      }
      IntStream.range(0, 20_000).forEach(i -> busy.offer(message(i), 1));
      assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(probe.signals.subList(1, 20_001))
          .isEqualTo(IntStream.range(0, 20_000).mapToObj(Integer::toString).toList());
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void gives_messages_and_presences_of_a_client_until_it_is_closed() {
    Router router =
        new Router(Runnable::run, inflow, publisher, FilterChain.none(), Listeners.none());
    Probe probe = subscribe();
    request(probe, 10);
    router.deliver(message(1), 1);
    router.deliver(message(2), 1);
    router.deliver(Presence.available(), 1);
    router.deliver(new ConnectionState.Disconnected(null));
    run();
    router.deliver(new ConnectionState.Closed());
    run();
    assertThat(probe.signals).containsExactly("subscribed", "1", "2", "null", "complete");
  }
}
