package im.linnet.forms;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.linnet.forms.InvalidFieldException.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What values must look like (XEP-0122). */
class ValidationTest {

  private static Field field(String type, String content) {
    String xml = "<field type='%s' var='v'>%s</field>".formatted(type, content);
    return requireNonNull(Forms.with(xml).field("v"));
  }

  private static String validate(String datatype, String content) {
    return "<validate xmlns='http://jabber.org/protocol/xdata-validate' datatype='%s'>%s</validate>"
        .formatted(datatype, content);
  }

  private static @Nullable InvalidFieldException refusal(Field field, String... values) {
    return catchThrowableOfType(InvalidFieldException.class, () -> field.accept(List.of(values)));
  }

  @ParameterizedTest
  @CsvSource({
    "xs:string, anything",
    "xs:boolean, true",
    "xs:integer, -123456789012345678901234567890",
    "xs:positiveInteger, 1",
    "xs:nonNegativeInteger, 0",
    "xs:negativeInteger, -1",
    "xs:nonPositiveInteger, 0",
    "xs:long, 9223372036854775807",
    "xs:int, -2147483648",
    "xs:short, 32767",
    "xs:byte, -128",
    "xs:unsignedLong, 18446744073709551615",
    "xs:unsignedInt, 4294967295",
    "xs:unsignedShort, 65535",
    "xs:unsignedByte, 255",
    "xs:decimal, -1.50",
    "xs:decimal, .5",
    "xs:double, 1.5e-3",
    "xs:float, INF",
    "xs:date, 2003-10-06",
    "xs:date, 2003-10-06Z",
    "xs:time, 11:22:00",
    "xs:time, 11:22:00-07:00",
    "xs:dateTime, 2003-10-06T11:22:00-07:00",
    "xs:dateTime, 2003-10-06T11:22:00.5",
    "xs:anyURI, https://example.com/?a=b",
    "xs:language, pt-BR",
    "xs:duration, not checked",
    "x:own, not known"
  })
  void takes_values_of_the_datatype(String datatype, String value) {
    assertThat(refusal(field("text-single", validate(datatype, "<basic/>")), value)).isNull();
    assertThat(refusal(field("text-single", validate(datatype, "")), value)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "xs:boolean, yes",
    "xs:integer, 1.5",
    "xs:integer, one",
    "xs:integer, 1e3",
    "xs:positiveInteger, 0",
    "xs:nonNegativeInteger, -1",
    "xs:negativeInteger, 0",
    "xs:long, 9223372036854775808",
    "xs:int, 2147483648",
    "xs:short, -32769",
    "xs:byte, 128",
    "xs:unsignedByte, 256",
    "xs:decimal, 1e3",
    "xs:decimal, .",
    "xs:double, 1e",
    "xs:double, 1e99999999999",
    "xs:date, 2003-02-30",
    "xs:date, 06.10.2003",
    "xs:time, 25:00:00",
    "xs:dateTime, 2003-10-06",
    "xs:anyURI, not a uri",
    "xs:language, not_a_language"
  })
  void refuses_other_values(String datatype, String value) {
    InvalidFieldException refused =
        requireNonNull(refusal(field("text-single", validate(datatype, "<basic/>")), value));
    assertThat(refused.reason()).isEqualTo(Reason.NOT_VALID);
    assertThat(refused).hasMessageStartingWith("The field “v” takes ");
  }

  @Test
  void refuses_a_number_of_any_length() {
    Field field = field("text-single", validate("xs:integer", ""));
    assertThat(refusal(field, "1".repeat(1_000_000))).isNotNull();
  }

  @Test
  void says_what_is_allowed() {
    assertThat(refusal(field("text-single", validate("xs:unsignedByte", "")), "300"))
        .hasMessage("The field “v” takes a whole number, at least 0, at most 255");
    assertThat(
            refusal(field("text-single", validate("xs:integer", "<range min='2' max='5'/>")), "7"))
        .hasMessage("The field “v” takes a whole number from “2” up to “5”");
    assertThat(refusal(field("text-single", validate("xs:string", "<regex>[0-9]+</regex>")), "x"))
        .hasMessage("The field “v” takes text that matches “[0-9]+”");
  }

  @ParameterizedTest
  @CsvSource({
    "xs:integer, 2, 5, 2, true",
    "xs:integer, 2, 5, 6, false",
    "xs:integer, 2, , 1000, true",
    "xs:integer, , 5, -1000, true",
    "xs:integer, , 5, 6, false",
    "xs:integer, two, five, 6, true",
    "xs:decimal, 0.1, 0.2, 0.15, true",
    "xs:double, 1e2, 1e3, 99, false",
    "xs:double, 1, 1e999999999, 5, true",
    "xs:date, 2003-10-05, 2003-10-24, 2003-10-25, false",
    "xs:time, 08:00:00, 10:00:00, 09:59:59, true",
    "xs:dateTime, 2003-10-05T00:00:00-07:00, 2003-10-24T23:59:59-07:00, 2003-10-25T01:00:00Z, true",
    "xs:dateTime, 2003-10-05T00:00:00-07:00, 2003-10-24T23:59:59-07:00, 2003-10-25T08:00:00Z,"
        + " false",
    "xs:string, b, c, a, true"
  })
  void checks_ranges(
      String datatype, @Nullable String min, @Nullable String max, String value, boolean within) {
    String range =
        "<range"
            + (min == null ? "" : " min='" + min + "'")
            + (max == null ? "" : " max='" + max + "'")
            + "/>";
    Field field = field("text-single", validate(datatype, range));
    assertThat(refusal(field, value) == null).isEqualTo(within);
  }

