package im.linnet.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import im.linnet.trace.browser.Browser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page in a browser, as its users see it. With the system property {@code linnet.screenshots},
 * the name of a folder, it makes the pictures of docs/images.
 */
@Timeout(300)
class TracePageIT {

  /** All elements of the page, however long the trace is. */
  private static final int MOST_ELEMENTS = 500;

  @TempDir private static Path folder;

  private static Browser browser;

  private int requests;
  private int problems;

  @BeforeAll
  static void start() throws Exception {
    Assumptions.assumeTrue(Browser.reasonToSkip().isEmpty(), "Chromium is not installed here");
    browser = Browser.start(Files.createDirectory(folder.resolve("profile")));
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void begin() throws Exception {
    requests = browser.requests().size();
    problems = browser.problems().size();
    browser.look(1100, 640, "light");
  }

  /** No page asks for anything but itself, and none has an error. */
  @AfterEach
  void nothing_was_requested_and_nothing_failed() {
    assertThat(browser.requests().stream().skip(requests))
        .isNotEmpty()
        .allMatch(url -> url.matches("file:.*\\.trace\\.html"));
    assertThat(browser.problems().stream().skip(problems)).isEmpty();
  }

  private static void open(Path trace) throws Exception {
    Path page = trace.resolveSibling(trace.getFileName() + ".html");
    TracePage.write(trace, page);
    browser.open(page);
  }

  private static void open(String name, List<String> lines) throws Exception {
    open(Traced.file(folder.resolve(name), lines));
  }

  private static void picture(String name) throws Exception {
    byte[] picture = browser.screenshot();
    assertThat(picture).hasSizeGreaterThan(5_000);
    String wanted = System.getProperty("linnet.screenshots", "");
    if (!wanted.isEmpty()) {
      Files.write(Path.of(wanted, name), picture);
    }
  }

  /** The rows of a short trace, which are all drawn in a high window. */
  private static List<String> rows() throws Exception {
    browser.look(1100, 4000, "light");
    List<String> rows = browser.texts(".row .ladder");
    browser.look(1100, 640, "light");
    return rows;
  }

  private static String text(String selector) throws Exception {
    return browser.texts(selector).get(0);
  }

  private static boolean isShown(String id) throws Exception {
    return !browser.evaluate("document.getElementById('%s').hidden".formatted(id)).asBoolean();
  }

  private static String wire(int number, String way, String xml) {
    return "{\"us\":%d,\"wire\":\"%s\",\"xml\":\"%s\"}".formatted(number * 1_000L, way, xml);
  }

  @Test
  void shows_a_login_with_a_redirect_and_opens_a_stanza() throws Exception {
    Path trace = folder.resolve("messenger.trace");
    Traced.messenger(trace);
    open(trace);
    assertThat(text("title")).isEqualTo("Trace of messenger.trace");
    assertThat(rows())
        .containsSubsequence(
            "Looking up the service",
            "Opening a stream",
            "stream to messenger.live.com",
            "starttls",
            "Starting TLS",
            "proceed")
        .anyMatch(row -> row.startsWith("Connecting to xmpp.messenger.live.com:"))
        .anyMatch(row -> row.matches("error · see-other-host BAYMSG.*:\\d+"))
        .anyMatch(row -> row.matches("Looking up the service, sent by xmpp\\..*"))
        .anyMatch(row -> row.startsWith("Connecting to baymsg1020127."))
        .containsSubsequence("Signing in", "auth X-MESSENGER-OAUTH2", "success")
        .anyMatch(row -> row.startsWith("A new stream is bound, after "))
        .anyMatch(row -> row.matches("message Good night, good night! chat to .*"))
        .anyMatch(row -> row.matches("message echo: Good night, good night! chat from .*"))
        .endsWith("State: closed", "End of the trace");
    assertThat(isShown("warning")).isFalse();
    picture("trace-login.png");

    browser.press("/");
    browser.type("good NIGHT");
    assertThat(text("#found")).isEqualTo("1 of 2");
    browser.press("Enter");
    assertThat(text("#found")).isEqualTo("2 of 2");
    browser.click(".row.chosen");
    assertThat(text("#what")).isEqualTo("Received: message");
    assertThat(browser.texts("#xml > div"))
        .hasSizeGreaterThanOrEqualTo(3)
        .anyMatch(line -> line.startsWith("  <body>") && line.endsWith("</body>"))
        .endsWith("</message>");
    assertThat(text("#facts")).contains("Phasesession");
    picture("trace-stanza.png");
  }

  @Test
  void shows_a_resumption() throws Exception {
    Path trace = folder.resolve("resumption.trace");
    Traced.resumption(trace);
    open(trace);
    assertThat(rows())
        .anyMatch(row -> row.matches("message But soft! from romeo@localhost/orchard"))
        .anyMatch(row -> row.startsWith("The connection has ended: lost, after "))
        .anyMatch(row -> row.startsWith("Reconnects in 0 ms"))
        .containsSubsequence("resume h=1", "resumed h=0")
        .anyMatch(row -> row.startsWith("The stream is resumed, after "))
        .anyMatch(row -> row.matches("message What light from romeo@localhost/orchard"));
  }

  @Test
  void folds_filters_and_unfolds_by_kind() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      lines.add(
          wire(
              3 * i, "out", "<message to='romeo@example.com'><body>No " + i + "</body></message>"));
      lines.add(wire(3 * i + 1, "out", "<r xmlns='urn:xmpp:sm:3'/>"));
      lines.add(wire(3 * i + 2, "in", "<a xmlns='urn:xmpp:sm:3' h='" + i + "'/>"));
    }
    open("folds.trace", lines);
    assertThat(browser.texts(".row .ladder"))
        .hasSize(6)
        .filteredOn(row -> row.startsWith("▸ 2 × acknowledgements"))
        .hasSize(3);

