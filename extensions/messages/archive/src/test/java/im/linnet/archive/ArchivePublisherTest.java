package im.linnet.archive;

import static im.linnet.archive.ArchiveScript.OWN;
import static im.linnet.archive.ArchiveScript.bound;
import static im.linnet.archive.ArchiveScript.error;
import static im.linnet.archive.ArchiveScript.fin;
import static im.linnet.archive.ArchiveScript.get;
import static im.linnet.archive.ArchiveScript.query;
import static im.linnet.archive.ArchiveScript.result;
import static im.linnet.archive.ArchiveScript.results;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.failure.StanzaException;
import im.linnet.stanza.Iq;
import im.linnet.test.ScriptedClient;
import im.linnet.xml.Element;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The messages of a query as a publisher. */
@Timeout(120)
class ArchivePublisherTest {

  /** Records signals as texts. */
  private static final class Recorder implements Flow.Subscriber<ArchivedMessage> {

    private final BlockingQueue<String> signals = new LinkedBlockingQueue<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
    private Consumer<String> more = id -> {};

    @Override
    public void onSubscribe(Flow.Subscription made) {
      subscription.complete(made);
    }

    @Override
    public void onNext(ArchivedMessage message) {
      signals.add(message.id());
      more.accept(message.id());
    }

    @Override
    public void onError(Throwable cause) {
      failure.complete(cause);
      signals.add("failed");
    }

    @Override
    public void onComplete() {
      signals.add("complete");
    }

    void request(long n) {
      subscription.join().request(n);
    }

    @Nullable String next() throws InterruptedException {
      return signals.poll(20, TimeUnit.SECONDS);
    }
  }

  private static Recorder subscribe(ScriptedClient it, MessageQuery query) {
    Recorder recorder = new Recorder();
    it.get(MessageArchive.class).own().messages(query).subscribe(recorder);
    return recorder;
  }

