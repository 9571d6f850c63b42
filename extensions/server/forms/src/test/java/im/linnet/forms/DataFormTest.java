package im.linnet.forms;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.forms.DataForm.Kind;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.xml.Element;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Reading and writing data forms (XEP-0004). */
class DataFormTest {

  @Test
  void reads_the_form_of_the_specification() {
    DataForm form = Forms.bot();

    assertThat(form.kind()).isEqualTo(Kind.FORM);
    assertThat(form.title()).isEqualTo("Bot Configuration");
    assertThat(form.instructions())
        .containsExactly("Fill out this form", "to configure your new bot!");
    assertThat(form.formType()).isEqualTo("jabber:bot");
    assertThat(form.fields().list()).hasSize(11);
    Field name = requireNonNull(form.field("botname"));
    assertThat(name.type()).isEqualTo(FieldType.TEXT_SINGLE);
    assertThat(name.label()).isEqualTo("The name of your bot");
    assertThat(name.isRequired()).isTrue();
    assertThat(name.values()).isEmpty();
    Field features = requireNonNull(form.field("features"));
    assertThat(features.values()).containsExactly("news", "search");
    assertThat(features.options()).extracting(Option::text).contains("Contests", "Polls");
    assertThat(requireNonNull(form.field("invitelist")).description())
        .isEqualTo("Tell all your friends");
    assertThat(form.fields().list().get(2).value()).isEqualTo("Section 1: Bot Info");
  }

  @Test
  void writes_what_it_reads() {
    DataForm form = Forms.bot();
    assertThat(DataForm.of(form.toElement())).isEqualTo(form).hasSameHashCodeAs(form);
    assertThat(form.field("features")).isEqualTo(Forms.bot().field("features"));
    assertThat(requireNonNull(form.field("features")).toBuilder().build())
        .isEqualTo(form.field("features"));
  }

  @ParameterizedTest
  @EnumSource(FieldType.class)
  void knows_every_type(FieldType type) {
    String xml = "<field type='" + type.wireName() + "' var='v'><value>1</value></field>";
    assertThat(requireNonNull(Forms.with(xml).field("v")).type()).isEqualTo(type);
  }

  @Test
  void reads_a_search_result() {
    DataForm result =
        Forms.read(
            """
            <x xmlns='jabber:x:data' type='result'>
              <item>
                <field var='name'><value>Verona</value></field>
                <field var='jids'><value>a@x.example</value><value>b@x.example</value></field>
              </item>
              <reported>
                <field var='name' label='Name' type='text-single'/>
                <field var='jids' label='Who' type='jid-multi'/>
              </reported>
              <item><field var='name'><value>Mantua</value></field></item>
              <field type='hidden' var='FORM_TYPE'><value>jabber:iq:search</value></field>
            </x>
            """);

    assertThat(result.formType()).isEqualTo("jabber:iq:search");
    assertThat(result.reported()).extracting(Field::label).containsExactly("Name", "Who");
    assertThat(result.items()).hasSize(2);
    Fields verona = result.items().get(0);
    assertThat(verona.text("name")).isEqualTo("Verona");
    assertThat(requireNonNull(verona.get("jids")).type()).isEqualTo(FieldType.JID_MULTI);
    assertThat(verona.jids("jids")).containsExactly(Jid.of("a@x.example"), Jid.of("b@x.example"));
    assertThat(result.items().get(1).text("jids")).isNull();
    assertThat(DataForm.of(result.toElement())).isEqualTo(result);
  }

