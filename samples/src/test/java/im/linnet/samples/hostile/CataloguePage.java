package im.linnet.samples.hostile;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes docs/hostile-input.md.
 *
 * @param catalogue what it says
 * @param tests the files of test classes, relative to the repository, by their names
 */
record CataloguePage(Catalogue catalogue, Map<String, Path> tests) {

  private static final String HEAD =
      """
      # Hostile input

      The catalogue of hostile and awkward input: each row with what the library does, and the tests that show
      it. Tests carry the ids in their tags and display names. The catalogue was collected from known
      vulnerabilities of XMPP software, the specifications and the tests of other implementations. Numbers have
      gaps. See [security](security.md) for the rules behind it.

      This page is written from [hostile-input.json](hostile-input.json). The build fails if they differ, if a
      test carries an id that the table does not have, or if the table names a test that does not carry its id.
      After a change: `mvn -pl samples -am test -Dtest=CatalogueTest -Dsurefire.failIfNoSpecifiedTests=false
      -Dlinnet.hostile=write`.

      | outcome | what happens |
      |---|---|
      | SE:x | the stream ends with this stream error; nothing of the stanza, and nothing after it, is delivered |
      | TLSX | the connection ends, nothing in clear text follows, no credential was sent |
      | AUTHX | the sign-in ends with a typed failure, no weaker mechanism is tried |
      | DROP | not delivered, counted; the stream goes on |
      | ERR:x | one error in answer to a request; the stream goes on |
      | LOCAL | the call fails and nothing is sent; the stream goes on |
      | LOST | the connection is lost; the client connects again by its policy |
      | OK | accepted |

      """;

  String text() {
    StringBuilder page = new StringBuilder(HEAD);
    catalogue.groups().forEach((letter, about) -> page.append(group(letter, about)));
    return page.toString();
  }

  private String group(String letter, String about) {
    String head =
        """
        ## %s: %s

        | id | input | outcome | tests |
        |---|---|---|---|
        """;
    return catalogue.rows().stream()
        .filter(row -> row.id().startsWith(letter))
        .map(this::line)
        .collect(Collectors.joining("\n", head.formatted(letter, about), "\n\n"));
  }

  private String line(Row row) {
    String shown = row.tests().isEmpty() ? row.reason() : links(row.tests());
    return "| %s | %s | %s | %s |".formatted(row.id(), row.rule(), row.outcome(), shown);
  }

  private String links(List<String> names) {
    return names.stream()
        .map(
            name ->
                "[%s](../%s)".formatted(name.substring(name.lastIndexOf('.') + 1), tests.get(name)))
        .collect(Collectors.joining(", "));
  }
}
