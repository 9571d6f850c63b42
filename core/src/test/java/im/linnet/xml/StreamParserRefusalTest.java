package im.linnet.xml;

import static im.linnet.xml.Parsed.HEADER;
import static im.linnet.xml.StreamParseException.Condition.BAD_FORMAT;
import static im.linnet.xml.StreamParseException.Condition.NOT_WELL_FORMED;
import static im.linnet.xml.StreamParseException.Condition.POLICY_VIOLATION;
import static im.linnet.xml.StreamParseException.Condition.RESTRICTED_XML;
import static im.linnet.xml.StreamParseException.Condition.UNSUPPORTED_ENCODING;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.xml.StreamParseException.Condition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Refused input, by row of the catalogue; bytes beyond ASCII are in StreamParserEncodingTest. */
class StreamParserRefusalTest {

  /** One case: the input, the condition, and the offset of the error (in the added part). */
  record Case(String row, String before, String added, Condition condition, int at) {
    @Override
    public String toString() {
      String shown = added.length() > 60 ? added.substring(0, 60) + "..." : added;
      return row + " " + shown.replace("\0", "NUL");
    }
  }

  private static final class Cases {
    final List<Case> all = new ArrayList<>();

    /** The ¦ in the text marks the place of the error. */
    private void add(String row, String before, Condition condition, String... marked) {
      for (String text : marked) {
        int at = text.indexOf('¦');
        all.add(new Case(row, before, text.replace("¦", ""), condition, at));
      }
    }

    void document(String row, Condition condition, String... marked) {
      add(row, "", condition, marked);
    }

    void stream(String row, Condition condition, String... marked) {
      add(row, HEADER, condition, marked);
    }

    void stanza(String row, Condition condition, String... marked) {
      add(row, HEADER + "<ok/><message a='b'>", condition, marked);
    }
  }

  static List<Case> restricted() {
    Cases c = new Cases();
    c.document("X01", RESTRICTED_XML, "<!¦-- c -->", "<?xml version='1.0'?><!¦---->");
    c.stream("X01", RESTRICTED_XML, "<!¦-- c -->", " <!¦---->");
    c.stanza("X01", RESTRICTED_XML, "<!¦-- c -->", "text<!¦---->");
    c.document("X02", RESTRICTED_XML, "<?¦a b?>", "<?xml¦-stylesheet href=''?>", "<?xml¦?>");
    c.stream("X02", RESTRICTED_XML, "<?¦a b?>", "<?xml¦-stylesheet href=''?>");
    c.stanza("X02", RESTRICTED_XML, "<?¦a b?>", "text<?¦a?>");
    c.document("X03", RESTRICTED_XML, "<!¦DOCTYPE s>", "<?xml version='1.0'?>\n<!¦DOCTYPE s>");
    c.stream("X03", RESTRICTED_XML, "<!¦DOCTYPE s>");
    c.stanza("X03", RESTRICTED_XML, "<!¦DOCTYPE s>");
    String laughs = "<!¦DOCTYPE s [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]><s>&b;</s>";
    c.document("X04", RESTRICTED_XML, laughs);
    c.document("X05", RESTRICTED_XML, "<!¦DOCTYPE s SYSTEM 'file:///etc/passwd'>");
    c.document("X05", RESTRICTED_XML, "<!¦DOCTYPE s [<!ENTITY x SYSTEM 'http://127.0.0.1/'>]>");
    c.stanza("X06", RESTRICTED_XML, "&nbsp¦;", "&foo¦;", "&a.very-long_name:x¦;", "&ltt¦;");
    c.stanza("X06", RESTRICTED_XML, "&LT¦;", "&ampp¦;", "&é¦;", "<a b='&foo¦;'/>");
    c.stanza("X34", RESTRICTED_XML, "<?xml¦?>", "<?¦XML version='1.0'?>", "<?x¦Ml version='1.0'?>");
    c.document("X32", RESTRICTED_XML, "<?xml version='1.0' standalone='no'?¦>");
    return c.all;
  }

