package im.linnet.samples;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Where a bot has its answers from: they come in pieces, as those of a language model do. */
interface Answers {

  /**
   * Answers a question.
   *
   * @param pieces takes what there is of the answer, piece by piece; it may be slow
   */
  void answer(String question, Consumer<String> pieces) throws Exception;

  /** Says the question back, word by word. */
  static Answers echo() {
    return (question, pieces) -> {
      for (String word : question.split(" ")) {
        pieces.accept(word + " ");
        Thread.sleep(100);
      }
    };
  }

  /**
   * Asks a program: it gets the question on its standard input, never as an argument, and what it
   * writes to its standard output is the answer. It is ended after two minutes, or when it has
   * written more than can be shown.
   */
  static Answers of(String program) {
    return (question, pieces) -> {
      Process process =
          new ProcessBuilder(program).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process
          .onExit()
          .orTimeout(2, TimeUnit.MINUTES)
          .exceptionally(tooLate -> process.destroyForcibly());
      try (Reader output = process.inputReader(StandardCharsets.UTF_8)) {
        ask(process, question);
        char[] piece = new char[1024];
        int all = 0;
        for (int n = output.read(piece);
            n >= 0 && all <= PlainText.MAX_CHARACTERS;
            n = output.read(piece)) {
          pieces.accept(new String(piece, 0, n));
          all += n;
        }
      } finally {
        process.destroyForcibly();
      }
    };
  }

  private static void ask(Process process, String question) {
    try (Writer input = process.outputWriter(StandardCharsets.UTF_8)) {
      input.write(question);
    } catch (IOException deaf) {
      // It answers without listening.
    }
  }
}
