package im.linnet.benchmarks.kill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What the killed program did: lines that survive it, as a database of its own would. */
final class Log {

  /** A new stream began. */
  static final String BOUND = "bound";

  /** A stream was resumed. */
  static final String RESUMED = "resumed";

  /** The presence of the bound stream is with the server. */
  static final String PRESENT = "present";

  /** A message was handled: the stream, what it is known by, the text. */
  static final String GOT = "got";

  /** A message that had been handled came again: the same words. */
  static final String AGAIN = "again";

  /** A message is about to be sent: its text. */
  static final String SENDING = "sending";

  /** The server has a message: its text. */
  static final String DONE = "done";

  /** A message had not arrived after a long time, and is sent again: its text. */
  static final String VANISHED = "vanished";

  private final Path file;
  private final FileChannel end;
  private final List<String> lines = new ArrayList<>();
  private long read;

  /** Opens the file; a line that a killed process did not complete is ended. */
  Log(Path file) {
    this.file = file;
    try {
      end = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      String left = Files.readString(file);
      if (!left.isEmpty() && !left.endsWith("\n")) {
        add("");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds a line; it is there if this process dies after the call. */
  synchronized void add(String... words) {
    ByteBuffer line =
        ByteBuffer.wrap((String.join(" ", words) + "\n").getBytes(StandardCharsets.UTF_8));
    try {
      while (line.hasRemaining()) {
        end.write(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All lines so far, without one that is not complete. */
  synchronized List<String> lines() {
    try (SeekableByteChannel from = Files.newByteChannel(file)) {
      from.position(read);
      ByteBuffer more = ByteBuffer.allocate((int) (from.size() - read));
      while (more.hasRemaining() && from.read(more) >= 0) {}
      String text = new String(more.array(), 0, more.position(), StandardCharsets.UTF_8);
      String whole = text.substring(0, text.lastIndexOf('\n') + 1);
      read += whole.getBytes(StandardCharsets.UTF_8).length;
      whole.lines().forEach(lines::add);
      return Collections.unmodifiableList(lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
