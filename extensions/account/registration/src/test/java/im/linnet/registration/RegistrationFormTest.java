package im.linnet.registration;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.forms.DataForm;
import im.linnet.forms.Field;
import im.linnet.forms.FieldType;
import im.linnet.forms.InvalidFieldException;
import im.linnet.jid.Jid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What services ask for, in all combinations of XEP-0077, section 6. */
class RegistrationFormTest {

  static final String CONTEST =
      """
      <x xmlns='jabber:x:data' type='form'>
        <title>Contest Registration</title>
        <field type='hidden' var='FORM_TYPE'><value>jabber:iq:register</value></field>
        <field type='text-single' label='Given Name' var='first'><required/></field>
        <field type='list-single' label='Gender' var='x-gender'>
          <option label='Male'><value>M</value></option>
          <option label='Female'><value>F</value></option>
        </field>
      </x>
      """;

  private static final Jid GATEWAY = Jid.of("msn.localhost");

  private static RegistrationForm form(String content) {
    return RegistrationForm.of(
        GATEWAY, Parsed.element("<query xmlns='jabber:iq:register'>" + content + "</query>"));
  }

  @Test
  void reads_plain_fields_as_a_form() {
    RegistrationForm form =
        form(
            """
            <instructions>
              Choose a username and password.
            </instructions>
            <username/><password/><email/><key>abc</key>
            """);

    assertThat(form.instructions()).isEqualTo("Choose a username and password.");
    assertThat(form.isRegistered()).isFalse();
    assertThat(form.isEmpty()).isFalse();
    assertThat(form.url()).isNull();
    assertThat(form.service()).isEqualTo(GATEWAY);
    assertThat(form.form().fields())
        .extracting(Field::var)
        .containsExactly("username", "password", "email", "key");
    assertThat(requireNonNull(form.form().field("password")).type())
        .isEqualTo(FieldType.TEXT_PRIVATE);
    assertThat(form.form().fields()).filteredOn(Field::isRequired).hasSize(3);
  }

  @Test
  void answers_plain_fields_by_elements() {
    RegistrationForm form = form("<username/><password/><key>abc</key>");
    DataForm answer = form.answer().set("username", "bill").set("password", "Calliope").build();
    assertThat(form.submission(answer))
        .isEqualTo(
            Parsed.element(
                "<query xmlns='jabber:iq:register'><username>bill</username>"
                    + "<password>Calliope</password><key>abc</key></query>"));
  }

  @Test
  void wants_every_plain_field_answered() {
    RegistrationForm form = form("<username/><password/><nick/>");
    assertThatThrownBy(() -> form.answer().set("username", "u").set("password", "p").build())
        .isInstanceOf(InvalidFieldException.class)
        .hasMessage("The field “nick” must be answered");
  }

  @Test
  void shows_what_is_on_file() {
    RegistrationForm form = form("<registered/><username>juliet</username><password/>");
    assertThat(form.isRegistered()).isTrue();
    assertThat(form.form().text("username")).isEqualTo("juliet");
    DataForm answer = form.answer().set("password", "R0m30").build();
    assertThat(answer.text("username")).isEqualTo("juliet");
    assertThat(form.form().fields().has("registered")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"<username/><password/>", "<instructions>Use the form</instructions>", "''"})
  void prefers_a_data_form(String plain) {
    RegistrationForm form = form(plain + CONTEST);
    assertThat(form.form().title()).isEqualTo("Contest Registration");
    assertThat(form.form().fields().has("username")).isFalse();
    DataForm answer = form.answer().set("first", "Juliet").set("x-gender", "F").build();
    assertThat(form.submission(answer))
        .isEqualTo(
            Parsed.element(
                "<query xmlns='jabber:iq:register'><x xmlns='jabber:x:data' type='submit'><field"
                    + " var='FORM_TYPE'"
                    + " type='hidden'><value>jabber:iq:register</value></field><field var='first'"
                    + " type='text-single'><value>Juliet</value></field><field var='x-gender'"
                    + " type='list-single'><value>F</value></field></x></query>"));
  }

  @Test
  void falls_back_to_plain_fields_if_the_data_form_is_malformed() {
    RegistrationForm form = form("<username/><x xmlns='jabber:x:data' type='brand-new'/>");
    assertThat(form.form().fields().has("username")).isTrue();
  }

  @Test
  void shows_a_website() {
    String oob = "<x xmlns='jabber:x:oob'><url> https://www.shakespeare.lit/contests </url></x>";
    RegistrationForm only = form("<instructions>Visit the site</instructions>" + oob);
    assertThat(only.isEmpty()).isTrue();
    assertThat(only.url()).isEqualTo("https://www.shakespeare.lit/contests");
    RegistrationForm both = form("<username/><password/>" + oob);
    assertThat(both.isEmpty()).isFalse();
    assertThat(both.url()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"javascript:alert(1)", "file:///etc/passwd", "", "www.shakespeare.lit"})
  void shows_no_address_that_is_not_of_the_web(String url) {
    assertThat(form("<x xmlns='jabber:x:oob'><url>" + url + "</url></x>").url()).isNull();
  }

  @Test
  void is_about_registration_only_and_bounded() {
    assertThatThrownBy(
            () -> RegistrationForm.of(null, Parsed.element("<query xmlns='jabber:iq:auth'/>")))
        .isInstanceOf(IllegalArgumentException.class);
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 101; i++) {
      many.append("<f").append(i).append("/>");
    }
    assertThatThrownBy(() -> form(many.toString())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shows_no_secret_in_logs() {
    assertThat(form("<username>u</username><password>R0m30</password>").toString())
        .contains("msn.localhost", "password")
        .doesNotContain("R0m30");
  }
}
