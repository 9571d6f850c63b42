package im.linnet.pubsub;

import static im.linnet.pubsub.Scripts.OWNER;
import static im.linnet.pubsub.Scripts.PUBSUB;
import static im.linnet.pubsub.Scripts.client;
import static im.linnet.pubsub.Scripts.detail;
import static im.linnet.pubsub.Scripts.done;
import static im.linnet.pubsub.Scripts.error;
import static im.linnet.pubsub.Scripts.field;
import static im.linnet.pubsub.Scripts.form;
import static im.linnet.pubsub.Scripts.iq;
import static im.linnet.pubsub.Scripts.tune;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.failure.StanzaException;
import im.linnet.stanza.Presence;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.test.Failures;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What publish options require, and what happens if they are refused. */
@Timeout(120)
class PublicationTest {

  private static final String PERSIST = field("persist_items", "true");
  private static final String PRIVATE = field("access_model", "whitelist");
  private static final String MAX = field("max_items", "max");
  private static final String UNKNOWN = error("wait", "resource-constraint");
  private static final String MISMATCH =
      error("cancel", "conflict", detail("precondition-not-met"));

  private static final PublishOptions STRICT =
      PublishOptions.privateData().prefer(NodeOptions.none().allItems());

  private static String publication(String... fields) {
    return iq(
        "set",
        PUBSUB,
        "<publish node='%s'><item id='1'>%s</item></publish>".formatted(Tune.NAMESPACE, tune("One"))
            + "<publish-options>"
            + form(PUBSUB + "#publish-options", fields)
            + "</publish-options>");
  }

  private static String configuration(String... fields) {
    return iq(
        "set",
        OWNER,
        "<configure node='%s'>%s</configure>"
            .formatted(Tune.NAMESPACE, form(NodeOptions.CONFIGURATION, fields)));
  }

  private static String creation(String... fields) {
    return iq(
        "set",
        PUBSUB,
        "<create node='%s'/><configure>%s</configure>"
            .formatted(Tune.NAMESPACE, form(NodeOptions.CONFIGURATION, fields)));
  }

  private static CompletableFuture<String> publish(ScriptedClient it, PublishOptions options) {
    return it.get(PubSub.class).own(Tune.NODE).publish("1", new Tune("One"), options);
  }

  private static void publishes(PublishOptions options, Consumer<Script> lines) {
    try (ScriptedClient it = client(lines)) {
      assertThat(publish(it, options).join()).isEqualTo("1");
    }
  }

  private static StanzaException fails(PublishOptions options, Consumer<Script> lines) {
    try (ScriptedClient it = client(lines)) {
      return Failures.of(publish(it, options), StanzaException.class);
    }
  }

  @Test
  void all_options_are_required_at_first() {
    publishes(STRICT, s -> s.expect(publication(PERSIST, PRIVATE, MAX)).send(done()));
  }

  @Test
  void data_of_a_kind_has_its_options() {
    publishes(
        PublishOptions.publicData(AccessModel.OPEN),
        s ->
            s.expect(
                    publication(
                        PERSIST,
                        field("access_model", "open"),
                        field("send_last_published_item", "never")))
                .send(done()));
    assertThat(NodeOptions.publicData(AccessModel.ROSTER).accessModel())
        .isEqualTo(AccessModel.ROSTER);
  }

  /** Conditions of real servers and of other services for an option that they do not know. */
  @ParameterizedTest
  @ValueSource(
      strings = {"resource-constraint", "bad-request", "not-acceptable", "feature-not-implemented"})
  void preferred_options_are_given_up_once(String condition) {
    publishes(
        STRICT,
        s ->
            s.expect(publication(PERSIST, PRIVATE, MAX))
                .send(error("modify", condition))
                .expect(publication(PERSIST, PRIVATE))
                .send(done()));
    StanzaException failure =
        fails(
            STRICT,
            s ->
                s.expect(publication(PERSIST, PRIVATE, MAX))
                    .send(error("modify", condition))
                    .expect(publication(PERSIST, PRIVATE))
                    .send(UNKNOWN));
    assertThat(failure.error().condition()).isEqualTo(Condition.RESOURCE_CONSTRAINT);
  }

