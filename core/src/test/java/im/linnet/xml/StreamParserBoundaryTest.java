package im.linnet.xml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Names and values as long as the words compared at once: one, then another that differs slightly.
 * The fast path must agree with the byte-by-byte one, and with Woodstox.
 */
@Timeout(300)
class StreamParserBoundaryTest {

  private static final int[] LONG = {128, 255, 256, 257, 258, 512, 513};

  private static final int[] SIZES = {7, 9, 16, 17, 31, 32, 33, 64, 100};

  /** The text around a name, at each place where a name can be. */
  enum Place {
    ELEMENT(name -> "<" + name + "/>"),
    ELEMENT_OF_TEXT(name -> "<" + name + ">t</" + name + ">"),
    ELEMENT_BEFORE_A_SPACE(name -> "<" + name + " a='1'><b/></" + name + " >"),
    ELEMENT_BEFORE_A_LINE_END(name -> "<" + name + "\n></" + name + "\n>"),
    ATTRIBUTE(name -> "<a " + name + "='1'/>"),
    SECOND_ATTRIBUTE(name -> "<a id='0' " + name + "=\"1\">t</a>"),
    ATTRIBUTE_BEFORE_A_SPACE(name -> "<a " + name + " = '1' c='2'/>"),
    PREFIX(name -> "<" + name + ":a xmlns:" + name + "='urn:p'/>"),
    PREFIX_OF_AN_ATTRIBUTE(name -> "<a xmlns:" + name + "='urn:p' " + name + ":b='1'></a>"),
    NAMESPACE(name -> "<a xmlns='" + name + "'><b/></a>"),
    NAMESPACE_OF_A_PREFIX(name -> "<p:a xmlns:p=\"" + name + "\" p:b='1'/>"),
    VALUE(name -> "<a b='" + name + "' c='1'/>"),
    LAST_VALUE(name -> "<a b=\"" + name + "\">t</a>"),
    TEXT(name -> "<a>" + name + "</a>"),
    TEXT_AND_CDATA(name -> "<a>" + name + "<![CDATA[" + name + "]]></a>");

    @SuppressWarnings("ImmutableEnumChecker") // all of them are functions without state
    private final UnaryOperator<String> around;

    Place(UnaryOperator<String> around) {
      this.around = around;
    }

    String of(String name) {
      return around.apply(name);
    }

    /** Whether a colon is allowed at this place. */
    boolean takesColons() {
      return this != PREFIX && this != PREFIX_OF_AN_ATTRIBUTE;
    }
  }

  private final Judge judge = new Judge();

  /** A root that declares the prefixes of the names. */
  private static String root(String... names) {
    StringBuilder root = new StringBuilder("<s xmlns='jabber:client'");
    Stream.of(names)
        .filter(name -> name.contains(":"))
        .map(name -> name.substring(0, name.indexOf(':')))
        .distinct()
        .forEach(prefix -> root.append(" xmlns:").append(prefix).append("='urn:x'"));
    return root.append('>').toString();
  }

  private void check(String document, int... sizes) {
    byte[] bytes = document.getBytes(UTF_8);
    Parsed slow = Parsed.inChunks(XmlLimits.session(), bytes, 1);
    Judge.Verdict judged = judge.of(bytes);
    if (judged == null) {
      assertThat(slow.condition()).as(document).isNotNull();
    } else {
      assertThat(slow.condition()).as("%s -> %s", document, slow.message()).isNull();
      assertThat(slow.elementsBefore()).as(document).isEqualTo(judged.elements());
    }
    for (int size : sizes) {
      Parsed parsed = Parsed.inChunks(XmlLimits.session(), bytes, size);
      if (!parsed.equals(slow)) {
        assertThat(parsed).as("%s in chunks of %d", document, size).isEqualTo(slow);
      }
    }
    for (int room : new int[] {0, 64}) {
      Parsed parsed = Parsed.inChunks(XmlLimits.session(), bytes, bytes.length, room, room);
      if (!parsed.equals(slow)) {
        assertThat(parsed).as("%s in one, in room of %d", document, room).isEqualTo(slow);
      }
    }
  }

  private static int[] allSizes(String document) {
    return IntStream.rangeClosed(2, document.getBytes(UTF_8).length).toArray();
  }

