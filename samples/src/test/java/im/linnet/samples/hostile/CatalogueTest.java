package im.linnet.samples.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.samples.snippets.Pages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The catalogue of hostile input names the tests that carry its ids, and no others. */
@TestInstance(Lifecycle.PER_CLASS)
class CatalogueTest {

  private static final Path PAGE = Pages.ROOT.resolve("docs/hostile-input.md");

  private final Catalogue catalogue = Catalogue.read(Pages.ROOT.resolve("docs/hostile-input.json"));
  private final CarriedIds sources = new CarriedIds();

  @Test
  void the_page_says_what_the_source_says() throws IOException {
    String expected = new CataloguePage(catalogue, sources.tests()).text();
    if ("write".equals(System.getProperty("linnet.hostile"))) {
      Files.writeString(PAGE, expected);
    }
    assertThat(Files.readString(PAGE))
        .as("if docs/hostile-input.json is right, write the page with -Dlinnet.hostile=write")
        .isEqualTo(expected);
  }

  @Test
  void each_row_has_tests_or_a_reason() {
    assertThat(catalogue.ids()).hasSize(catalogue.rows().size());
    assertThat(catalogue.rows())
        .allSatisfy(
            row -> {
              assertThat(row.tests().isEmpty()).as(row.id()).isNotEqualTo(row.reason().isEmpty());
              assertThat(row.rule()).as(row.id()).isNotEmpty();
              assertThat(row.outcome()).as(row.id()).isNotEmpty();
              assertThat(catalogue.groups()).as(row.id()).containsKey(row.id().substring(0, 1));
            });
  }

  @Test
  void each_test_that_is_named_exists() {
    assertThat(sources.tests().keySet()).containsAll(catalogue.byTest().keySet());
  }

  @Test
  void each_row_names_the_tests_that_carry_its_id_and_no_others() {
    Map<String, Set<String>> named = catalogue.byTest();
    Map<String, Set<String>> carried = sources.byTest();
    assertThat(named.keySet()).isEqualTo(carried.keySet());
    carried.forEach((test, ids) -> assertThat(named.get(test)).as(test).isEqualTo(ids));
  }

  @Test
  void ids_are_found_in_strings_alone() {
    assertThat(
            CarriedIds.in(
                """
                /** A row of _01. */ // _02
                @Tag("_03") @DisplayName("e.1, _04: (_05) _06X, &#_41; _071")
                char quote = '"'; String text = "\\"_08\\" _09"; char other = '\\''; // "_10"
                """
                    .replace('_', 'X')))
        .containsExactly(numbered(3, 4, 5, 9));
  }

  private static String[] numbered(int... numbers) {
    return java.util.Arrays.stream(numbers).mapToObj("X%02d"::formatted).toArray(String[]::new);
  }
}