  @Test
  void the_next_page_is_requested_when_it_is_demanded() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.expect("<iq type='get' id='{id}'><before-any xmlns='urn:x'/></iq>")
                    .send("<iq type='result' id='{id}'/>")
                    .expect(query("<max>2</max>"))
                    .send(results("a", "b") + fin("", "a", "b"))
                    .expect("<iq type='get' id='{id}'><between xmlns='urn:x'/></iq>")
                    .send("<iq type='result' id='{id}'/>")
                    .expect(query("<max>2</max><after>b</after>"))
                    .send(results("c", "d") + fin("complete='true'", "c", "d")))) {
      Recorder recorder = subscribe(it, MessageQuery.all().max(2));
      recorder.subscription.join();
      ask(it, "before-any");
      recorder.request(1);
      assertThat(recorder.next()).isEqualTo("a");
      recorder.request(1);
      assertThat(recorder.next()).isEqualTo("b");
      ask(it, "between");
      recorder.request(1);
      assertThat(recorder.next()).isEqualTo("c");
      assertThat(recorder.signals).isEmpty();
      recorder.request(Long.MAX_VALUE);
      recorder.request(Long.MAX_VALUE);
      assertThat(recorder.next()).isEqualTo("d");
      assertThat(recorder.next()).isEqualTo("complete");
    }
  }

  private static void ask(ScriptedClient it, String name) throws Exception {
    get(it.client().request(Iq.get(null, Element.of(name, "urn:x"))));
  }

  @Test
  void going_backward_the_latest_message_comes_first() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.expect(query("<max>2</max><before/>"))
                    .send(results("c", "d") + fin("", "c", "d"))
                    .expect(query("<max>2</max><before>c</before>"))
                    .send(results("a", "b") + fin("", "a", "b"))
                    .expect(query("<max>2</max><before>a</before>"))
                    .send(fin("", "")))) {
      Recorder recorder = subscribe(it, MessageQuery.all().max(2).latest());
      recorder.request(Long.MAX_VALUE);
      for (String id : new String[] {"d", "c", "b", "a", "complete"}) {
        assertThat(recorder.next()).isEqualTo(id);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "b a"})
  void flipped_pages_give_the_same_order(String ends) throws Exception {
    String flipped = "<set xmlns='http://jabber.org/protocol/rsm'><max>2</max><before/></set>";
    try (ScriptedClient it =
        bound(
            s ->
                s.expectLike(
                        "<iq type='set' id='{id}'><query xmlns='urn:xmpp:mam:2' queryid='{q}'>"
                            + flipped
                            + "<flip-page/></query></iq>")
                    .send(result(OWN, "b", "").replace(":00Z", ":01Z"))
                    .send(result(OWN, "a", ""))
                    .send(fin("complete='true'", ends.substring(0, 1), ends.substring(2))))) {
      Recorder recorder = subscribe(it, MessageQuery.all().max(2).latest().flipped());
      recorder.request(3);
      for (String id : new String[] {"b", "a", "complete"}) {
        assertThat(recorder.next()).isEqualTo(id);
      }
    }
  }

  /** The same page for ever, or some in turn. */
  @Tag("P21")
  @Test
  void an_archive_that_repeats_its_pages_comes_to_an_end() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.expect(query("<max>50</max>"))
                    .send(results("a", "b") + fin("", "a", "b"))
                    .expect(query("<max>50</max><after>b</after>"))
                    .send(results("b", "c") + fin("", "b", "c"))
                    .expect(query("<max>50</max><after>c</after>"))
                    .send(results("a", "b") + fin("", "a", "b")))) {
      Recorder recorder = subscribe(it, MessageQuery.all());
      recorder.request(10);
      for (String id : new String[] {"a", "b", "c", "complete"}) {
        assertThat(recorder.next()).isEqualTo(id);
      }
    }
  }

  @Test
  void a_page_that_is_too_large_is_requested_in_smaller_ones() throws Exception {
    String large = "x".repeat(200_000);
    try (ScriptedClient it =
        bound(
            s -> {
              s.expect(query("<max>40</max><after>z</after>"));
              for (int i = 0; i < 22; i++) {
                s.send(result(OWN, "n" + i, large));
              }
              s.send(fin("", "n0", "n21"))
                  .expect(query("<max>10</max><after>z</after>"))
                  .send(results("a") + fin("complete='true'", "a", "a"));
            })) {
      Recorder recorder = subscribe(it, MessageQuery.all().max(40).after("z"));
      recorder.request(10);
      assertThat(recorder.next()).isEqualTo("a");
      assertThat(recorder.next()).isEqualTo("complete");
    }
  }

  @Tag("P21")
  @Test
  void an_archive_that_always_sends_too_many_fails() throws Exception {
    try (ScriptedClient it =
        bound(
            s -> {
              for (int max : new int[] {8, 2, 1}) {
                s.expect(query("<max>" + max + "</max>"))
                    .send(results("a", "b", "c", "d", "e", "f", "g", "h", "i") + fin("", "a", "i"));
              }
            })) {
      Recorder recorder = subscribe(it, MessageQuery.all().max(8));
      recorder.request(10);
      assertThat(recorder.next()).isEqualTo("failed");
      assertThat(get(recorder.failure)).hasMessageContaining("too many results");
    }
  }

  @Test
  void a_failure_is_that_of_the_query() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.expect(query("<max>50</max>"))
                    .send(results("a") + fin("", "a", "a"))
                    .expect(query("<max>50</max><after>a</after>"))
                    .send(error("forbidden")))) {
      Recorder recorder = subscribe(it, MessageQuery.all());
      recorder.request(10);
      assertThat(recorder.next()).isEqualTo("a");
      assertThat(recorder.next()).isEqualTo("failed");
      assertThat(get(recorder.failure)).isInstanceOf(StanzaException.class);
    }
  }

  @Test
  void a_cancelled_subscription_requests_nothing_and_leaves_nothing() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.expect(query("<max>2</max>"))
                    .send(results("a", "b") + fin("", "a", "b"))
                    .expect(query("<max>50</max>"))
                    .mark("asked")
                    .awaitCue("cancelled")
                    .send(results("c") + fin("", "c", "c"))
                    .expect("<iq type='get' id='{id}'><end xmlns='urn:x'/></iq>")
                    .send("<iq type='result' id='{id}'/>"))) {
      Recorder within = new Recorder();
      within.more = id -> within.subscription.join().cancel();
      it.get(MessageArchive.class).own().messages(MessageQuery.all().max(2)).subscribe(within);
      within.request(10);
      assertThat(within.next()).isEqualTo("a");
      Recorder outside = subscribe(it, MessageQuery.all());
      outside.request(1);
      it.peer().awaitMark("asked");
      outside.subscription.join().cancel();
      it.callbacksDone();
      assertThat(it.get(MessageArchive.class).open()).isZero();
      it.peer().cue("cancelled");
      ask(it, "end");
      assertThat(within.signals).isEmpty();
      assertThat(outside.signals).isEmpty();
    }
  }

  @Test
  void a_wrong_demand_and_a_failing_subscriber_end_the_subscription() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.expect(query("<max>50</max>"))
                    .send(results("a", "b") + fin("", "a", "b"))
                    .expect("<iq type='get' id='{id}'><end xmlns='urn:x'/></iq>")
                    .send("<iq type='result' id='{id}'/>"))) {
      Recorder none = subscribe(it, MessageQuery.all());
      none.request(0);
      assertThat(none.next()).isEqualTo("failed");
      assertThat(get(none.failure)).isInstanceOf(IllegalArgumentException.class);
      Recorder failing = new Recorder();
      failing.more =
          id -> {
            throw new IllegalStateException("on purpose");
          };
      it.get(MessageArchive.class).own().messages(MessageQuery.all()).subscribe(failing);
      failing.request(10);
      assertThat(failing.next()).isEqualTo("a");
      ask(it, "end");
      assertThat(failing.signals).isEmpty();
    }
  }

  @Test
  void a_publisher_needs_a_page_size() {
    try (ScriptedClient it = bound(nothing -> {})) {
      Archive own = it.get(MessageArchive.class).own();
      assertThatThrownBy(() -> own.messages(MessageQuery.all().max(0)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> MessageQuery.all().max(-1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> MessageQuery.all().max(1001))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> MessageQuery.all().start(Instant.MAX))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
