package im.linnet.benchmarks.client;

import java.nio.file.Path;
import java.util.List;

/**
 * The classes of a contestant's first login, prepared by a run before: a class archive (JEP 350),
 * from JDK 25 on an AOT cache (JEP 514). It takes a class path of jars.
 *
 * @param file where it is
 */
record ClassArchive(Path file) {

  private static final boolean CACHE = Runtime.version().feature() >= 25;

  /** The options of the JVM that makes it at its end. */
  List<String> making() {
    return List.of(
        (CACHE ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + file, "-Xlog:disable");
  }

  /** The options of a JVM that starts with it, or not at all. */
  List<String> using() {
    return CACHE
        ? List.of("-XX:AOTCache=" + file, "-XX:AOTMode=on")
        : List.of("-XX:SharedArchiveFile=" + file, "-Xshare:on");
  }
}
