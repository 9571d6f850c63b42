package im.linnet.internal.management;

import static im.linnet.internal.management.ManagedNegotiation.JULIET;
import static im.linnet.internal.management.ManagedNegotiation.sm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import im.linnet.failure.Phase;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.stream.Facts;
import im.linnet.stream.Features;
import im.linnet.stream.Inline.Asked;
import im.linnet.stream.LostStream;
import im.linnet.stream.StreamFeature.Next;
import im.linnet.xml.Element;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Stream management is enabled on a bound stream (XEP-0198, section 3). */
class EnablingTest {

  private static final Element ENABLE =
      Element.builder("enable", Ledger.NAMESPACE).attribute("resume", "true").build();
  private static final Element ENABLED =
      Element.builder("enabled", Ledger.NAMESPACE)
          .attribute("resume", "true")
          .attribute("id", "id")
          .attribute("max", "60")
          .attribute("location", "elsewhere:5222")
          .build();
  private static final Facts SIGNED_IN = Facts.none().withMechanism("PLAIN");

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Management management =
      new Management(channel.eventLoop(), Records.none(channel.eventLoop()));
  private final ManagedNegotiation negotiation = new ManagedNegotiation(management).bound();
  private final StreamManagement feature = new StreamManagement();

  private CompletableFuture<Next> answered(Element answer) {
    CompletableFuture<Next> next = feature.negotiate(negotiation).toCompletableFuture();
    assertThat(negotiation.asked).containsExactly(ENABLE);
    negotiation.answer.complete(answer);
    return next;
  }

  @Test
  void begins_a_stream_with_what_the_server_grants() {
    assertThat(answered(ENABLED)).isCompletedWithValue(Next.SAME_FEATURES);
    assertThat(negotiation.facts().managed()).isTrue();
    ManagedStream stream = Objects.requireNonNull(management.stream());
    assertThat(stream.jid()).isEqualTo(JULIET);
    assertThat(stream.terms())
        .isEqualTo(new ResumeTerms("id", Duration.ofMinutes(1), "elsewhere:5222"));
    assertThat(management.canBeLeft()).isTrue();
    assertThat(management.lost()).isNull();
    assertThat(management.lostStream()).isNull();
    assertThat(management.location()).isNull();
  }

  @Test
  void continues_unmanaged_if_the_server_refuses() {
    assertThat(answered(sm("failed"))).isCompletedWithValue(Next.SAME_FEATURES);
    assertThat(negotiation.facts().managed()).isFalse();
    assertThat(management.stream()).isNull();
    assertThat(management.canBeLeft()).isFalse();
  }

  @Test
  void refuses_an_answer_that_is_none() {
    assertThat(answered(sm("resumed")))
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .havingCause()
        .asInstanceOf(type(StreamException.class))
        .satisfies(
            fault -> {
              assertThat(fault).hasMessageContaining("answered <enable/> with <resumed/>");
              assertThat(fault.error().condition()).isEqualTo(Condition.BAD_FORMAT);
            });
    assertThat(management.stream()).isNull();
  }

  @Test
  void a_stream_without_an_id_can_not_be_left_and_is_given_up_when_lost() {
    answered(sm("enabled"));
    assertThat(management.stream()).isNotNull();
    assertThat(management.canBeLeft()).isFalse();
    management.lost(new TransportException(Reason.RESET, "Lost"));
    assertThat(management.lostStream()).isNull();
    assertThat(management.stream()).isNull();
  }

  /** The server binds a new stream although the lost one was not refused. */
  @Test
  void a_new_stream_ends_the_lost_one() {
    List<String> told = new ArrayList<>();
    management.enabled(JULIET, new ResumeTerms("former", Duration.ofMinutes(5), null));
    Objects.requireNonNull(management.stream()).ledger().sent(new Delivered("one", told));
    management.lost(new TransportException(Reason.RESET, "Lost"));
    answered(ENABLED);
    assertThat(told).containsExactly("uncertain one");
    assertThat(management.lost()).isNull();
    assertThat(management.stream()).isNotNull();
  }

  @Test
  void the_time_of_a_former_stream_does_not_end_this_one() {
    channel.freezeTime();
    TransportException loss = new TransportException(Reason.RESET, "Lost");
    management.enabled(JULIET, new ResumeTerms("former", Duration.ofMinutes(5), null));
    management.lost(loss);
    management.end(loss);
    management.enabled(JULIET, new ResumeTerms("id", Duration.ofMinutes(5), null));
    channel.advanceTimeBy(4, TimeUnit.MINUTES);
    management.lost(loss);
    channel.advanceTimeBy(1, TimeUnit.MINUTES);
    channel.runScheduledPendingTasks();
    assertThat(management.lost()).isNotNull();
  }

  @Test
  void facts_that_were_known_before_begin_nothing_anew() {
    answered(ENABLED);
    ManagedStream stream = management.stream();
    Facts facts = negotiation.facts();
    management.noted(facts, facts.withSecure());
    assertThat(management.stream()).isSameAs(stream);
    Facts refused = facts.withRefused(sm("failed"));
    management.noted(refused, refused.withSecure());
    Facts resumed = facts.withResumed(lost(), sm("resumed"));
    management.noted(resumed, resumed.withSecure());
    assertThat(management.stream()).isSameAs(stream);
  }

  private static LostStream lost() {
    return LostStream.of(JULIET, "id", 0);
  }

  @Test
  void is_not_managed_before_its_address_is_known() {
    assertThatThrownBy(() -> management.noted(SIGNED_IN, SIGNED_IN.withEnabled(ENABLED)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("once its address is known");
  }

  @Test
  void is_due_once_for_a_bound_stream_that_offers_it() {
    Features offered = negotiation.features();
    Facts bound = SIGNED_IN.withJid(JULIET);
    assertThat(feature.accepts(offered, bound)).isTrue();
    assertThat(feature.accepts(offered, SIGNED_IN)).isFalse();
    assertThat(feature.accepts(offered, bound.withEnabled(ENABLED))).isFalse();
    Features none = new Features(Element.of("features", "http://etherx.jabber.org/streams"));
    assertThat(feature.accepts(none, bound)).isFalse();
    assertThat(feature.phase()).isEqualTo(Phase.BINDING);
    assertThat(feature.question()).isEqualTo(ENABLE);
  }

  private static Element offer(String namespace) {
    return Element.builder("inline", "urn:xmpp:bind:0")
        .child(Element.builder("feature", "urn:xmpp:bind:0").attribute("var", namespace).build())
        .build();
  }

  @Test
  void is_asked_for_inside_binding() {
    assertThat(feature.carrier()).isEqualTo("urn:xmpp:bind:0");
    assertThat(feature.ask(offer("urn:xmpp:carbons:2"), negotiation)).isNull();
    Asked inside = Objects.requireNonNull(feature.ask(offer(Ledger.NAMESPACE), negotiation));
    assertThat(inside.element()).isEqualTo(ENABLE);
    Facts bound = SIGNED_IN.withJid(JULIET);
    Element answer = Element.builder("bound", "urn:xmpp:bind:0").child(ENABLED).build();
    assertThat(inside.answered(answer, bound).enabled()).isEqualTo(ENABLED);
    assertThat(inside.answered(Element.of("bound", "urn:xmpp:bind:0"), bound)).isSameAs(bound);
  }
}
