package im.linnet.samples.operations;

import java.nio.file.Path;
import java.util.List;

/**
 * An enum whose constants say what failed.
 *
 * @param source its file, from the repository's root
 * @param artifact the artifact that has it
 * @param name its name, after the type that has it, such as {@code TransportException.Reason}
 * @param about what the failure is, as Markdown
 * @param meanings its constants, in order
 */
record FailureKind(
    Path source, String artifact, String name, String about, List<Meaning> meanings) {

  FailureKind {
    meanings = List.copyOf(meanings);
  }
}
