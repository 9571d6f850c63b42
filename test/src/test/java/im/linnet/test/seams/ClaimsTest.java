package im.linnet.test.seams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import im.linnet.connection.Subscription;
import im.linnet.jid.Jid;
import im.linnet.routing.Claim;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import im.linnet.test.ScriptedClient;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Claims take incoming stanzas out of the general flow, as a room does with its occupants. */
@Timeout(120)
class ClaimsTest {

  private static final Jid ROOM = Jid.of("garden@conference.example.com");

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  private Consumer<Stanza> as(String name) {
    return stanza -> heard.add(name + " " + stanza.id());
  }

  /** A client whose server sends these stanzas once the claims are made. */
  private ScriptedClient receiving(String... stanzas) {
    ScriptedClient it =
        ScriptedClient.builder()
            .endingAnyhow()
            .built(
                script -> {
                  script.awaitCue("claims are made");
                  List.of(stanzas).forEach(script::send);
                });
    it.client().onMessage(message -> as("message").accept(message));
    it.client().onPresence(presence -> as("presence").accept(presence));
    return it;
  }

  private void go(ScriptedClient it) throws Exception {
    it.client().connect().get(20, TimeUnit.SECONDS);
    it.peer().cue("claims are made");
  }

  private List<String> next(int count) throws InterruptedException {
    List<String> next = new java.util.ArrayList<>();
    for (int i = 0; i < count; i++) {
      next.add(String.valueOf(heard.poll(20, TimeUnit.SECONDS)));
    }
    return next;
  }

  @Test
  void a_room_has_its_occupants_for_itself_and_in_order() throws Exception {
    try (ScriptedClient it =
        receiving(
            "<presence id='1' from='garden@conference.example.com/Ann'/>",
            "<presence id='2' from='ann@example.com/home'/>",
            "<message id='3' type='groupchat' from='garden@conference.example.com/Ann'/>",
            "<message id='4' from='conference.example.com'/>",
            "<message id='5' from='garden@conference.example.com'/>")) {
      it.client().claim(Claim.from(ROOM), as("room"));
      go(it);
      assertThat(next(5)).containsExactly("room 1", "presence 2", "room 3", "message 4", "room 5");
    }
  }

  @Test
  void the_narrowest_claim_takes_the_stanza() throws Exception {
    String result = "<result xmlns='urn:xmpp:mam:2'/>";
    try (ScriptedClient it =
        receiving(
            "<message id='1' from='garden@conference.example.com'>" + result + "</message>",
            "<message id='2' from='garden@conference.example.com/Ann'/>",
            "<message id='3' from='juliet@localhost'>" + result + "</message>",
            "<presence id='4' from='juliet@localhost'>" + result + "</presence>",
            "<message id='5' from='garden@conference.example.com/Bob'/>")) {
      Claim results = Claim.payload("result", "urn:xmpp:mam:2");
      it.client().claim(Claim.from(ROOM), as("room"));
      it.client().claim(results.of(Message.class), as("archive"));
      it.client().claim(results.sentBy(ROOM), as("room's archive"));
      it.client().claim(Claim.from(Jid.of(ROOM + "/Ann")), as("Ann"));
      it.client().claim(Claim.from(ROOM), as("late"));
      go(it);
      assertThat(next(5))
          .containsExactly("room's archive 1", "Ann 2", "archive 3", "presence 4", "room 5");
    }
  }

  /** Whether they name a sender, a payload or both. */
  @Test
  void of_equally_narrow_claims_the_first_takes_the_stanza() throws Exception {
    String result = "<result xmlns='urn:xmpp:mam:2'/>";
    Claim results = Claim.payload("result", "urn:xmpp:mam:2");
    Claim room = Claim.from(ROOM);
    Jid other = Jid.of("orchard@conference.example.com");
    assertThat(room.narrowness()).isEqualTo(results.narrowness());
    try (ScriptedClient it =
        receiving(
            "<message id='1' from='garden@conference.example.com'>" + result + "</message>",
            "<message id='2' from='orchard@conference.example.com'>" + result + "</message>")) {
      it.client().claim(room, as("room"));
      it.client().claim(results, as("results"));
      it.client().claim(Claim.from(other), as("late room"));
      go(it);
      assertThat(next(2)).containsExactly("room 1", "results 2");
    }
  }

  @Test
  void what_is_given_back_is_for_everybody() throws Exception {
    try (ScriptedClient it = receiving("<message id='1' from='garden@conference.example.com'/>")) {
      Subscription claim = it.client().claim(Claim.from(ROOM), as("room"));
      claim.close();
      claim.close();
      go(it);
      assertThat(next(1)).containsExactly("message 1");
    }
  }

  @Test
  void who_fails_does_no_harm_to_others() throws Exception {
    try (ScriptedClient it =
        receiving("<message id='1' from='garden@conference.example.com'/>", "<message id='2'/>")) {
      it.client()
          .claim(
              Claim.from(ROOM),
              stanza -> {
                throw new StackOverflowError("thrown by a test");
              });
      go(it);
      assertThat(next(1)).containsExactly("message 2");
    }
  }

  @Test
  void are_of_messages_and_presences_only() {
    assertThat(Claim.from(ROOM).of(Presence.class).holds(Presence.available())).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Claim.from(ROOM).of(Iq.class))
        .withMessageContaining("Iq");
  }
}
