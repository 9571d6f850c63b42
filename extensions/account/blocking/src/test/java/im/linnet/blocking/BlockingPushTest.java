package im.linnet.blocking;

import static im.linnet.blocking.BlockingScript.ROMEO;
import static im.linnet.blocking.BlockingScript.error;
import static im.linnet.blocking.BlockingScript.push;
import static im.linnet.blocking.BlockingScript.result;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.jid.Jid;
import im.linnet.test.ScriptedClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pushes: believed from the own account and its server only, always answered. */
@Timeout(120)
class BlockingPushTest {

  private static final String IAGO = "<item jid='iago@example.net'/>";
  private static final String LOAD =
      "<iq type='get' id='{l}'><blocklist xmlns='urn:xmpp:blocking'/></iq>";

  private final BlockingScript script = new BlockingScript();

  @ParameterizedTest
  @ValueSource(
      strings = {"", "from='juliet@localhost'", "from='JULIET@localhost'", "from='localhost'"})
  void the_own_account_and_its_server_are_believed(String from) throws Exception {
    try (ScriptedClient it =
        script.loaded(
            ROMEO,
            s ->
                s.send(push("p1", from, "block", IAGO + IAGO + "<item/><item jid='@'/>"))
                    .expectLike(result("p1"))
                    .send(push("p2", from, "unblock", ROMEO))
                    .expectLike(result("p2"))
                    .send(push("p3", from, "unblock", ""))
                    .expectLike(result("p3"))
                    .mark("done"))) {
      assertThat(script.next()).isEqualTo("Blocked iago@example.net");
      assertThat(script.next()).isEqualTo("Unblocked romeo@example.net");
      assertThat(script.next()).isEqualTo("Unblocked iago@example.net");
      it.peer().awaitMark("done");
      assertThat(it.get(Blocking.class).blocked()).isEmpty();
      assertThat(script.rest()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "romeo@example.net",
        "romeo@localhost",
        "juliet@localhost/balcony",
        "juliet@localhost/chamber",
        "example.net",
        "evil.localhost"
      })
  void nobody_else_is_believed(String sender) throws Exception {
    String from = "from='" + sender + "'";
    try (ScriptedClient it =
        script.loaded(
            ROMEO,
            s ->
                s.send(push("p1", from, "block", IAGO))
                    .expectLike(error("p1", "service-unavailable"))
                    .send(push("p2", from, "unblock", ""))
                    .expectLike(error("p2", "service-unavailable"))
                    .send(privacyPush("p3", from))
                    .expectLike(error("p3", "service-unavailable"))
                    .mark("done"))) {
      it.peer().awaitMark("done");
      assertThat(it.get(Blocking.class).blocked()).containsExactly(Jid.of("romeo@example.net"));
      assertThat(script.rest()).isEmpty();
    }
  }

  /** Above all, an unblock push whose items can't be read does not unblock all. */
  @ParameterizedTest
  @ValueSource(
      strings = {"<item/>", "<item jid='@'/>", "<item xmlns='urn:other' jid='a@example.net'/>"})
  void a_push_without_an_address_is_refused(String items) throws Exception {
    try (ScriptedClient it =
        script.loaded(
            ROMEO,
            s ->
                s.send(push("p1", "", "block", items))
                    .expectLike(error("p1", "bad-request"))
                    .send(push("p2", "", "unblock", items))
                    .expectLike(error("p2", "bad-request"))
                    .send(push("p3", "", "block", ""))
                    .expectLike(error("p3", "bad-request"))
                    .mark("done"))) {
      it.peer().awaitMark("done");
      assertThat(it.get(Blocking.class).blocked()).hasSize(1);
      assertThat(script.rest()).isEmpty();
    }
  }

  private static String privacyPush(String id, String from) {
    return ("<iq type='set' id='%s' %s><query xmlns='jabber:iq:privacy'>"
            + "<list name='Blocked contacts'/></query></iq>")
        .formatted(id, from);
  }

  /** As ejabberd does: the push of a privacy list, then that of the block list, then the answer. */
  @Test
  void the_push_of_a_privacy_list_is_answered() throws Exception {
    String own = "from='juliet@localhost'";
    try (ScriptedClient it =
        script.loaded(
            "",
            s ->
                s.expectLike("<iq type='set' id='{b}'><block xmlns='urn:xmpp:blocking'/></iq>")
                    .send(privacyPush("push1", own))
                    .send(push("push2", own, "block", ROMEO))
                    .send("<iq type='result' id='{b}'/>")
                    .expectLike(result("push1"))
                    .expectLike(result("push2"))
                    .mark("answered"))) {
      it.get(Blocking.class).block(Jid.of("romeo@example.net")).get(20, TimeUnit.SECONDS);
      assertThat(script.next()).isEqualTo("Blocked romeo@example.net");
      // The pushes are answered before the client is closed.
      it.peer().awaitMark("answered");
      assertThat(script.rest()).isEmpty();
    }
  }

  /** The answer to the own request does not undo what another client did meanwhile. */
  @Test
  void an_answer_that_comes_late_does_not_undo_a_push() throws Exception {
    try (ScriptedClient it =
        script.loaded(
            "",
            s ->
                s.expectLike("<iq type='set' id='{b}'><block xmlns='urn:xmpp:blocking'/></iq>")
                    .send(push("p1", "", "block", ROMEO))
                    .expectLike(result("p1"))
                    .send(push("p2", "", "unblock", ROMEO))
                    .expectLike(result("p2"))
                    .send("<iq type='result' id='{b}'/>"))) {
      it.get(Blocking.class).block(Jid.of("romeo@example.net")).get(20, TimeUnit.SECONDS);
      assertThat(it.get(Blocking.class).blocked()).isEmpty();
    }
  }

  @Test
  void pushes_during_a_load_are_applied_to_its_answer() throws Exception {
    try (ScriptedClient it =
        script.loaded(
            ROMEO,
            s ->
                s.expectLike(LOAD)
                    .send(push("p1", "", "block", IAGO))
                    .expectLike(result("p1"))
                    .send(push("p2", "", "unblock", ROMEO))
                    .expectLike(result("p2"))
                    .send(
                        "<iq type='result' id='{l}'>"
                            + BlockingScript.list(ROMEO + "<item jid='evil.example'/>")
                            + "</iq>"))) {
      CompletableFuture<?> loaded = it.get(Blocking.class).load();
      loaded.get(20, TimeUnit.SECONDS);
      assertThat(script.next()).isEqualTo("Blocked iago@example.net");
      assertThat(script.next()).isEqualTo("Unblocked romeo@example.net");
      assertThat(script.next()).isEqualTo("Blocked evil.example");
      assertThat(script.rest()).isEmpty();
      assertThat(it.get(Blocking.class).blocked())
          .containsExactlyInAnyOrder(Jid.of("iago@example.net"), Jid.of("evil.example"));
    }
  }

  @Test
  void a_push_that_unblocks_all_during_a_load_is_applied_to_its_answer() throws Exception {
    try (ScriptedClient it =
        script.loaded(
            ROMEO,
            s ->
                s.expectLike(LOAD)
                    .send(push("p1", "", "block", IAGO))
                    .expectLike(result("p1"))
                    .send(push("p2", "", "unblock", ""))
                    .expectLike(result("p2"))
                    .send("<iq type='result' id='{l}'>" + BlockingScript.list(ROMEO) + "</iq>"))) {
      it.get(Blocking.class).load().get(20, TimeUnit.SECONDS);
      assertThat(it.get(Blocking.class).blocked()).isEmpty();
      assertThat(it.get(Blocking.class).isLoaded()).isTrue();
    }
  }
}
