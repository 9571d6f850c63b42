package im.linnet.xml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream whose stanzas have another namespace on the wire than in memory. */
final class ContentNamespaceTest {

  private static final String CLIENT = "jabber:client";
  private static final String COMPONENT = "jabber:component:accept";
  private static final String HEADER =
      "<?xml version='1.0'?><stream:stream xmlns='jabber:component:accept'"
          + " xmlns:stream='http://etherx.jabber.org/streams' id='1' from='host.example'>";

  private final List<Element> read = new ArrayList<>();
  private final List<StreamHeader> headers = new ArrayList<>();

  private final class Listener implements StreamEvents {
    @Override
    public void streamOpened(StreamHeader header) {
      headers.add(header);
    }

    @Override
    public void element(Element element) {
      read.add(element);
    }

    @Override
    public void streamClosed() {}
  }

  private StreamParser parser() {
    return new StreamParser(XmlLimits.session(), new Listener());
  }

  private void read(String document, int chunk) {
    StreamParser parser = parser();
    parser.contentNamespace(COMPONENT, CLIENT);
    byte[] bytes = document.getBytes(UTF_8);
    for (int from = 0; from < bytes.length; from += chunk) {
      parser.feed(bytes, from, Math.min(chunk, bytes.length - from));
    }
  }

  private Element only(String content) {
    read(HEADER + content, Integer.MAX_VALUE);
    return read.get(0);
  }

  @Test
  void tells_stanzas_as_a_clients_with_all_that_is_theirs() {
    Element message = only("<message from='a@b' type='chat'><body>Hi</body></message>");
    assertThat(message.is("message", CLIENT)).isTrue();
    assertThat(message.child("body", CLIENT)).isNotNull();
  }

  @Test
  void tells_the_header_as_it_is() {
    read(HEADER, Integer.MAX_VALUE);
    assertThat(headers)
        .singleElement()
        .satisfies(
            header -> {
              assertThat(header.defaultNamespace()).isEqualTo(COMPONENT);
              assertThat(header.isStream()).isTrue();
            });
  }

  @Test
  void leaves_a_forwarded_stanza_in_the_namespace_that_it_names() {
    Element message =
        only(
            "<message><forwarded xmlns='urn:xmpp:forward:0'>"
                + "<message xmlns='jabber:client'><body>Hi</body></message>"
                + "</forwarded></message>");
    Element forwarded = requireNonNull(message.child("forwarded", "urn:xmpp:forward:0"));
    assertThat(forwarded.children()).singleElement().matches(it -> it.is("message", CLIENT));
  }

  @Test
  void tells_the_namespace_so_wherever_it_is_declared_again() {
    Element iq =
        only(
            "<iq xmlns='jabber:component:accept'><query xmlns='urn:q'><message"
                + " xmlns='jabber:component:accept'/><c:presence"
                + " xmlns:c='jabber:component:accept'/></query></iq>");
    assertThat(iq.is("iq", CLIENT)).isTrue();
    assertThat(iq.children().get(0).children())
        .extracting(Element::namespace)
        .containsExactly(CLIENT, CLIENT);
  }

  @Test
  void leaves_other_namespaces_alone() {
    Element message = only("<message><x xmlns='jabber:server'/><y xmlns=''/></message>");
    assertThat(message.children())
        .extracting(Element::namespace)
        .containsExactly("jabber:server", "");
  }

  @Test
  void tells_features_and_errors_as_the_streams() {
    Element error =
        only(
            "<stream:error><conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>");
    assertThat(error.is("error", StreamHeader.STREAMS_NAMESPACE)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64, 4096})
  void tells_the_same_in_chunks_of_any_size_and_again_and_again(int chunk) {
    String stanza =
        "<message from='a@b'><body>Hi</body><x xmlns='urn:x'/></message><message from='c@d'"
            + " xmlns='jabber:component:accept'><body>Hi</body></message>";
    read(HEADER + stanza.repeat(5), chunk);
    assertThat(read).hasSize(10).allMatch(it -> it.is("message", CLIENT));
    assertThat(read).allMatch(it -> it.child("body", CLIENT) != null);
  }

  @Test
  void tells_nothing_otherwise_by_default() {
    byte[] bytes = (HEADER + "<message/>").getBytes(UTF_8);
    parser().feed(bytes, 0, bytes.length);
    assertThat(read).singleElement().matches(it -> it.is("message", COMPONENT));
  }

  @Test
  void is_not_set_in_the_midst_of_a_stream() {
    StreamParser parser = parser();
    parser.feed(HEADER.getBytes(UTF_8), 0, 5);
    assertThatIllegalStateException().isThrownBy(() -> parser.contentNamespace(COMPONENT, CLIENT));
  }

  private static String written(Element element) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StreamWriter writer = new StreamWriter(out, COMPONENT, CLIENT);
    writer.open("host.example", null, null);
    assertThat(out.toString(UTF_8)).contains(" xmlns=\"jabber:component:accept\"");
    out.reset();
    writer.write(element);
    return out.toString(UTF_8);
  }

  @Test
  void writes_a_clients_stanza_as_one_of_the_stream() {
    Element message =
        Element.builder("message", CLIENT)
            .attribute("to", "a@b")
            .child(Element.builder("body", CLIENT).text("Hi").build())
            .build();
    assertThat(written(message)).isEqualTo("<message to=\"a@b\"><body>Hi</body></message>");
  }

  @Test
  void writes_a_forwarded_stanza_with_its_own_namespace() {
    Element inner =
        Element.builder("message", CLIENT)
            .child(Element.builder("body", CLIENT).text("Hi").build())
            .build();
    Element message =
        Element.builder("message", CLIENT)
            .child(Element.builder("forwarded", "urn:xmpp:forward:0").child(inner).build())
            .build();
    assertThat(written(message))
        .isEqualTo(
            "<message><forwarded xmlns=\"urn:xmpp:forward:0\"><message xmlns=\"jabber:client\">"
                + "<body>Hi</body></message></forwarded></message>");
  }

  @Test
  void writes_what_is_of_the_wires_namespace_so_that_it_is_read_as_such() {
    Element handshake = Element.builder("handshake", COMPONENT).text("00").build();
    assertThat(written(handshake))
        .isEqualTo("<handshake xmlns=\"jabber:component:accept\">00</handshake>");
  }
}
