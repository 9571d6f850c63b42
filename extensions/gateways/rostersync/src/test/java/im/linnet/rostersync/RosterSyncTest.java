package im.linnet.rostersync;

import static im.linnet.rostersync.Gateway.GW;
import static im.linnet.rostersync.Gateway.ITEM;
import static im.linnet.rostersync.Gateway.load;
import static im.linnet.rostersync.Gateway.next;
import static im.linnet.rostersync.Gateway.push;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.jid.Jid;
import im.linnet.roster.Roster;
import im.linnet.rostersync.SyncEvent.Applied;
import im.linnet.rostersync.SyncEvent.LeftToUser;
import im.linnet.rostersync.SyncEvent.Reason;
import im.linnet.stanza.Presence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** e.53, e.55 and e.56: consent by gateway, what is applied, and what is left to the user. */
@Timeout(120)
class RosterSyncTest {

  private static final Jid GATEWAY = Jid.of(GW);

  private static String pushes(int count) {
    StringBuilder pushes = new StringBuilder();
    for (int i = 0; i < count; i++) {
      pushes.append(push("friend" + i));
    }
    return pushes.toString();
  }

  @Test
  @DisplayName("e.55: 200 pushes right after registration, one question, then all of them applied")
  void two_hundred_pushes_ask_one_question_and_are_applied() throws Exception {
    try (Gateway it =
        new Gateway(ITEM, s -> s.then(l -> load(l, ITEM)).sendRaw(pushes(200))).online()) {
      Question question = next(it.questions);
      assertThat(question.gateway()).isEqualTo(GATEWAY);
      assertThat(question.name()).isEqualTo("MSN");
      assertThat(question.suggestions()).isPositive();
      awaitWaiting(it, 200);
      assertThat(it.sentSoFar()).as("nothing before the user has answered").isEmpty();

      it.answer.complete(Decision.ALLOW);

      for (int i = 0; i < 200; i++) {
        assertThat(next(it.events)).isInstanceOf(Applied.class);
      }
      List<String> sent = it.sentSoFar();
      for (int i = 0; i < 200; i++) {
        String friend = "friend%d%%hotmail.com@%s".formatted(i, GW);
        assertThat(sent)
            .containsSubsequence(
                "put %s friend%d [Friends]".formatted(friend, i),
                "subscribed " + friend,
                "subscribe " + friend);
      }
      assertThat(sent).hasSize(600);
      assertThat(it.questions).isEmpty();
      assertThat(it.presences).as("no ordinary requests").isEmpty();
      assertThat(it.sync().waiting(GATEWAY)).isEmpty();
    }
  }

  private static void awaitWaiting(Gateway it, int count) {
    while (it.sync().waiting(GATEWAY).size() < count) {
      it.settle();
    }
  }

