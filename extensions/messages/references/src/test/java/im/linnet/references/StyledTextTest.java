package im.linnet.references;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.references.StyledText.Block;
import im.linnet.references.StyledText.Span;
import im.linnet.stanza.Message;
import im.linnet.test.Xml;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules and examples of XEP-0393, and texts that are made to be slow. */
@Timeout(60)
class StyledTextTest {

  /** Blocks, one a line; spans in brackets, with their directive behind the first one. */
  private static String read(String text) {
    return blocks(StyledText.of(text).blocks());
  }

  private static String blocks(List<Block> blocks) {
    return blocks.stream().map(StyledTextTest::block).collect(Collectors.joining("|"));
  }

  private static String block(Block block) {
    if (block instanceof Block.Plain plain) {
      return spans(plain.spans());
    } else if (block instanceof Block.Quote quote) {
      return "Q{" + blocks(quote.blocks()) + "}";
    }
    Block.Preformatted code = (Block.Preformatted) block;
    return "P(" + code.info() + "){" + code.text().replace('\n', '/') + "}";
  }

  private static String spans(List<Span> spans) {
    return spans.stream().map(StyledTextTest::span).collect(Collectors.joining());
  }

  private static String span(Span span) {
    return span instanceof Span.Styled styled
        ? "[" + styled.style().directive() + spans(styled.spans()) + "]"
        : ((Span.Text) span).text();
  }

  /** The text of a line again. */
  private static String written(List<Span> spans) {
    StringBuilder text = new StringBuilder();
    for (Span span : spans) {
      if (span instanceof Span.Styled styled) {
        char directive = styled.style().directive();
        text.append(directive).append(written(styled.spans())).append(directive);
      } else {
        text.append(((Span.Text) span).text());
      }
    }
    return text.toString();
  }

  @Test
  void plain_blocks() {
    assertThat(
            read(
                "There are three blocks in this body, one per line,\n"
                    + "but there is no *formatting\nas spans* may not escape blocks."))
        .isEqualTo(
            "There are three blocks in this body, one per line,"
                + "|but there is no *formatting|as spans* may not escape blocks.");
    assertThat(read("")).isEmpty();
    assertThat(read("\na\n")).isEqualTo("|a|");
    assertThat(StyledText.of("").blocks()).containsExactly(new Block.Plain(List.of()));
  }

  @Test
  void preformatted_blocks() {
    assertThat(
            read(
                "```ignored\n(println \"Hello, world!\")\n```\n\n"
                    + "This should show up as monospace, preformatted text ⤴"))
        .isEqualTo(
            "P(ignored){(println \"Hello, world!\")}"
                + "||This should show up as monospace, preformatted text ⤴");
    assertThat(read("```\n*a*\n> b\n``` \n````\n```\n*c*"))
        .isEqualTo("P(){*a*/> b/``` /````}|[*c]");
    assertThat(read("```")).isEqualTo("P(){}");
    assertThat(read("```\n```")).isEqualTo("P(){}");
    assertThat(read("```\n")).isEqualTo("P(){}");
    assertThat(read(" ```\na")).isEqualTo(" ```|a");
  }

  @Test
  void a_preformatted_block_ends_with_its_quotation() {
    assertThat(
            read(
                """
                > ```
                > (println "Hello, world!")

                The entire blockquote is a preformatted text block, but this line
                is plaintext!\
                """))
        .isEqualTo(
            "Q{P(){(println \"Hello, world!\")}}||The entire blockquote is a preformatted text"
                + " block, but this line|is plaintext!");
    assertThat(read("```\n> a\n```")).isEqualTo("P(){> a}");
  }