  static List<Case> references() {
    Cases c = new Cases();
    c.stanza("X07", NOT_WELL_FORMED, "&¦ ", "&¦;", "&lt¦ ;", "&lt¦<", "&amp¦&amp;", "AT&T¦ ");
    c.stanza("X07", NOT_WELL_FORMED, "&¦1;", "<a b='&¦'/>", "<a b='&lt¦'/>");
    c.stanza("X09", NOT_WELL_FORMED, "&#0¦;", "&#1¦;", "&#xB¦;", "&#xD800¦;", "&#xFFFE¦;");
    c.stanza("X09", NOT_WELL_FORMED, "&#x110000¦;", "&#99999999999¦;", "&#xFFFFFFFFFFFFFFFFF¦;");
    c.stanza("X09", NOT_WELL_FORMED, "&#4294967361¦;", "&#x100000041¦;", "&#¦-1;", "&#¦+1;");
    c.stanza("X09", NOT_WELL_FORMED, "&#¦;", "&#x¦;", "&#¦X41;", "&#4¦A;", "&#x4¦G;", "&#¦ 65;");
    c.stanza("X43", NOT_WELL_FORMED, "<a xmlns='\u0001'/>".replace("\u0001", "&#1¦;"));
    return c.all;
  }

  static List<Case> text() {
    Cases c = new Cases();
    c.stanza("X12", NOT_WELL_FORMED, "]]¦>", "a]]]]¦>", "&#93;]]¦>", "]]]¦>");
    c.stanza("X13", NOT_WELL_FORMED, "<a b='¦<'/>", "<a b=\"x¦<y\"/>");
    for (int control = 0; control < 0x20; control++) {
      if (control != '\t' && control != '\n' && control != '\r') {
        String raw = Character.toString(control);
        c.stanza("X14", NOT_WELL_FORMED, "¦" + raw, "<a b='¦" + raw + "'/>", "<a¦" + raw + "/>");
        c.stanza(
            "X14", NOT_WELL_FORMED, "<![CDATA[¦" + raw + "]]>", "<¦" + raw, "</message¦" + raw);
        c.stream("X14", NOT_WELL_FORMED, "¦" + raw, " ¦" + raw);
      }
    }
    c.stanza("X17", NOT_WELL_FORMED, "<![CDAT¦[x]]>", "<![¦cdata[x]]>", "<![CDATA¦ [x]]>");
    c.stanza("X17", NOT_WELL_FORMED, "<!¦>", "<!¦x>", "<!¦ELEMENT a ANY>");
    c.stream("X17", BAD_FORMAT, "<![CDATA¦[x]]>", "<![CDATA¦[ ]]>");
    c.document("X17", BAD_FORMAT, "<![CDATA¦[x]]>", " <![CDATA¦[]]>");
    c.stream("X35", BAD_FORMAT, "¦x", " ¦x", "<message/>¦x", "¦&#32;", "¦]", "¦>");
    c.document("X35", BAD_FORMAT, "¦x", " ¦x", "<?xml version='1.0'?>¦x", "¦&lt;");
    c.stream("X35", BAD_FORMAT, "</stream:stream>¦x", "</stream:stream>\n¦<a/>");
    c.stream(
        "X35", BAD_FORMAT, "</stream:stream>¦<!-- c -->", "</stream:stream>¦<?xml version='1.0'?>");
    return c.all;
  }

