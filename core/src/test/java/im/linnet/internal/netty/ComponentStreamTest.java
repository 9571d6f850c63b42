package im.linnet.internal.netty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import im.linnet.xml.StreamHeader;
import im.linnet.xml.XmlLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

/** Decoder and encoder on a stream whose content namespace is not a client's. */
final class ComponentStreamTest {

  private static final String COMPONENT = "jabber:component:accept";
  private static final String HEADER =
      "<stream:stream xmlns='jabber:component:accept'"
          + " xmlns:stream='http://etherx.jabber.org/streams' id='1' from='host.example'>";

  private final StreamDecoder decoder = new StreamDecoder(XmlLimits.session());
  private final EmbeddedChannel channel = new EmbeddedChannel(decoder, new StreamEncoder());

  private void open(String contentNamespace) {
    channel.writeOutbound(new StreamOpen("host.example", contentNamespace, null));
    assertThat(sent()).contains(" xmlns=\"%s\"".formatted(contentNamespace));
  }

  private String sent() {
    ByteBuf bytes = channel.readOutbound();
    try {
      return bytes.toString(UTF_8);
    } finally {
      bytes.release();
    }
  }

  private void receive(String xml) {
    channel.writeInbound(Unpooled.copiedBuffer(xml, UTF_8));
  }

  @Test
  void reads_a_components_stanzas_as_a_clients() {
    open(COMPONENT);
    receive(HEADER + "<handshake/><message to='host.example'><body>Hi</body></message>");
    StreamHeader header = channel.readInbound();
    assertThat(header.defaultNamespace()).isEqualTo(COMPONENT);
    assertThat(channel.<Element>readInbound().is("handshake", Stanza.NAMESPACE)).isTrue();
    Element message = channel.readInbound();
    assertThat(message.is("message", Stanza.NAMESPACE)).isTrue();
    assertThat(Stanza.of(message)).isInstanceOf(im.linnet.stanza.Message.class);
  }

  @Test
  void writes_a_clients_stanzas_as_a_components() {
    open(COMPONENT);
    Element forwarded =
        Element.builder("forwarded", "urn:xmpp:forward:0")
            .child(Element.of("message", Stanza.NAMESPACE))
            .build();
    channel.writeOutbound(Element.builder("message", Stanza.NAMESPACE).child(forwarded).build());
    assertThat(sent())
        .isEqualTo(
            "<message><forwarded xmlns=\"urn:xmpp:forward:0\">"
                + "<message xmlns=\"jabber:client\"/></forwarded></message>");
  }

  @Test
  void holds_to_it_over_a_restart() {
    open(COMPONENT);
    receive(HEADER);
    decoder.restart(XmlLimits.session());
    open(COMPONENT);
    receive(HEADER + "<presence/>");
    channel.readInbound();
    channel.readInbound();
    assertThat(channel.<Element>readInbound().is("presence", Stanza.NAMESPACE)).isTrue();
  }

  @Test
  void tells_no_foreign_namespace_as_a_clients_in_a_clients_stream() {
    open(Stanza.NAMESPACE);
    receive(
        HEADER.replace(COMPONENT, Stanza.NAMESPACE) + "<message xmlns='jabber:component:accept'/>");
    channel.readInbound();
    assertThat(channel.<Element>readInbound().is("message", COMPONENT)).isTrue();
  }
}
