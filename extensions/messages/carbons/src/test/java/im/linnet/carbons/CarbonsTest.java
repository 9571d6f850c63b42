package im.linnet.carbons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import im.linnet.carbons.Carbon.Direction;
import im.linnet.failure.StanzaException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies, and what only looks like one. */
@Timeout(120)
class CarbonsTest {

  private static final String NS = "urn:xmpp:carbons:2";
  private static final String INNER =
      "<message xmlns='jabber:client' from='romeo@example.net/orchard' to='juliet@localhost/garden'"
          + " type='chat'><body>%s</body></message>";

  private static final String SENT =
      "<message xmlns='jabber:client' from='juliet@localhost/garden' to='romeo@example.net/orchard'"
          + " type='chat'><body>%s</body></message>";

  private final BlockingQueue<Carbon> copies = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

  private static void enabled(Script script) {
    script
        .expectLike("<iq type='set' id='{enable}'><enable xmlns='" + NS + "'/></iq>")
        .send("<iq type='result' id='{enable}'/>");
  }

  private static String copy(String from, String name, String content) {
    return "<message from='%s' to='juliet@localhost/balcony'><%s xmlns='%s'>%s</%s></message>"
        .formatted(from, name, NS, content, name);
  }

  private static String forwarded(String content) {
    return "<forwarded xmlns='urn:xmpp:forward:0'>" + content + "</forwarded>";
  }

  private ScriptedClient client(Consumer<Script> lines) {
    return ScriptedClient.bound(
        client -> {
          client.onMessage(message -> messages.add(String.valueOf(message.body())));
          Carbons carbons = new Carbons(client);
          carbons.onCarbon(copies::add);
          return carbons;
        },
        lines);
  }

  private Carbon next() throws InterruptedException {
    Carbon next = copies.poll(20, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  @Test
  void copies_of_both_directions_reach_their_subscribers_alone() throws Exception {
    try (ScriptedClient it =
        client(
            s ->
                s.then(CarbonsTest::enabled)
                    .awaitCue("go")
                    .send(copy("juliet@localhost", "received", forwarded(INNER.formatted("one"))))
                    .send(copy("juliet@localhost", "sent", forwarded(SENT.formatted("two"))))
                    .send("<message from='romeo@example.net'><body>three</body></message>"))) {
      it.peer().cue("go");
      Carbon one = next();
      assertThat(one.direction()).isEqualTo(Direction.RECEIVED);
      assertThat(one.message().body()).isEqualTo("one");
      assertThat(one.message().from()).isEqualTo(Jid.of("romeo@example.net/orchard"));
      Carbon two = next();
      assertThat(two.direction()).isEqualTo(Direction.SENT);
      assertThat(two.message().body()).isEqualTo("two");
      assertThat(messages.poll(20, TimeUnit.SECONDS)).isEqualTo("three");
      assertThat(messages).isEmpty();
      assertThat(it.get(Carbons.class).enabled()).isTrue();
      assertThat(it.get(Carbons.class).forged()).isZero();
    }
  }

  /** CVE-2017-5589 and its kin. */
  @Tag("P16")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "romeo@example.net",
        "romeo@example.net/orchard",
        "juliet@localhost/balcony",
        "juliet@localhost/another",
        "localhost",
        "juliet@example.net"
      })
  void copies_from_others_are_dropped_and_counted(String from) throws Exception {
    try (ScriptedClient it =
        client(
            s ->
                s.then(CarbonsTest::enabled)
                    .awaitCue("go")
                    .send(copy(from, "received", forwarded(INNER.formatted("forged"))))
                    .send(copy(from, "sent", forwarded(SENT.formatted("forged"))))
                    .send(copy("juliet@localhost", "sent", forwarded(SENT.formatted("good")))))) {
      it.peer().cue("go");
      assertThat(next().message().body()).isEqualTo("good");
      assertThat(copies).isEmpty();
      assertThat(messages).isEmpty();
      assertThat(it.get(Carbons.class).forged()).isEqualTo(2);
    }
  }

