package im.linnet.stanza;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.jid.Jid;
import im.linnet.jid.JidCache;
import im.linnet.xml.Element;
import im.linnet.xml.Languages;
import im.linnet.xml.StreamEvents;
import im.linnet.xml.StreamHeader;
import im.linnet.xml.StreamParser;
import im.linnet.xml.XmlLimits;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts for people in several languages, in every stanza that has some. */
class TextsTest {

  private static final Jid ROMEO = Jid.of("romeo@montague.lit");

  /** A stanza as it arrives on a stream of a language. */
  private static Stanza received(@Nullable String streamLang, String xml, String... wanted) {
    AtomicReference<Element> read = new AtomicReference<>();
    StreamParser parser =
        new StreamParser(
            XmlLimits.session(),
            new StreamEvents() {
              @Override
              public void streamOpened(StreamHeader header) {}

              @Override
              public void element(Element element) {
                read.set(element);
              }

              @Override
              public void streamClosed() {}
            });
    byte[] bytes =
        ("<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'"
                + (streamLang == null ? ">" : " xml:lang='" + streamLang + "'>")
                + xml)
            .getBytes(StandardCharsets.UTF_8);
    parser.feed(bytes, 0, bytes.length);
    return requireNonNull(
        Stanza.of(requireNonNull(read.get()), new JidCache(1), Languages.of(wanted)));
  }

