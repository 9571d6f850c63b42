package im.linnet.rostersync;

import static im.linnet.rostersync.Gateway.GW;
import static im.linnet.rostersync.Gateway.ITEM;
import static im.linnet.rostersync.Gateway.load;
import static im.linnet.rostersync.Gateway.next;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.jid.Jid;
import im.linnet.rostersync.SyncEvent.Applied;
import im.linnet.rostersync.SyncEvent.Ignored;
import im.linnet.rostersync.SyncEvent.LeftToUser;
import im.linnet.rostersync.SyncEvent.Reason;
import im.linnet.stanza.Message;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Roster Item Exchange (XEP-0144) by gateways, in messages and requests. */
@Timeout(120)
class ExchangeTest {

  private static final String FRIENDS =
      "<item jid='old@%s' name='Old' subscription='both'><group>A</group><group>B</group></item>"
              .formatted(GW)
          + "<item jid='gone@%s' subscription='both'/>".formatted(GW);

  private static String x(String items) {
    return "<x xmlns='http://jabber.org/protocol/rosterx'>%s</x>".formatted(items);
  }

  private static String message(String from, String content) {
    return "<message from='%s' to='juliet@localhost'>%s</message>".formatted(from, content);
  }

  private static String request(String id, String from, String items) {
    return "<iq type='set' id='%s' from='%s' to='juliet@localhost/balcony'>%s</iq>"
        .formatted(id, from, x(items));
  }

  private static String item(String action, String local, String rest) {
    return "<item action='%s' jid='%s@%s' %s".formatted(action, local, GW, rest);
  }

  private static BlockingQueue<Message> messages(Gateway it) {
    BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
    it.client().onMessage(messages::add);
    return messages;
  }

  @Test
  void a_message_adds_modifies_and_deletes_after_one_question() throws Exception {
    try (Gateway it =
        new Gateway(
            ITEM + FRIENDS,
            s ->
                s.then(l -> load(l, ITEM + FRIENDS))
                    .sendRaw(
                        message(
                                GW,
                                x(
                                    item("add", "new", "name='New'><group>A</group></item>")
                                        + item("jump", "odd", "/>")))
                            + message(GW, x(item("modify", "old", "name='Older'/>")))
                            + message(
                                GW,
                                x(
                                    item("delete", "gone", "/>")
                                        + item("delete", "nobody", "/>")))))) {
      BlockingQueue<Message> messages = messages(it);
      it.online();
      next(it.questions);
      it.answer.complete(Decision.ALLOW);

      for (int i = 0; i < 5; i++) {
        assertThat(next(it.events)).isInstanceOf(Applied.class);
      }
      assertThat(it.sentSoFar())
          .containsExactlyInAnyOrder(
              "put new@%s New [A]".formatted(GW),
              "subscribe new@" + GW,
              "put odd@%s null []".formatted(GW),
              "subscribe odd@" + GW,
              "put old@%s Older [A, B]".formatted(GW),
              "remove gone@" + GW);
      assertThat(it.questions).isEmpty();
      assertThat(messages).as("nothing for people").isEmpty();
    }
  }

  @Test
  @DisplayName("e.56: items of other domains, the gateway itself, and none that is an address")
  void a_gateway_suggests_its_own_contacts_only() throws Exception {
    String forged =
        "<item action='delete' jid='romeo@montague.example'/>"
            + "<item action='add' jid='x@evil.example'/>"
            + "<item action='delete' jid='%s'/>".formatted(GW)
            + "<item action='delete' jid='%s/registered'/>".formatted(GW)
            + "<item/><item jid='@'/>";
    try (Gateway it =
        new Gateway(
                ITEM + FRIENDS,
                s ->
                    s.then(l -> load(l, ITEM + FRIENDS))
                        .sendRaw(
                            message(GW, x(forged + item("delete", "gone", "/>")))
                                + request("q", GW, forged)))
            .online()) {
      it.answer.complete(Decision.ALLOW);

      assertThat(next(it.events)).isEqualTo(new Ignored(Jid.of(GW), 6));
      assertThat(next(it.events)).isInstanceOf(Applied.class);
      assertThat(it.sentSoFar())
          .containsExactlyInAnyOrder("remove gone@" + GW, "error q bad-request");
    }
  }