  @Test
  void quotations() {
    assertThat(read("> That that is, is.\n\nSaid the old hermit of Prague."))
        .isEqualTo("Q{That that is, is.}||Said the old hermit of Prague.");
    assertThat(read(">> That that is, is.\n> Said the old hermit of Prague.\n\nWho?"))
        .isEqualTo("Q{Q{That that is, is.}|Said the old hermit of Prague.}||Who?");
    assertThat(read(">  two\n>\tone\n>none\n>")).isEqualTo("Q{ two|one|none|}");
    assertThat(read("> *a\n> b*\n>*c*")).isEqualTo("Q{*a|b*|[*c]}");
    assertThat(read(" > a")).isEqualTo(" > a");
    assertThat(read("> > a\n>> b")).isEqualTo("Q{Q{a|b}}");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          plain span, plain span
          *strong span*, [*strong span]
          plain _emphasis_ plain, plain [_emphasis] plain
          `pre` plain *strong*, [`pre] plain [*strong]
          *strong*plain*, [*strong]plain*
          * plain *strong*, * plain [*strong]
          This is `monospace`, This is [`monospace]
          This is `*monospace*`, This is [`*monospace*]
          This is *`monospace and bold`*, This is [*[`monospace and bold]]
          "Two spans, both *alike in dignity*", "Two spans, both [*alike in dignity]"
          Everyone ~dis~likes cake., Everyone [~dis]likes cake.
          "Wow, I can write in `monospace`!", "Wow, I can write in [`monospace]!"
          """)
  void the_examples_of_spans(String text, String read) {
    assertThat(read(text)).isEqualTo(read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not strong*",
        "*not strong",
        "*not *strong",
        "**",
        "***",
        "****",
        "*",
        "*not \u00a0*",
        "a*b*",
        "* a*",
        "*a *",
        "*a\u2003*",
        "_*~`",
        "** a*",
        "``a`",
        "*_a"
      })
  void nothing_is_styled(String text) {
    assertThat(StyledText.of(text).blocks())
        .containsExactly(new Block.Plain(List.of(new Span.Text(text))));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          *_~`a`~_*, [*[_[~[`a]]]]
          *a* *b*, [*a] [*b]
          *a _b* c_, [*a _b] c_
          *a *b* c*, [*a *b] c*
          *a _b_ c*, [*a [_b] c]
          `a *b` c*, [`a *b] c*
          *a `b* c`, [*a `b] c`
          *_a_ b, *_a_ b
          *a_ _b_ *, *a_ [_b] *
          *a* b* _c_, [*a] b* [_c]
          ** *a*, ** [*a]
          *😀*, [*😀]
          """)
  void spans_are_as_short_as_possible_and_nest(String text, String read) {
    assertThat(read(text)).isEqualTo(read);
  }

  @Test
  void an_unstyled_message_stays_as_it_is() {
    String message = "<message xmlns='jabber:client'><body>&gt; _ &lt;\n*a*</body>%s</message>";
    StyledText unstyled =
        Objects.requireNonNull(
            StyledText.of(
                Message.of(
                    Xml.element(message.formatted("<unstyled xmlns='urn:xmpp:styling:0'/>")))));
    assertThat(unstyled.blocks())
        .containsExactly(
            new Block.Plain(List.of(new Span.Text("> _ <"))),
            new Block.Plain(List.of(new Span.Text("*a*"))));
    StyledText styled =
        Objects.requireNonNull(StyledText.of(Message.of(Xml.element(message.formatted("")))));
    assertThat(blocks(styled.blocks())).isEqualTo("Q{_ <}|[*a]");
    assertThat(StyledText.of(Message.of(Xml.element("<message xmlns='jabber:client'/>")))).isNull();
    assertThat(new Unstyled().toElement())
        .isEqualTo(Xml.element("<unstyled xmlns='urn:xmpp:styling:0'/>"));
  }

  /** Whatever the styles, no character is lost, and every span obeys the rules. */
  @Test
  void any_line_can_be_written_again() {
    Random random = new Random(393);
    for (int run = 0; run < 20_000; run++) {
      StringBuilder line = new StringBuilder("a");
      for (int i = random.nextInt(20); i > 0; i--) {
        line.append("*_~` ab".charAt(random.nextInt(7)));
      }
      String text = line.substring(random.nextInt(2));
      if (!text.startsWith("```")) {
        List<Block> blocks = StyledText.of(text).blocks();
        List<Span> spans = ((Block.Plain) blocks.get(0)).spans();
        assertThat(written(spans)).isEqualTo(text);
        spans.forEach(StyledTextTest::obeysTheRules);
      }
    }
  }

  private static void obeysTheRules(Span span) {
    String text = written(List.of(span));
    assertThat(text).isNotEmpty();
    if (span instanceof Span.Styled styled) {
      String inside = text.substring(1, text.length() - 1);
      assertThat(inside).isNotEmpty().doesNotStartWith(" ").doesNotEndWith(" ");
      styled.spans().forEach(StyledTextTest::obeysTheRules);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        " *a",
        "*a ",
        "_*~`",
        " *_a",
        "*a* ",
        ">",
        "> ",
        ">\n",
        "```\n",
        "\n",
        " `a",
        "`a*a_a~a ",
        "*a _b "
      })
  void long_texts_take_linear_time(String part) {
    String text = part.repeat(1_000_000 / part.length());
    assertThat(StyledText.of(text).blocks()).isNotEmpty();
    assertThat(StyledText.of("> " + text.replace("\n", "\n> ")).blocks()).isNotEmpty();
  }

  @Test
  void quotations_are_only_so_deep() {
    String deep = read(">".repeat(100) + "a");
    assertThat(deep)
        .isEqualTo(
            "Q{".repeat(StyledText.MAX_DEPTH)
                + ">".repeat(100 - StyledText.MAX_DEPTH)
                + "a"
                + "}".repeat(StyledText.MAX_DEPTH));
  }
}
