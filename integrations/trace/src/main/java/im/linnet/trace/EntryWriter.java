package im.linnet.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import im.linnet.file.OwnFile;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the entries of a queue to a file until the queue is closed. Runs on a thread of its own.
 */
final class EntryWriter implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(EntryWriter.class);

  /** Characters written at once. */
  private static final int BATCH = 1 << 16;

  private final OwnFile file;
  private final EntryQueue queue;
  private final long start = System.nanoTime();
  private final JsonFactory json = new JsonFactory();
  private StringWriter batch = new StringWriter();

  /** The lines of the batch. */
  private int lines;

  /** How many missing lines the file tells of, and how many with the batch. */
  private long reported;

  private long reporting;

  /** What must be written before the next line: a failure may have left a part of one. */
  private String before = "";

  EntryWriter(OwnFile file, EntryQueue queue) {
    this.file = file;
    this.queue = queue;
  }

  /** Replaces the file by the beginning of a trace. */
  void begin() throws IOException {
    try (JsonGenerator line = json.createGenerator(batch)) {
      line.writeStartObject();
      line.writeNumberField(Header.VERSION, Header.THIS);
      line.writeStringField(Header.START, Instant.now().toString());
      line.writeEndObject();
    }
    file.write((batch + "\n").getBytes(StandardCharsets.UTF_8));
    batch = new StringWriter();
  }

  @Override
  public void run() {
    boolean last = false;
    while (!last) {
      // Asked before the queue is emptied: what was added before it was closed is written.
      last = queue.isClosed();
      writeAll();
      if (!last) {
        queue.await();
      }
    }
    add(Entry.now(0, line -> line.writeStringField("event", "end")));
    flush();
  }

  /** Writes all that waits. */
  void writeAll() {
    for (Entry next = queue.poll(); next != null; next = queue.poll()) {
      add(next);
      if (batch.getBuffer().length() >= BATCH) {
        flush();
      }
    }
    reportLost();
    flush();
  }

  private void add(Entry entry) {
    try (JsonGenerator line = json.createGenerator(batch)) {
      line.writeStartObject();
      line.writeNumberField(
          "us", TimeUnit.NANOSECONDS.toMicros(Math.max(0, entry.nanoTime() - start)));
      entry.fields().to(line);
      line.writeEndObject();
    } catch (IOException e) {
      throw new AssertionError("A string can be written", e);
    }
    batch.write('\n');
    lines++;
  }

  /** Where the lines that are missing would be. */
  private void reportLost() {
    long lost = queue.lost();
    long count = lost - reporting;
    if (count > 0) {
      reporting = lost;
      add(
          Entry.now(
              0,
              line -> {
                line.writeStringField("event", "lost");
                line.writeNumberField("count", count);
              }));
      lines--;
    }
  }

  private void flush() {
    if (batch.getBuffer().length() == 0) {
      return;
    }
    try {
      file.append((before + batch).getBytes(StandardCharsets.UTF_8));
      before = "";
      reported = reporting;
    } catch (IOException e) {
      if (before.isEmpty()) {
        LOG.warn("The trace {} can't be written, and has a gap: {}", file, e.toString());
      }
      before = "\n";
      queue.lose(lines);
      reporting = reported;
    }
    batch = new StringWriter();
    lines = 0;
  }
}
