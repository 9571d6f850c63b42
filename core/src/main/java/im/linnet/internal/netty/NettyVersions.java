package im.linnet.internal.netty;

import io.netty.util.Version;
import java.util.Arrays;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks the versions of Netty's artifacts on the class path. A bill of materials that manages
 * Netty 4.1, such as Spring Boot 3's, replaces the 4.2 that this library is compiled against. Then
 * classes or methods are missing, and their names don't show the cause.
 *
 * <p>Only checked after linking has failed: reading the versions takes a tenth of a second.
 */
public final class NettyVersions {

  /**
   * The oldest version without known vulnerabilities, see docs/security.md; also in the parent pom.
   */
  public static final String NEEDED = "4.2.15.Final";

  private static final int NUMBERS = 3;
  private static final int MAX_DIGITS = 9;

  private NettyVersions() {}

  /**
   * Explains why linking failed, if Netty is the reason.
   *
   * @param failure the missing class or member
   * @return the cause and the remedy; the failure's message if Netty's versions are right
   */
  public static String explained(LinkageError failure) {
    String mismatch = mismatch();
    return mismatch == null ? failure.toString() : mismatch + " (" + failure + ")";
  }

  private static @Nullable String mismatch() {
    Collection<Version> found;
    try {
      found = Version.identify(NettyVersions.class.getClassLoader()).values();
    } catch (LinkageError absent) {
      return "netty-common is not on the class path; linnet-core depends on it, and a dependency"
          + " exclusion or another tool removes it";
    }
    return found.stream().allMatch(each -> isEnough(each.artifactVersion()))
        ? null
        : mismatch(found);
  }

  private static String mismatch(Collection<Version> found) {
    SortedMap<String, String> old = new TreeMap<>();
    for (Version each : found) {
      if (!isEnough(each.artifactVersion())) {
        old.merge(each.artifactVersion(), each.artifactId(), (more, one) -> more + ", " + one);
      }
    }
    String listed =
        old.entrySet().stream()
            .map(each -> "%s (%s)".formatted(each.getKey(), each.getValue()))
            .collect(Collectors.joining(" and "));
    return ("Netty %s is on the class path, and Linnet needs %s or later. Another bill of materials"
            + " manages Netty: import linnet-bom before it, or with spring-boot-starter-parent set"
            + " the property netty.version; see docs/getting-started.md")
        .formatted(listed, NEEDED);
  }

  /** Compares the leading numbers; suffixes such as Final are ignored. */
  static boolean isEnough(String version) {
    return Arrays.compare(numbers(version), numbers(NEEDED)) >= 0;
  }

  private static int[] numbers(String version) {
    return Arrays.stream(version.split("[^0-9]+"))
        .filter(part -> !part.isEmpty())
        .limit(NUMBERS)
        .mapToInt(part -> part.length() > MAX_DIGITS ? Integer.MAX_VALUE : Integer.parseInt(part))
        .toArray();
  }
}
