package im.linnet.forms;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.linnet.forms.InvalidFieldException.Reason;
import im.linnet.jid.Jid;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers to forms: only what was asked for, in the form in which it was asked for. */
class FormAnswerTest {

  private final FormAnswer answer = Forms.bot().answer();

  private static InvalidFieldException refused(Runnable action) {
    return requireNonNull(catchThrowableOfType(InvalidFieldException.class, action::run));
  }

  @Test
  void answers_the_form_of_the_specification() {
    DataForm submit =
        answer
            .set("botname", "The Jabber Google Bot")
            .set("description", "This bot enables you\r\nto send requests\nto Google")
            .set("public", false)
            .set("password", "v3r0na")
            .set("features", List.of("search", "news", "search"))
            .set("maxsubs", 20)
            .set("invitelist", List.of("Juliet@Capulet.com", "b@m.example", "juliet@capulet.com"))
            .set("owner", Jid.of("romeo@example.net"))
            .build();

    assertThat(submit.toElement())
        .isEqualTo(
            Forms.element(
                """
                <x xmlns='jabber:x:data' type='submit'>
                  <field type='hidden' var='FORM_TYPE'><value>jabber:bot</value></field>
                  <field type='hidden' var='session'><value>1</value><value>2</value></field>
                  <field type='text-single' var='botname'>
                    <value>The Jabber Google Bot</value>
                  </field>
                  <field type='text-multi' var='description'>
                    <value>This bot enables you</value>
                    <value>to send requests</value>
                    <value>to Google</value>
                  </field>
                  <field type='boolean' var='public'><value>0</value></field>
                  <field type='text-private' var='password'><value>v3r0na</value></field>
                  <field type='list-multi' var='features'>
                    <value>news</value><value>search</value>
                  </field>
                  <field type='list-single' var='maxsubs'><value>20</value></field>
                  <field type='jid-multi' var='invitelist'>
                    <value>juliet@capulet.com</value><value>b@m.example</value>
                  </field>
                  <field type='jid-single' var='owner'><value>romeo@example.net</value></field>
                </x>
                """
                    .replaceAll(">\\s+<", "><")));
  }

  @Test
  void sends_defaults_and_leaves_out_what_has_none() {
    DataForm submit = answer.set("botname", "Hal").set("public", "true").build();

    assertThat(submit.fields())
        .extracting(Field::var)
        .containsExactly("FORM_TYPE", "session", "botname", "public", "features", "maxsubs");
    assertThat(submit.texts("features")).containsExactly("news", "search");
    assertThat(submit.text("public")).isEqualTo("true");
  }

  @Test
  void empties_a_field_that_has_a_default() {
    answer.set("botname", "Hal").set("public", true);
    DataForm submit = answer.clear("features").build();
    assertThat(requireNonNull(submit.field("features")).values()).isEmpty();
  }

  @Test
  void returns_hidden_fields_even_without_a_value() {
    DataForm form = Forms.with("<field type='hidden' var='h'/>");
    assertThat(form.answer().build().field("h")).isNotNull();
  }

  @Test
  void refuses_what_was_not_asked_for() {
    InvalidFieldException refused = refused(() -> answer.set("email", "me@example.com"));
    assertThat(refused.reason()).isEqualTo(Reason.NOT_ASKED);
    assertThat(refused.var()).isEqualTo("email");
    assertThat(refused)
        .hasMessageContaining("“email”")
        .hasMessageContaining("“botname”")
        .hasMessageNotContaining("me@example.com")
        .hasMessageNotContaining("session");
  }

  @Test
  void refuses_to_leave_out_what_is_required() {
    answer.set("botname", "");
    assertThat(answer.missing())
        .extracting(InvalidFieldException::var)
        .containsExactly("botname", "public");
    InvalidFieldException refused = refused(answer::build);
    assertThat(refused.reason()).isEqualTo(Reason.REQUIRED);
    assertThat(refused).hasMessage("The field “botname” (“The name of your bot”) must be answered");
  }

