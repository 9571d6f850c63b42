package im.linnet.samples.operations;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.samples.snippets.Pages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** docs/operations.md says of each failure what its source says, and that says what to do. */
@TestInstance(Lifecycle.PER_CLASS)
class OperationsTest {

  private static final Path PAGE = Pages.ROOT.resolve("docs/operations.md");

  private final List<FailureKind> kinds = FailureSources.all();

  OperationsTest() throws IOException {}

  @Test
  void the_page_says_what_the_sources_say() throws IOException {
    String expected = new OperationsPage(kinds).in(Files.readString(PAGE));
    if ("write".equals(System.getProperty("linnet.operations"))) {
      Files.writeString(PAGE, expected);
    }
    assertThat(Files.readString(PAGE))
        .as("if the sources are right, write the page with -Dlinnet.operations=write")
        .isEqualTo(expected);
  }

  @Test
  void each_failure_says_what_it_means_and_what_to_do() {
    assertThat(kinds)
        .allSatisfy(
            kind ->
                assertThat(kind.meanings())
                    .as("%s: a paragraph of each Javadoc begins with “What to do:”", kind.name())
                    .isNotEmpty()
                    .noneMatch(each -> each.meaning().isBlank() || each.remedy().isBlank()));
  }

  @Test
  void the_failures_of_core_and_of_the_extensions_are_found() {
    assertThat(kinds)
        .extracting(FailureKind::name)
        .contains("TransportException.Reason", "StreamError.Condition", "Dropped.Reason")
        .contains("JoinProblem", "TransferProblem.Reason", "ConsentNeeded.Reason");
  }

  @Test
  void markup_becomes_markdown() {
    DocText text =
        DocText.of(
            """
            Names {@code <a/>}: see {@link im.linnet.stanza.StanzaError#address(String, int)}
            and {@link #unsupported}. It is {@linkplain Other#isDone done}.

            <p>What to do: use
            {@link Other}.
            """);

    assertThat(text.meaning())
        .isEqualTo("Names `<a/>`: see `StanzaError.address(..)` and `unsupported`. It is done.");
    assertThat(text.first()).endsWith("`unsupported`.");
    assertThat(text.remedy()).isEqualTo("Use `Other`.");
    assertThat(DocText.of(" Alone.").remedy()).isEmpty();
  }
}
