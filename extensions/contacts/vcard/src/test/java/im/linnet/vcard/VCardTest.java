package im.linnet.vcard;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VCardTest {

  private static final byte[] BYTES = {(byte) 0x89, 'P', 'N', 'G', 0, 1, 2, 3, 4, 5};

  @Test
  void reads_back_all_that_it_can_write() {
    VCard card = full();

    assertThat(card.fullName()).isEqualTo("Peter Saint-Andre");
    assertThat(card.name()).isEqualTo(Name.of("Peter", "Saint-Andre"));
    assertThat(card.nickname()).isEqualTo("stpeter");
    assertThat(card.emails())
        .containsExactly(
            Email.of("stpeter@jabber.org"), new Email("p@w.example", Set.of(Kind.WORK)));
    assertThat(card.telephones())
        .containsExactly(new Telephone("303-308-3282", Set.of(Kind.WORK, Kind.VOICE)));
    assertThat(card.addresses()).containsExactly(work());
    assertThat(card.organization()).isEqualTo(new Organization("XSF", List.of("Board", "Wine")));
    assertThat(card.birthday()).isEqualTo("1966-08-06");
    assertThat(card.description()).isEqualTo("More <&> about me");
    assertThat(card.photo()).isEqualTo(Photo.of("image/png", BYTES));
  }

  @Test
  void writes_parts_as_the_specification_shows_them() {
    assertThat(full().telephones().get(0).toElement())
        .isEqualTo(
            part("TEL")
                .child(Element.of("WORK", "vcard-temp"))
                .child(Element.of("VOICE", "vcard-temp"))
                .child("NUMBER", "303-308-3282")
                .build());
    assertThat(full().element().child("ORG"))
        .isEqualTo(
            part("ORG")
                .child("ORGNAME", "XSF")
                .child("ORGUNIT", "Board")
                .child("ORGUNIT", "Wine")
                .build());
  }

  @Test
  void finds_nothing_in_an_empty_card() {
    VCard card = VCard.empty();
    assertThat(card.isEmpty()).isTrue();
    assertThat(card.fullName()).isNull();
    assertThat(card.name()).isNull();
    assertThat(card.nickname()).isNull();
    assertThat(card.organization()).isNull();
    assertThat(card.birthday()).isNull();
    assertThat(card.description()).isNull();
    assertThat(card.photo()).isNull();
    assertThat(card.emails()).isEmpty();
    assertThat(card.telephones()).isEmpty();
    assertThat(card.addresses()).isEmpty();
  }

  @Test
  void drops_malformed_parts_and_keeps_the_others() {
    VCard card =
        card(
            part("FN").text(" \n ").build(),
            part("N").child("FAMILY", "").build(),
            part("EMAIL").text("bare@text.example").build(),
            part("EMAIL").child("USERID", " right@example.com\n").build(),
            part("TEL").child("NUMBER", "").build(),
            part("ADR").child(Element.of("HOME", "vcard-temp")).build(),
            part("ORG").child("ORGUNIT", "only a unit").build(),
            Element.of("NICKNAME", "urn:other", "not this"),
            part("BDAY").text("yesterday").build(),
            part("PHOTO").child("EXTVAL", "http://example.com/me.png").build());

    assertThat(card.fullName()).isNull();
    assertThat(card.name()).isNull();
    assertThat(card.emails()).containsExactly(new Email("right@example.com", Set.of()));
    assertThat(card.telephones()).isEmpty();
    assertThat(card.addresses()).isEmpty();
    assertThat(card.organization()).isNull();
    assertThat(card.nickname()).isNull();
    assertThat(card.birthday()).isNull();
    assertThat(card.photo()).isNull();
    assertThat(card.isEmpty()).isFalse();
  }

  @Test
  void an_empty_part_does_not_hide_one_that_is_not() {
    VCard card =
        card(
            part("FN").build(),
            part("FN").text("Ann").build(),
            part("NICKNAME").text(" ").build(),
            part("NICKNAME").text("a").build(),
            part("NICKNAME").text("b").build(),
            part("EMAIL").child("USERID", "").child("USERID", "a@x.example").build());

    assertThat(card.fullName()).isEqualTo("Ann");
    assertThat(card.nickname()).isEqualTo("a");
    assertThat(card.emails()).containsExactly(new Email("a@x.example", Set.of()));
  }

  @Test
  void keeps_what_it_does_not_know_when_it_is_changed() {
    Element unknown = part("X-SKILL").child("LEVEL", "9").build();
    Element odd = part("BDAY").text("in spring").build();
    VCard changed =
        card(unknown, odd, part("NICKNAME").text("a").build(), part("NICKNAME").text("b").build())
            .toBuilder()
            .nickname("new")
            .build();

    assertThat(changed.nickname()).isEqualTo("new");
    assertThat(changed.element().children())
        .containsExactly(unknown, odd, part("NICKNAME").text("new").build());
    assertThat(changed.toBuilder().birthday(null).nickname(null).build().element().children())
        .containsExactly(unknown);
  }

  @ParameterizedTest
  @CsvSource({
    "1966-08-06, 1966-08-06",
    "19660806, 1966-08-06",
    " 1966-08-06 , 1966-08-06",
    "1966-08-06T12:00:00Z, 1966-08-06",
    "2000-02-29, 2000-02-29",
    "9999-12-31, 9999-12-31",
    "1999-02-29,",
    "0000-01-01,",
    "12345-01-01,",
    "-1966-08-06,",
    "1966-13-01,",
    "--08-06,",
    "'',",
  })
  void reads_a_birthday(String text, @Nullable LocalDate expected) {
    assertThat(card(part("BDAY").text(text).build()).birthday()).isEqualTo(expected);
  }

  @Test
  void reads_no_birthday_of_a_million_digits() {
    assertThat(card(part("BDAY").text("1".repeat(1_000_000)).build()).birthday()).isNull();
    String tail = "1966-08-06T" + "1".repeat(1_000_000);
    assertThat(card(part("BDAY").text(tail).build()).birthday()).isNull();
  }

  @Test
  void writes_no_birthday_beyond_the_calendar_of_xml() {
    assertThatThrownBy(() -> VCard.builder().birthday(LocalDate.of(10_000, 1, 1)))
        .hasMessage("year: 10000 (expected: 1 to 9999)");
  }

  @Test
  void reads_a_photo_with_its_hash() {
    String folded = Base64.getMimeEncoder(4, new byte[] {'\r', '\n'}).encodeToString(BYTES);
    Photo photo = requireNonNull(card(photo("image/png", "\n\t" + folded + "  \n")).photo());

    assertThat(photo.type()).isEqualTo("image/png");
    assertThat(photo.bytes()).isEqualTo(BYTES);
    assertThat(photo.size()).isEqualTo(10);
    assertThat(photo.sha1()).isEqualTo("1359e2e7d4fb7e2312c7d205bc1182d08f70c091");
    assertThat(photo).hasToString("Photo[image/png, 10 bytes]");
  }

  @Test
  void takes_a_photo_without_type() {
    Photo photo = requireNonNull(card(part("PHOTO").child("BINVAL", "AAAA").build()).photo());
    assertThat(photo.type()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "    ", "A", "A===", "AAA*", "AAAAé", "AA=A", "data:;base64,AAAA"})
  void takes_no_photo_that_is_not_base64(String base64) {
    assertThat(card(photo("image/png", base64)).photo()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"9, false", "10, true", "11, true", "0, false"})
  void takes_a_photo_up_to_the_limit(int limit, boolean taken) {
    VCard card = card(photo("image/png", Base64.getEncoder().encodeToString(BYTES)));
    assertThat(card.photo(limit) != null).isEqualTo(taken);
  }

  @Tag("Q14")
  @Test
  void refuses_a_large_photo_before_it_is_decoded() {
    Element photo = photo("image/png", "*".repeat(50_000_000));
    assertThatThrownBy(() -> Photo.of(photo, Photo.MAX_BYTES))
        .hasMessage("BINVAL: about 37500000 bytes (expected: <= 12582912)");
  }

  @Test
  void shares_no_bytes() {
    byte[] mine = BYTES.clone();
    Photo photo = Photo.of("image/png", mine);
    mine[0] = 0;
    photo.bytes()[1] = 0;
    assertThat(photo.bytes()).isEqualTo(BYTES);
  }

  @Test
  void prints_nothing_that_is_private() {
    assertThat(full().toString()).doesNotContain("Peter", "303", "jabber.org");
  }

  @Test
  void is_no_other_element() {
    assertThatThrownBy(() -> VCard.of(Element.of("vcard", "vcard-temp")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static VCard full() {
    return VCard.builder()
        .fullName("Peter Saint-Andre")
        .name(Name.of("Peter", "Saint-Andre"))
        .nickname("stpeter")
        .emails(
            List.of(Email.of("stpeter@jabber.org"), new Email("p@w.example", Set.of(Kind.WORK))))
        .telephones(List.of(new Telephone("303-308-3282", Set.of(Kind.VOICE, Kind.WORK))))
        .addresses(List.of(work()))
        .organization(new Organization("XSF", List.of("Board", "Wine")))
        .birthday(LocalDate.of(1966, 8, 6))
        .description("More <&> about me")
        .photo(Photo.of("image/png", BYTES))
        .build();
  }

  private static Address work() {
    return new Address(
        Set.of(Kind.WORK),
        null,
        "Suite 600",
        "1899 Wynkoop Street",
        "Denver",
        "CO",
        "80202",
        "USA");
  }

  private static VCard card(Element... parts) {
    return VCard.of(Element.builder("vCard", VCard.NAMESPACE).children(List.of(parts)).build());
  }

  private static ElementBuilder part(String name) {
    return Element.builder(name, VCard.NAMESPACE);
  }

  private static Element photo(String type, String base64) {
    return part("PHOTO").child("TYPE", type).child("BINVAL", base64).build();
  }
}
