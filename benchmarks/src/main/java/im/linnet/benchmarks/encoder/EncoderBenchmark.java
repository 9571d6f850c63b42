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

/** One contestant writes the stanzas of one corpus; each in its own JVM. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class EncoderBenchmark {

  /** The corpus of the stanzas. */
  @Param("chat")
  public String corpus = "";

  /** The contestant. */
  @Param("linnet")
  public String contestant = "";

  private Contestant writer = () -> 0;

  /**
   * Creates the stanzas and the writer, and warms up.
   *
   * @param warmth consumes the number of bytes written
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
