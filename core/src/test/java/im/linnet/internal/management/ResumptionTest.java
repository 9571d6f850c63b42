package im.linnet.internal.management;

import static im.linnet.internal.management.ManagedNegotiation.JULIET;
import static im.linnet.internal.management.ManagedNegotiation.sm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import im.linnet.failure.Phase;
import im.linnet.failure.StreamError;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.stream.Facts;
import im.linnet.stream.Features;
import im.linnet.stream.Inline.Asked;
import im.linnet.stream.StreamFeature.Next;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A lost stream with two stanzas sent, and three received. */
class ResumptionTest {

  private final XmppException loss = new TransportException(Reason.RESET, "Lost");

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Management management =
      new Management(channel.eventLoop(), Records.none(channel.eventLoop()));
  private final ManagedNegotiation negotiation = new ManagedNegotiation(management);
  private final Resumption resumption = new Resumption(management);
  private final List<String> told = new ArrayList<>();

  ResumptionTest() {
    channel.freezeTime();
    management.enabled(JULIET, new ResumeTerms("id", Duration.ofMinutes(5), "elsewhere:5222"));
    Ledger ledger = Objects.requireNonNull(management.stream()).ledger();
    ledger.sent(new Delivered("one", told));
    ledger.sent(new Delivered("two", told));
    ledger.received();
    ledger.received();
    ledger.received();
    management.lost(loss);
  }

  private static ElementBuilder resumed() {
    return Element.builder("resumed", Ledger.NAMESPACE).attribute("previd", "id");
  }

  private static Element failed(@Nullable String h) {
    return Element.builder("failed", Ledger.NAMESPACE).attribute("h", h).build();
  }

  private CompletableFuture<Next> answered(Element answer) {
    CompletableFuture<Next> next = resumption.negotiate(negotiation).toCompletableFuture();
    negotiation.answer.complete(answer);
    return next;
  }

  @Test
  void asks_with_the_count_and_the_id() {
    resumption.negotiate(negotiation);
    assertThat(negotiation.asked)
        .containsExactly(
            Element.builder("resume", Ledger.NAMESPACE)
                .attribute("h", "3")
                .attribute("previd", "id")
                .build());
  }

  @Test
  void continues_the_stream_where_the_server_is() {
    assertThat(answered(resumed().attribute("h", "1").build())).isCompletedWithValue(Next.DONE);
    assertThat(told).containsExactly("acknowledged one");
    assertThat(management.lost()).isNull();
    assertThat(management.stream()).isNotNull();
    assertThat(negotiation.facts().jid()).isEqualTo(JULIET);
  }

  @Test
  void is_not_given_up_later_once_it_is_resumed() {
    answered(resumed().attribute("h", "0").build());
    channel.advanceTimeBy(1, TimeUnit.HOURS);
    channel.runScheduledPendingTasks();
    assertThat(management.stream()).isNotNull();
    assertThat(told).isEmpty();
  }

