package im.linnet.benchmarks.worstcase;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.benchmarks.Cost;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The part that does not depend on time: what the parser allocates. */
@Tag("Q18")
@Timeout(300)
class WorstCaseTest {

  /** Large enough for growth to show, small enough to take no time. */
  private static final int PART = 8;

  static Stream<Nasty> inputs() {
    return Stream.of(ParserCases.linear(), ParserCases.limited()).flatMap(List::stream);
  }

  private static Cost cost(Nasty input, int size) throws Exception {
    return Cost.of(input.maker().prepare(size)::read);
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void what_is_allocated_does_not_grow_faster_than_the_input(Nasty input) throws Exception {
    boolean part = input.growth() == Nasty.Growth.LINEAR && input.largest() == Nasty.UNLIMITED;
    int size = part ? input.smallest() / PART : input.smallest();
    cost(input, size);
    Doubling doubled = new Doubling(input, size, 1, cost(input, size), cost(input, 2 * size));
    double most = input.growth() == Nasty.Growth.LINEAR ? Doubling.MOST : Doubling.CONSTANT;
    assertThat(doubled.whole().allocated())
        .as(input.name())
        .isLessThan(doubled.half().allocated() * most + 65_536);
  }
}