  static List<Case> tags() {
    Cases c = new Cases();
    c.stanza("X19", NOT_WELL_FORMED, "</¦x>", "<a><b></¦a></b>", "<a></¦A>", "</messag¦>");
    c.stanza("X19", NOT_WELL_FORMED, "</message¦s>", "</message ¦a='b'>", "</message¦/>");
    c.stanza("X19", NOT_WELL_FORMED, "<p:a xmlns:p='u'></¦a>", "<a xmlns:p='u'></¦p:a>");
    c.stream("X19", NOT_WELL_FORMED, "<a/></¦a>", "</¦>", "</s¦>");
    c.document("X19", NOT_WELL_FORMED, "</¦a>", " </¦a>", "<a></¦b>");
    c.stanza("X20", NOT_WELL_FORMED, "</¦stream:stream>", "<a></¦stream:stream>");
    c.stanza("X28", NOT_WELL_FORMED, "<a b=¦c/>", "<a b¦/>", "<a b¦>", "<a b ¦c='d'/>");
    c.stanza("X28", NOT_WELL_FORMED, "<a b='c'¦d='e'/>", "<a b='c\" d='¦e'/>", "<a b='c'¦'/>");
    c.stanza("X28", NOT_WELL_FORMED, "<a ¦='c'/>", "<a b=='c'/>".replace("=='", "=¦='"));
    c.stanza("X28", NOT_WELL_FORMED, "<a b=¦&quot;c&quot;/>", "<a ¦'c'/>", "<a¦'c'/>", "<a¦='c'/>");
    c.stanza("X29", NOT_WELL_FORMED, "<¦ a>", "</¦ message>", "<a/¦ >", "<¦>", "</¦>", "<a/¦/>");
    c.stanza("X29", NOT_WELL_FORMED, "<¦<", "<a¦<", "<a ¦<", "<¦=", "<¦1", "<¦&lt;");
    c.stanza("duplicate", NOT_WELL_FORMED, "<a b='1' b='1'¦/>".replace("¦/", "/¦"));
    c.stanza("duplicate", NOT_WELL_FORMED, "<a b='1' c='2' b=''¦>");
    c.stanza("duplicate", NOT_WELL_FORMED, "<a p:b='' xmlns:p='u' q:b='' xmlns:q='u'¦>");
    c.stanza(
        "duplicate", NOT_WELL_FORMED, "<a xmlns='u' xmlns='v¦'/>", "<a xmlns:p='u' xmlns:p='u¦'/>");
    c.stanza(
        "duplicate", NOT_WELL_FORMED, "<a b='' c='' d='' e='' f='' g='' h='' i='' j='' b=''¦>");
    c.stream("X39", BAD_FORMAT, HEADER.replace(">", "¦>"), "<stream:stream/¦>");
    c.stream("X39", BAD_FORMAT, "<stream xmlns='http://etherx.jabber.org/streams'¦>");
    c.stream("X39", BAD_FORMAT, "<s:stream xmlns:s='http://etherx.jabber.org/streams'¦>");
    return c.all;
  }

  static List<Case> namespaces() {
    Cases c = new Cases();
    c.stanza("X22", NOT_WELL_FORMED, "<p:a¦>", "<a p:b=''¦>", "<a xmlns:p='u'/><p:a¦>");
    c.stanza("X22", NOT_WELL_FORMED, "<p:b/¦><a xmlns:p='u'/>", "<a xmlns:P='u' p:b=''¦>");
    c.document("X22", NOT_WELL_FORMED, "<stream:stream¦>", "<a p:b=''¦>");
    c.stanza("X23", NOT_WELL_FORMED, "<a xmlns:p='¦'/>");
    c.stanza("X24", NOT_WELL_FORMED, "<a xmlns:xmlns='u¦'/>", "<a xmlns:xml='u¦'/>");
    c.stanza("X24", NOT_WELL_FORMED, "<a xmlns:xmlns='http://www.w3.org/2000/xmlns/¦'/>");
    c.stanza("X24", NOT_WELL_FORMED, "<a xmlns:p='http://www.w3.org/2000/xmlns/¦'/>");
    c.stanza("X24", NOT_WELL_FORMED, "<a xmlns='http://www.w3.org/2000/xmlns/¦'/>");
    c.stanza("X24", NOT_WELL_FORMED, "<a xmlns:p='http://www.w3.org/XML/1998/namespace¦'/>");
    c.stanza("X24", NOT_WELL_FORMED, "<a xmlns='http://www.w3.org/XML/1998/namespace¦'/>");
    c.stanza("X24", NOT_WELL_FORMED, "<xmlns:a¦>");
    c.stanza("X26", NOT_WELL_FORMED, "<¦1a>", "<¦-a>", "<¦.a>", "<:a¦>", "<a:¦>", "<a:b:c¦>");
    c.stanza("X26", NOT_WELL_FORMED, "<a :b¦=''/>", "<a b:¦=''/>", "<a b:c:d¦=''/>", "<a ¦1=''/>");
    c.stanza(
        "X26",
        NOT_WELL_FORMED,
        "<a xmlns:¦='u'/>",
        "<a:-b¦>",
        "<a:1¦>",
        "<:¦>",
        "<·¦a>".replace("¦a", "a¦"));
    return c.all;
  }

