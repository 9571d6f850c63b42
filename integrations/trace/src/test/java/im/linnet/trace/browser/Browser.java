package im.linnet.trace.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A browser with one page, without a window. For one thread. */
public final class Browser implements AutoCloseable {

  /** Keys that are no text, with the numbers that the protocol knows them by. */
  private static final Map<String, Integer> NUMBERS =
      Map.of(
          "Enter",
          13,
          "Escape",
          27,
          "PageDown",
          34,
          "End",
          35,
          "Home",
          36,
          "ArrowLeft",
          37,
          "ArrowUp",
          38,
          "ArrowRight",
          39,
          "ArrowDown",
          40);

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Chromium program;
  private final DevTools tools;
  private int opened;

  private Browser(Chromium program, DevTools tools) {
    this.program = program;
    this.tools = tools;
  }

  /** Why there is no browser here; empty if there is one. */
  public static Optional<String> reasonToSkip() {
    return Chromium.reasonToSkip();
  }

  /** Starts it with a folder of its own. */
  public static Browser start(Path profile) throws Exception {
    Chromium program = Chromium.start(profile);
    try {
      Browser made = new Browser(program, DevTools.connect(program.address()));
      made.attach();
      return made;
    } catch (Exception e) {
      program.close();
      throw e;
    }
  }

  private void attach() throws Exception {
    String page =
        call("Target.createTarget", parameters().put("url", "about:blank"))
            .path("targetId")
            .asText();
    tools.use(
        call("Target.attachToTarget", parameters().put("targetId", page).put("flatten", true))
            .path("sessionId")
            .asText());
    for (String domain : List.of("Page", "Runtime", "Network", "Log", "Accessibility")) {
      call(domain + ".enable", parameters());
    }
  }

  private ObjectNode parameters() {
    return tools.parameters();
  }

  private JsonNode call(String method, ObjectNode parameters) throws Exception {
    return tools.call(method, parameters);
  }

  /** Opens a file and waits until it is loaded. */
  public void open(Path page) throws Exception {
    opened++;
    call("Page.navigate", parameters().put("url", page.toUri().toString()));
    tools
        .events()
        .await(
            "the end of loading",
            opened,
            event -> event.path("method").asText().equals("Page.loadEventFired"),
            LIMIT);
    frame();
  }

  /** Waits until what was changed is drawn. */
  public void frame() throws Exception {
    evaluate(
        "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(0))))");
  }

  /** The value of an expression in the page. */
  public JsonNode evaluate(String script) throws Exception {
    JsonNode result =
        call(
            "Runtime.evaluate",
            parameters()
                .put("expression", script)
                .put("awaitPromise", true)
                .put("returnByValue", true));
    if (result.has("exceptionDetails")) {
      throw new AssertionError(script + ": " + result.get("exceptionDetails"));
    }
    return result.path("result").path("value");
  }

  /** The text of all elements that a selector finds. */
  public List<String> texts(String selector) throws Exception {
    JsonNode found =
        evaluate(
            "[...document.querySelectorAll('%s')].map(each => each.textContent)"
                .formatted(selector));
    return found.valueStream().map(JsonNode::asText).toList();
  }

  /** Presses and releases a key: one character, or a name. */
  public void press(String key) throws Exception {
    ObjectNode down = parameters().put("type", "keyDown").put("key", key);
    ObjectNode up = parameters().put("type", "keyUp").put("key", key);
    Integer number = NUMBERS.get(key);
    if (number != null) {
      down.put("code", key).put("windowsVirtualKeyCode", number);
      up.put("code", key).put("windowsVirtualKeyCode", number);
    }
    String text = key.equals("Enter") ? "\r" : key;
    if (text.length() == 1) {
      down.put("text", text);
    }
    call("Input.dispatchKeyEvent", down);
    call("Input.dispatchKeyEvent", up);
    frame();
  }

  /** Types a text at once. */
  public void type(String text) throws Exception {
    call("Input.insertText", parameters().put("text", text));
    frame();
  }

  /** Clicks in the middle of an element, as a user does. */
  public void click(String selector) throws Exception {
    JsonNode middle =
        evaluate(
            """
            (() => {
              const box = document.querySelector('%s').getBoundingClientRect();
              return {x: box.x + box.width / 2, y: box.y + box.height / 2};
            })()\
            """
                .formatted(selector));
    for (String type : List.of("mousePressed", "mouseReleased")) {
      call(
          "Input.dispatchMouseEvent",
          parameters()
              .put("type", type)
              .put("x", middle.path("x").asDouble())
              .put("y", middle.path("y").asDouble())
              .put("button", "left")
              .put("clickCount", 1));
    }
    frame();
  }

  /** Sets the size of the window and the colours that the user prefers. */
  public void look(int width, int height, String colours) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        parameters()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", 1)
            .put("mobile", width < 500));
    ObjectNode media = parameters();
    media
        .putArray("features")
        .addObject()
        .put("name", "prefers-color-scheme")
        .put("value", colours);
    call("Emulation.setEmulatedMedia", media);
    frame();
  }

  /** What a screen reader finds: role and name of each element that has a role. */
  public List<String> accessible() throws Exception {
    return call("Accessibility.getFullAXTree", parameters())
        .path("nodes")
        .valueStream()
        .filter(node -> !node.path("ignored").asBoolean())
        .map(
            node ->
                node.path("role").path("value").asText()
                    + ": "
                    + node.path("name").path("value").asText())
        .toList();
  }

  /** The page as a PNG. */
  public byte[] screenshot() throws Exception {
    JsonNode shot = call("Page.captureScreenshot", parameters().put("format", "png"));
    return Base64.getDecoder().decode(shot.path("data").asText());
  }

  /** What was asked of any network or file, since the start. */
  public List<String> requests() {
    return tools.events().all().stream()
        .filter(event -> event.path("method").asText().equals("Network.requestWillBeSent"))
        .map(event -> event.path("params").path("request").path("url").asText())
        .toList();
  }

  /** What went wrong on the pages, since the start: exceptions, and what their policy forbade. */
  public List<String> problems() {
    return tools.events().all().stream()
        .filter(
            event ->
                event.path("method").asText().matches("Runtime.exceptionThrown|Log.entryAdded"))
        .map(event -> event.path("params").toString())
        .toList();
  }

  @Override
  public void close() {
    program.close();
  }
}
