package im.linnet.internal.netty;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.stanza.Stanza;
import im.linnet.stream.StreamOpening;
import im.linnet.stream.Transport.Framing;
import im.linnet.xml.Element;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The size of an element as counted, and as written. */
@Timeout(120)
class EncodedSizeTest {

  static Stream<Arguments> elements() {
    return Stream.of(Framing.values())
        .flatMap(
            framing ->
                Stream.of("jabber:client", "jabber:component:accept")
                    .flatMap(
                        content ->
                            texts().map(text -> Arguments.of(framing, content, element(text)))));
  }

  private static Stream<String> texts() {
    return Stream.of("", "a", "<&>\"'\r", "漢字 😀", "x".repeat(100_000), "]]>".repeat(3_000));
  }

  private static Element element(String text) {
    return Element.builder("message", Stanza.NAMESPACE)
        .attribute("to", text)
        .attribute("urn:other", "mark", text)
        .child(Element.builder("body", Stanza.NAMESPACE).text(text).build())
        .child(
            Element.builder("forwarded", "urn:xmpp:forward:0")
                .child(Element.builder("message", Stanza.NAMESPACE).text(text).build())
                .build())
        .build();
  }

  @ParameterizedTest
  @MethodSource("elements")
  void is_what_is_written(Framing framing, String content, Element element) {
    StreamEncoder encoder = new StreamEncoder(framing);
    EmbeddedChannel channel = new EmbeddedChannel(encoder);
    channel.writeOutbound(
        new StreamOpen(StreamOpening.to("localhost").withContentNamespace(content)));
    channel.<ByteBuf>readOutbound().release();

    long size = encoder.sizeOf(element);
    assertThat(channel.outboundMessages()).isEmpty();
    channel.writeOutbound(element);
    ByteBuf written = channel.readOutbound();
    assertThat(size).isEqualTo(written.readableBytes());
    assertThat(encoder.sizeOf(element)).isEqualTo(size);
    written.release();
    channel.finishAndReleaseAll();
  }
}
