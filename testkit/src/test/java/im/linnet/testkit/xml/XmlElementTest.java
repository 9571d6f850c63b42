package im.linnet.testkit.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlElementTest {

  @Test
  void writes_what_it_read() {
    String xml =
        "<a xmlns='jabber:client' b='&lt;&apos;' xml:lang='en'>x &amp; y<c xmlns='d'/></a>";
    assertThat(XmlElement.parse(xml).toString()).isEqualTo(xml);
    assertThat(XmlElement.parse(xml).toXml("jabber:client")).startsWith("<a b=");
  }

  @Test
  void is_equal_whatever_the_prefixes() {
    assertThat(XmlElement.parse("<p:a xmlns:p='x' b='1' p:c='2'/>"))
        .isEqualTo(XmlElement.parse("<q:a q:c='2' b='1' xmlns:q='x'/>"))
        .isNotEqualTo(XmlElement.parse("<q:a c='2' b='1' xmlns:q='x'/>"));
  }

  @Test
  void keeps_attributes_in_namespaces_when_written() {
    XmlElement element = XmlElement.parse("<a xmlns='x' xmlns:p='y' p:b='1'/>");
    assertThat(XmlElement.parse(element.toString())).isEqualTo(element);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<!-- c -->", "<?pi x?>", "text", "<a/>text", "<a>&unknown;</a>"})
  void refuses_what_streams_may_not_hold(String xml) {
    assertThatIllegalArgumentException().isThrownBy(() -> XmlFragment.parse(xml));
  }

  @Test
  void tells_the_end_of_input_from_malformed_input() {
    assertThatThrownBy(() -> open("<a><b>")).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> open("<a></b>")).isInstanceOf(MalformedXmlException.class);
    assertThatThrownBy(() -> open("<!DOCTYPE a []><a/>"))
        .isInstanceOf(MalformedXmlException.class)
        .hasMessageContaining("DTD");
  }

  private static void open(String xml) throws Exception {
    byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
    assertThat(XmlStreamReader.open(new ByteArrayInputStream(bytes)).next()).isNull();
  }
}
