package im.linnet.samples.snippets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The folders of artifacts. */
final class Artifacts {

  private static final Pattern ID = Pattern.compile("<artifactId>(linnet-[\\w-]+)</artifactId>");

  private static final Map<String, Path> FOLDERS =
      Pages.files(file -> file.endsWith("/pom.xml")).stream()
          .collect(Collectors.toMap(Artifacts::name, Artifacts::folder));

  private Artifacts() {}

  /** The folder of an artifact such as {@code linnet-roster}. */
  static Path folder(String artifact) {
    Path folder = FOLDERS.get(artifact);
    if (folder == null) {
      throw new AssertionError("There is no artifact " + artifact);
    }
    return folder;
  }

  private static Path folder(Path pom) {
    return Pages.ROOT.resolve(Objects.requireNonNull(pom.getParent()));
  }

  /** The first that a pom names after its parent. */
  private static String name(Path pom) {
    try {
      String text = Files.readString(Pages.ROOT.resolve(pom));
      return ID.matcher(text.substring(text.indexOf("</parent>") + 1))
          .results()
          .map(MatchResult::group)
          .findFirst()
          .orElseThrow(() -> new AssertionError("no name in " + pom))
          .replaceAll("</?artifactId>", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
