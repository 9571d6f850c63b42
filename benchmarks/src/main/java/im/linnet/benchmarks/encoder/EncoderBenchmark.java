package im.linnet.benchmarks.encoder;

import im.linnet.benchmarks.WarmUp;
import im.linnet.benchmarks.corpus.Corpus;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** One contestant writes the stanzas of one corpus; each in a JVM of its own. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class EncoderBenchmark {

  /** The stanzas' corpus. */
  @Param("chat")
  public String corpus = "";

  /** Who writes. */
  @Param("linnet")
  public String contestant = "";

  private Contestant writer = () -> 0;

  /**
   * Makes the stanzas and the writer, and warms up.
   *
   * @param warmth takes how many bytes were written
   * @throws Exception if the contestant can't read the corpus
   */
  @Setup
  public void prepare(Blackhole warmth) throws Exception {
    writer = Contestant.named(contestant, Corpus.named(corpus));
    warmth.consume(WarmUp.run(this::write));
  }

  /**
   * Writes all stanzas once.
   *
   * @return how many bytes were written so far
   * @throws Exception if the contestant can't write them
   */
  @Benchmark
  public long write() throws Exception {
    return writer.write();
  }
}