  @Test
  void gives_values_by_type() {
    DataForm data =
        DataForm.builder(Kind.RESULT)
            .formType("urn:example:data")
            .field(FieldType.TEXT_SINGLE, "count", " 42 ")
            .field(FieldType.BOOLEAN, "yes", "true")
            .field(FieldType.BOOLEAN, "no", "0")
            .field(FieldType.BOOLEAN, "maybe", "perhaps")
            .field(FieldType.JID_SINGLE, "who", "Romeo@Example.net")
            .field(
                Field.builder(FieldType.TEXT_MULTI, "lines").values(List.of("a", "", "b")).build())
            .field(
                Field.builder(FieldType.JID_MULTI, "all")
                    .values(List.of("a@b.example", "@", "a@b.example", "c.example"))
                    .build())
            .build();

    assertThat(data.number("count")).isEqualTo(42);
    assertThat(data.number("yes")).isNull();
    assertThat(data.bool("yes")).isTrue();
    assertThat(data.bool("no")).isFalse();
    assertThat(data.bool("maybe")).isNull();
    assertThat(data.jid("who")).isEqualTo(Jid.of("romeo@example.net"));
    assertThat(data.jid("absent")).isNull();
    assertThat(data.text("lines")).isEqualTo("a\n\nb");
    assertThat(data.texts("lines")).containsExactly("a", "", "b");
    assertThat(data.jids("all")).containsExactly(Jid.of("a@b.example"), Jid.of("c.example"));
    assertThat(data.text("absent")).isNull();
    assertThat(data.texts("absent")).isEmpty();
    assertThat(data.number("absent")).isNull();
  }

  @ParameterizedTest
  @CsvSource({"12345678901234567890123", "9223372036854775808", "1.5", "''", "0x10"})
  void gives_no_number_for_what_is_none(String text) {
    assertThat(Forms.with("<field var='n'><value>" + text + "</value></field>").number("n"))
        .isNull();
  }

  @Test
  void is_lenient_about_what_does_no_harm() {
    DataForm form =
        Forms.read(
            """
            <x xmlns='jabber:x:data' xmlns:o='urn:other'>
              <o:field var='foreign'/>
              <field var='untyped'><value>1</value></field>
              <field type='brand-new' var='unknown'/>
              <field type='text-single'><value>no name</value></field>
              <field><value>no name, no type</value></field>
              <field type='fixed'><value>a text</value></field>
              <field var='untyped'><value>2</value></field>
              <field type='list-single' var='list'>
                <option label='One'><value>1</value></option>
                <option label='Uno'><value>1</value></option>
                <option label='nothing'/>
                <option><value>2</value></option>
              </field>
              <field type='text-single' var='text'><option><value>1</value></option></field>
            </x>
            """);

    assertThat(form.kind()).isEqualTo(Kind.FORM);
    assertThat(form.fields())
        .extracting(Field::var)
        .containsExactly("untyped", "unknown", null, "list", "text");
    assertThat(form.text("untyped")).isEqualTo("1");
    assertThat(requireNonNull(form.field("untyped")).type()).isEqualTo(FieldType.TEXT_SINGLE);
    assertThat(requireNonNull(form.field("unknown")).type()).isEqualTo(FieldType.TEXT_SINGLE);
    assertThat(requireNonNull(form.field("list")).options())
        .containsExactly(new Option("One", "1"), new Option(null, "2"));
    assertThat(requireNonNull(form.field("text")).options()).isEmpty();
    assertThat(form.formType()).isNull();
  }

  @Test
  void takes_what_a_form_is_for_from_a_hidden_field_only() {
    String visible = "<field var='FORM_TYPE' type='text-single'><value>x</value></field>";
    String untyped = "<field var='FORM_TYPE'><value>x</value></field>";
    assertThat(Forms.with(visible).formType()).isNull();
    assertThat(Forms.with(untyped).formType()).isNull();
    assertThat(Forms.read("<x xmlns='jabber:x:data' type='submit'>" + untyped + "</x>").formType())
        .isEqualTo("x");
  }

