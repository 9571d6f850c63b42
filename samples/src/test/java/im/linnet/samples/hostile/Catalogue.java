package im.linnet.samples.hostile;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The content of docs/hostile-input.json.
 *
 * @param groups the letters of ids and what their rows are about, in the order of the page
 * @param rows in the order of the page
 */
record Catalogue(Map<String, String> groups, List<Row> rows) {

  static Catalogue read(Path file) {
    try {
      return new ObjectMapper().readValue(file.toFile(), Catalogue.class);
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read " + file, e);
    }
  }

  /** The ids of all rows; fails if one is there twice. */
  Set<String> ids() {
    return rows.stream()
        .collect(
            Collectors.toMap(
                Row::id,
                row -> row,
                (one, two) -> {
                  throw new AssertionError(one.id() + " is there twice");
                }))
        .keySet();
  }

  /** The ids of rows by the classes that are said to test them. */
  Map<String, Set<String>> byTest() {
    return rows.stream()
        .flatMap(row -> row.tests().stream().map(test -> Map.entry(test, row.id())))
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey,
                Collectors.mapping(Map.Entry::getValue, Collectors.toCollection(TreeSet::new))));
  }
}
