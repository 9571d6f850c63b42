package im.linnet.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is on the page, whatever is in the file. */
@Timeout(120)
class TracePageTest {

  private static final String ONE = "{\"us\":1,\"wire\":\"out\",\"xml\":\"<one/>\"}";
  private static final String TWO = "{\"us\":2,\"wire\":\"in\",\"xml\":\"<two/>\"}";
  private static final String END = "{\"us\":3,\"event\":\"end\"}";

  private final ObjectMapper json = new ObjectMapper();

  @TempDir private Path folder;

  private Path trace() {
    return folder.resolve("client.trace");
  }

  private String page() throws Exception {
    Path page = folder.resolve("client.html");
    TracePage.write(trace(), page);
    return Files.readString(page);
  }

  private String page(String... lines) throws Exception {
    Traced.file(trace(), List.of(lines));
    return page();
  }

  private JsonNode data(String page, String id) throws Exception {
    Matcher found =
        Pattern.compile(
                "<script type=\"application/json\" id=\"%s\">(.*?)</script>".formatted(id),
                Pattern.DOTALL)
            .matcher(page);
    assertThat(found.find()).as(id).isTrue();
    return json.readTree(found.group(1));
  }

  private List<String> xml(String page) throws Exception {
    return data(page, "lines").valueStream().map(line -> line.path("xml").asText()).toList();
  }

  @Test
  void has_the_lines_and_what_is_known_of_the_trace() throws Exception {
    String page = page(ONE, TWO, END);
    assertThat(xml(page)).containsExactly("<one/>", "<two/>", "");
    JsonNode about = data(page, "about");
    assertThat(about.path("name").asText()).isEqualTo("client.trace");
    assertThat(about.path("start").asText()).isEqualTo("2026-01-01T12:00:00Z");
    assertThat(about.path("ended").asBoolean()).isTrue();
    assertThat(about.path("unreadable").asInt()).isZero();
    assertThat(about.path("skipped").asInt()).isZero();
  }

  /** As after a crash; the cut may even be within a character. */
  @Test
  void leaves_out_a_torn_last_line() throws Exception {
    Traced.file(trace(), List.of(ONE, TWO));
    Files.write(
        trace(),
        "{\"us\":3,\"wire\":\"in\",\"xml\":\"<body>ß".getBytes(StandardCharsets.ISO_8859_1),
        StandardOpenOption.APPEND);
    String page = page();
    assertThat(xml(page)).containsExactly("<one/>", "<two/>");
    assertThat(data(page, "about").path("unreadable").asInt()).isEqualTo(1);
    assertThat(data(page, "about").path("ended").asBoolean()).isFalse();
  }

  @Test
  void leaves_out_and_counts_what_is_no_line_of_a_trace() throws Exception {
    String page =
        page(
            "no JSON",
            ONE,
            "",
            "[1]",
            "{\"us\":-1,\"wire\":\"in\",\"xml\":\"\"}",
            "{\"us\":1e99,\"wire\":\"in\",\"xml\":\"\"}",
            "{\"us\":1,\"wire\":\"sideways\",\"xml\":\"\"}",
            "{\"us\":1,\"wire\":\"in\"}",
            "{\"us\":1}",
            "{\"us\":1,\"wire\":\"in\",\"xml\":\"" + "x".repeat(2_000_000) + "\"}",
            TWO);
    assertThat(xml(page)).containsExactly("<one/>", "<two/>");
    assertThat(data(page, "about").path("unreadable").asInt()).isEqualTo(8);
    assertThat(page).hasSizeLessThan(200_000);
  }

  /** A field that is new in a later version. */
  @Test
  void keeps_events_that_it_does_not_know() throws Exception {
    JsonNode event =
        data(page("{\"us\":1,\"event\":\"dreamt\",\"of\":\"Mab\",\"deep\":{\"a\":1}}"), "lines")
            .get(0);
    assertThat(event.toString()).isEqualTo("{\"us\":1,\"event\":\"dreamt\",\"of\":\"Mab\"}");
  }

  @Test
  void shows_the_last_lines_of_too_many() throws Exception {
    Traced.file(trace(), List.of(ONE, "torn", TWO, ONE, TWO, END));
    Path page = folder.resolve("short.html");
    TracePage.write(trace(), page, 2);
    assertThat(xml(Files.readString(page))).containsExactly("<two/>", "");
    assertThat(data(Files.readString(page), "about").path("skipped").asInt()).isEqualTo(3);
  }

  @Test
  void has_no_line_of_an_empty_trace() throws Exception {
    Traced.file(trace(), List.of());
    assertThat(xml(page())).isEmpty();
  }

  @Test
  void refuses_what_is_no_trace_or_of_a_later_version() throws Exception {
    Files.writeString(trace(), "Dear diary\n");
    assertThatThrownBy(this::page)
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("client.trace: no trace (expected: a file that TraceFile has");
    Files.writeString(trace(), "{\"linnet-trace\":2,\"start\":\"\"}\n");
    assertThatThrownBy(this::page)
        .hasMessageContaining("a trace of version 2 (expected: 1); take a newer linnet-trace");
  }

  @Test
  void can_be_read_by_its_owner_alone() throws Exception {
    page(ONE);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("client.html"))))
        .isEqualTo("rw-------");
  }

  /** The browser's view of the same is in {@link TracePageIT}. */
  @Test
  void a_stanza_can_t_end_its_element() throws Exception {
    String hostile = "</script><script>alert(1)</script><!--\u2028]]>";
    String page =
        page(json.createObjectNode().put("us", 1).put("wire", "in").put("xml", hostile).toString());
    assertThat(xml(page)).containsExactly(hostile);
    assertThat(page.split("(?i)<script", -1)).hasSize(4);
    assertThat(page.split("(?i)</script", -1)).hasSize(4);
    assertThat(page).doesNotContain("alert(1)<", "<!--");
  }

  @Test
  void allows_its_own_script_and_style_and_nothing_else() throws Exception {
    String page = page(ONE);
    assertThat(page)
        .contains("default-src 'none'; script-src 'sha256-")
        .contains("script-src '" + digest(between(page, "<script>", "</script>")) + "';")
        .contains("style-src '" + digest(between(page, "<style>", "</style>")) + "';")
        .doesNotContain("unsafe", "http://", "https://", "src=", "href=", " style=", "POLICY");
    assertThat(page.indexOf("Content-Security-Policy")).isLessThan(page.indexOf("<style>"));
  }

  private static String between(String page, String begin, String end) {
    int from = page.lastIndexOf(begin) + begin.length();
    return page.substring(from, page.indexOf(end, from));
  }

  private static String digest(String text) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return "sha256-" + Base64.getEncoder().encodeToString(digest);
  }
}