  @Test
  void a_message_with_a_text_is_for_people_too() throws Exception {
    try (Gateway it =
        new Gateway(
            ITEM,
            s ->
                s.then(l -> load(l, ITEM))
                    .sendRaw(
                        message(GW, "<body>Welcome</body>" + x(item("add", "new", "/>")))
                            + message("friend@" + GW, x(item("add", "spam", "/>")))
                            + message("x@evil.example", x(item("add", "spam", "/>")))
                            + message("evil.example", x("<item jid='a@evil.example'/>"))))) {
      BlockingQueue<Message> messages = messages(it);
      it.online();
      it.answer.complete(Decision.ALLOW);

      assertThat(next(messages).body()).isEqualTo("Welcome");
      assertThat(next(messages).from()).hasToString("friend@" + GW);
      assertThat(next(messages).from()).hasToString("x@evil.example");
      assertThat(next(messages).from()).hasToString("evil.example");
      SyncEvent event = next(it.events);
      assertThat(event)
          .isEqualTo(
              new LeftToUser(
                  Jid.of("evil.example"),
                  ((LeftToUser) event).suggestions(),
                  Reason.NOT_A_GATEWAY));
      assertThat(next(it.events)).isInstanceOf(Applied.class);
      assertThat(it.sentSoFar())
          .containsExactly("put new@%s null []".formatted(GW), "subscribe new@" + GW);
    }
  }

  @Test
  void a_denied_message_reaches_the_subscribers() throws Exception {
    try (Gateway it =
        new Gateway(
            ITEM, s -> s.then(l -> load(l, ITEM)).send(message(GW, x(item("add", "new", "/>")))))) {
      BlockingQueue<Message> messages = messages(it);
      it.online();
      next(it.questions);
      it.answer.complete(Decision.DENY);

      assertThat(next(messages).element().child("x", Exchange.NAMESPACE)).isNotNull();
      assertThat(it.sentSoFar()).isEmpty();
    }
  }

  @Test
  void a_request_is_answered_when_the_user_has_decided() throws Exception {
    try (Gateway it =
        new Gateway(
                ITEM,
                s -> s.then(l -> load(l, ITEM)).send(request("q", GW, item("add", "new", "/>"))))
            .online()) {
      next(it.questions);
      assertThat(it.sentSoFar()).isEmpty();
      it.answer.complete(Decision.ALLOW);

      assertThat(next(it.sent)).isEqualTo("result q");
      assertThat(next(it.events)).isInstanceOf(Applied.class);
    }
  }

  /** XEP-0144, section 5.1; and a request from a domain that is not the user's gateway. */
  @ParameterizedTest
  @CsvSource({
    "evil.example, not-authorized",
    "pending.example, forbidden",
    "friend@msn.example.com, forbidden",
    "friend@evil.example, forbidden",
    "juliet@localhost, forbidden"
  })
  void a_request_of_others_is_refused(String from, String condition) throws Exception {
    String items = ITEM + "<item jid='pending.example' subscription='none'/>";
    try (Gateway it =
        new Gateway(
                items,
                s ->
                    s.then(l -> load(l, items))
                        .send(request("q", from, "<item jid='a@%s'/>".formatted(from))))
            .online()) {
      assertThat(next(it.sent)).isEqualTo("error q " + condition);
      assertThat(it.questions).isEmpty();
    }
  }

  @Test
  void a_denied_request_is_forbidden_and_a_postponed_one_is_kept() throws Exception {
    try (Gateway it =
        new Gateway(
                ITEM,
                s ->
                    s.then(l -> load(l, ITEM))
                        .send(request("q1", GW, item("add", "new", "/>")))
                        .awaitCue("denied")
                        .send(request("q2", GW, item("add", "new", "/>"))))
            .online()) {
      next(it.questions);
      it.answer.complete(Decision.LATER);
      it.settle();
      assertThat(it.sync().waiting(Jid.of(GW))).hasSize(1);
      it.sync().decide(Jid.of(GW), Decision.DENY).join();
      it.scripted().peer().cue("denied");

      assertThat(List.of(next(it.sent), next(it.sent)))
          .containsExactly("result q1", "error q2 forbidden");
    }
  }

  @Test
  @DisplayName("e.55: more items in one stanza than is reasonable (XEP-0144, section 6)")
  void too_many_items_are_not_taken() throws Exception {
    StringBuilder items = new StringBuilder();
    for (int i = 0; i < 11; i++) {
      items.append(item("add", "n" + i, "/>"));
    }
    try (Gateway it =
        new Gateway(
            ITEM,
            new NoStore(),
            new SyncLimits(100, 1 << 20, 10, 8, 600),
            s ->
                s.then(l -> load(l, ITEM))
                    .send(message(GW, x(items.toString())))
                    .send(request("q", GW, items.toString())))) {
      BlockingQueue<Message> messages = messages(it);
      it.online();

      assertThat(next(messages).from()).isEqualTo(Jid.of(GW));
      assertThat(next(it.sent)).isEqualTo("error q resource-constraint");
      assertThat(next(it.events)).extracting("reason").isEqualTo(Reason.FULL);
    }
  }
}
