package im.linnet.stanza;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import im.linnet.XmppClient;
import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A text that XML can't carry is refused by the name that the caller knows it by. */
class UnsendableTextTest {

  private static final Jid ROMEO = Jid.of("romeo@localhost");
  private static final Element PAYLOAD = Element.of("query", "urn:example");

  private static Arguments text(String name, Consumer<String> setter) {
    return Arguments.of(name, setter);
  }

  private static Message.Builder message() {
    return Message.builder(ROMEO);
  }

  private static Presence.Builder presence() {
    return Presence.builder(Presence.Type.AVAILABLE);
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        text("body", text -> Message.chat(ROMEO, text)),
        text("body", text -> message().body(text)),
        text("body", text -> message().body(text, "de")),
        text("lang", text -> message().body("Hi", text)),
        text("subject", text -> message().subject(text)),
        text("subject", text -> message().subject(text, "de")),
        text("lang", text -> message().subject("Hi", text)),
        text("thread", text -> message().thread(text)),
        text("id", text -> message().id(text)),
        text("lang", text -> message().lang(text)),
        text("status", text -> presence().status(text)),
        text("status", text -> presence().status(text, "de")),
        text("lang", text -> presence().status("Hi", text)),
        text("id", text -> presence().id(text)),
        text("lang", text -> presence().lang(text)),
        text("id", text -> Iq.get(ROMEO, PAYLOAD).withId(text)),
        text("tag", text -> XmppClient.builder("localhost").language(text)),
        text("FN", text -> Element.of("FN", "vcard-temp", text)),
        text("node", text -> Element.builder("query", "urn:example").attribute("node", text)));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void is_refused_by_its_name(String name, Consumer<String> setter) {
    for (String bad : new String[] {"a\u0007", "\u001b[31m", "\uD83D", "x\uFFFE", "\u0000"}) {
      assertThatIllegalArgumentException()
          .as(bad)
          .isThrownBy(() -> setter.accept(bad))
          .withMessageStartingWith(name + ": ");
    }
  }
}
