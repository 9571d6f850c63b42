package im.linnet.trace.browser;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import im.linnet.testkit.events.EventLog;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A connection of the DevTools protocol: commands with their answers, and events. */
final class DevTools implements WebSocket.Listener {

  private static final long LIMIT_SECONDS = 120;

  private final ObjectMapper json = new ObjectMapper();
  private final AtomicInteger last = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();
  private final EventLog<JsonNode> events = new EventLog<>();
  private final StringBuilder message = new StringBuilder();
  private volatile @Nullable WebSocket socket;
  private volatile String session = "";

  private DevTools() {}

  static DevTools connect(URI address) throws Exception {
    DevTools made = new DevTools();
    made.socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(address, made)
            .get(LIMIT_SECONDS, TimeUnit.SECONDS);
    return made;
  }

  ObjectNode parameters() {
    return json.createObjectNode();
  }

  /** Sends further commands to this session, which is a page. */
  void use(String id) {
    session = id;
  }

  /** Sends a command and returns its result. */
  JsonNode call(String method, ObjectNode parameters) throws Exception {
    int id = last.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    pending.put(id, answer);
    ObjectNode command = json.createObjectNode().put("id", id).put("method", method);
    command.set("params", parameters);
    if (!session.isEmpty()) {
      command.put("sessionId", session);
    }
    WebSocket open = socket;
    if (open == null) {
      throw new IllegalStateException("not connected");
    }
    open.sendText(json.writeValueAsString(command), true).get(LIMIT_SECONDS, TimeUnit.SECONDS);
    JsonNode answered = answer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (answered.has("error")) {
      throw new AssertionError(method + ": " + answered.get("error"));
    }
    return answered.path("result");
  }

  /** All events so far. */
  EventLog<JsonNode> events() {
    return events;
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean whole) {
    message.append(part);
    if (whole) {
      try {
        accept(json.readTree(message.toString()));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("no JSON: " + message, e);
      } finally {
        message.setLength(0);
      }
    }
    from.request(1);
    return null;
  }

  private void accept(JsonNode received) {
    CompletableFuture<JsonNode> answer = pending.remove(received.path("id").asInt(-1));
    if (answer != null) {
      answer.complete(received);
    } else {
      events.add(received);
    }
  }

  @Override
  public void onError(WebSocket from, Throwable failure) {
    pending.values().forEach(answer -> answer.completeExceptionally(failure));
  }
}
