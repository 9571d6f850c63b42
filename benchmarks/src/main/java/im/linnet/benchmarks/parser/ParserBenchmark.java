package im.linnet.benchmarks.parser;

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

/** One contestant reads one stream, in chunks of one size; each in its own JVM. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ParserBenchmark {

  /** The corpus of the stream. */
  @Param("chat")
  public String corpus = "";

  /** The size of a chunk, in bytes. */
  @Param("1400")
  public int chunk;

  /** The contestant. */
  @Param("linnet")
  public String contestant = "";

  private byte[] stream = {};
  private Contestant reader = (bytes, size) -> 0;

  /**
   * Creates the stream and the reader, and warms up.
   *
   * @param warmth consumes the results
   * @throws Exception if the contestant can't read it
   */
  @Setup
  public void prepare(Blackhole warmth) throws Exception {
    stream = Corpus.named(corpus).stream();
    reader = Contestant.named(contestant);
    warmth.consume(WarmUp.run(this::read));
  }

  /**
   * Reads the stream once.
   *
   * @return a number that depends on all that was read
   * @throws Exception if the contestant can't read it
   */
  @Benchmark
  public long read() throws Exception {
    return reader.read(stream, chunk);
  }
}