  @Test
  @DisplayName("e.55: deny is remembered; e.53: nothing is sent to the gateway, or to anybody")
  void a_denied_gateways_pushes_are_ordinary_requests() throws Exception {
    Map<Jid, Decision> stored = new HashMap<>();
    ConsentStore store = new MapStore(stored);
    try (Gateway it =
        new Gateway(
                ITEM,
                store,
                SyncLimits.standard(),
                s ->
                    s.then(l -> load(l, ITEM))
                        .sendRaw(pushes(3))
                        .expectLike(
                            "<iq type='get' to='localhost' id='{ping}'><ping"
                                + " xmlns='urn:xmpp:ping'/></iq>")
                        .send("<iq type='result' from='localhost' id='{ping}'/>")
                        .sendRaw(push("late")))
            .online()) {
      awaitWaiting(it, 3);
      it.answer.complete(Decision.DENY);

      for (int i = 0; i < 3; i++) {
        Presence request = next(it.presences);
        assertThat(request.type()).isEqualTo(Presence.Type.SUBSCRIBE);
        assertThat(request.from()).hasToString("friend%d%%hotmail.com@%s".formatted(i, GW));
        assertThat(request.element().child("x", Subsync.NAMESPACES.get(0))).isNotNull();
        assertThat(request.element().children()).as("without a mark").hasSize(1);
      }
      assertThat(next(it.presences).from()).hasToString("late%hotmail.com@" + GW);
      assertThat(it.sentSoFar()).isEmpty();
      assertThat(next(it.events)).extracting("reason").isEqualTo(Reason.DENIED);
      assertThat(stored).containsEntry(GATEWAY, Decision.DENY);
    }
    try (Gateway again =
        new Gateway(
                ITEM,
                store,
                SyncLimits.standard(),
                s -> s.then(l -> load(l, ITEM)).sendRaw(push("more")))
            .online()) {
      assertThat(next(again.presences).from()).hasToString("more%hotmail.com@" + GW);
      assertThat(again.questions).isEmpty();
      assertThat(again.sentSoFar()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user@evil.example",
        "romeo@montague.example",
        "x@pending.example",
        "juliet@localhost",
        "tybalt@localhost",
        "evil.example",
        "msn.example.com",
        "x@msn.example.com.evil.example",
        "x@sub.msn.example.com"
      })
  @DisplayName("e.56: somebody else's tag, also of a contact, and of a domain without subscription")
  void a_tag_of_anybody_else_is_an_ordinary_request(String from) throws Exception {
    String items =
        ITEM
            + "<item jid='romeo@montague.example' subscription='both'/>"
            + "<item jid='pending.example' subscription='none' ask='subscribe'/>"
            + "<item jid='localhost' subscription='both'/>";
    try (Gateway it =
        new Gateway(
                items,
                s ->
                    s.then(l -> load(l, items))
                        .send(
                            push(
                                from,
                                "subscribe",
                                Subsync.NAMESPACES.get(0),
                                "<item subscription='both'/>")))
            .online()) {
      assertThat(next(it.presences).from()).hasToString(from);
      assertThat(it.sentSoFar()).isEmpty();
      assertThat(it.questions).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<item/>",
        "<item subscription='all'/>",
        "<item subscription='BOTH'/>",
        "<item subscription='both' jid='romeo@localhost'/>",
        "<item subscription='both' jid='@'/>",
        "<item subscription='both'/><item subscription='none'/>",
        "<item xmlns='other' subscription='both'/>"
      })
  @DisplayName("e.56: forged and malformed items")
  void a_forged_or_malformed_item_is_an_ordinary_request(String item) throws Exception {
    try (Gateway it =
        new Gateway(
                ITEM,
                s ->
                    s.then(l -> load(l, ITEM))
                        .send(push("a@" + GW, "subscribe", Subsync.NAMESPACES.get(1), item)))
            .online()) {
      assertThat(next(it.presences).from()).hasToString("a@" + GW);
      assertThat(it.sentSoFar()).isEmpty();
      assertThat(it.questions).isEmpty();
    }
  }

  /** The wanted end state counts, not the type of presence; both namespaces are accepted. */
  @ParameterizedTest
  @CsvSource({
    "0, unsubscribe, both, to, unsubscribed",
    "1, unsubscribed, both, from, unsubscribe",
    "0, subscribed, from, both, subscribe",
    "1, subscribe, to, both, subscribed",
    "0, subscribe, both, remove, remove"
  })
  void is_applied_by_the_table(
      int namespace, String type, String own, String wanted, String expected) throws Exception {
    String items = ITEM + "<item jid='a@%s' name='A' subscription='%s'/>".formatted(GW, own);
    try (Gateway it =
        new Gateway(
                items,
                s ->
                    s.then(l -> load(l, items))
                        .send(
                            push(
                                "a@" + GW,
                                type,
                                Subsync.NAMESPACES.get(namespace),
                                "<item subscription='%s'/>".formatted(wanted))))
            .online()) {
      it.answer.complete(Decision.ALLOW);

      assertThat(next(it.events)).isInstanceOf(Applied.class);
      assertThat(it.sentSoFar()).containsExactly(expected + " a@" + GW);
      assertThat(it.presences).isEmpty();
    }
  }

  @Test
  @DisplayName(
      "e.53: a contact that is dropped costs a presence to the contact, none to the gateway")
  void dropping_a_contact_sends_nothing_to_the_gateway() throws Exception {
    String items = ITEM + "<item jid='a@%s' subscription='both'/>".formatted(GW);
    try (Gateway it =
        new Gateway(
                items,
                s ->
                    s.then(l -> load(l, items))
                        .send(
                            push(
                                "a@" + GW,
                                "unsubscribed",
                                Subsync.NAMESPACES.get(0),
                                "<item subscription='none'/>")))
            .online()) {
      it.answer.complete(Decision.ALLOW);

      assertThat(next(it.events)).isInstanceOf(Applied.class);
      assertThat(it.sentSoFar()).containsExactly("unsubscribe a@" + GW, "unsubscribed a@" + GW);
    }
  }

  @Test
  @DisplayName("e.55: pushes before the roster wait for it; then each goes its way")
  void pushes_before_the_roster_wait_for_it() throws Exception {
    try (Gateway it =
        new Gateway(
            ITEM,
            s ->
                s.sendRaw(push("early"))
                    .send(
                        push(
                            "x@evil.example",
                            "subscribe",
                            Subsync.NAMESPACES.get(0),
                            "<item subscription='both'/>"))
                    .awaitCue("load")
                    .then(l -> load(l, ITEM)))) {
      it.client().connect().join();
      awaitWaiting(it, 1);
      assertThat(it.questions).isEmpty();
      it.answer.complete(Decision.ALLOW);
      it.scripted().peer().cue("load");
      it.scripted().get(Roster.class).load().join();

      assertThat(next(it.presences).from()).hasToString("x@evil.example");
      for (SyncEvent event = next(it.events); !(event instanceof Applied); ) {
        assertThat(event).extracting("reason").isEqualTo(Reason.NOT_A_GATEWAY);
        event = next(it.events);
      }
      assertThat(it.sentSoFar()).contains("subscribed early%hotmail.com@" + GW);
      assertThat(it.questions).hasSize(1);
    }
  }

  @Test
  void the_program_may_decide_while_the_question_is_open() throws Exception {
    try (Gateway it =
        new Gateway(ITEM, s -> s.then(l -> load(l, ITEM)).sendRaw(push("a"))).online()) {
      next(it.questions);
      it.sync().decide(Jid.of("x@" + GW), Decision.ALLOW).join();
      assertThat(next(it.events)).isInstanceOf(Applied.class);

      it.answer.complete(Decision.DENY);
      it.settle();
      assertThat(it.sync().waiting(GATEWAY)).isEmpty();
      assertThat(it.presences).isEmpty();
    }
  }

  /** A question that fails counts as later: nothing is lost, nothing is sent. */
  @Test
  void a_question_that_fails_is_asked_later() throws Exception {
    try (Gateway it =
        new Gateway(ITEM, s -> s.then(l -> load(l, ITEM)).sendRaw(pushes(2))).online()) {
      next(it.questions);
      it.answer.completeExceptionally(new IllegalStateException("thrown by a test"));
      awaitWaiting(it, 2);
      it.settle();

      assertThat(it.sentSoFar()).isEmpty();
      assertThat(it.presences).isEmpty();
      assertThat(it.questions).isEmpty();
      it.sync().decide(GATEWAY, Decision.ALLOW).join();
      assertThat(next(it.events)).isInstanceOf(Applied.class);
      assertThat(next(it.events)).isInstanceOf(Applied.class);
    }
  }

  /** Of several end states for one contact the latest counts. */
  @Test
  void the_latest_of_a_contact_counts() throws Exception {
    try (Gateway it =
        new Gateway(
                ITEM,
                s ->
                    s.then(l -> load(l, ITEM))
                        .sendRaw(push("a") + push("b"))
                        .send(
                            push(
                                "a%hotmail.com@" + GW,
                                "unsubscribe",
                                Subsync.NAMESPACES.get(0),
                                "<item subscription='none'/>")))
            .online()) {
      while (it.sync().waiting(GATEWAY).size() < 2
          || it.sync().waiting(GATEWAY).get(1).wanted() != Wanted.NONE) {
        it.settle();
      }
      it.answer.complete(Decision.ALLOW);
      assertThat(next(it.events)).isInstanceOf(Applied.class);
      assertThat(next(it.events)).isInstanceOf(Applied.class);

      assertThat(it.sentSoFar()).hasSize(3).allMatch(words -> words.contains(" b%"));
    }
  }

  /** Decisions in a map. */
  record MapStore(Map<Jid, Decision> stored) implements ConsentStore {

    @Override
    public CompletionStage<Decision> read(Jid gateway) {
      return CompletableFuture.completedFuture(stored.getOrDefault(gateway, Decision.LATER));
    }

    @Override
    public CompletionStage<Void> write(Jid gateway, Decision decision) {
      stored.put(gateway, decision);
      return CompletableFuture.completedFuture(null);
    }
  }

  /** What is reported of those that are left to the user. */
  @Test
  void strangers_are_reported() throws Exception {
    try (Gateway it =
        new Gateway(
                "",
                s ->
                    s.then(l -> load(l, ""))
                        .send(
                            push(
                                "x@evil.example",
                                "subscribe",
                                Subsync.NAMESPACES.get(0),
                                "<item subscription='both'/>")))
            .online()) {
      SyncEvent event = next(it.events);
      assertThat(event).isInstanceOf(LeftToUser.class);
      assertThat(((LeftToUser) event).gateway()).isEqualTo(Jid.of("evil.example"));
    }
  }
}
