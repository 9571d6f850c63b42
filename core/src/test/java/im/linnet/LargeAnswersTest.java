package im.linnet;

import static im.linnet.LiveSession.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.connection.ConnectionState.Disconnected;
import im.linnet.connection.ConnectionState.Waiting;
import im.linnet.failure.StreamException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.xml.XmlElement;
import im.linnet.xml.Element;
import im.linnet.xml.XmlLimits;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers larger than what anybody may send, over real sockets; and what the messages advise. */
@Timeout(120)
class LargeAnswersTest {

  private static final int MIB = 1 << 20;
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String ROSTER = "jabber:iq:roster";
  private static final String ITEMS = "http://jabber.org/protocol/disco#items";

  private static LiveSession answering(
      UnaryOperator<ClientBuilder> change, Function<XmlElement, String> content) {
    return LiveSession.of(
        change,
        s -> s.answerAll(iq -> iq.localName().equals("iq") ? result(iq, content.apply(iq)) : ""));
  }

  private static String result(XmlElement request, String content) {
    String to = request.attribute("to");
    String from = to == null ? "" : " from='" + to + "'";
    return "<iq type='result' id='%s'%s>%s</iq>".formatted(request.attribute("id"), from, content);
  }

  private static String many(int count, String each) {
    return IntStream.range(0, count).mapToObj(each::formatted).collect(Collectors.joining());
  }

  private static String text(int size) {
    return "<data xmlns='test:q'>" + "x".repeat(size) + "</data>";
  }

  private static Iq question(String namespace) {
    return Iq.get(null, Element.of("query", namespace));
  }

  private static Element payload(CompletableFuture<Iq> answer) throws Exception {
    return Objects.requireNonNull(await(answer).payload());
  }

  @Test
  void a_roster_of_7000_contacts_is_loaded() throws Exception {
    String item =
        "<item jid='somebody.with.a.long.name.%1$d@capulet.example' name='Somebody %1$d'"
            + " subscription='both'><group>Friends and family</group><group>Verona</group></item>";
    String roster = "<query xmlns='" + ROSTER + "' ver='9'>" + many(7000, item) + "</query>";
    assertThat(roster).hasSizeGreaterThan(MIB);
    try (LiveSession it = answering(b -> b, iq -> roster).connected()) {
      assertThat(payload(it.client.request(question(ROSTER))).children()).hasSize(7000);
      assertThat(payload(it.client.request(question(ROSTER))).children()).hasSize(7000);
    }
  }

  @Test
  void the_rooms_of_a_large_service_are_listed() throws Exception {
    String room = "<item jid='room-number-%1$d@conference.example.org' name='Room number %1$d'/>";
    String rooms = "<query xmlns='" + ITEMS + "'>" + many(60_000, room) + "</query>";
    assertThat(rooms).hasSizeGreaterThan(4 * MIB);
    try (LiveSession it = answering(b -> b, iq -> rooms).connected()) {
      Iq question = Iq.get(Jid.of("conference.example.org"), Element.of("query", ITEMS));
      assertThat(payload(it.client.request(question)).children()).hasSize(60_000);
      assertThat(it.client.backlog().paused()).isFalse();
    }
  }

  @Test
  void a_text_may_be_as_long_as_the_answer() throws Exception {
    try (LiveSession it = answering(b -> b, iq -> text(15 * MIB)).connected()) {
      assertThat(payload(it.client.request(question("test:q"))).text()).hasSize(15 * MIB);
    }
  }

  /** What the message advises helps: both ways. */
  @Test
  void an_answer_beyond_16_mib_needs_a_setting_and_the_message_names_it() throws Exception {
    Function<XmlElement, String> large = iq -> text(16 * MIB);
    try (LiveSession it = answering(b -> b, large).connected()) {
      CompletableFuture<Iq> answer = it.client.request(question("test:q"));
      assertThat(lost(it).cause())
          .isInstanceOf(StreamException.class)
          .hasMessageContaining("a <iq/> of more than 16777216 bytes.")
          .hasMessageContaining("ClientBuilder.answerBytes")
          .hasMessageContaining("RequestOptions.answerBytes");
      assertThat(answer).isCompletedExceptionally();
    }
    try (LiveSession it = answering(b -> b.answerBytes(17 * MIB), large).connected()) {
      assertThat(payload(it.client.request(question("test:q"))).text()).hasSize(16 * MIB);
    }
    try (LiveSession it = answering(b -> b, large).connected()) {
      assertThat(
              payload(
                      it.client.request(
                          question("test:q"),
                          RequestOptions.standard().limit(LIMIT).answerBytes(17 * MIB)))
                  .text())
          .hasSize(16 * MIB);
    }
  }