  @Test
  void is_given_up_when_the_server_has_dropped_it() {
    channel.advanceTimeBy(299, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(management.lost()).isNotNull();
    assertThat(management.location()).isEqualTo("elsewhere:5222");
    channel.advanceTimeBy(1, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(management.lost()).isNull();
    assertThat(management.location()).isNull();
    assertThat(told).containsExactly("uncertain one", "uncertain two");
  }

  /** The count of a refusal tells what has arrived (XEP-0198, section 5). */
  @Test
  void ends_the_stream_that_the_server_refuses_with_its_last_count() {
    assertThat(answered(failed("1"))).isCompletedWithValue(Next.SAME_FEATURES);
    assertThat(told).containsExactly("acknowledged one", "uncertain two");
    assertThat(management.stream()).isNull();
  }

  @Test
  void a_refusal_may_acknowledge_everything() {
    assertThat(answered(failed("2"))).isCompletedWithValue(Next.SAME_FEATURES);
    assertThat(told).containsExactly("acknowledged one", "acknowledged two");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"3", "-1", "many"})
  void ignores_the_impossible_count_of_a_refusal(@Nullable String h) {
    assertThat(answered(failed(h))).isCompletedWithValue(Next.SAME_FEATURES);
    assertThat(told).containsExactly("uncertain one", "uncertain two");
  }

  /** Behind what it has acknowledged: the server has lost its count, but the stream ends anyway. */
  @Test
  void ignores_a_count_of_a_refusal_that_goes_back() {
    Objects.requireNonNull(management.stream()).ledger().acknowledge(1);
    assertThat(answered(failed("0"))).isCompletedWithValue(Next.SAME_FEATURES);
    assertThat(told).containsExactly("acknowledged one", "uncertain two");
  }

  private void refuses(Element answer, String words) {
    assertThat(answered(answer))
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .havingCause()
        .asInstanceOf(type(StreamException.class))
        .satisfies(
            fault -> {
              assertThat(fault).hasMessageContaining(words);
              assertThat(fault.by()).isEqualTo(StreamException.By.CLIENT);
              assertThat(fault.error().condition()).isEqualTo(Condition.UNDEFINED_CONDITION);
            });
    assertThat(management.stream()).isNull();
    assertThat(told).containsExactly("uncertain one", "uncertain two");
  }

  @Test
  void refuses_an_answer_that_is_none() {
    refuses(sm("enabled"), "answered <resume/> with <enabled/>");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "ID", "another"})
  void refuses_another_stream(@Nullable String previd) {
    refuses(
        Element.builder("resumed", Ledger.NAMESPACE)
            .attribute("previd", previd)
            .attribute("h", "0")
            .build(),
        "resumed another stream");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "-1", "4294967296"})
  void refuses_to_continue_from_nowhere(@Nullable String h) {
    refuses(resumed().attribute("h", h).build(), "without saying how far it came");
  }

  @Test
  void refuses_to_continue_from_what_was_never_sent() {
    refuses(resumed().attribute("h", "3").build(), "acknowledged 3 stanzas, but 2 were sent");
  }

  /** The time ran out while the server answered. */
  @ParameterizedTest
  @ValueSource(strings = {"resumed", "failed"})
  void an_answer_that_comes_too_late_is_a_reason_to_connect_again(String name) {
    CompletableFuture<Next> next = resumption.negotiate(negotiation).toCompletableFuture();
    management.giveUp();
    negotiation.answer.complete(
        Element.builder(name, Ledger.NAMESPACE)
            .attribute("previd", "id")
            .attribute("h", "0")
            .build());
    assertThat(next)
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .havingCause()
        .asInstanceOf(type(TransportException.class))
        .satisfies(late -> assertThat(late.reason()).isEqualTo(Reason.TIMED_OUT));
  }

  private void breaks(XmppException failure) {
    CompletableFuture<Next> next = resumption.negotiate(negotiation).toCompletableFuture();
    negotiation.answer.completeExceptionally(failure);
    assertThat(next).isCompletedExceptionally();
  }

  @Test
  void is_not_tried_again_if_the_server_ends_the_connection_for_it() {
    breaks(StreamException.byServer(StreamError.of(Condition.BAD_FORMAT, null), true));
    assertThat(management.stream()).isNull();
    assertThat(told).containsExactly("uncertain one", "uncertain two");
  }

  @Test
  void is_tried_again_after_a_redirect() {
    breaks(StreamException.byServer(StreamError.of(Condition.SEE_OTHER_HOST, null), true));
    assertThat(management.lost()).isNotNull();
  }

  @Test
  void is_tried_again_after_a_loss() {
    breaks(loss);
    assertThat(management.lost()).isNotNull();
  }

  /** A connection that is lost between the resumption and the session, by a redirect. */
  @Test
  void is_lost_again_if_its_connection_is_redirected() {
    answered(resumed().attribute("h", "0").build());
    management.abandoned(
        StreamException.byServer(StreamError.of(Condition.SEE_OTHER_HOST, null), true));
    assertThat(management.lost()).isNotNull();
    assertThat(told).isEmpty();
  }

  @Test
  void is_due_for_one_who_has_signed_in_and_bound_nothing() {
    Facts signedIn = Facts.none().withMechanism("PLAIN");
    Features offered = negotiation.features();
    assertThat(resumption.accepts(offered, signedIn)).isTrue();
    assertThat(resumption.accepts(offered, Facts.none())).isFalse();
    assertThat(resumption.accepts(offered, signedIn.withJid(JULIET))).isFalse();
    Features none = new Features(Element.of("features", "http://etherx.jabber.org/streams"));
    assertThat(resumption.accepts(none, signedIn)).isFalse();
    assertThat(resumption.phase()).isEqualTo(Phase.BINDING);
    assertThat(resumption.startsAhead()).isTrue();
  }

  @Test
  void is_not_due_without_a_lost_stream() {
    management.giveUp();
    Facts signedIn = Facts.none().withMechanism("PLAIN");
    assertThat(resumption.accepts(negotiation.features(), signedIn)).isFalse();
    assertThat(resumption.ask(inline(), negotiation)).isNull();
    assertThatThrownBy(() -> resumption.negotiate(negotiation))
        .isInstanceOf(IllegalStateException.class);
  }

  private static Element inline() {
    return Element.builder("inline", "urn:xmpp:sasl:2").child(sm("sm")).build();
  }

  private Asked inside() {
    return Objects.requireNonNull(resumption.ask(inline(), negotiation));
  }

  private static Element success(Element inside) {
    return Element.builder("success", "urn:xmpp:sasl:2").child(inside).build();
  }

  @Test
  void is_asked_for_inside_a_sign_in() {
    assertThat(resumption.carrier()).isEqualTo("urn:xmpp:sasl:2");
    assertThat(inside().element())
        .isEqualTo(
            Element.builder("resume", Ledger.NAMESPACE)
                .attribute("h", "3")
                .attribute("previd", "id")
                .build());
    assertThat(resumption.ask(Element.of("inline", "urn:xmpp:sasl:2"), negotiation)).isNull();
  }

  @Test
  void reads_its_answer_inside_that_of_a_sign_in() {
    Element yes = resumed().attribute("h", "0").build();
    Facts before = negotiation.facts();
    Facts after = inside().answered(success(yes), before);
    assertThat(after.resumed()).isEqualTo(yes);
    assertThat(after.jid()).isEqualTo(JULIET);
    assertThat(inside().answered(success(failed("1")), before).refused()).isEqualTo(failed("1"));
    Element other = Element.of("bound", "urn:xmpp:bind:0");
    assertThat(inside().answered(success(other), before)).isSameAs(before);
  }
}
