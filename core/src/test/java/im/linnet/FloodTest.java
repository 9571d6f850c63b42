package im.linnet;

import static im.linnet.LiveSession.await;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.Backlog;
import im.linnet.connection.BacklogLimits;
import im.linnet.connection.KeepAlive;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Reply;
import im.linnet.stanza.Stanza;
import im.linnet.testkit.peer.Script;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More stanzas than the subscribers can see to, over real sockets. */
@Timeout(120)
class FloodTest {

  private static final BacklogLimits STANDARD = BacklogLimits.standard();

  /** What one read brings on top: 64 KB of stanzas of at least 16 bytes. */
  private static final int CHUNK = (64 << 10) / 16;

  private final BlockingQueue<Backlog> told = new LinkedBlockingQueue<>();
  private final CountDownLatch free = new CountDownLatch(1);
  private final List<Integer> heard = new ArrayList<>();

  @AfterEach
  void free() {
    free.countDown();
  }

  private static String messages(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "<message id='" + i + "'/>")
        .collect(Collectors.joining());
  }

  private static void flood(Script script, int messages) {
    for (int i = 0; i < messages; i += 1000) {
      script.sendRaw(messages(i, Math.min(i + 1000, messages)));
    }
  }

  private ClientBuilder watched(ClientBuilder builder) {
    return builder.onBacklog(told::add);
  }

  private Backlog next() throws InterruptedException {
    Backlog backlog = told.poll(20, TimeUnit.SECONDS);
    if (backlog == null) {
      throw new AssertionError("not told of the backlog");
    }
    return backlog;
  }

  private static int number(Stanza stanza) {
    return Integer.parseInt(String.valueOf(stanza.id()));
  }

  /** Holds the first message until it is freed. */
  private CountDownLatch block(XmppClient client, int messages) {
    CountDownLatch all = new CountDownLatch(messages);
    client.onMessage(
        message -> {
          try {
            free.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          heard.add(number(message));
          all.countDown();
        });
    return all;
  }

  private static List<Integer> numbers(int to) {
    return IntStream.range(0, to).boxed().toList();
  }

  @Test
  @DisplayName("Q08: 100,000 tiny stanzas for a subscriber that blocks")
  void waits_with_the_server_and_loses_nothing() throws Exception {
    int messages = 100_000;
    try (LiveSession it = LiveSession.of(this::watched, s -> flood(s, messages))) {
      CountDownLatch all = block(it.client, messages);
      it.connect();
      Backlog paused = next();
      assertThat(paused.paused()).isTrue();
      assertThat(paused.stanzas()).isGreaterThan(STANDARD.pauseStanzas());
      assertThat(it.client.backlog().paused()).isTrue();
      assertThat(it.client.backlog().stanzas()).isLessThan(STANDARD.pauseStanzas() + CHUNK);
      free.countDown();
      assertThat(next().paused()).isFalse();
      assertThat(all.await(40, TimeUnit.SECONDS)).isTrue();
      assertThat(heard).isEqualTo(numbers(messages));
    }
  }

  @Test
  void may_wait_for_an_answer_behind_a_flood() throws Exception {
    int before = 3000;
    int after = 10_000;
    try (LiveSession it =
        LiveSession.of(
            this::watched,
            s -> {
              flood(s, before);
              s.answer(
                  request ->
                      messages(before, after)
                          + "<iq type='result' id='"
                          + request.attribute("id")
                          + "'/>");
            })) {
      CompletableFuture<Iq> answer = new CompletableFuture<>();
      CountDownLatch all = new CountDownLatch(after);
      it.client.onMessage(
          message -> {
            if (number(message) == 0) {
              takeQuietly();
              answer.complete(it.client.request(Iq.get(null, Element.of("q", "test:q"))).join());
            }
            heard.add(number(message));
            all.countDown();
          });
      it.connect();
      assertThat(await(answer).type()).isEqualTo(Iq.Type.RESULT);
      assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(heard).isEqualTo(numbers(after));
    }
  }

  private void takeQuietly() {
    try {
      next();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void waits_for_no_answer_behind_too_much() throws Exception {
    int messages = 60_000;
    try (LiveSession it = LiveSession.of(this::watched, s -> flood(s, messages))) {
      CompletableFuture<Backlog> failed = new CompletableFuture<>();
      CountDownLatch all = new CountDownLatch(messages);
      it.client.onMessage(
          message -> {
            if (number(message) == 0) {
              it.client
                  .request(
                      Iq.get(null, Element.of("q", "test:q")),
                      RequestOptions.standard().limit(Duration.ofSeconds(3)))
                  .handle((answer, failure) -> failed.complete(it.client.backlog()))
                  .join();
            }
            heard.add(number(message));
            all.countDown();
          });
      it.connect();
      Backlog most = failed.get(20, TimeUnit.SECONDS);
      assertThat(most.paused()).isTrue();
      assertThat(most.stanzas()).isBetween(STANDARD.mostStanzas(), STANDARD.mostStanzas() + CHUNK);
      assertThat(all.await(40, TimeUnit.SECONDS)).isTrue();
      assertThat(heard).isEqualTo(numbers(messages));
    }
  }

  @Test
  void counts_the_bytes_of_large_stanzas() throws Exception {
    String text = "x".repeat(100_000);
    int messages = 200;
    try (LiveSession it =
        LiveSession.of(
            this::watched,
            s -> {
              for (int i = 0; i < messages; i++) {
                s.sendRaw("<message id='" + i + "'><body>" + text + "</body></message>");
              }
            })) {
      CountDownLatch all = block(it.client, messages);
      it.connect();
      Backlog paused = next();
      assertThat(paused.stanzas()).isBetween(41, 44);
      assertThat(paused.bytes())
          .isBetween(STANDARD.pauseBytes(), STANDARD.pauseBytes() + (1 << 18));
      free.countDown();
      assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(heard).isEqualTo(numbers(messages));
    }
  }

  @Test
  @DisplayName("Q09: requests for a handler that blocks")
  void waits_with_those_who_ask() throws Exception {
    int requests = 5000;
    try (LiveSession it =
        LiveSession.of(
            this::watched,
            s -> {
              s.sendRaw(
                  IntStream.range(0, requests)
                      .mapToObj(i -> "<iq type='get' id='" + i + "' from='a@b'><q xmlns='t'/></iq>")
                      .collect(Collectors.joining()));
              for (int i = 0; i < requests; i++) {
                s.expectLike("<iq type='result' id='" + i + "'/>");
              }
            })) {
      it.client.onRequest(
          Iq.Type.GET,
          "q",
          "t",
          request -> {
            takeFree();
            return Reply.result().now();
          });
      it.connect();
      assertThat(next().paused()).isTrue();
      assertThat(it.client.backlog().stanzas()).isLessThan(STANDARD.pauseStanzas() + CHUNK);
      free.countDown();
      it.peer.await();
    }
  }

  private void takeFree() {
    try {
      free.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void closes_in_order_while_it_pauses() throws Exception {
    try (LiveSession it =
        LiveSession.of(
            this::watched,
            s -> {
              flood(s, 3000);
              s.expectClose().close().expectEnd();
            })) {
      block(it.client, 3000);
      it.connect();
      assertThat(next().paused()).isTrue();
      CompletableFuture<Void> closed = it.client.shutdown();
      it.peer.await();
      free.countDown();
      await(closed);
    }
  }

  @Test
  void closes_in_time_where_nothing_more_may_wait() throws Exception {
    try (LiveSession it =
        LiveSession.of(
            builder ->
                watched(builder)
                    .backlog(new BacklogLimits(10, 1 << 20, 10, 1 << 20))
                    .closeLimit(Duration.ofMillis(500)),
            s -> flood(s, 200_000))) {
      block(it.client, 1);
      it.connect();
      assertThat(next().paused()).isTrue();
      CompletableFuture<Void> closed = it.client.shutdown();
      assertThat(next().paused()).as("the connection is gone").isFalse();
      free.countDown();
      await(closed);
    }
  }

  @Test
  void notices_a_lost_connection_by_what_it_writes() throws Exception {
    try (LiveSession it =
        LiveSession.of(
            builder -> watched(builder).keepAlive(KeepAlive.whitespace(Duration.ofMillis(200))),
            s -> {
              flood(s, 3000);
              s.awaitCue("reset").reset();
            })) {
      block(it.client, 3000);
      it.connect();
      assertThat(next().paused()).isTrue();
      it.peer.cue("reset");
      assertThat(next()).matches(backlog -> !backlog.paused() && backlog.stanzas() > 1000);
      free.countDown();
      await(it.lost);
    }
  }

  @Test
  void waits_for_demand() throws Exception {
    int messages = 20_000;
    try (LiveSession it = LiveSession.of(this::watched, s -> flood(s, messages))) {
      CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
      CountDownLatch all = new CountDownLatch(messages);
      it.client
          .stanzas()
          .subscribe(
              new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription given) {
                  subscription.complete(given);
                }

                @Override
                public void onNext(Stanza stanza) {
                  heard.add(number(stanza));
                  all.countDown();
                }

                @Override
                public void onError(Throwable failure) {}

                @Override
                public void onComplete() {}
              });
      it.connect();
      assertThat(next().paused()).isTrue();
      assertThat(it.client.backlog().stanzas()).isLessThan(STANDARD.pauseStanzas() + CHUNK * 2);
      await(subscription).request(messages);
      assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(heard).isEqualTo(numbers(messages));
    }
  }
}
