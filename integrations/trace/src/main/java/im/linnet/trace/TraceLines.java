package im.linnet.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a trace line by line. A line that can't be read, such as the last one after a crash, is
 * counted. Lines are copied field by field, so that a page contains what it knows.
 */
final class TraceLines implements AutoCloseable {

  /** The most characters of a line; lines that are written have far less. */
  private static final int MAX_LINE = 1 << 20;

  private final ObjectMapper json = new ObjectMapper();
  private final BufferedReader file;
  private int read;
  private int unreadable;
  private @Nullable ObjectNode header;

  private TraceLines(BufferedReader file) {
    this.file = file;
  }

  static TraceLines open(Path trace) throws IOException {
    // Bytes that are no UTF-8 are replaced, so that they spoil one line only.
    return new TraceLines(
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(trace), StandardCharsets.UTF_8)));
  }

  /** The next line that can be read, or null at the end. The first line is not among them. */
  @Nullable ObjectNode next() throws IOException {
    StringBuilder line = new StringBuilder();
    while (nextLine(line)) {
      ObjectNode node = line.length() > MAX_LINE ? null : parse(line.toString());
      if (node != null && node.path(Header.VERSION).isInt() && read == 0) {
        header = node;
      } else {
        ObjectNode known = node == null ? null : known(node);
        if (known != null) {
          read++;
          return known;
        }
        unreadable += line.toString().isBlank() ? 0 : 1;
      }
    }
    return null;
  }

  /** Reads a line, without more than the limit of it; false at the end. */
  private boolean nextLine(StringBuilder line) throws IOException {
    line.setLength(0);
    int c = file.read();
    if (c < 0) {
      return false;
    }
    for (; c >= 0 && c != '\n'; c = file.read()) {
      if (line.length() <= MAX_LINE) {
        line.append((char) c);
      }
    }
    return true;
  }

  private @Nullable ObjectNode parse(String line) {
    try {
      return json.readTree(line) instanceof ObjectNode node ? node : null;
    } catch (JsonProcessingException torn) {
      return null;
    }
  }

  /** A copy with the fields that a page can show; null if it is no line of a trace. */
  private @Nullable ObjectNode known(ObjectNode node) {
    JsonNode time = node.path("us");
    if (!time.isIntegralNumber() || !time.canConvertToLong() || time.longValue() < 0) {
      return null;
    }
    ObjectNode known = json.createObjectNode().put("us", time.longValue());
    String way = node.path("wire").textValue();
    String xml = node.path("xml").textValue();
    String event = node.path("event").textValue();
    if (xml != null && way != null && (way.equals("in") || way.equals("out"))) {
      return known.put("wire", way).put("xml", xml);
    } else if (event == null) {
      return null;
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (field.getValue().isValueNode() || field.getValue() instanceof ArrayNode) {
        known.set(field.getKey(), field.getValue());
      }
    }
    return known;
  }

  /** The line that begins the file, as far as it was read; null if there is none. */
  @Nullable ObjectNode header() {
    return header;
  }

  /** How many lines were given. */
  int read() {
    return read;
  }

  /** How many lines could not be read so far. */
  int unreadable() {
    return unreadable;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