  @Test
  void refuses_other_elements_and_unknown_kinds() {
    assertThatThrownBy(() -> DataForm.of(Element.of("x", "jabber:x:oob")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("jabber:x:data");
    assertThatThrownBy(() -> Forms.read("<x xmlns='jabber:x:data' type='query'/>"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("submit");
    assertThat(DataForm.TYPE.in(Forms.element("<m><x xmlns='jabber:x:data' type='q'/></m>")))
        .isNull();
  }

  @Test
  void refuses_more_parts_than_a_form_can_have() {
    DataForm.Builder many = DataForm.builder(Kind.RESULT);
    Fields item = Fields.of(List.of(Field.builder(FieldType.TEXT_SINGLE, "v").value("").build()));
    for (int i = 0; i <= FormReader.MAX_PARTS / 2; i++) {
      many.item(item);
    }
    Element element = many.build().toElement();
    assertThatThrownBy(() -> DataForm.of(element))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("100000");
  }

  @Test
  void is_found_in_the_payload_of_an_answer() {
    String owner = "<query xmlns='http://jabber.org/protocol/muc#owner'>%s</query>";
    Iq answer = Iq.set(null, Forms.element(owner.formatted(Forms.BOT)));
    assertThat(DataForm.in(answer)).isEqualTo(Forms.bot());
    Iq without = Iq.set(null, Forms.element(owner.formatted("")));
    assertThatThrownBy(() -> DataForm.in(without)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DataForm.in(answer.result(null)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void finds_one_of_many_fields() {
    DataForm.Builder many = DataForm.builder(Kind.FORM).field(Field.fixed("a text"));
    for (int i = 0; i < 1000; i++) {
      many.field(FieldType.TEXT_SINGLE, "v" + i, String.valueOf(i));
    }
    DataForm form = many.field(FieldType.TEXT_SINGLE, "v7", "again").build();
    assertThat(form.number("v7")).isEqualTo(7);
    assertThat(form.number("v999")).isEqualTo(999);
    assertThat(form.field("v1000")).isNull();
    assertThat(form.fields().list()).hasSize(1001);
  }

  @Test
  void cancels() {
    assertThat(DataForm.cancel().toElement())
        .isEqualTo(Forms.element("<x xmlns='jabber:x:data' type='cancel'/>"));
  }

  @Test
  void shows_no_values_in_logs() {
    DataForm form =
        DataForm.builder(Kind.SUBMIT)
            .field(FieldType.TEXT_PRIVATE, "password", "R0m30")
            .item(Fields.of(List.of(Field.hidden("token", "s3cret"))))
            .build();
    assertThat(form.toString()).contains("password").doesNotContain("R0m30", "s3cret");
    assertThat(form.items().toString()).doesNotContain("s3cret");
  }

  @Test
  void reads_the_media_of_a_captcha() {
    DataForm form =
        Forms.with(
            """
            <field type='hidden' var='FORM_TYPE'><value>urn:xmpp:captcha</value></field>
            <field type='hidden' var='challenge'><value>F3A6292C</value></field>
            <field label='Enter the text you see' var='ocr'>
              <media xmlns='urn:xmpp:media-element' height='80' width='290'>
                <uri type='image/jpeg'>
                  http://www.victim.example/challenges/ocr.jpeg?F3A6292C
                </uri>
                <uri type='image/jpeg'>cid:sha1+f24030b8@bob.xmpp.org</uri>
                <uri>http://untyped.example/</uri>
                <uri type='image/png'> </uri>
              </media>
            </field>
            <field var='odd'>
              <media xmlns='urn:xmpp:media-element' height='-1' width='1000000'/>
            </field>
            """);

    Media media = requireNonNull(requireNonNull(form.field("ocr")).media());
    assertThat(media.width()).isEqualTo(290);
    assertThat(media.height()).isEqualTo(80);
    assertThat(media.sources())
        .containsExactly(
            new Media.Source(
                "image/jpeg", "http://www.victim.example/challenges/ocr.jpeg?F3A6292C"),
            new Media.Source("image/jpeg", "cid:sha1+f24030b8@bob.xmpp.org"));
    assertThat(media.source("image")).isEqualTo(media.sources().get(0));
    assertThat(media.source("audio")).isNull();
    assertThat(media.sources()).extracting(Media.Source::isInBand).containsExactly(false, true);
    Media odd = requireNonNull(requireNonNull(form.field("odd")).media());
    assertThat(odd).isEqualTo(new Media(null, null, List.of()));
    assertThat(DataForm.of(form.toElement()).field("ocr")).isEqualTo(form.field("ocr"));
    assertThat(form.answer().set("ocr", "7nHL3").build().text("challenge")).isEqualTo("F3A6292C");
  }
}