  static List<Case> declarations() {
    Cases c = new Cases();
    for (String version :
        List.of(
            "2.0", "0.9", "", "1", "1.", "1.0a", "1.0 ", " 1.0", "1,0", "1.-1", "1.٣", "01.0")) {
      boolean ascii = version.chars().allMatch(b -> b < 0x80);
      String marked = ascii ? version + "'?¦>" : version.replace("٣", "¦٣'?>");
      c.document("X31", NOT_WELL_FORMED, "<?xml version='" + marked);
    }
    c.document("X31", NOT_WELL_FORMED, "<?xml encoding='UTF-8'?¦>", "<?xml standalone='yes'?¦>");
    c.document(
        "X31", NOT_WELL_FORMED, "<?xml ?¦>", "<?xml version='1.0\"?¦>", "<?xml version=1.0?¦>");
    c.document("X31", NOT_WELL_FORMED, "<?xml version='1.0'encoding='UTF-8'?¦>");
    c.document("X31", NOT_WELL_FORMED, "<?xml version='1.0' junk?¦>", "<?xml version='1.0' ??¦>");
    c.document("X31", NOT_WELL_FORMED, "<?xml version='1.0' standalone='yes' encoding='UTF-8'?¦>");
    c.document("X31", NOT_WELL_FORMED, "<?xml version='1.0' version='1.0'?¦>");
    String declared = "<?xml version='1.0' encoding='%s'?¦>";
    for (String encoding :
        List.of("UTF-16", "ISO-8859-1", "", "-UTF-8", "UTF-8 ", "x".repeat(4096))) {
      c.document("X32", UNSUPPORTED_ENCODING, declared.formatted(encoding));
    }
    c.document("X32", NOT_WELL_FORMED, "<?xml version='1.0' standalone='maybe'?¦>");
    c.document("X33", NOT_WELL_FORMED, " <?xml¦ version='1.0'?>");
    c.document("X33", NOT_WELL_FORMED, "<?xml version='1.0'?><?xml¦ version='1.0'?>");
    c.stream("X33", NOT_WELL_FORMED, "<?xml¦ version='1.0'?>");
    c.stanza("X33", NOT_WELL_FORMED, "<?xml¦ version='1.0'?>");
    return c.all;
  }

  static List<Case> badDeclarations() {
    Cases c = new Cases();
    c.document(
        "X31",
        NOT_WELL_FORMED,
        "<?xml version='1.0'¦>",
        "<?xml version='1.0' ¦>",
        "<?xml version='1.0'? ¦>",
        "<?xml version='1.0' encoding='UTF-8'¦><s>",
        "<?xml version='1.0¦>",
        "<?xml ¦>",
        "<?xml version='1.0'¦<s>?>",
        "<?xml version='1.0'\n¦<s>",
        "<?xml version='1.0¦<s a=''?>",
        "<?xml version='1.0' encoding='¦<'?>",
        "<?xml version='1.0' encoding='¦>'?>",
        "<?xml version '1.0'?¦>",
        "<?xml version = = '1.0'?¦>",
        "<?xml = '1.0'?¦>",
        "<?xml version=''1.0'?¦>",
        "<?xml version='1.0''?¦>",
        "<?xml Version='1.0'?¦>",
        "<?xml version='1.0' Encoding='UTF-8'?¦>",
        "<?xml version='1.0' encoding=UTF-8?¦>",
        "<?xml version='1.0' encoding?¦>",
        "<?xml version='1.0' encoding='UTF-8' encoding='UTF-8'?¦>",
        "<?xml version='1.0' encoding='UTF-8'standalone='yes'?¦>",
        "<?xml encoding='UTF-8' version='1.0'?¦>",
        "<?xml version='1.0' standalone=''?¦>",
        "<?xml version='1.0' standalone='Yes'?¦>",
        "<?xml version='1.0' standalone=\"yes'?¦>");
    c.document("X31", POLICY_VIOLATION, "<?xml" + " ".repeat(8192) + "¦ version='1.0'?>");
    c.document("X31", POLICY_VIOLATION, "<?xml version='" + "1".repeat(8192 - 10) + "¦1");
    return c.all;
  }