  /** Both as stanzas, in chunks of all sizes; then repeatedly, so that everything is remembered. */
  private void checkPair(Place place, String one, String other) {
    String first = place.of(one);
    String second = place.of(other);
    String root = root(one, other);
    String both = root + first + second + "</s>";
    check(both, allSizes(both));
    String often = first + first + second + first + second + second;
    check(root + "<m>" + often + "</m>" + often + often + "</s>", SIZES);
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void a_name_is_not_taken_for_one_that_is_almost_it(Place place) {
    for (int length : NearNames.LENGTHS) {
      for (String name : NearNames.of(length)) {
        if (!name.contains(":") || place.takesColons()) {
          NearNames.near(name).forEach(other -> checkPair(place, name, other));
          checkPair(place, name + "x", name);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void nor_is_a_long_one(Place place) {
    for (int length : LONG) {
      String name = NearNames.letters(length);
      for (String other : NearNames.near(name)) {
        String often = (place.of(name) + place.of(other)).repeat(2) + place.of(other);
        check("<s xmlns='jabber:client'><m>" + often + "</m>" + often + "</s>", SIZES);
      }
    }
  }

  static List<String> special() {
    return List.of(
        "<",
        "<b/>",
        "&amp;",
        "&#x20AC;",
        "&",
        "]",
        "]]",
        "]]>",
        ">",
        "\r",
        "\r\n",
        "\t",
        "\n",
        "'",
        "\"",
        "é",
        "€",
        "😀",
        "\u007F",
        "\u0001",
        "\u001F",
        "\uFFFE",
        "\uFFFD");
  }

  /** Special bytes after that many plain ones, and before some others. */
  @ParameterizedTest
  @MethodSource("special")
  void nothing_special_is_passed_over(String special) {
    for (int length = 0; length <= 34; length++) {
      String text = NearNames.letters(length) + special + "yz";
      String open = "<s xmlns='jabber:client'>";
      for (String document :
          List.of(
              open + "<a>" + text + "</a></s>",
              open + "<a>" + text + special + "</a></s>",
              open + "<a><![CDATA[" + text + "]]></a></s>",
              open + "<a b='" + text + "' c=''/></s>",
              open + "<a b=\"" + text + special + "\"/></s>")) {
        check(document, allSizes(document));
      }
    }
  }

  @Test
  void an_end_tag_is_not_taken_for_another() {
    for (int length : NearNames.LENGTHS) {
      for (String name : NearNames.of(length)) {
        for (String other : NearNames.near(name)) {
          String root = root(name, other);
          String good = "<" + name + "></" + name + ">";
          String bad = "<" + name + "></" + other + ">";
          check(root + bad + "</s>", allSizes(root + bad));
          check(root + good + good + "<" + other + "/>" + bad + "</s>", SIZES);
        }
      }
    }
  }

  @Test
  void two_attributes_of_a_tag_are_told_apart() {
    for (int length : NearNames.LENGTHS) {
      for (String name : NearNames.of(length)) {
        for (String other : NearNames.near(name)) {
          String tag = "<a " + name + "='1' " + other + "='2'/>";
          check(root(name, other) + tag + "</s>", allSizes(tag));
          check(root(name, other) + "<a " + name + "='0'/>" + tag + tag + "</s>", SIZES);
        }
      }
    }
  }

  /** The names that all parsers share, and names that have a common beginning with them. */
  @Test
  void what_is_known_from_the_start_is_not_taken_for_another() {
    for (String name : CommonNames.NAMES) {
      if (!name.startsWith("xml") && !name.startsWith("stream:")) {
        NearNames.near(name).forEach(other -> checkPair(Place.ELEMENT, name, other));
        NearNames.near(name).forEach(other -> checkPair(Place.ATTRIBUTE, name, other));
      }
    }
    for (String name : CommonNames.NAMESPACES) {
      if (!name.startsWith("http://www.w3.org/")) {
        NearNames.near(name).forEach(other -> check(pairOf(Place.NAMESPACE, name, other), SIZES));
      }
    }
  }

  private static String pairOf(Place place, String one, String other) {
    return "<s>" + (place.of(one) + place.of(other)).repeat(2) + "</s>";
  }

  static List<Collection<String>> orders() {
    List<Collection<String>> orders = new ArrayList<>();
    for (List<String> names : List.of(Vocabulary.ELEMENTS, Vocabulary.ATTRIBUTES)) {
      List<String> unprefixed = names.stream().filter(name -> !name.contains(":")).toList();
      orders.add(unprefixed);
      List<String> other = new ArrayList<>(unprefixed);
      Collections.reverse(other);
      orders.add(List.copyOf(other));
      Random random = new Random(326);
      for (int i = 0; i < 3; i++) {
        Collections.shuffle(other, random);
        orders.add(List.copyOf(other));
      }
    }
    return orders;
  }

  /** In sorted order, a name directly precedes those that begin with it. */
  @ParameterizedTest(name = "{index}")
  @MethodSource("orders")
  void a_stream_may_say_all_names_there_are(Collection<String> names) {
    StringBuilder elements = new StringBuilder("<s xmlns='jabber:client'>");
    StringBuilder attributes = new StringBuilder(elements);
    for (String name : names) {
      elements.append(Place.ELEMENT.of(name)).append(Place.ELEMENT_OF_TEXT.of(name));
      attributes.append(Place.ATTRIBUTE.of(name.equals("xmlns") ? "id" : name));
    }
    check(elements + "</s>", SIZES);
    check(attributes + "</s>", SIZES);
  }

  @Test
  void each_name_may_be_followed_by_any_that_begins_with_it() {
    int pairs = 0;
    for (List<String> names : List.of(Vocabulary.ELEMENTS, Vocabulary.ATTRIBUTES)) {
      List<String> unprefixed =
          names.stream().filter(name -> !name.contains(":") && !name.startsWith("xml")).toList();
      for (int i = 0; i < unprefixed.size(); i++) {
        String name = unprefixed.get(i);
        for (int j = i + 1; j < unprefixed.size() && unprefixed.get(j).startsWith(name); j++) {
          checkBoth(name, unprefixed.get(j));
          pairs++;
        }
      }
    }
    assertThat(pairs).isGreaterThan(500);
    assertThat(Vocabulary.ELEMENTS).contains("executeNodeQuery", "executeNodeQueryResponse");
  }

  private void checkBoth(String one, String other) {
    for (Place place : List.of(Place.ELEMENT, Place.ATTRIBUTE)) {
      String both = root() + place.of(one) + place.of(other) + "</s>";
      check(both, 1, both.length());
    }
  }

  @Test
  void a_stream_may_say_all_namespaces_there_are() {
    String root = "<s xmlns='jabber:client'>";
    StringBuilder all = new StringBuilder(root);
    for (String namespace : Vocabulary.NAMESPACES) {
      if (!namespace.startsWith("http://www.w3.org/")) {
        all.append(Place.NAMESPACE.of(namespace)).append(Place.NAMESPACE_OF_A_PREFIX.of(namespace));
        for (String other : NearNames.near(namespace)) {
          all.append(Place.NAMESPACE.of(other));
        }
      }
    }
    check(all + "</s>", 256, 1000);
  }
}