  @Tag("P17")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<forwarded xmlns='urn:xmpp:forward:0'/>",
        "<forwarded xmlns='urn:xmpp:forward:0'><presence xmlns='jabber:client'/></forwarded>",
        "<forwarded xmlns='urn:x'><message xmlns='jabber:client'/></forwarded>",
        "<forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client'"
            + " from='@@'/></forwarded>",
        "<forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:server'/></forwarded>"
      })
  void copies_that_cannot_be_read_are_left_out(String content) throws Exception {
    try (ScriptedClient it =
        client(
            s ->
                s.then(CarbonsTest::enabled)
                    .awaitCue("go")
                    .send(copy("juliet@localhost", "received", content))
                    .send(copy("juliet@localhost", "sent", forwarded(SENT.formatted("good")))))) {
      it.peer().cue("go");
      assertThat(next().message().body()).isEqualTo("good");
      assertThat(copies).isEmpty();
    }
  }

  static List<Arguments> impossible() {
    String own = "from='juliet@localhost/garden' to='romeo@example.net'";
    String other = "from='romeo@example.net/orchard' to='juliet@localhost/garden'";
    String inner = forwarded(INNER.formatted("inner"));
    String nested = "<%s xmlns='" + NS + "'>" + inner + "</%1$s>";
    return List.of(
        arguments("P17: a copy of a copy", "received", inner(other, nested.formatted("received"))),
        arguments("P17: a copy of a copy", "sent", inner(own, nested.formatted("received"))),
        arguments("P17: a copy of a copy", "received", inner(other, nested.formatted("sent"))),
        arguments("P17: two messages", "received", inner(other, "") + inner(other, "")),
        arguments("P18: sent by another", "sent", inner(other, "")),
        arguments("P18: sent by a namesake", "sent", inner("from='juliet@example.net/x'", "")),
        arguments("P18: sent by the server", "sent", inner("from='localhost'", "")),
        arguments("P18: received by another", "received", inner(own, "")),
        arguments("P18: received by a namesake", "received", inner("to='juliet@example.net'", "")),
        arguments("P19: of a room", "received", inner(other + " type='groupchat'", "")),
        arguments("P19: to a room", "sent", inner(own + " type='groupchat'", "")));
  }

  private static String inner(String attributes, String content) {
    return forwarded(
        "<message xmlns='jabber:client' %s><body>forged</body>%s</message>"
            .formatted(attributes, content));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("impossible")
  void copies_that_no_server_makes_are_left_out(String why, String name, String content)
      throws Exception {
    try (ScriptedClient it =
        client(
            s ->
                s.then(CarbonsTest::enabled)
                    .awaitCue("go")
                    .send(copy("juliet@localhost", name, content))
                    .send(
                        copy(
                            "juliet@localhost",
                            "sent",
                            inner("from='juliet@localhost/garden' to='a@b'", ""))))) {
      it.peer().cue("go");
      assertThat(next().message().to()).as(why).isEqualTo(Jid.of("a@b"));
      assertThat(copies).isEmpty();
      assertThat(messages).isEmpty();
    }
  }

  @Test
  void a_server_without_them_does_no_harm_and_says_so_when_asked() {
    String refusal =
        "<iq type='error' id='{id}'><error type='cancel'><service-unavailable"
            + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>";
    String request = "<iq type='set' id='{id}'><enable xmlns='" + NS + "'/></iq>";
    try (ScriptedClient it =
        client(s -> s.expectLike(request).send(refusal).expectLike(request).send(refusal))) {
      Carbons carbons = it.get(Carbons.class);
      assertThatThrownBy(() -> carbons.enable().join()).hasCauseInstanceOf(StanzaException.class);
      assertThat(carbons.enabled()).isFalse();
    }
  }

  @Test
  void they_can_be_disabled() throws Exception {
    try (ScriptedClient it =
        client(
            s ->
                s.then(CarbonsTest::enabled)
                    .send(copy("juliet@localhost", "sent", forwarded(SENT.formatted("asked"))))
                    .expectLike("<iq type='set' id='{id}'><disable xmlns='" + NS + "'/></iq>")
                    .send("<iq type='result' id='{id}'/>"))) {
      Carbons carbons = it.get(Carbons.class);
      assertThat(next().message().body()).isEqualTo("asked");
      carbons.disable().join();
      assertThat(carbons.enabled()).isFalse();
    }
  }

  @Test
  void a_private_message_asks_for_no_copies() {
    Message message = Carbons.privately(Message.chat(Jid.of("romeo@example.net"), "secret"));
    assertThat(message.element().child("private", NS)).isNotNull();
    assertThat(message.element().child("no-copy", "urn:xmpp:hints")).isNotNull();
    assertThat(message.body()).isEqualTo("secret");
  }
}
