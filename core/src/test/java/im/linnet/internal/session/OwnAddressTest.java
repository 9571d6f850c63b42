package im.linnet.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.internal.outgoing.OwnAddress;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is addressed to us and what comes from us, on an account's stream and on a component's. */
class OwnAddressTest {

  private static final OwnAddress ACCOUNT = new OwnAddress(Jid.of("juliet@capulet.lit/balcony"));
  private static final OwnAddress COMPONENT = new OwnAddress(Jid.of("bots.capulet.lit"));

  @ParameterizedTest
  @CsvSource({
    "juliet@capulet.lit, true",
    "juliet@capulet.lit/balcony, true",
    "juliet@capulet.lit/garden, true",
    "nurse@capulet.lit, false",
    "capulet.lit, false"
  })
  void takes_what_is_for_the_account(String to, boolean ours) {
    assertThat(ACCOUNT.isForUs(Jid.of(to))).isEqualTo(ours);
  }

  @ParameterizedTest
  @CsvSource({
    "bots.capulet.lit, true",
    "echo@bots.capulet.lit, true",
    "echo@bots.capulet.lit/1, true",
    "capulet.lit, false",
    "echo@capulet.lit, false",
    "other.bots.capulet.lit, false"
  })
  void takes_what_is_for_any_address_of_a_component(String to, boolean ours) {
    assertThat(COMPONENT.isForUs(Jid.of(to))).isEqualTo(ours);
  }

  @Test
  void takes_what_is_for_nobody_in_particular() {
    assertThat(ACCOUNT.isForUs(null)).isTrue();
    assertThat(COMPONENT.isForUs(null)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "juliet@capulet.lit, true",
    "juliet@capulet.lit/balcony, true",
    "juliet@capulet.lit/garden, false",
    "capulet.lit, false",
    "romeo@montague.lit, false"
  })
  void lets_an_account_send_as_itself_alone(String from, boolean may) {
    assertThat(ACCOUNT.maySend(Jid.of(from))).isEqualTo(may);
  }

  @ParameterizedTest
  @CsvSource({
    "bots.capulet.lit, true",
    "echo@bots.capulet.lit/1, true",
    "capulet.lit, false",
    "juliet@capulet.lit, false"
  })
  void lets_a_component_send_as_any_of_its_addresses(String from, boolean may) {
    assertThat(COMPONENT.maySend(Jid.of(from))).isEqualTo(may);
  }

  @Test
  void a_component_is_given_what_is_for_its_addresses() {
    EmbeddedSession it = EmbeddedSession.boundTo("bots.capulet.lit");
    List<Stanza> heard = new ArrayList<>();
    it.router.messages(heard::add);
    it.receive(message("echo@bots.capulet.lit"));
    it.receive(message("juliet@capulet.lit"));
    assertThat(heard)
        .singleElement()
        .satisfies(message -> assertThat(message.to()).hasToString("echo@bots.capulet.lit"));
  }

  private static Element message(String to) {
    return Element.builder("message", Stanza.NAMESPACE)
        .attribute("from", "juliet@capulet.lit/balcony")
        .attribute("to", to)
        .build();
  }

  @Test
  void a_component_answers_as_whom_was_asked() {
    EmbeddedSession it = EmbeddedSession.boundTo("bots.capulet.lit");
    it.receive(
        Iq.get(Jid.of("echo@bots.capulet.lit"), Element.of("q", "test:q"))
            .withId("1")
            .withFrom(Jid.of("juliet@capulet.lit/balcony"))
            .element());
    Element answer = it.sent();
    assertThat(answer.attribute("from")).isEqualTo("echo@bots.capulet.lit");
    assertThat(answer.attribute("to")).isEqualTo("juliet@capulet.lit/balcony");
    assertThat(answer.attribute("type")).isEqualTo("error");
  }

  @Test
  void an_account_leaves_its_name_to_the_server() {
    EmbeddedSession it = new EmbeddedSession();
    it.receive(
        Iq.get(Jid.of(EmbeddedSession.FULL), Element.of("q", "test:q"))
            .withId("1")
            .withFrom(Jid.of("romeo@montague.lit/orchard"))
            .element());
    assertThat(it.sent().attribute("from")).isNull();
  }

  @Test
  void a_component_is_answered_at_the_address_that_asked() {
    EmbeddedSession it = EmbeddedSession.boundTo("bots.capulet.lit");
    Iq question =
        Iq.get(Jid.of("juliet@capulet.lit"), Element.of("q", "test:q"))
            .withId("7")
            .withFrom(Jid.of("echo@bots.capulet.lit"));
    CompletableFuture<Iq> answer = it.session.sender().request(question, Duration.ofSeconds(9));
    it.channel.runPendingTasks();
    assertThat(it.sent().attribute("from")).isEqualTo("echo@bots.capulet.lit");
    it.receive(result("romeo@montague.lit"));
    assertThat(answer).isNotDone();
    it.receive(result("juliet@capulet.lit"));
    assertThat(answer).isCompleted();
  }

  /** XEP-0114, section 3: ejabberd ends the stream of a component that names no sender. */
  @Test
  void a_component_sends_as_its_domain_unless_told_otherwise() {
    EmbeddedSession it = EmbeddedSession.boundTo("bots.capulet.lit");
    Message message = Message.chat(Jid.of("juliet@capulet.lit"), "Hi");
    it.send(message);
    assertThat(it.sent().attribute("from")).isEqualTo("bots.capulet.lit");
    it.send(message.toBuilder().from(Jid.of("echo@bots.capulet.lit")).build());
    assertThat(it.sent().attribute("from")).isEqualTo("echo@bots.capulet.lit");

    CompletableFuture<Iq> answer = it.request("juliet@capulet.lit", "7");
    assertThat(it.sent().attribute("from")).isEqualTo("bots.capulet.lit");
    it.receive(
        result("juliet@capulet.lit").toBuilder().attribute("to", "bots.capulet.lit").build());
    assertThat(answer).isCompleted();
  }

  @Test
  void an_account_sends_as_the_server_says() {
    EmbeddedSession it = new EmbeddedSession();
    it.send(Message.chat(Jid.of("romeo@montague.lit"), "Hi"));
    assertThat(it.sent().attribute("from")).isNull();
    assertThat(ACCOUNT.needsAddressee()).isFalse();
    assertThat(COMPONENT.needsAddressee()).isTrue();
  }

  private static Element result(String from) {
    return Element.builder("iq", Stanza.NAMESPACE)
        .attribute("type", "result")
        .attribute("id", "7")
        .attribute("from", from)
        .attribute("to", "echo@bots.capulet.lit")
        .build();
  }

  @Test
  void a_sender_is_set_and_taken_away() {
    Message message = Message.chat(Jid.of("a@b"), "Hi").toBuilder().from(Jid.of("c@d")).build();
    assertThat(message.element().attribute("from")).isEqualTo("c@d");
    assertThat(message.from()).isEqualTo(Jid.of("c@d"));
    assertThat(message.toBuilder().from(null).build()).isEqualTo(Message.chat(Jid.of("a@b"), "Hi"));
  }
}
