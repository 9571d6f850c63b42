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

/** One contestant reads one stream, in chunks of one size; each in a JVM of its own. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ParserBenchmark {

  /** The stream's corpus. */
  @Param("chat")
  public String corpus = "";

  /** Bytes at a time. */
  @Param("1400")
  public int chunk;

  /** Who reads. */
  @Param("linnet")
  public String contestant = "";

  private byte[] stream = {};
  private Contestant reader = (bytes, size) -> 0;

  /**
   * Makes the stream and the reader, and warms up.
   *
   * @param warmth takes what was read
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
   * @return what was read, in a number
   * @throws Exception if the contestant can't read it
   */
  @Benchmark
  public long read() throws Exception {
    return reader.read(stream, chunk);
  }
}
