package im.linnet.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RedactionTest {

  private static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
  private static final String SASL2 = "urn:xmpp:sasl:2";
  private static final String FAST = "urn:xmpp:fast:0";
  private static final String REGISTER = "jabber:iq:register";
  private static final String AUTH = "jabber:iq:auth";
  private static final String SM = "urn:xmpp:sm:3";
  private static final String UPLOAD = "urn:xmpp:http:upload:0";
  private static final String SECRET = "s3cr3t";

  private static Element field(String variable, String type) {
    return Element.builder("field", "jabber:x:data")
        .attribute("var", variable)
        .attribute("type", type)
        .child("value", SECRET)
        .build();
  }

  private static Element with(String name, String namespace, String attribute) {
    return Element.builder(name, namespace).attribute(attribute, SECRET).build();
  }

  static Stream<Element> secrets() {
    return Stream.of(
        Element.of("auth", SASL, SECRET),
        Element.of("challenge", SASL, SECRET),
        Element.of("response", SASL, SECRET),
        Element.of("success", SASL, SECRET),
        Element.builder("auth", SASL).child(Element.of("x", "urn:vendor", SECRET)).build(),
        Element.builder("auth", SASL).child(with("x", "urn:vendor", "anything")).build(),
        with("auth", SASL, "anything"),
        Element.builder("authenticate", SASL2).child("initial-response", SECRET).build(),
        Element.builder("authenticate", SASL2).child(with("user-agent", SASL2, "id")).build(),
        Element.builder("success", SASL2).child("additional-data", SECRET).build(),
        with("token", FAST, "token"),
        Element.builder("query", REGISTER).child("password", SECRET).build(),
        Element.builder("query", REGISTER).child("key", SECRET).build(),
        Element.builder("query", AUTH).child("password", SECRET).build(),
        Element.builder("query", AUTH).child("digest", SECRET).build(),
        Element.of("handshake", "jabber:component:accept", SECRET),
        with("enabled", "urn:xmpp:sm:3", "id"),
        with("resume", "urn:xmpp:sm:3", "previd"),
        with("resumed", "urn:xmpp:sm:2", "previd"),
        with("x", "jabber:x:conference", "password"),
        with("preauth", "urn:xmpp:pars:0", "token"),
        with("transport", "urn:xmpp:jingle:transports:ice-udp:1", "pwd"),
        with("x", "urn:vendor", "AccessToken"),
        Element.of("OldPassword", "urn:vendor", SECRET),
        Element.builder("header", UPLOAD).attribute("name", "Authorization").text(SECRET).build(),
        with("put", UPLOAD, "url"),
        field("anything", "text-private"),
        field("muc#roomconfig_roomsecret", "text-single"),
        field("password", "hidden"));
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void cuts_secrets_out_wherever_they_stand(Element element) {
    Element iq = Element.builder("iq", "jabber:client").attribute("id", "7").child(element).build();
    assertThat(Redaction.of(element)).doesNotContain(SECRET).contains("[hidden]");
    assertThat(Redaction.of(iq)).doesNotContain(SECRET).contains("id=\"7\"", "[hidden]");
    assertThat(iq.toString()).doesNotContain(SECRET);
  }

  @Test
  void shows_the_mechanisms_and_hides_the_response() {
    Element auth =
        Element.builder("auth", SASL).attribute("mechanism", "PLAIN").text(SECRET).build();
    Element mechanisms = Element.builder("mechanisms", SASL).child("mechanism", "PLAIN").build();
    assertThat(Redaction.of(auth))
        .isEqualTo("<auth xmlns=\"" + SASL + "\" mechanism=\"PLAIN\">[hidden]</auth>");
    assertThat(Redaction.of(mechanisms)).contains("<mechanism>PLAIN</mechanism>");
  }

  /** As they travel in a sign-in by SASL2. */
  @Test
  void shows_what_is_asked_of_stream_management_and_hides_its_ids() {
    Element enable =
        Element.builder("enable", SM).attribute("resume", "true").attribute("max", "60").build();
    Element resume =
        Element.builder("resume", SM).attribute("h", "7").attribute("previd", SECRET).build();
    Element enabled =
        Element.builder("enabled", SM)
            .attribute("id", SECRET)
            .attribute("location", SECRET)
            .build();
    Element sent =
        Element.builder("authenticate", "urn:xmpp:sasl:2")
            .child(enable)
            .child(resume)
            .child(enabled)
            .build();
    assertThat(Redaction.of(sent))
        .contains("resume=\"true\"", "max=\"60\"", "h=\"7\"", "previd=\"[hidden]\"")
        .doesNotContain(SECRET);
  }

  @Test
  void shows_that_an_empty_secret_is_empty() {
    assertThat(Redaction.of(Element.of("success", SASL)))
        .isEqualTo("<success xmlns=\"" + SASL + "\"/>");
  }

  @Test
  void shows_an_ordinary_stanza_as_it_is() {
    Element message =
        Element.builder("message", "jabber:client")
            .attribute("id", "1")
            .attribute("from", "a@b/c")
            .child("body", "What is the password?")
            .child(Element.of("active", "http://jabber.org/protocol/chatstates"))
            .build();
    assertThat(Redaction.of(message)).isEqualTo(message.toXml());
    Element register =
        Element.builder("query", REGISTER).child("username", "me").child("password", "").build();
    assertThat(Redaction.of(register)).isEqualTo(register.toXml());
  }

  @Test
  void cuts_long_text_and_says_by_how_much() {
    Element photo = Element.of("BINVAL", "vcard-temp", "x".repeat(100_000));
    assertThat(Redaction.of(photo)).contains("x…(+99488)</BINVAL>").hasSizeLessThan(600);
    Element face = Element.of("a", "", "x".repeat(511) + "😀");
    assertThat(Redaction.of(face)).isEqualTo("<a>" + "x".repeat(511) + "…(+2)</a>");
  }

  @Tag("Q19")
  @Test
  void cannot_forge_a_line_or_an_escape() {
    Element element =
        Element.builder("a", "urn:\n")
            .attribute("x", "1\r\n")
            .text("\n2026 ERROR forged\u0085\u2028\u009B2J\u202E\u007F\t")
            .build();
    assertThat(Redaction.of(element))
        .isEqualTo(
            "<a xmlns=\"urn:\\u000A\" x=\"1\\u000D\\u000A\">\\u000A2026 ERROR forged"
                + "\\u0085\\u2028\\u009B2J\\u202E\\u007F\\u0009</a>");
  }

  @Tag("Q19")
  @Test
  void is_bounded_whatever_the_size_of_the_element() {
    ElementBuilder wide = Element.builder("a", "");
    ElementBuilder bristling = Element.builder("a", "");
    for (int i = 0; i < 10_000; i++) {
      wide.child(Element.of("b", "urn:" + i, "\n".repeat(1_000)));
    }
    for (int i = 0; i < 2_000; i++) {
      bristling.attribute("x" + i, "v".repeat(1_000));
    }
    assertThat(Redaction.of(wide.build())).hasSizeLessThan(50_000).contains("nodes)</a>");
    assertThat(Redaction.of(bristling.build())).hasSizeLessThan(50_000).contains("attributes)</a>");
  }

  @ParameterizedTest
  @ValueSource(longs = {51, 52})
  void stays_one_line_of_well_formed_xml(long seed) throws XMLStreamException {
    SeededElements source = new SeededElements(seed);
    for (int i = 0; i < 500; i++) {
      Element element = source.next();
      String shown = Redaction.of(element);
      assertThat(shown).doesNotContainPattern("\\p{Cntrl}|\\R");
      assertThat(ReadBack.document(shown).name()).isEqualTo(element.name());
    }
  }
}
