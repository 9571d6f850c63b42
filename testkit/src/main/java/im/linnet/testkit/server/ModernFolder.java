package im.linnet.testkit.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where {@code testkit/modern-servers} unpacks Prosody 13 and ejabberd 24: the folder that the
 * environment variable {@code LINNET_SERVERS} names, or {@code ~/.cache/linnet/servers}. It is
 * complete if it has a file {@code versions}.
 *
 * @param path the folder, which may not exist
 */
record ModernFolder(Path path) {

  /** The folder of this machine. */
  static ModernFolder here() {
    return of(System.getenv());
  }

  /** The folder according to an environment. */
  static ModernFolder of(Map<String, String> environment) {
    String named = environment.getOrDefault("LINNET_SERVERS", "");
    if (!named.isEmpty()) {
      return new ModernFolder(Path.of(named).toAbsolutePath());
    }
    String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
    return new ModernFolder(Path.of(home, ".cache", "linnet", "servers"));
  }

  /** The reason why there are no servers in it; empty if there are. */
  Optional<String> missing() {
    Path versions = path.resolve("versions");
    return Files.isRegularFile(versions)
        ? Optional.empty()
        : Optional.of(
            "there is no %s; testkit/modern-servers, in the sources of Linnet, downloads the servers"
                .formatted(versions));
  }
}