  static List<Case> targets() {
    Cases c = new Cases();
    for (int control = 0; control < 0x20; control++) {
      String raw = Character.toString(control);
      if (!XmlChars.isChar(control)) {
        c.document("X14", NOT_WELL_FORMED, "<?xml¦" + raw, "<?x¦" + raw, "<?xml ¦" + raw);
        c.document("X14", NOT_WELL_FORMED, "<?¦" + raw, "<?xml version='¦" + raw + "1.0'?>");
        c.stream("X14", NOT_WELL_FORMED, "<?xml¦" + raw, "<?xm¦" + raw, "<?¦" + raw);
        c.stanza("X14", NOT_WELL_FORMED, "<?xml¦" + raw, "<?xm¦" + raw, "<?¦" + raw);
      }
    }
    for (String none :
        List.of("<?¦ a?>", "<??>".replace("??", "?¦?"), "<?¦>", "<?¦1a?>", "<?¦-a?>")) {
      c.document("X02", NOT_WELL_FORMED, none);
      c.stream("X02", NOT_WELL_FORMED, none);
      c.stanza("X02", NOT_WELL_FORMED, none);
    }
    c.document("X02", NOT_WELL_FORMED, "<?xml¦>", "<?xml¦='1.0'?>", "<?xm¦'?>", "<?xml¦<");
    c.stanza("X02", NOT_WELL_FORMED, "<?xml¦>", "<?xml¦='1.0'?>", "<?xm¦'?>", "<?xml¦<");
    c.document("X02", RESTRICTED_XML, "<?¦é?>", "<?xml¦é?>", "<?xml¦2 a?>", "<?x¦ a?>", "<?xm¦?>");
    c.stanza("X02", RESTRICTED_XML, "<?¦é?>", "<?xml¦é?>", "<?xml¦2 a?>", "<?x¦ a?>", "<?xm¦?>");
    return c.all;
  }

  /** X26: XML, section 2.3, ends the characters of names at U+EFFFF. */
  @ParameterizedTest
  @ValueSource(strings = {"a\uDB80\uDC00", "\uDBFF\uDFFD", "sn-\uDBC4\uDF4D"})
  void refuses_names_with_a_character_above_u_effff(String name) {
    for (String tag : List.of("<" + name + "/>", "<a " + name + "=''/>", "<p:" + name + "/>")) {
      assertThat(Parsed.inStream(tag).condition()).as(tag).isEqualTo(NOT_WELL_FORMED);
    }
  }

  @ParameterizedTest
  @MethodSource({
    "restricted",
    "references",
    "text",
    "tags",
    "namespaces",
    "declarations",
    "badDeclarations",
    "targets"
  })
  void refuses_by_condition_and_offset(Case refused) {
    Parsed parsed = Parsed.of(refused.before() + refused.added());

    assertThat(parsed.condition()).as(parsed.message()).isEqualTo(refused.condition());
    int before = refused.before().length();
    int at =
        refused
            .added()
            .substring(0, refused.at())
            .getBytes(java.nio.charset.StandardCharsets.UTF_8)
            .length;
    assertThat(parsed.offset()).as(parsed.message()).isEqualTo(before + at);
    assertThat(parsed.elementsBefore())
        .allMatch(element -> !element.name().equals("message") || refused.row().equals("X35"));
  }

  @Test
  void the_message_says_what_and_where_and_no_more() {
    Parsed parsed = Parsed.inStream("<auth>c2VjcmV0\u0001</auth>");

    assertThat(parsed.message())
        .isEqualTo(
            "not-well-formed at byte %d: U+0001 is no XML character"
                .formatted(HEADER.length() + "<auth>c2VjcmV0".length()));
  }

  @Test
  void a_long_name_is_shortened_in_the_message() {
    Parsed parsed = Parsed.inStream("<" + "n".repeat(900) + ":a/>");

    assertThat(parsed.condition()).isEqualTo(NOT_WELL_FORMED);
    assertThat(parsed.message()).hasSizeLessThan(120);
  }
}
