package im.linnet.commands;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.commands.CommandReply.Asked;
import im.linnet.commands.OfferedSession.Stage;
import im.linnet.forms.DataForm;
import im.linnet.jid.Jid;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The bounds of what requesters can make a client keep. */
class OfferedSessionsTest {

  private final AtomicLong nanos = new AtomicLong();
  private final OfferedSessions sessions = new OfferedSessions(nanos::get);
  private final CommandHandler handler = request -> CommandReply.done().now();
  private final Offer offer = new Offer("node", "Name", anyone -> true, handler);

  private static Jid user(int number, String resource) {
    return Jid.of("user" + number + "@localhost/" + resource);
  }

  private OfferedSession opened(Jid owner) {
    return requireNonNull(sessions.open(offer, owner));
  }

  @Test
  void the_oldest_session_of_an_account_gives_way() {
    OfferedSession oldest = opened(user(1, "a"));
    OfferedSession other = opened(user(2, "a"));
    for (int i = 1; i < OfferedSessions.MAX_OF_ONE_ACCOUNT; i++) {
      opened(user(1, "b"));
    }
    assertThat(sessions.find(oldest.id(), user(1, "a"))).isSameAs(oldest);
    opened(user(1, "c"));
    assertThat(sessions.find(oldest.id(), user(1, "a"))).isNull();
    assertThat(sessions.hasEnded(oldest.id(), user(1, "a"))).isTrue();
    assertThat(sessions.hasEnded(oldest.id(), user(2, "a"))).isFalse();
    assertThat(sessions.find(other.id(), user(2, "a"))).isSameAs(other);
    assertThat(sessions.size()).isEqualTo(OfferedSessions.MAX_OF_ONE_ACCOUNT + 1);
  }

  @Tag("Q09")
  @Test
  void there_is_no_room_for_everybody_at_once() {
    OfferedSession first = opened(user(0, "a"));
    for (int i = 1; i < OfferedSessions.MAX_SESSIONS; i++) {
      assertThat(opened(user(i, "a"))).isNotNull();
    }
    assertThat(sessions.open(offer, user(1000, "a"))).isNull();
    sessions.end(first);
    assertThat(opened(user(1000, "a"))).isNotNull();
    nanos.addAndGet(OfferedSessions.LIFETIME.toNanos() + 1);
    assertThat(opened(user(1001, "a"))).isNotNull();
    assertThat(sessions.size()).isEqualTo(1);
  }

  @Test
  void few_ended_sessions_are_remembered() {
    OfferedSession first = opened(user(0, "a"));
    assertThat(sessions.end(first)).isTrue();
    assertThat(sessions.end(first)).isFalse();
    for (int i = 0; i < OfferedSessions.MAX_ENDED; i++) {
      sessions.end(opened(user(1, "a")));
    }
    assertThat(sessions.hasEnded(first.id(), user(0, "a"))).isFalse();
  }

  @Test
  void a_session_keeps_few_stages() {
    OfferedSession session = opened(user(0, "a"));
    DataForm form = DataForm.builder(DataForm.Kind.FORM).build();
    CommandReply reply = CommandReply.ask(form, handler);
    for (int i = 0; i < 100; i++) {
      assertThat(session.ask(new Stage(reply, (Asked) reply.outcome()))).isTrue();
    }
    int back = 0;
    while (session.back() != null) {
      back++;
    }
    assertThat(back).isEqualTo(31);
  }
}