  /** One text of a stanza. */
  record Place(
      String name,
      String before,
      String tag,
      String after,
      Function<Stanza, @Nullable String> read,
      BiFunction<Stanza, String, @Nullable String> readIn) {

    String xml(String attributes, String... texts) {
      StringBuilder xml = new StringBuilder(before.replaceFirst("%", attributes));
      for (String text : texts) {
        String lang = text.startsWith("-") ? "" : " xml:lang='" + text + "'";
        String attribute =
            lang + (tag.equals("text") ? " xmlns='" + StanzaError.NAMESPACE + "'" : "");
        xml.append("<%s%s>%s</%s>".formatted(tag, attribute, text, tag));
      }
      return xml.append(after).toString();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Place> places() {
    String error = " type='error' %><error type='cancel'>";
    return Stream.of(
        new Place(
            "body",
            "<message %>",
            "body",
            "</message>",
            stanza -> ((Message) stanza).body(),
            (stanza, lang) -> ((Message) stanza).body(lang)),
        new Place(
            "subject",
            "<message type='groupchat' %><body>x</body>",
            "subject",
            "</message>",
            stanza -> ((Message) stanza).subject(),
            (stanza, lang) -> ((Message) stanza).subject(lang)),
        new Place(
            "status",
            "<presence %><show>away</show>",
            "status",
            "<priority>1</priority></presence>",
            stanza -> ((Presence) stanza).status(),
            (stanza, lang) -> ((Presence) stanza).status(lang)),
        new Place(
            "error of a message",
            "<message" + error,
            "text",
            "</error></message>",
            TextsTest::errorText,
            TextsTest::errorText),
        new Place(
            "error of a presence",
            "<presence" + error,
            "text",
            "</error></presence>",
            TextsTest::errorText,
            TextsTest::errorText),
        new Place(
            "error of an IQ",
            "<iq id='1'" + error,
            "text",
            "<item-not-found xmlns='" + StanzaError.NAMESPACE + "'/></error></iq>",
            TextsTest::errorText,
            TextsTest::errorText));
  }

  private static @Nullable String errorText(Stanza stanza) {
    return requireNonNull(stanza.error()).text();
  }

  private static @Nullable String errorText(Stanza stanza, String lang) {
    return requireNonNull(stanza.error(lang)).text();
  }

  @ParameterizedTest
  @MethodSource("places")
  void is_in_the_language_of_the_stream(Place place) {
    assertThat(place.read.apply(received("en", place.xml("", "de", "-1", "fr")))).isEqualTo("-1");
    assertThat(place.read.apply(received("fr", place.xml("", "de", "en", "fr")))).isEqualTo("fr");
    assertThat(place.read.apply(received("fr-CA", place.xml("", "de", "fr")))).isEqualTo("fr");
  }

  /** Servers put the sender's language on a stanza (RFC 6120, section 8.1.5). */
  @ParameterizedTest
  @MethodSource("places")
  void is_in_the_language_of_the_stanza_if_that_of_the_stream_is_not_there(Place place) {
    String xml = place.xml("xml:lang='cs'", "de", "-1", "fr");
    assertThat(place.read.apply(received("en", xml))).isEqualTo("-1");
    assertThat(place.read.apply(received(null, xml))).isEqualTo("-1");
  }

  /** What SessionHandler gives: the user's language, then the stream's. */
  @ParameterizedTest
  @MethodSource("places")
  void is_in_the_language_of_the_user_first(Place place) {
    String xml = place.xml("xml:lang='cs'", "-1", "de", "fr");
    assertThat(place.read.apply(received("fr", xml, "de-CH", "fr"))).isEqualTo("de");
    assertThat(place.read.apply(received("fr", xml, "it", "fr"))).isEqualTo("fr");
    assertThat(place.read.apply(received("en", xml, "it", "en"))).isEqualTo("-1");
  }

  @ParameterizedTest
  @MethodSource("places")
  void is_the_first_if_no_language_is_known(Place place) {
    assertThat(place.read.apply(received(null, place.xml("", "de", "en", "fr")))).isEqualTo("de");
    assertThat(place.read.apply(received("it", place.xml("", "de", "en", "fr")))).isEqualTo("de");
  }

  @ParameterizedTest
  @MethodSource("places")
  void can_be_had_in_a_language(Place place) {
    Stanza stanza = received("en", place.xml("", "de", "-1", "fr"), "en");
    assertThat(place.readIn.apply(stanza, "fr")).isEqualTo("fr");
    assertThat(place.readIn.apply(stanza, "DE-ch")).isEqualTo("de");
    assertThat(place.readIn.apply(stanza, "en")).isEqualTo("-1");
    assertThat(place.readIn.apply(stanza, "it")).isEqualTo("-1");
  }

  @ParameterizedTest
  @MethodSource("places")
  void is_itself_where_it_is_alone_and_null_where_it_is_not(Place place) {
    Stanza alone = received("en", place.xml("", "de"), "en");
    assertThat(place.read.apply(alone)).isEqualTo("de");
    assertThat(place.readIn.apply(alone, "fr")).isEqualTo("de");
    Stanza without = received("en", place.xml(""), "en");
    assertThat(place.read.apply(without)).isNull();
    assertThat(place.readIn.apply(without, "fr")).isNull();
  }

  static Stream<Arguments> changes() {
    return Stream.of(
        Arguments.of(
            places().toList().get(0),
            (Function<Stanza, Stanza>)
                stanza -> ((Message) stanza).toBuilder().body("new").id("x").build()),
        Arguments.of(
            places().toList().get(1),
            (Function<Stanza, Stanza>)
                stanza -> ((Message) stanza).toBuilder().subject("new").id("x").build()),
        Arguments.of(
            places().toList().get(2),
            (Function<Stanza, Stanza>)
                stanza -> ((Presence) stanza).toBuilder().status("new").id("x").build()));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void is_replaced_alone(Place place, Function<Stanza, Stanza> change) {
    Stanza stanza = received("fr", place.xml("xml:lang='cs'", "de", "-1", "fr"), "de", "fr");
    Stanza changed = change.apply(stanza);
    assertThat(place.read.apply(changed)).isEqualTo("new");
    assertThat(place.readIn.apply(changed, "de")).isEqualTo("new");
    assertThat(place.readIn.apply(changed, "cs")).isEqualTo("-1");
    assertThat(place.readIn.apply(changed, "fr")).isEqualTo("fr");
    assertThat(changed.element().children()).hasSameSizeAs(stanza.element().children());
  }

  @Test
  void is_written_in_several_languages() {
    Message message =
        Message.builder(ROMEO)
            .lang("en")
            .subject("Verona")
            .subject("Verone", "fr")
            .body("Hello")
            .body("Hallo", "de")
            .body("Salut", "fr")
            .body("Bonjour", "fr")
            .build();
    assertThat(message.element().toXml())
        .isEqualTo(
            "<message xmlns=\"jabber:client\" to=\"romeo@montague.lit\" xml:lang=\"en\">"
                + "<subject>Verona</subject><subject xml:lang=\"fr\">Verone</subject>"
                + "<body>Hello</body><body xml:lang=\"de\">Hallo</body>"
                + "<body xml:lang=\"fr\">Bonjour</body></message>");
    assertThat(message.lang()).isEqualTo("en");
    assertThat(message.body()).isEqualTo("Hello");
    assertThat(message.body("de")).isEqualTo("Hallo");
    assertThat(message.toBuilder().build()).isEqualTo(message);

    Presence presence =
        Presence.builder(Presence.Type.AVAILABLE)
            .lang("en")
            .status("Away")
            .status("Weg", "de")
            .build();
    assertThat(presence.element().toXml())
        .isEqualTo(
            "<presence xmlns=\"jabber:client\" xml:lang=\"en\"><status>Away</status>"
                + "<status xml:lang=\"de\">Weg</status></presence>");
    assertThat(presence.status("de-AT")).isEqualTo("Weg");
  }
}
