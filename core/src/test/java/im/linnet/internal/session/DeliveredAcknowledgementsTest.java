package im.linnet.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.internal.management.Ledger;
import im.linnet.internal.outgoing.Acknowledgements;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stanza is acknowledged once subscribers have handled it (XEP-0198, section 4). */
class DeliveredAcknowledgementsTest {

  private static final Element R = Element.of("r", Ledger.NAMESPACE);

  private final Queue<Runnable> turns = new ArrayDeque<>();
  private final EmbeddedSession it = EmbeddedSession.managed(turns::add);
  private final List<String> heard = new ArrayList<>();

  @BeforeEach
  void listen() {
    it.router.messages(message -> heard.add(String.valueOf(message.id())));
  }

  private void receive(int from, int to) {
    IntStream.range(from, to)
        .forEach(
            i ->
                it.receive(
                    Element.builder("message", Stanza.NAMESPACE)
                        .attribute("id", Integer.toString(i))
                        .build()));
  }

  /** Runs the queued callbacks. */
  private void work() {
    for (Runnable turn = turns.poll(); turn != null; turn = turns.poll()) {
      turn.run();
    }
    it.channel.runPendingTasks();
  }

  private List<String> acknowledged() {
    List<String> all = new ArrayList<>();
    for (Element next = it.channel.readOutbound(); next != null; next = it.channel.readOutbound()) {
      all.add(String.valueOf(next.attribute("h")));
    }
    return all;
  }

  @Test
  void waits_for_the_subscribers_and_then_answers_at_once() {
    receive(0, 3);
    it.receive(R);
    assertThat(acknowledged()).isEmpty();
    work();
    assertThat(heard).hasSize(3);
    assertThat(acknowledged()).containsExactly("3");
  }

  @Test
  void tells_how_far_they_came_when_they_take_long_and_the_rest_unasked() {
    receive(0, 1);
    work();
    receive(1, 4);
    it.receive(R);
    it.pass(Acknowledgements.PATIENCE.minusMillis(1));
    assertThat(acknowledged()).isEmpty();
    it.pass(Duration.ofMillis(1));
    assertThat(acknowledged()).containsExactly("1");
    it.pass(Duration.ofMinutes(1));
    assertThat(acknowledged()).as("nothing new").isEmpty();
    work();
    assertThat(acknowledged()).containsExactly("4");
    it.pass(Duration.ofMinutes(1));
    assertThat(acknowledged()).isEmpty();
  }

  @Test
  void answers_each_request_also_when_there_is_nothing_new() {
    receive(0, 1);
    for (int i = 0; i < 3; i++) {
      it.receive(R);
      it.pass(Acknowledgements.PATIENCE);
      assertThat(acknowledged()).containsExactly("0");
    }
  }

  @Test
  void does_not_let_too_many_wait_as_servers_keep_but_so_many() {
    receive(0, Acknowledgements.MOST_WAITING);
    it.receive(R);
    assertThat(acknowledged()).isEmpty();
    receive(Acknowledgements.MOST_WAITING, Acknowledgements.MOST_WAITING + 10);
    assertThat(acknowledged()).containsExactly("1");
    it.pass(Acknowledgements.APART);
    assertThat(acknowledged()).containsExactly("10");
    it.pass(Duration.ofMinutes(1));
    assertThat(acknowledged()).isEmpty();
  }

  @Test
  void waits_for_each_subscription_on_demand_too() {
    List<Flow.Subscription> demand = new ArrayList<>();
    it.router
        .stanzas()
        .subscribe(
            new Flow.Subscriber<Stanza>() {
              @Override
              public void onSubscribe(Flow.Subscription subscription) {
                demand.add(subscription);
              }

              @Override
              public void onNext(Stanza stanza) {
                heard.add("demanded " + stanza.id());
              }

              @Override
              public void onError(Throwable failure) {}

              @Override
              public void onComplete() {}
            });
    work();
    receive(0, 2);
    it.receive(R);
    work();
    assertThat(heard).containsExactly("0", "1");
    it.pass(Acknowledgements.PATIENCE);
    assertThat(acknowledged()).containsExactly("0");
    demand.get(0).request(1);
    work();
    it.pass(Acknowledgements.PATIENCE);
    assertThat(acknowledged()).containsExactly("1");
    demand.get(0).request(1);
    work();
    it.pass(Acknowledgements.APART);
    assertThat(acknowledged()).containsExactly("2");
  }

  @Test
  void counts_what_no_subscriber_sees_with_what_comes_before_it() {
    receive(0, 1);
    it.receive(
        Element.builder("iq", Stanza.NAMESPACE)
            .attribute("type", "result")
            .attribute("id", "nobody's")
            .build());
    it.receive(R);
    it.pass(Acknowledgements.PATIENCE);
    assertThat(acknowledged()).containsExactly("0");
    work();
    it.pass(Acknowledgements.APART);
    assertThat(acknowledged()).containsExactly("2");
  }

  /** Stanzas that still wait have been received, and will be delivered. */
  @Test
  void counts_all_when_the_stream_is_closed_in_order() {
    receive(0, 3);
    it.session.close(Duration.ofSeconds(1));
    it.channel.runPendingTasks();
    Element last = it.sent();
    assertThat(last.attribute("h")).isEqualTo("3");
  }
}
