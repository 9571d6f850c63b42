package im.linnet.samples.xeps;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The content of docs/xeps.json.
 *
 * @param specifications what is implemented, in the order of the page
 * @param suites compliance suites
 */
record Coverage(List<Specification> specifications, List<Suite> suites) {

  static Coverage read(Path file) {
    try {
      return new ObjectMapper().readValue(file.toFile(), Coverage.class);
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read " + file, e);
    }
  }

  /** The entry of a specification; fails if there is none. */
  Specification get(String id) {
    return specifications.stream()
        .filter(specification -> specification.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("xeps.json does not have " + id));
  }
}
