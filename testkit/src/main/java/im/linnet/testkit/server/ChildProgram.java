package im.linnet.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** A program other than an XMPP server, run with a temporary folder of its own. */
final class ChildProgram implements AutoCloseable {
  private final Path folder;
  private final ServerLog log = new ServerLog();
  private final ServerProcess process;

  private ChildProgram(Path folder, Launch launch) {
    this.folder = folder;
    this.process = ServerProcess.start(folder, launch, log);
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @param set writes the configuration to the folder and returns how to start the program
   */
  static ChildProgram start(String name, Function<Path, Launch> set) {
    Path folder = folder(name);
    try {
      return new ChildProgram(folder, set.apply(folder));
    } catch (RuntimeException e) {
      ServerSite.delete(folder);
      throw e;
    }
  }

  private static Path folder(String name) {
    try {
      return Files.createTempDirectory("linnet-" + name + "-");
    } catch (IOException e) {
      throw new UncheckedIOException("no folder for " + name, e);
    }
  }

  /** Writes a file. {@return its absolute path} */
  static String write(Path folder, String name, String text) {
    Path file = folder.resolve(name);
    try {
      return Files.writeString(file, text).toString();
    } catch (IOException e) {
      throw new UncheckedIOException("can't write " + file, e);
    }
  }

  Path folder() {
    return folder;
  }

  List<String> log() {
    return log.lines();
  }

  List<ProcessHandle> processes() {
    return process.processes();
  }

  /** Stops it and deletes the folder. */
  @Override
  public void close() {
    process.close();
    ServerSite.delete(folder);
  }
}
