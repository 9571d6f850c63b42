package im.linnet;

import static im.linnet.LiveSession.await;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.stanza.Message;
import im.linnet.xml.XmlLimits;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each limit on what a server may send is named where it is met, and can be raised. */
@Timeout(120)
class LimitRemediesTest {

  private static final XmlLimits SESSION = XmlLimits.session();

  static Stream<Arguments> limits() {
    String text = "x".repeat(SESSION.stanzaBytes() + 1);
    return Stream.of(
        Arguments.of("stanzaBytes", many("<a/>", 1 << 19), SESSION.withStanzaBytes(4 << 20)),
        Arguments.of(
            "textBytes",
            text,
            SESSION.withStanzaBytes(4 << 20).withTextBytes(SESSION.textBytes() * 2)),
        Arguments.of("depth", many("<a>", 128) + many("</a>", 128), SESSION.withDepth(200)),
        Arguments.of("attributes", "<a" + numbered(" a%d='1'") + "/>", SESSION.withAttributes(400)),
        Arguments.of(
            "namespaceDeclarations",
            "<a" + numbered(" xmlns:a%d='test:q'") + "/>",
            SESSION.withNamespaceDeclarations(400)),
        Arguments.of("nameBytes", "<" + "a".repeat(1025) + "/>", SESSION.withNameBytes(2000)));
  }

  private static String many(String text, int count) {
    return text.repeat(count);
  }

  private static String numbered(String text) {
    return IntStream.range(0, 300).mapToObj(text::formatted).collect(Collectors.joining());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("limits")
  void what_is_too_much_is_read_once_the_limit_is_raised(
      String name, String content, XmlLimits raised) throws Exception {
    String message = "<message from='a@b/c'><x xmlns='test:q'>" + content + "</x></message>";
    try (LiveSession it =
        LiveSession.of(b -> b.limits(limitsButFor(name)), s -> s.sendRaw(message)).connected()) {
      assertThat(await(it.lost).cause())
          .hasMessageContaining("XmlLimits." + name)
          .hasMessageContaining("ClientBuilder.limits sets how much is read");
    }
    CompletableFuture<Message> heard = new CompletableFuture<>();
    try (LiveSession it = LiveSession.of(b -> b.limits(raised), s -> s.sendRaw(message))) {
      it.client.onMessage(heard::complete);
      it.connect();
      assertThat(await(heard).element().children()).hasSize(1);
    }
  }

  /** A text as long as that meets the limit on stanzas first, unless that is wider. */
  private static XmlLimits limitsButFor(String name) {
    return name.equals("textBytes") ? SESSION.withStanzaBytes(4 << 20) : SESSION;
  }
}