    browser.evaluate("document.getElementById('list').focus()");
    browser.press("ArrowDown");
    browser.press("ArrowRight");
    assertThat(browser.texts(".row .ladder")).hasSize(8).contains("r", "a h=0");
    assertThat(browser.evaluate("document.querySelector('.chosen').ariaExpanded").asText())
        .isEqualTo("true");
    browser.press("ArrowDown");
    browser.press("ArrowLeft");
    assertThat(browser.texts(".row .ladder")).hasSize(6);

    browser.click("#out");
    assertThat(browser.texts(".row .ladder"))
        .containsExactly("▸ 3 × acknowledgements (r, a), 6 ms");
    browser.click("#out");
    browser.click("#kinds summary");
    assertThat(browser.texts("#choices label"))
        .containsExactly("Messages (3)", "Acknowledgements (r, a) (6)");
    browser.evaluate(
        "const kind = document.getElementById('kind-acknowledgement');"
            + "kind.value = 'hide'; kind.dispatchEvent(new Event('change'))");
    assertThat(browser.texts(".row .ladder")).hasSize(3).allMatch(row -> row.startsWith("message"));
  }

  /** What is folded is found, and unfolded. */
  @Test
  void scrolls_and_searches_fifty_thousand_lines_with_few_elements() throws Exception {
    open(
        "long.trace",
        IntStream.range(0, 50_000)
            .mapToObj(
                i ->
                    i % 10 < 2
                        ? wire(i, "in", "<a xmlns='urn:xmpp:sm:3' h='" + i + "'/>")
                        : wire(i, "out", "<message id='n" + i + "'><body>Text</body></message>"))
            .toList());
    assertThat(text("#summary")).startsWith("50,000 lines in 49.999 s from 2026-01-01T12:00:00Z");
    assertThat(browser.evaluate(SCROLLED).valueStream().map(JsonNode::asText))
        .hasSize(21)
        .allMatch(step -> step.matches("true, at most \\d+"))
        .extracting(step -> Integer.parseInt(step.replaceAll("\\D", "")))
        .allMatch(elements -> elements < MOST_ELEMENTS);
    browser.evaluate("document.getElementById('list').focus()");
    browser.press("End");
    assertThat(text(".row.chosen .time")).isEqualTo("49.999");
    browser.press("/");
    browser.type("h='25001'");
    assertThat(text("#found")).isEqualTo("1 of 1");
    assertThat(text(".row.chosen .ladder")).isEqualTo("a h=25001");
    assertThat(browser.evaluate("document.getElementsByTagName('*').length").asInt())
        .isLessThan(MOST_ELEMENTS);
  }

  /** Whether there is a row at the top, in the middle and at the bottom of the list. */
  private static final String IS_FILLED =
      """
      (() => {
        const box = document.getElementById('list').getBoundingClientRect();
        return [box.top + 2, (box.top + box.bottom) / 2, box.bottom - 2]
          .every(y => document.elementFromPoint(box.left + 200, y).closest('.row') !== null);
      })()\
      """;

  /** Scrolls from the top to the bottom; at each step whether it is filled, and all elements. */
  private static final String SCROLLED =
      """
      (async () => {
        const list = document.getElementById('list');
        const steps = [];
        for (let step = 0; step <= 20; step++) {
          list.scrollTop = list.scrollHeight * step / 20;
          await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
          steps.push(%s + ', at most ' + document.getElementsByTagName('*').length);
        }
        return steps;
      })()\
      """
          .formatted(IS_FILLED);

  @Test
  void runs_nothing_that_a_stanza_contains() throws Exception {
    List<String> hostile =
        List.of(
            "</script><script>window.ran = 1</script>",
            "<!--<script>",
            "<message><body><img src='x' onerror='window.ran = 1'/></body></message>",
            "<message from='\\u0022><svg onload=window.ran=1>'><body>&lt;b&gt;</body></message>",
            "<a href='javascript:window.ran=1'>]]></a>\\u2028",
            "<<<<",
            "<x",
            "");
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < hostile.size(); i++) {
      lines.add(wire(i, "in", hostile.get(i)));
    }
    lines.add("{\"us\":9000,\"event\":\"<img src=x onerror=window.ran=1>\",\"constructor\":\"x\"}");
    open("hostile.trace", lines);
    browser.evaluate("document.getElementById('list').focus()");
    for (int i = 0; i < lines.size(); i++) {
      browser.press("Enter");
      assertThat(isShown("details")).isTrue();
      browser.press("Escape");
      browser.press("ArrowDown");
    }
    assertThat(browser.evaluate("typeof window.ran").asText()).isEqualTo("undefined");
    assertThat(browser.evaluate("document.querySelectorAll('img, svg, a').length").asInt())
        .isZero();
    assertThat(browser.evaluate("document.scripts.length").asInt()).isEqualTo(3);
    assertThat(browser.texts(".row .ladder")).anyMatch(row -> row.contains("<b>"));
  }

  @Test
  void can_be_used_on_a_phone_in_the_dark() throws Exception {
    Path trace = folder.resolve("phone.trace");
    Traced.resumption(trace);
    browser.look(390, 780, "dark");
    open(trace);
    assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor").asText())
        .isEqualTo("rgb(20, 24, 29)");
    browser.click("#search");
    browser.type("What light");
    browser.click(".row.chosen");
    assertThat(text("#what")).isEqualTo("Received: message");
    assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(390);
    assertThat(browser.evaluate(IS_FILLED).asBoolean()).isTrue();
    picture("trace-phone.png");
    browser.click("#close");
    assertThat(isShown("details")).isFalse();
    for (String menu : List.of("kinds", "help")) {
      browser.click("#" + menu + " summary");
      assertThat(
              browser
                  .evaluate(
                      """
                      (() => {
                        const menu = document.querySelector('#%s > :last-child');
                        const box = menu.getBoundingClientRect();
                        return box.left >= 0 && box.right <= 390;
                      })()\
                      """
                          .formatted(menu))
                  .asBoolean())
          .as(menu)
          .isTrue();
    }
  }

  @Test
  void can_be_used_by_keys_and_by_a_screen_reader() throws Exception {
    open(
        "keys.trace",
        List.of(
            wire(0, "out", "<presence/>"),
            wire(1, "in", "<message from='romeo@example.com'><body>But soft!</body></message>")));
    assertThat(browser.accessible())
        .contains(
            "heading: keys.trace",
            "searchbox: Search",
            "button: Previous match",
            "button: Next match",
            "checkbox: Sent",
            "checkbox: Received",
            "tree: Lines of the trace",
            "treeitem: 0.000 s, sent presence",
            "treeitem: 0.001 s, received message “But soft!” from romeo@example.com");
    assertThat(isShown("warning")).as("the trace has no end").isTrue();
    for (int i = 0; !focused().equals("list"); i++) {
      assertThat(i).as("the list is reached by Tab").isLessThan(12);
      browser.press("Tab");
    }
    browser.press("ArrowDown");
    assertThat(browser.evaluate(ACTIVE).asText()).startsWith("0.001 s, received message");
    browser.press("Enter");
    assertThat(focused()).isEqualTo("details");
    assertThat(browser.accessible()).contains("region: Received: message", "button: Close");
    browser.press("Escape");
    assertThat(focused()).isEqualTo("list");
    assertThat(isShown("details")).isFalse();
  }

  private static final String ACTIVE =
      "document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))"
          + ".ariaLabel";

  private static String focused() throws Exception {
    return browser.evaluate("document.activeElement.id").asText();
  }
}
