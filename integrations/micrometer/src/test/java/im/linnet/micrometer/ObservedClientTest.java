package im.linnet.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import im.linnet.XmppClient;
import im.linnet.connection.Subscription;
import im.linnet.jid.Jid;
import im.linnet.routing.Claim;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Reply;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import im.linnet.xml.Element;
import io.micrometer.common.KeyValue;
import io.micrometer.context.ContextRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ObservedClientTest {

  private static final Jid ROMEO = Jid.of("romeo@localhost/orchard");

  private final TestObservationRegistry registry = TestObservationRegistry.create();
  private final Queue<Observation.Context> seen = new ConcurrentLinkedQueue<>();

  ObservedClientTest() {
    registry
        .observationConfig()
        .observationHandler(
            new ObservationHandler<Observation.Context>() {
              @Override
              public void onStop(Observation.Context context) {
                seen.add(context);
              }

              @Override
              public boolean supportsContext(Observation.Context context) {
                return true;
              }
            });
  }

  private XmppClient observed(ScriptedClient it) {
    return ObservedClient.of(it.client(), registry);
  }

  private static ScriptedClient bound(Consumer<Script> lines) {
    return ScriptedClient.builder().bound(lines);
  }

  private static Iq question() {
    return Iq.get(ROMEO, Element.of("query", "test:q"));
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(40, TimeUnit.SECONDS);
  }

  private static String answered(String id) {
    return "<iq type='result' id='{%s}' from='%s'/>".formatted(id, ROMEO);
  }

  /** Whatever a test did: documented names and keys, and nothing of a user. */
  @AfterEach
  void observations_are_documented_and_name_nobody() {
    for (Observation.Context context : seen) {
      if (name(context).startsWith("test.")) {
        continue;
      }
      ClientObservation documented =
          Arrays.stream(ClientObservation.values())
              .filter(each -> each.getName().equals(name(context)))
              .findFirst()
              .orElseThrow();
      assertThat(context.getContextualName()).isEqualTo(documented.getContextualName());
      assertThat(context.getLowCardinalityKeyValues().stream().map(KeyValue::getKey))
          .containsExactlyInAnyOrderElementsOf(
              Arrays.stream(documented.getLowCardinalityKeyNames())
                  .map(key -> key.asString())
                  .toList());
      Map<String, ClientKey> keys =
          Arrays.stream(ClientKey.values())
              .collect(Collectors.toMap(ClientKey::asString, Function.identity()));
      for (KeyValue pair : context.getLowCardinalityKeyValues()) {
        assertThat(Objects.requireNonNull(keys.get(pair.getKey())).allowed())
            .contains(pair.getValue());
      }
      assertThat(context.getHighCardinalityKeyValues()).isEmpty();
      Throwable error = context.getError();
      if (error != null) {
        assertThat(error.getMessage()).isIn(ClientKey.RESULT.allowed());
        assertThat(error.getCause()).isNull();
      }
    }
  }

  @Test
  void a_request_is_a_child_of_what_called_it() throws Exception {
    try (ScriptedClient it = bound(s -> s.expectLike("<iq id='{q}'/>").send(answered("q")))) {
      Observation outer = Observation.start("test.outer", registry);
      Observation.Scope scope = outer.openScope();
      get(observed(it).request(question()));
      scope.close();
      outer.stop();
      TestObservationRegistryAssert.assertThat(registry)
          .hasObservationWithNameEqualTo(ClientObservation.REQUEST.getName())
          .that()
          .hasParentObservationEqualTo(outer)
          .hasLowCardinalityKeyValue("result", "succeeded")
          .hasBeenStopped();
    }
  }

  @Test
  void what_depends_on_a_future_runs_in_the_caller_s_context() throws Exception {
    try (ScriptedClient it =
        bound(s -> s.expectLike("<iq id='{q}'/>").awaitCue("answer").send(answered("q")))) {
      Observation outer = Observation.start("test.outer", registry);
      CompletableFuture<Observation> reading = new CompletableFuture<>();
      Observation.Scope scope = outer.openScope();
      CompletableFuture<Iq> answer =
          observed(it)
              .request(
                  question(),
                  iq -> {
                    reading.complete(registry.getCurrentObservation());
                    return iq;
                  });
      CompletableFuture<Observation> after =
          answer.thenApply(iq -> Objects.requireNonNull(registry.getCurrentObservation()));
      scope.close();
      it.peer().cue("answer");
      assertThat(get(after)).isSameAs(outer);
      assertThat(get(reading).getContext().getName())
          .isEqualTo(ClientObservation.REQUEST.getName());
      assertThat(registry.getCurrentObservation()).isNull();
      outer.stop();
    }
  }

  @Test
  void other_thread_locals_of_the_caller_are_there_too() throws Exception {
    ThreadLocal<String> tenant = new ThreadLocal<>();
    ContextRegistry.getInstance().registerThreadLocalAccessor("test.tenant", tenant);
    try (ScriptedClient it =
        bound(s -> s.expectLike("<iq id='{q}'/>").awaitCue("answer").send(answered("q")))) {
      tenant.set("verona");
      CompletableFuture<String> after =
          observed(it).request(question()).thenApply(iq -> String.valueOf(tenant.get()));
      tenant.remove();
      it.peer().cue("answer");
      assertThat(get(after)).isEqualTo("verona");
    } finally {
      ContextRegistry.getInstance().removeThreadLocalAccessor("test.tenant");
    }
  }

  @Test
  void what_a_callback_calls_is_its_child() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.awaitCue("subscribed")
                    .send("<message from='romeo@localhost/orchard'><body>Hi</body></message>")
                    .expectLike("<message to='romeo@localhost/orchard'/>")
                    .mark("replied"))) {
      XmppClient client = observed(it);
      CompletableFuture<Void> replied = new CompletableFuture<>();
      client.onMessage(
          message -> {
            client.send(Message.chat(ROMEO, "Hello")).join();
            replied.complete(null);
          });
      it.peer().cue("subscribed");
      get(replied);
      it.peer().awaitMark("replied");
    }
    Observation.Context sending = context(ClientObservation.SEND);
    assertThat(Objects.requireNonNull(sending.getParentObservation()).getContextView())
        .extracting(Observation.ContextView::getName)
        .isEqualTo(ClientObservation.RECEIVE.getName());
  }

  private static String name(Observation.Context context) {
    return String.valueOf(context.getName());
  }

  private Observation.Context context(ClientObservation kind) {
    return seen.stream()
        .filter(context -> name(context).equals(kind.getName()))
        .findFirst()
        .orElseThrow();
  }

  private String value(ClientObservation kind, ClientKey key) {
    return Objects.requireNonNull(context(kind).getLowCardinalityKeyValue(key.asString()))
        .getValue();
  }

  @Test
  void a_failure_is_told_by_its_kind() {
    try (ScriptedClient it =
        bound(
            s ->
                s.expectLike("<iq id='{q}'/>")
                    .send(
                        "<iq type='error' id='{q}' from='romeo@localhost/orchard'>"
                            + "<error type='cancel'><forbidden"
                            + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"))) {
      Throwable raw = catchThrowable(() -> observed(it).request(question()).join());
      assertThat(raw).hasMessageContaining("forbidden");
    }
    assertThat(value(ClientObservation.REQUEST, ClientKey.RESULT)).isEqualTo("error-answer");
    assertThat(context(ClientObservation.REQUEST).getError()).hasMessage("error-answer");
  }

  @Test
  void cancelling_reaches_the_request() throws Exception {
    try (ScriptedClient it =
        ScriptedClient.builder()
            .endingAnyhow()
            .bound(s -> s.expectLike("<iq id='{q}'/>").mark("asked").silence())) {
      CompletableFuture<Iq> answer = observed(it).request(question());
      it.peer().awaitMark("asked");
      assertThat(answer.cancel(false)).isTrue();
      assertThat(answer).isCancelled();
    }
    assertThat(value(ClientObservation.REQUEST, ClientKey.RESULT)).isEqualTo("cancelled");
  }

  @Test
  void a_callback_that_throws_is_observed_and_contained() throws Exception {
    try (ScriptedClient it =
        bound(s -> s.awaitCue("subscribed").send("<message/>").send("<message id='2'/>"))) {
      CompletableFuture<Message> second = new CompletableFuture<>();
      observed(it)
          .onMessage(
              message -> {
                if (message.id() == null) {
                  throw new IllegalStateException("romeo@localhost is the matter");
                }
                second.complete(message);
              });
      it.peer().cue("subscribed");
      get(second);
    }
    assertThat(value(ClientObservation.RECEIVE, ClientKey.RESULT)).isEqualTo("other");
    assertThat(value(ClientObservation.RECEIVE, ClientKey.STANZA)).isEqualTo("message");
  }

  @Test
  void presences_claims_and_requests_of_others_are_observed() throws Exception {
    try (ScriptedClient it =
        bound(
            s ->
                s.awaitCue("subscribed")
                    .send("<presence from='romeo@localhost/orchard'/>")
                    .send("<message from='room@localhost/romeo'/>")
                    .send(
                        "<iq type='get' id='q' from='romeo@localhost/orchard'>"
                            + "<query xmlns='test:q'/></iq>")
                    .expectLike("<iq type='result' id='q'/>")
                    .mark("replied"))) {
      XmppClient client = observed(it);
      CompletableFuture<Void> presence = new CompletableFuture<>();
      CompletableFuture<Void> claimed = new CompletableFuture<>();
      client.onPresence(given -> presence.complete(null));
      Subscription claim =
          client.claim(Claim.from(Jid.of("room@localhost")), given -> claimed.complete(null));
      client.onRequest(Iq.Type.GET, "query", "test:q", request -> Reply.result().now());
      it.peer().cue("subscribed");
      get(presence);
      get(claimed);
      it.peer().awaitMark("replied");
      claim.close();
    }
    assertThat(seen)
        .filteredOn(context -> name(context).equals(ClientObservation.RECEIVE.getName()))
        .hasSize(2);
    assertThat(value(ClientObservation.ANSWER, ClientKey.RESULT)).isEqualTo("succeeded");
  }

  @Test
  void connecting_and_delivering_are_observed() throws Exception {
    try (ScriptedClient it = ScriptedClient.builder().built(s -> s.expectLike("<message/>"))) {
      XmppClient client = observed(it);
      get(client.connect());
      get(client.deliver(Message.chat(ROMEO, "Hello")));
      assertThat(client.address()).isEqualTo(it.client().address());
      assertThat(client.health().isUp()).isTrue();
    }
    assertThat(value(ClientObservation.CONNECT, ClientKey.RESULT)).isEqualTo("succeeded");
    assertThat(value(ClientObservation.DELIVER, ClientKey.STANZA)).isEqualTo("message");
  }
}
