package im.linnet.testkit.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds processes left by a server, by the folder in their arguments. */
final class Leftovers {
  private Leftovers() {}

  /** The running processes with the folder in their command line or their environment. */
  static List<ProcessHandle> of(Path folder) {
    return ProcessHandle.allProcesses()
        .filter(Leftovers::runs)
        .filter(process -> about(process, "cmdline").contains(folder.toString()))
        .toList();
  }

  static List<ProcessHandle> epmd() {
    return ProcessHandle.allProcesses()
        .filter(Leftovers::runs)
        .filter(process -> about(process, "comm").startsWith("epmd"))
        .toList();
  }

  /** A process that has ended, but was not yet reaped by its parent, does not run. */
  static boolean runs(ProcessHandle process) {
    String status = about(process, "stat");
    int afterName = status.lastIndexOf(')');
    return afterName >= 0 && !status.startsWith(" Z", afterName + 1);
  }

  private static String about(ProcessHandle process, String file) {
    Path folder = Path.of("/proc", Long.toString(process.pid()));
    try {
      String text = Files.readString(folder.resolve(file), StandardCharsets.ISO_8859_1);
      return file.equals("cmdline") ? text + about(process, "environ") : text;
    } catch (IOException e) {
      return "";
    }
  }
}