  @Test
  void refuses_to_change_hidden_and_fixed_fields() {
    assertThat(refused(() -> answer.set("session", "3")).reason()).isEqualTo(Reason.NOT_ANSWERABLE);
    FormAnswer other = Forms.with("<field type='fixed' var='f'><value>t</value></field>").answer();
    assertThat(refused(() -> other.set("f", "x")).reason()).isEqualTo(Reason.NOT_ANSWERABLE);
  }

  @Test
  void changes_a_hidden_field_on_demand() {
    answer.set("botname", "Hal").set("public", true).setHidden("session", "3");
    assertThat(answer.build().texts("session")).containsExactly("3");
    assertThat(refused(() -> answer.setHidden("botname", "x")).reason())
        .isEqualTo(Reason.NOT_ANSWERABLE);
    assertThat(refused(() -> answer.setHidden("other", "x")).reason()).isEqualTo(Reason.NOT_ASKED);
  }

  @Test
  void refuses_values_that_are_no_options() {
    InvalidFieldException single = refused(() -> answer.set("maxsubs", 30));
    assertThat(single.reason()).isEqualTo(Reason.NOT_AN_OPTION);
    assertThat(single)
        .hasMessage(
            "The field “maxsubs” (“Maximum number of subscribers”) takes one of “10”, “20”,"
                + " “none”");
    assertThat(refused(() -> answer.set("features", List.of("news", "News"))).reason())
        .isEqualTo(Reason.NOT_AN_OPTION);
    FormAnswer none = Forms.with("<field type='list-single' var='l'/>").answer();
    assertThat(refused(() -> none.set("l", "x"))).hasMessageContaining("no options");
  }

  @Test
  void shows_the_first_of_many_options() {
    StringBuilder options = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      options.append("<option><value>o").append(i).append("</value></option>");
    }
    FormAnswer many =
        Forms.with("<field type='list-single' var='l'>" + options + "</field>").answer();
    assertThat(refused(() -> many.set("l", "x"))).hasMessageContaining("“o9” and 190 more");
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "TRUE", "2", "", "on"})
  void refuses_what_is_no_boolean(String value) {
    assertThat(refused(() -> answer.set("public", value)).reason()).isEqualTo(Reason.NOT_A_BOOLEAN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "true", "false"})
  void takes_every_boolean(String value) {
    assertThat(answer.set("botname", "b").set("public", value).build().text("public"))
        .isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({"owner, a@b@c", "owner, @", "invitelist, a b@c.example"})
  void refuses_what_is_no_address(String var, String value) {
    assertThat(refused(() -> answer.set(var, value)).reason()).isEqualTo(Reason.NOT_AN_ADDRESS);
  }

  @Test
  void refuses_several_values_and_lines_where_one_is_asked_for() {
    assertThat(refused(() -> answer.set("botname", List.of("a", "b"))).reason())
        .isEqualTo(Reason.SEVERAL_VALUES);
    assertThat(refused(() -> answer.set("owner", List.of("a.example", "b.example"))).reason())
        .isEqualTo(Reason.SEVERAL_VALUES);
    assertThat(refused(() -> answer.set("botname", "a\nb")).reason())
        .isEqualTo(Reason.SEVERAL_LINES);
    assertThat(refused(() -> answer.set("password", "a\rb")).reason())
        .isEqualTo(Reason.SEVERAL_LINES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0000", "a\u0007", "\uD800"})
  void refuses_what_can_not_be_sent(String value) {
    assertThat(refused(() -> answer.set("description", value)).reason())
        .isEqualTo(Reason.NOT_SENDABLE);
  }

  @Test
  void tells_no_secret_and_forges_no_line_of_a_log() {
    InvalidFieldException refused = refused(() -> answer.set("password", "s3\ncret"));
    assertThat(refused).hasMessageNotContaining("s3").hasMessageNotContaining("cret");
    assertThat(answer.set("password", "R0m30").toString()).doesNotContain("R0m30");
    FormAnswer evil =
        Forms.with("<field var='a&#xA;b' label='x&#xA;WARN'><required/></field>").answer();
    assertThat(refused(evil::build).getMessage()).doesNotContain("\n");
  }

  @Test
  void is_for_questions_only() {
    assertThatThrownBy(() -> DataForm.cancel().answer())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cancel");
  }
}
