package im.linnet.trace;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import im.linnet.file.OwnFile;
import im.linnet.file.OwnFile.Guard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Makes a page of HTML from a trace: a ladder of both directions with time and phase, to fold,
 * filter and search. The page is one file without references, and can't make a request: scripts and
 * styles are allowed by their digest and everything else is forbidden, so that nothing in a stanza
 * runs.
 *
 * <p>It needs a browser of 2023 or later. It is as private as the trace ({@link TraceFile}).
 */
public final class TracePage {

  /** Lines that a browser shows well. */
  private static final int MAX_LINES = 200_000;

  /** Characters of lines that a browser loads well. */
  private static final long MAX_SIZE = 100L << 20;

  /** Characters that are written at once. */
  private static final int BATCH = 1 << 20;

  private final Path trace;
  private final OwnFile page;
  private final int most;
  private final ObjectMapper json = new ObjectMapper();
  private final StringBuilder batch = new StringBuilder();

  private TracePage(Path trace, Path page, int most) {
    this.trace = trace;
    this.page = new OwnFile(page, Guard.SECRET, "delete it");
    this.most = most;
  }

  /**
   * Writes a page. Blocks. Lines that can't be read, such as the last one after a crash, are left
   * out and counted on the page. If there are more than 200,000 lines, or very many characters, the
   * last ones are shown.
   *
   * @param trace the trace, which may still be growing
   * @param page the page, which is replaced if there is one; only its owner can read it
   * @throws IOException if a file can't be read or written, or {@code trace} is no trace
   */
  public static void write(Path trace, Path page) throws IOException {
    write(trace, page, MAX_LINES);
  }

  /** As the other, with the number of lines that are shown. */
  static void write(Path trace, Path page, int most) throws IOException {
    new TracePage(trace, page, most).write();
  }

  /**
   * The counts of a trace.
   *
   * @param lines the lines that can be read
   * @param skipped how many of them are not shown
   * @param unreadable the lines that can't be read
   */
  private record Counts(int lines, int skipped, int unreadable) {}

  private void write() throws IOException {
    Counts counts = count();
    Template template = Template.load();
    page.write(template.head().getBytes(StandardCharsets.UTF_8));
    try (TraceLines lines = TraceLines.open(trace)) {
      batch.append(template.beforeLines()).append("[\n");
      ObjectNode last = lines(lines, counts);
      batch.append("]").append(template.beforeAbout());
      add(about(lines.header(), counts, last));
    }
    batch.append(template.end());
    flush();
  }

  /** Which lines are shown: the last ones that are not too many. */
  private Counts count() throws IOException {
    try (TraceLines lines = TraceLines.open(trace)) {
      Deque<Integer> sizes = new ArrayDeque<>();
      long size = 0;
      int skipped = 0;
      for (ObjectNode line = lines.next(); line != null; line = lines.next()) {
        int length = line.path("xml").asText().length();
        sizes.add(length);
        size += length;
        while (sizes.size() > most || size > MAX_SIZE) {
          size -= sizes.remove();
          skipped++;
        }
      }
      requireTrace(lines.header());
      return new Counts(lines.read(), skipped, lines.unreadable());
    }
  }

  private void requireTrace(@Nullable ObjectNode header) throws IOException {
    OwnFile file = new OwnFile(trace, Guard.BELIEVED, "");
    if (header == null) {
      throw file.problem("no trace (expected: a file that TraceFile has written)");
    }
    int version = header.path(Header.VERSION).intValue();
    if (version > Header.THIS) {
      throw file.problem(
          "a trace of version %d (expected: %d); take a newer linnet-trace"
              .formatted(version, Header.THIS));
    }
  }

  /** Writes the lines; returns the last one. What was added since they were counted is left out. */
  private @Nullable ObjectNode lines(TraceLines lines, Counts counts) throws IOException {
    ObjectNode last = null;
    while (lines.read() < counts.lines()) {
      ObjectNode line = lines.next();
      if (line == null) {
        break;
      }
      if (lines.read() > counts.skipped()) {
        batch.append(last == null ? "" : ",\n");
        last = line;
        add(line);
      }
    }
    return last;
  }

  private ObjectNode about(@Nullable ObjectNode header, Counts counts, @Nullable ObjectNode last) {
    Path name = trace.getFileName();
    return json.createObjectNode()
        .put("name", name == null ? "" : name.toString())
        .put("start", header == null ? "" : header.path(Header.START).asText())
        .put("unreadable", counts.unreadable())
        .put("skipped", counts.skipped())
        .put("ended", last != null && last.path("event").asText().equals("end"));
  }

  /** Adds JSON in which nothing can end the element that it is in. */
  private void add(ObjectNode node) throws IOException {
    batch.append(json.writeValueAsString(node).replace("<", "\\u003c"));
    if (batch.length() >= BATCH) {
      flush();
    }
  }

  private void flush() throws IOException {
    page.append(batch.toString().getBytes(StandardCharsets.UTF_8));
    batch.setLength(0);
  }
}
