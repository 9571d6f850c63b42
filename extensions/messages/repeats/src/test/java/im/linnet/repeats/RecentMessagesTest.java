package im.linnet.repeats;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.stanza.Message;
import im.linnet.xml.Element;
import im.linnet.xml.StreamEvents;
import im.linnet.xml.StreamHeader;
import im.linnet.xml.StreamParser;
import im.linnet.xml.XmlLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which messages are taken for one that was received before. */
class RecentMessagesTest {

  private static final String HELLO = "<body>Hello</body>";
  private static final String DELAY =
      "<delay xmlns='urn:xmpp:delay' from='%s' stamp='2026-11-20T12:00:00Z'/>";

  private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 1000);
  private final RecentMessages recent = new RecentMessages(1000, time::get);

  private static Message message(String xml) {
    List<Element> parsed = new ArrayList<>();
    StreamParser parser =
        new StreamParser(
            XmlLimits.session(),
            new StreamEvents() {
              @Override
              public void streamOpened(StreamHeader header) {}

              @Override
              public void element(Element element) {
                parsed.add(element);
              }

              @Override
              public void streamClosed() {}
            });
    String stream =
        "<s:stream xmlns:s='http://etherx.jabber.org/streams' xmlns='jabber:client'>" + xml;
    byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
    parser.feed(bytes, 0, bytes.length);
    assertThat(parsed).hasSize(1);
    return Message.of(parsed.get(0));
  }

  private static String from(String sender, String id, String content) {
    return "<message from='%s' id='%s'>%s</message>".formatted(sender, id, content);
  }

  private static String a(String content) {
    return from("romeo@montague.lit/orchard", "1", content);
  }

  private boolean repeats(String xml) {
    return recent.isRepeated(message(xml));
  }

  @Test
  void finds_a_message_that_comes_again() {
    assertThat(repeats(a(HELLO))).isFalse();
    assertThat(repeats(a(HELLO))).isTrue();
    assertThat(repeats(a(HELLO))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<message id='1' from='romeo@montague.lit/orchard' to='juliet@capulet.lit'>"
            + "<body>Hello</body></message>",
        "<message from='romeo@montague.lit/orchard' id='1'"
            + " xml:lang='it'><body>Hello</body></message>",
        "<message from='romeo@montague.lit/orchard' id='1'><body>Hello</body>"
            + "<delay xmlns='urn:xmpp:delay' from='capulet.lit' stamp='2026-11-20T12:00:00Z'/>"
            + "<x xmlns='jabber:x:delay' stamp='20261120T12:00:00'/></message>",
        "<message from='romeo@montague.lit/orchard' id='1'><archived xmlns='urn:xmpp:mam:tmp'"
            + " by='juliet@capulet.lit' id='x'/><stanza-id xmlns='urn:xmpp:sid:0' by='capulet.lit'"
            + " id='x'/><body>Hello</body></message>",
      })
  void leaves_out_what_servers_add_and_change(String again) {
    repeats(a(HELLO));
    assertThat(repeats(again)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<body/>",
        "<body>hello</body>",
        "<body>Hell</body><body>o</body>",
        "<body>Hello</body>o",
        "o<body>Hello</body>",
        "<body>Hello</body><body>Hello</body>",
        "<body xmlns='test'>Hello</body>",
        "<body xml:lang='en'>Hello</body>",
        "<body><body>Hello</body></body>",
        "<subject>Hello</subject>",
        "<body>Hello</body><active xmlns='http://jabber.org/protocol/chatstates'/>",
        "<body>Hello</body><delay xmlns='test'/>",
        "<body>Hello</body><x xmlns='urn:xmpp:delay'/>",
        "<body>Hello</body><origin-id xmlns='urn:xmpp:sid:0' id='1'/>",
        "<x><delay xmlns='urn:xmpp:delay' stamp='2026-11-20T12:00:00Z'/></x>",
      })
  void loses_nothing_of_a_sender_that_uses_an_id_twice(String other) {
    assertThat(repeats(a(HELLO))).isFalse();
    assertThat(repeats(a(other))).isFalse();
  }

  @Test
  void does_not_mistake_one_content_for_another() {
    List<String> contents =
        List.of(
            "<x a='1' b='2'/>",
            "<x a='2' b='1'/>",
            "<x a='12'/>",
            "<x ab='12'/>",
            "<x a='1'/><x b='2'/>",
            "<x><x a='1' b='2'/></x>",
            "<x><delay xmlns='urn:xmpp:delay'/></x>",
            "<x>Aa</x>",
            "<x>BB</x>",
            "<x>" + "a".repeat(127) + "</x>",
            "<x>" + "a".repeat(128) + "</x>",
            "<x>" + "a".repeat(129) + "</x>",
            "<x>" + "a".repeat(128) + "&#x1F600;</x>");
    for (String one : contents) {
      for (String other : contents) {
        RecentMessages fresh = new RecentMessages(2, time::get);
        fresh.isRepeated(message(a(one)));
        assertThat(fresh.isRepeated(message(a(other))))
            .as(one + other)
            .isEqualTo(one.equals(other));
      }
    }
  }

  @Test
  void takes_attributes_in_any_order() {
    repeats(a("<x a='1' b='2' c='3'/>"));
    assertThat(repeats(a("<x c='3' a='1' b='2'/>"))).isTrue();
  }

  @Test
  void heeds_attributes_of_the_message_that_it_does_not_know() {
    repeats("<message from='a@b' id='1' odd='1'/>");
    assertThat(repeats("<message from='a@b' id='1' odd='2'/>")).isFalse();
    repeats("<message from='a@b' id='2' odd='1'/>");
    assertThat(repeats("<message from='a@b' id='2' odd='1'/>")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "romeo@montague.lit/garden, 1",
    "romeo@montague.lit, 1",
    "montague.lit, 1",
    "romeo@montague.lit/orchard, 2",
    "romeo@montague.lit/orchard1, ''"
  })
  void tells_senders_and_ids_apart(String sender, String id) {
    repeats(a(HELLO));
    assertThat(repeats(from(sender, id, HELLO))).isFalse();
  }

  @Test
  void tells_types_apart() {
    for (String type : List.of("chat", "normal", "groupchat", "headline", "odd")) {
      String typed = "<message from='a@b' id='1' type='" + type + "'>" + HELLO + "</message>";
      assertThat(repeats(typed)).as(type).isFalse();
      assertThat(repeats(typed)).as(type).isTrue();
    }
  }

  @Test
  void trusts_no_id_that_came_with_two_contents() {
    repeats(a("<body>yes</body>"));
    repeats(a("<body>no</body>"));
    assertThat(repeats(a("<body>no</body>"))).isFalse();
    assertThat(repeats(a("<body>yes</body>"))).isFalse();
    assertThat(repeats(a("<body>yes</body>"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<message from='a@b'><body>Hello</body></message>",
        "<message/>",
        "<message from='a@b' id='1' type='error'><body>Hello</body>"
            + "<error type='cancel'><service-unavailable "
            + "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>",
        "<message from='pubsub.b' id='foo' type='headline'>"
            + "<event xmlns='http://jabber.org/protocol/pubsub#event'><items node='n'/></event>"
            + "</message>",
        "<message from='juliet@capulet.lit' id='m'><result xmlns='urn:xmpp:mam:2' id='28482'/>"
            + "</message>",
        "<message from='juliet@capulet.lit' id='m'><result xmlns='urn:xmpp:mam:tmp' id='28482'/>"
            + "</message>",
        "<message from='room@b/nick' id='1' type='groupchat'><body>Hello</body>"
            + "<delay xmlns='urn:xmpp:delay' from='room@b' stamp='2026-11-20T12:00:00Z'/>"
            + "</message>",
        "<message from='room@b/nick' id='1' type='groupchat'><body>Hello</body>"
            + "<x xmlns='jabber:x:delay' stamp='20261120T12:00:00'/></message>",
      })
  void passes_what_is_rightly_told_twice(String told) {
    assertThat(repeats(told)).isFalse();
    assertThat(repeats(told)).isFalse();
  }

  @Test
  void finds_what_a_room_reflects_twice_and_not_its_history() {
    String live = "<message from='room@b/nick' id='1' type='groupchat'>" + HELLO + "%s</message>";
    assertThat(repeats(live.formatted(""))).isFalse();
    assertThat(repeats(live.formatted(""))).isTrue();
    assertThat(repeats(live.formatted(DELAY.formatted("capulet.lit")))).isTrue();
    assertThat(repeats(live.formatted(DELAY.formatted("room@b")))).isFalse();
    assertThat(repeats(live.formatted(DELAY.formatted("room@b/nick")))).isFalse();
    assertThat(repeats(live.formatted(DELAY.formatted("b")))).as("its service").isFalse();
    assertThat(repeats(live.formatted(DELAY.formatted("other.b")))).isTrue();
  }

  @Test
  void finds_offline_messages_that_come_again() {
    String offline = a(HELLO + DELAY.formatted("capulet.lit"));
    assertThat(repeats(offline)).isFalse();
    assertThat(repeats(offline)).isTrue();
  }

  private static String carbon(String from, String kind, String inner) {
    return """
    <message from='%s' id='%s'><%s xmlns='urn:xmpp:carbons:2'>\
    <forwarded xmlns='urn:xmpp:forward:0'>%s</forwarded></%s></message>\
    """
        .formatted(from, Integer.toString(inner.hashCode()), kind, inner, kind);
  }

  private static String inner(String to, String more) {
    return "<message xmlns='jabber:client' from='romeo@montague.lit/orchard' to='%s' id='1'>%s%s</message>"
        .formatted(to, HELLO, more);
  }

  @Test
  void takes_a_carbon_for_the_message_in_it() {
    String own = "juliet@capulet.lit";
    String archived = "<stanza-id xmlns='urn:xmpp:sid:0' by='x' id='%s'/>";
    assertThat(repeats(carbon(own, "sent", inner("a@b", archived.formatted("7"))))).isFalse();
    assertThat(repeats(carbon(own, "sent", inner("a@b", archived.formatted("8"))))).isTrue();
    assertThat(repeats(carbon(own, "sent", inner("c@d", "")))).as("another addressee").isFalse();
    assertThat(repeats(carbon("evil@e", "sent", inner("e@f", "")))).isFalse();
    assertThat(repeats(carbon(own, "sent", inner("e@f", "")))).as("was forged before").isFalse();
    assertThat(repeats(a(HELLO))).as("the message itself").isFalse();
  }

  @Test
  void passes_a_carbon_of_a_message_without_id() {
    String copy =
        carbon(
            "juliet@capulet.lit",
            "received",
            "<message xmlns='jabber:client'>" + HELLO + "</message>");
    assertThat(repeats(copy)).isFalse();
    assertThat(repeats(copy)).isFalse();
  }

  @Test
  void forgets_the_oldest_and_what_is_too_old() {
    for (int i = 0; i <= 1000; i++) {
      assertThat(repeats(from("a@b", "id" + i, HELLO))).isFalse();
    }
    assertThat(repeats(from("a@b", "id1", HELLO))).isTrue();
    assertThat(repeats(from("a@b", "id0", HELLO))).isFalse();
    time.addAndGet(Duration.ofSeconds(RecentMessages.KEEP_SECONDS).toNanos());
    assertThat(repeats(from("a@b", "id1000", HELLO))).isFalse();
    assertThat(repeats(from("a@b", "id1000", HELLO))).isTrue();
  }
}