  @Test
  void checks_the_whole_value_by_a_regular_expression() {
    Field ssn =
        field(
            "text-single",
            validate("xs:string", "<regex>([0-9]{3})-([0-9]{2})-([0-9]{4})</regex>"));
    assertThat(refusal(ssn, "123-12-1234")).isNull();
    assertThat(refusal(ssn, "x123-12-1234")).isNotNull();
    assertThat(refusal(ssn, "123-12-12345")).isNotNull();
  }

  @Test
  void leaves_to_the_service_what_it_does_not_understand() {
    Field field = field("text-single", validate("xs:string", "<regex>(?=a)\\1</regex>"));
    assertThat(refusal(field, "anything")).isNull();
    assertThat(refusal(field("text-single", validate("xs:string", "<brand-new/>")), "x")).isNull();
  }

  @Test
  void opens_lists_by_any_method_but_basic() {
    String options = "<option><value>holiday</value></option><option><value>a</value></option>";
    Field open = field("list-single", options + validate("xs:string", "<open/>"));
    assertThat(open.accept(List.of("birthday"))).containsExactly("birthday");
    Field numbers =
        field("list-multi", options + validate("xs:integer", "<range min='1' max='9'/>"));
    assertThat(numbers.accept(List.of("5", "a"))).containsExactly("a", "5");
    assertThat(refusal(numbers, "10")).isNotNull();
    Field basic = field("list-single", options + validate("xs:string", "<basic/>"));
    assertThat(refusal(basic, "birthday")).isNotNull();
  }

  @Test
  void checks_lines_one_by_one_if_open() {
    Field open = field("text-multi", validate("xs:integer", "<open/>"));
    assertThat(open.accept(List.of("1\n2", "3"))).containsExactly("1", "2", "3");
    assertThat(refusal(open, "1\nx")).isNotNull();
    Field basic = field("text-multi", validate("xs:integer", "<basic/>"));
    assertThat(refusal(basic, "1")).isNull();
    assertThat(refusal(basic, "1\n2")).isNotNull();
  }

  @Test
  void limits_the_number_of_choices() {
    String options =
        "<option><value>1</value></option><option><value>2</value></option>"
            + "<option><value>3</value></option>";
    Field field =
        field(
            "list-multi", options + validate("xs:string", "<basic/><list-range min='2' max='2'/>"));
    assertThat(refusal(field, "1", "2")).isNull();
    assertThat(refusal(field)).as("optional and empty").isNull();
    InvalidFieldException refused = requireNonNull(refusal(field, "1"));
    assertThat(refused.reason()).isEqualTo(Reason.COUNT);
    assertThat(refused)
        .hasMessage("The field “v” takes at least 2 and at most 2 of its options, not 1");
    assertThat(refusal(field, "1", "2", "3")).isNotNull();
    Field odd =
        field("list-multi", options + validate("xs:string", "<list-range min='-1' max='x'/>"));
    assertThat(refusal(odd, "1", "2", "3")).isNull();
  }

  @Test
  void does_not_ask_an_optional_field_to_be_filled_in() {
    assertThat(refusal(field("text-single", validate("xs:integer", "")), "")).isNull();
  }

  @Test
  void writes_what_it_reads() {
    for (Validation.Method method :
        List.of(
            new Validation.Basic(),
            new Validation.Open(),
            new Validation.Range("1", null),
            new Validation.Regex("a+"))) {
      Field field =
          Field.builder(FieldType.LIST_MULTI, "v")
              .validation(Validation.of("xs:integer", method).listRange(1, 3))
              .build();
      Validation read = requireNonNull(Validation.in(Forms.element(field.toElement().toXml())));
      assertThat(read.method()).isEqualTo(method);
      assertThat(read.datatype()).isEqualTo("xs:integer");
      assertThat(read.minValues()).isEqualTo(1);
      assertThat(read.maxValues()).isEqualTo(3);
    }
  }

  @Test
  void reads_the_misspelt_namespace_of_the_specification() {
    Field field =
        field(
            "text-single",
            "<validate xmlns='http://jabber.org/protocols/xdata-validate' datatype='xs:date'/>");
    assertThat(refusal(field, "today")).isNotNull();
  }
}
