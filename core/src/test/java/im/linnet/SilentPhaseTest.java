package im.linnet;

import im.linnet.EveryPhaseTest.End;
import im.linnet.EveryPhaseTest.Step;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A login whose peer falls silent at each step: all at once, as each does nothing but wait. */
@Timeout(120)
@ExtendWith(NoLeaks.class)
class SilentPhaseTest {

  static Stream<Arguments> cuts() {
    return EveryPhaseTest.cuts(End.SILENCE);
  }

  @Tag("C01")
  @Execution(ExecutionMode.CONCURRENT)
  @ParameterizedTest(name = "silence after {1}")
  @MethodSource("cuts")
  void ends_with_one_error_that_names_the_phase(int steps, Step last, End end) throws Exception {
    try {
      EveryPhaseTest.cutAfter(steps, last, end, Duration.ofMillis(800));
    } catch (AssertionError | Exception tooBusy) {
      // What is wrong at each limit is wrong.
      EveryPhaseTest.cutAfter(steps, last, end, Duration.ofMillis(2500));
    }
  }
}
