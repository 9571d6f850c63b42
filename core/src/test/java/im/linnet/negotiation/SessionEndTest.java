package im.linnet.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.ConnectionState.Disconnected;
import im.linnet.failure.Phase;
import im.linnet.failure.StreamError.Condition;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.testkit.peer.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a bound stream ends when it is not this side that ends it, and what is read till then. */
@Timeout(120)
class SessionEndTest {

  private final List<String> bodies = new CopyOnWriteArrayList<>();

  /** Logs in, lets the server say that, and gives what the session ended with. */
  private <X extends XmppException> X end(Class<X> type, Consumer<Script> script) throws Exception {
    try (Trial trial = Trial.of(s -> s.then(Trial::login).then(script))) {
      trial.client().onMessage(message -> bodies.add(String.valueOf(message.body())));
      trial.stream();
      XmppException cause = ((Disconnected) trial.next()).cause();
      X failure = type.cast(Objects.requireNonNull(cause));
      assertThat(Objects.requireNonNull(failure.where()).phase()).isEqualTo(Phase.SESSION);
      assertThat(Objects.requireNonNull(failure.where()).endpoint()).isEqualTo(trial.endpoint());
      trial.worksAgain();
      return failure;
    }
  }

  private static String message(String body) {
    return "<message from='romeo@example.test'><body>" + body + "</body></message>";
  }

  @Test
  @DisplayName("T29: the connection is cut within a stanza, without close_notify")
  void does_not_deliver_half_a_stanza() throws Exception {
    TransportException lost =
        end(
            TransportException.class,
            s ->
                s.send(message("whole"))
                    .sendRaw("<message from='romeo@example.test'><body>half</body>")
                    .truncate());
    assertThat(lost.reason()).isEqualTo(Reason.CLOSED);
    assertThat(lost.retryable()).isTrue();
    assertThat(bodies).containsExactly("whole");
  }

  @Test
  @DisplayName("a reset")
  void tells_of_a_reset() throws Exception {
    TransportException lost = end(TransportException.class, Script::reset);
    assertThat(lost.reason()).isIn(Reason.RESET, Reason.CLOSED);
  }

  @Test
  @DisplayName("T29, S23: the server ends the stream in order")
  void answers_the_end_of_the_stream() throws Exception {
    TransportException ended =
        end(
            TransportException.class,
            s -> s.send(message("last")).close().expectClose().expectEnd());
    assertThat(ended.reason()).isEqualTo(Reason.CLOSED);
    assertThat(ended).hasMessageContaining("ended the stream");
    assertThat(bodies).containsExactly("last");
  }

  @Test
  @DisplayName("S21, S28: conflict; what follows is not read")
  void reads_nothing_after_an_error() throws Exception {
    StreamException ended =
        end(
            StreamException.class,
            s ->
                s.send(Trial.streamError("conflict") + message("after")).expectClose().expectEnd());
    assertThat(ended.error().condition()).isEqualTo(Condition.CONFLICT);
    assertThat(ended.verified()).isTrue();
    assertThat(ended.retryable()).isFalse();
    assertThat(bodies).isEmpty();
  }

  @Test
  @DisplayName("S29, X39: a header within the session")
  void refuses_a_restart_that_nobody_asked_for() throws Exception {
    StreamException ended =
        end(
            StreamException.class,
            s ->
                s.sendRaw(
                        "<stream:stream xmlns='jabber:client' version='1.0'"
                            + " xmlns:stream='http://etherx.jabber.org/streams'>"
                            + message("inside"))
                    .then(Trial.endsWith("bad-format")));
    assertThat(ended.by()).isEqualTo(StreamException.By.CLIENT);
    assertThat(ended.error().condition()).isEqualTo(Condition.BAD_FORMAT);
    assertThat(bodies).isEmpty();
  }

  @Test
  @DisplayName("S10, S14, X40: features, answers and unknown elements in session are dropped")
  void drops_what_belongs_to_a_negotiation() throws Exception {
    List<String> dropped = new ArrayList<>();
    dropped.add("<stream:features>" + Trial.STARTTLS + Trial.PLAIN + "</stream:features>");
    dropped.add("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
    dropped.add("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
    dropped.add("<message xmlns='urn:x'><body>foreign</body></message>");
    end(
        TransportException.class,
        s -> s.send(String.join("", dropped) + message("after")).close().expectClose().expectEnd());
    assertThat(bodies).containsExactly("after");
  }
}