  @Tag("P26")
  @Test
  void required_options_are_never_given_up() {
    fails(PublishOptions.privateData(), s -> s.expect(publication(PERSIST, PRIVATE)).send(UNKNOWN));
  }

  @ParameterizedTest
  @ValueSource(strings = {"payload-too-big", "invalid-payload", "max-items-exceeded"})
  void refusals_for_other_reasons_are_not_repeated(String condition) {
    StanzaException failure =
        fails(
            STRICT.configuring(),
            s ->
                s.expect(publication(PERSIST, PRIVATE, MAX))
                    .send(error("modify", "not-acceptable", detail(condition))));
    assertThat(PubSubError.of(failure)).extracting(PubSubError::wireName).isEqualTo(condition);
    fails(
        STRICT.configuring(),
        s -> s.expect(publication(PERSIST, PRIVATE, MAX)).send(error("auth", "forbidden")));
  }

  @Test
  void a_node_that_is_configured_in_another_way_stays_so() {
    StanzaException failure =
        fails(STRICT, s -> s.expect(publication(PERSIST, PRIVATE, MAX)).send(MISMATCH));
    assertThat(PubSubError.of(failure)).isEqualTo(PubSubError.PRECONDITION_NOT_MET);
  }

  @Test
  void a_node_that_is_configured_in_another_way_is_configured_on_request() {
    publishes(
        STRICT.configuring(),
        s ->
            s.expect(publication(PERSIST, PRIVATE, MAX))
                .send(MISMATCH)
                .expect(configuration(PERSIST, PRIVATE, MAX))
                .send(done())
                .expect(publication(PERSIST, PRIVATE, MAX))
                .send(done()));
  }

  @Test
  void it_is_configured_once_only() {
    StanzaException failure =
        fails(
            STRICT.configuring(),
            s ->
                s.expect(publication(PERSIST, PRIVATE, MAX))
                    .send(MISMATCH)
                    .expect(configuration(PERSIST, PRIVATE, MAX))
                    .send(done())
                    .expect(publication(PERSIST, PRIVATE, MAX))
                    .send(MISMATCH));
    assertThat(PubSubError.of(failure)).isEqualTo(PubSubError.PRECONDITION_NOT_MET);
    fails(
        STRICT.configuring(),
        s ->
            s.expect(publication(PERSIST, PRIVATE, MAX))
                .send(MISMATCH)
                .expect(configuration(PERSIST, PRIVATE, MAX))
                .send(error("auth", "forbidden")));
  }

  /** ejabberd 23.01, where new nodes of accounts keep one item. */
  @Test
  void options_that_a_publication_cannot_have_are_configured_on_request() {
    publishes(
        STRICT.configuring(),
        s ->
            s.expect(publication(PERSIST, PRIVATE, MAX))
                .send(UNKNOWN)
                .expect(creation(PERSIST, PRIVATE, MAX))
                .send(done())
                .expect(publication(PERSIST, PRIVATE))
                .send(done()));
    publishes(
        STRICT.configuring(),
        s ->
            s.expect(publication(PERSIST, PRIVATE, MAX))
                .send(UNKNOWN)
                .expect(creation(PERSIST, PRIVATE, MAX))
                .send(error("cancel", "conflict"))
                .expect(configuration(PERSIST, PRIVATE, MAX))
                .send(done())
                .expect(publication(PERSIST, PRIVATE))
                .send(done()));
  }

  @Test
  void cancelling_ends_the_attempts() {
    try (ScriptedClient it =
        client(
            s ->
                s.expect(publication(PERSIST, PRIVATE, MAX))
                    .mark("asked")
                    .awaitCue("cancelled")
                    .send(UNKNOWN)
                    .expectLike("<presence/>"))) {
      CompletableFuture<String> published = publish(it, STRICT);
      it.peer().awaitMark("asked");
      published.cancel(false);
      it.peer().cue("cancelled");
      assertThatThrownBy(published::join).isInstanceOf(CancellationException.class);
      it.client().send(Presence.available()).join();
    }
  }
}
