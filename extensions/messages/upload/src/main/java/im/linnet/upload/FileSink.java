package im.linnet.upload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A download into a file. It gets its name when it is complete and checked; until then it is beside
 * it, under a name of its own.
 */
final class FileSink implements Sink<Path> {

  /** Whether the file is open. */
  private enum State {
    CLOSED,
    OPEN,
    ABORTED
  }

  private final Path target;
  private final Path part;
  private State state = State.CLOSED;
  private @Nullable FileChannel channel;

  FileSink(Path target) {
    this.target = target.toAbsolutePath();
    this.part = this.target.resolveSibling("." + UUID.randomUUID() + ".part");
  }

  @Override
  public synchronized void write(ByteBuffer bytes) throws IOException {
    FileChannel open = open();
    while (bytes.hasRemaining()) {
      open.write(bytes);
    }
  }

  private FileChannel open() throws IOException {
    FileChannel open = channel;
    if (state == State.ABORTED) {
      throw new IOException("The download was ended");
    }
    if (open == null) {
      if (Files.exists(target)) {
        throw new FileAlreadyExistsException(target.toString());
      }
      open = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      channel = open;
      state = State.OPEN;
    }
    return open;
  }

  @Override
  public synchronized Path finish() throws IOException {
    open().close();
    Files.move(part, target);
    state = State.CLOSED;
    return target;
  }

  @Override
  public synchronized void abort(Throwable failure) {
    FileChannel open = channel;
    if (state == State.OPEN && open != null) {
      try {
        open.close();
        Files.deleteIfExists(part);
      } catch (IOException e) {
        failure.addSuppressed(new UncheckedIOException("can't delete " + part, e));
      } finally {
        state = State.ABORTED;
      }
    } else if (state == State.CLOSED && open == null) {
      state = State.ABORTED;
    }
  }
}
