package im.linnet.testkit.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.testkit.xml.XmlElement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectationTest {
  private final Captures captures = new Captures();

  @Test
  void compares_as_xml_not_as_text() throws Exception {
    exactly("<iq a='1' b='2'><q xmlns='x'/></iq>", "<iq b=\"2\" a='1'>\n<p:q xmlns:p='x'/>\n</iq>");
    exactly("<a>1&lt;<![CDATA[2]]></a>", "<a>1&#60;2</a>");
  }

  @ParameterizedTest
  @CsvSource({
    "<a/>, <b/>, /a is {jabber:client}b",
    "<a/>, <a xmlns='x'/>, /a is {x}a",
    "<a b='1'/>, <a/>, /a/@b is missing",
    "<a/>, <a b='1'/>, /a/@b was not expected",
    "<a><b/></a>, <a/>, /a/b is missing",
    "<a><b/></a>, <a><c/></a>, /a/b is {jabber:client}c",
    "<a><b/></a>, <a><b/><c/></a>, /a/c was not expected",
    "<a/>, <a><c/></a>, /a/c was not expected",
    "<a>1</a>, <a>2</a>, /a/text() is '2' (expected: '1')",
    "<a/>, <a>2</a>, /a/text() is '2' (expected: '')",
    "<a b='{x}' c='{x}'/>, <a b='1' c='2'/>, /a/@c is '2' (expected: '1')",
  })
  void names_the_first_difference(String expected, String actual, String reason) {
    assertThatThrownBy(() -> exactly(expected, actual)).hasMessageContaining(reason);
  }

  @Test
  void takes_a_star_for_any_value_that_is_there() throws Exception {
    exactly("<a b='*'>*</a>", "<a b='1'>2</a>");
    assertThatThrownBy(() -> exactly("<a b='*'/>", "<a/>")).hasMessageContaining("missing");
  }

  @Test
  void captures_and_fills_in_escaped() throws Exception {
    exactly("<a b='{who}'>{what}</a>", "<a b='1'>x &amp; y</a>");
    assertThat(captures.fill("<r b='{who}'>{what}{ }</r>")).isEqualTo("<r b='1'>x &amp; y{ }</r>");
  }

  @Test
  void captures_nothing_of_what_differs() {
    assertThatThrownBy(() -> exactly("<a b='{who}'>1</a>", "<a b='1'>2</a>"))
        .isInstanceOf(Mismatch.class);
    assertThat(captures.get("who")).isNull();
  }

  @Test
  void a_lenient_one_skips_what_it_does_not_name() throws Exception {
    atLeast("<a b='1'><c/><d/></a>", "<a b='1' x='y'><q/><c>text</c><q/><d e='f'/></a>");
    assertThatThrownBy(() -> atLeast("<a><c/><d/></a>", "<a><d/><c/></a>"))
        .hasMessageContaining("/a/d is missing");
  }

  private void exactly(String expected, String actual) throws Mismatch {
    Expectation.exactly(XmlElement.parse(expected)).check(XmlElement.parse(actual), captures);
  }

  private void atLeast(String expected, String actual) throws Mismatch {
    Expectation.atLeast(XmlElement.parse(expected)).check(XmlElement.parse(actual), captures);
  }
}
