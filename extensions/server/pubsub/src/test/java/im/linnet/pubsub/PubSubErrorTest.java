package im.linnet.pubsub;

import static im.linnet.pubsub.Scripts.client;
import static im.linnet.pubsub.Scripts.detail;
import static im.linnet.pubsub.Scripts.error;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.stanza.StanzaError;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.test.Failures;
import im.linnet.test.ScriptedClient;
import im.linnet.test.Xml;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The conditions of XEP-0060, from failures. */
@Timeout(120)
class PubSubErrorTest {

  private static StanzaException refused(String... more) {
    try (ScriptedClient it =
        client(
            s ->
                s.expectLike("<iq id='{id}' type='get'/>")
                    .send(error("cancel", "feature-not-implemented", more)))) {
      return Failures.of(it.get(PubSub.class).own(Tune.NODE).items(), StanzaException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void every_condition_is_read(PubSubError expected) {
    StanzaException failure = refused(detail(expected.wireName()));
    assertThat(PubSubError.of(failure)).isEqualTo(expected);
    assertThat(PubSubError.of(new CompletionException(failure))).isEqualTo(expected);
    assertThat(PubSubError.of(new ExecutionException(failure))).isEqualTo(expected);
    assertThat(PubSubError.unsupported(failure)).isNull();
  }

  @Test
  void the_condition_may_stand_behind_another() {
    StanzaException failure =
        refused(
            "<odd xmlns='urn:x'/>",
            detail("unsupported").replace("/>", " feature='instant-nodes'/>"));
    assertThat(PubSubError.of(failure)).isEqualTo(PubSubError.UNSUPPORTED);
    assertThat(PubSubError.unsupported(failure)).isEqualTo("instant-nodes");
  }

  @Test
  void it_is_read_from_a_failure_without_its_answer() {
    StanzaError error =
        new StanzaError(
            StanzaError.Type.CANCEL,
            Condition.NOT_ALLOWED,
            "not-allowed",
            null,
            Xml.element(detail("closed-node")));
    assertThat(PubSubError.of(new StanzaException(error, "iq"))).isEqualTo(PubSubError.CLOSED_NODE);
  }

  @Test
  void other_failures_have_none() {
    assertThat(PubSubError.of(null)).isNull();
    assertThat(PubSubError.of(new RefusedException("full"))).isNull();
    assertThat(PubSubError.of(refused())).isNull();
    assertThat(PubSubError.of(refused(detail("unheard-of")))).isNull();
    assertThat(PubSubError.of(refused("<closed-node xmlns='urn:x'/>"))).isNull();
    assertThat(PubSubError.unsupported(null)).isNull();
  }
}
