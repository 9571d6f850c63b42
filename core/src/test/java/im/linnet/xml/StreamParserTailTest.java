package im.linnet.xml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Input that a chunk cuts off and leaves for the next is neither lost, nor reported or refused
 * later.
 */
class StreamParserTailTest {

  private static final String STANZA =
      "<message from='romeo@montague.example/orchard' to='juliet@capulet.example' id='%s'>"
          + "<body>%s</body><active xmlns='http://jabber.org/protocol/chatstates'/>"
          + "<p:x xmlns:p='urn:p' p:a='it is'>a &amp; \u0416 b</p:x></message>";

  /** Fed in one chunk, so that its tags are remembered. */
  private static final byte[] BEFORE =
      (Parsed.HEADER + STANZA.formatted("1", "one") + STANZA.formatted("2", "two")).getBytes(UTF_8);

  private final Parsed.Recorder told = new Parsed.Recorder();
  private final StreamParser parser = new StreamParser(XmlLimits.session(), told);

  StreamParserTailTest() {
    parser.feed(BEFORE, 0, BEFORE.length);
  }

  private static byte[] next(String text) {
    String stanzas = STANZA.formatted("three", text) + STANZA.formatted("four", "!") + " <new a='";
    return (stanzas + "b'/><iq type='set' id='5'/></stream:stream>").getBytes(UTF_8);
  }

  @Test
  void wherever_two_chunks_cut_it_a_stream_says_the_same_at_the_same_time() {
    byte[] bytes = next("It was the nightingale, and not the lark".repeat(3));
    List<Object> whole = new ArrayList<>();
    int[] toldBy = new int[bytes.length + 1];
    StreamParserTailTest slow = new StreamParserTailTest();
    for (int i = 0; i < bytes.length; i++) {
      slow.parser.feed(bytes, i, 1);
      toldBy[i + 1] = slow.told.events.size();
    }
    whole.addAll(slow.told.events);
    for (int first = 32; first < bytes.length; first++) {
      for (int second : new int[] {1, 31, 32, 40, 64, 200, 500}) {
        StreamParserTailTest cut = new StreamParserTailTest();
        int at = 0;
        for (int length = first; at < bytes.length; length = second) {
          int count = Math.min(length, bytes.length - at);
          assertThat(cut.parser.feed(bytes, at, count)).isEqualTo(count);
          at += count;
          assertThat(cut.parser.position()).isEqualTo(BEFORE.length + at);
          assertThat(cut.told.events).as("%d, then %d", first, second).hasSize(toldBy[at]);
        }
        assertThat(cut.told.events).isEqualTo(whole);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<message from='romeo@montague.example/orchard' to='<",
        "<message from='romeo@montague.example/orchard' from='",
        "<message from='romeo@montague.example/orchard' from='a'>",
        "<message from='romeo@montague.example/orchard' fro\u0001",
        "<message from='romeo@montague.example/orchard' xmlns:q='urn:q' xmlns:q='urn:r'",
        "<message><body>It was the nightingale, and not the lark]]>",
        "<message><body>It was the nightingale, and not the lark\u0001",
        "<message><body>It was the nightingale, and not the lark</bodi>",
        "<message><active xmlns='http://jabber.org/protocol/chatstates'><",
        "<message><x a='It was the nightingale, and not the lark' b=c",
        "<message><stream xmlns='http://etherx.jabber.org/streams'>",
      })
  void a_fault_is_told_when_its_byte_comes(String bad) {
    byte[] bytes = (bad + " ".repeat(80)).getBytes(UTF_8);
    int seen = seenBytewise(bytes);
    for (int first = 1; first <= bytes.length; first++) {
      StreamParserTailTest cut = new StreamParserTailTest();
      int at = first;
      StreamParseException fault =
          catchThrowableOfType(StreamParseException.class, () -> cut.parser.feed(bytes, 0, at));
      assertThat(fault != null).as("the first %d bytes", first).isEqualTo(first >= seen);
    }
  }

  /** The number of single bytes fed until the error is reported; all if there is none. */
  private static int seenBytewise(byte[] bytes) {
    StreamParserTailTest slow = new StreamParserTailTest();
    for (int i = 0; i < bytes.length; i++) {
      int at = i;
      if (catchThrowableOfType(StreamParseException.class, () -> slow.parser.feed(bytes, at, 1))
          != null) {
        return i + 1;
      }
    }
    return bytes.length + 1;
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 33, 47, 64, 100, 150, 191, 192, 193, 250, 400})
  void a_pause_leaves_what_was_not_read(int size) {
    Parsed.Recorder events = new Parsed.Recorder();
    StreamParser[] pausing = new StreamParser[1];
    pausing[0] =
        new StreamParser(
            XmlLimits.session(),
            new StreamEvents() {
              @Override
              public void streamOpened(StreamHeader header) {
                pausing[0].pause();
              }

              @Override
              public void element(Element element) {
                events.element(element);
                pausing[0].pause();
              }

              @Override
              public void streamClosed() {
                pausing[0].pause();
              }
            });
    byte[] all = (new String(BEFORE, UTF_8) + new String(next("o"), UTF_8)).getBytes(UTF_8);
    for (int at = 0; at < all.length; ) {
      at += pausing[0].feed(all, at, Math.min(size, all.length - at));
      assertThat(pausing[0].position()).isEqualTo(at);
    }
    assertThat(events.events).isEqualTo(Parsed.of(all).elements());
  }

  @Test
  void a_cut_text_may_have_as_many_bytes_as_any_other() {
    XmlLimits limits = XmlLimits.session().withTextBytes(100);
    String stanza = "<m a='" + "v".repeat(100) + "'>" + "t".repeat(100) + "</m>";
    Parsed known = Parsed.of(limits, Parsed.HEADER + stanza.repeat(9));
    assertThat(known.elements()).hasSize(9);
    for (String longer : List.of(stanza.replace("v'", "vv'"), stanza.replace("t<", "tt<"))) {
      Parsed refused = Parsed.of(limits, Parsed.HEADER + stanza.repeat(5) + longer);
      assertThat(refused.elementsBefore()).hasSize(5);
      assertThat(refused.condition()).isEqualTo(StreamParseException.Condition.POLICY_VIOLATION);
    }
  }
}
