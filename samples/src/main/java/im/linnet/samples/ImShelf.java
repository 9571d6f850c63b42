package im.linnet.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder with the folders in which devices keep what outlives their programs. */
record ImShelf(Path folder) implements AutoCloseable {

  static ImShelf create() throws IOException {
    return new ImShelf(Files.createTempDirectory("linnet-im"));
  }

  /** The folder of a device, created if it is absent. */
  Path of(String device) throws IOException {
    return Files.createDirectories(folder.resolve(device));
  }

  /** Deletes it. */
  @Override
  public void close() throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(folder)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : deepestFirst) {
      Files.delete(each);
    }
  }
}