  @Test
  void one_request_may_allow_less_than_others() throws Exception {
    try (LiveSession it = answering(b -> b, iq -> text(2 * MIB)).connected()) {
      CompletableFuture<Iq> answer =
          it.client.request(
              question("test:q"), RequestOptions.standard().limit(LIMIT).answerBytes(MIB));
      assertThat(lost(it).cause()).hasMessageContaining("a <iq/> of more than 1048576 bytes");
      assertThat(answer).isCompletedExceptionally();
    }
  }

  /** Not by resuming the stream, as the same answer would come again. */
  @Test
  void the_session_comes_back_after_an_answer_beyond_its_limit() throws Exception {
    Consumer<Script> managed =
        s ->
            s.then(ManagedLife::managed)
                .answerAll(iq -> iq.localName().equals("iq") ? result(iq, text(2 * MIB)) : "");
    try (ManagedLife it = ManagedLife.reconnecting(managed, managed)) {
      BlockingQueue<Waiting> waits = new LinkedBlockingQueue<>();
      it.client.onState(
          state -> {
            if (state instanceof Waiting waiting) {
              waits.add(waiting);
            }
          });
      it.connect();
      assertThat(it.streams.poll(10, TimeUnit.SECONDS)).isNotNull();

      CompletableFuture<Iq> answer =
          it.client.request(
              question("test:q"), RequestOptions.standard().limit(LIMIT).answerBytes(MIB));
      assertThatThrownBy(() -> await(answer))
          .hasCauseInstanceOf(StreamException.class)
          .hasMessageContaining("a <iq/> of more than 1048576 bytes")
          .hasMessageContaining("RequestOptions.answerBytes");
      assertThat(Objects.requireNonNull(waits.poll(10, TimeUnit.SECONDS)).cause())
          .hasMessageContaining("a <iq/> of more than 1048576 bytes");
      assertThat(Objects.requireNonNull(it.streams.poll(10, TimeUnit.SECONDS)).resumed()).isFalse();
      assertThat(
              payload(
                      it.client.request(
                          question("test:q"),
                          RequestOptions.standard().limit(LIMIT).answerBytes(3 * MIB)))
                  .text())
          .hasSize(2 * MIB);
    }
  }

  /** What the message advises helps. */
  @Test
  void what_nobody_asked_for_ends_at_1_mib_and_the_message_names_the_setting() throws Exception {
    String message = "<message from='a@b/c'>" + text(2 * MIB) + "</message>";
    try (LiveSession it = LiveSession.of(s -> s.sendRaw(message)).connected()) {
      assertThat(lost(it).cause())
          .isInstanceOf(StreamException.class)
          .hasMessageContaining("XmlLimits.")
          .hasMessageContaining("ClientBuilder.limits");
    }
    String result = "<iq type='result' id='guessed' from='a@b/c'>" + "<a/>".repeat(MIB / 2);
    try (LiveSession it = LiveSession.of(s -> s.sendRaw(result + "</iq>")).connected()) {
      assertThat(lost(it).cause())
          .hasMessageContaining("a <iq/> of more than 1048576 bytes (XmlLimits.stanzaBytes).")
          .hasMessageContaining("ClientBuilder.limits");
    }
    XmlLimits wider = XmlLimits.session().withStanzaBytes(3 * MIB).withTextBytes(3 * MIB);
    CompletableFuture<Message> heard = new CompletableFuture<>();
    try (LiveSession it = LiveSession.of(b -> b.limits(wider), s -> s.sendRaw(message))) {
      it.client.onMessage(heard::complete);
      it.connect();
      assertThat(await(heard).element().children()).hasSize(1);
    }
  }

  private static Disconnected lost(LiveSession session) throws Exception {
    return await(session.lost);
  }

  @Test
  void nothing_may_be_of_no_bytes() {
    ClientBuilder builder = LiveSession.builder(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.answerBytes(0))
        .withMessage("answerBytes: 0 (expected: >= 1)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RequestOptions.standard().answerBytes(0))
        .withMessage("answerBytes: 0 (expected: >= 1)");
  }
}
