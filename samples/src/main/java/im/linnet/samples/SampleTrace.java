package im.linnet.samples;

import im.linnet.ClientBuilder;
import im.linnet.trace.TraceFile;
import im.linnet.trace.TracePage;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The trace that {@code --trace FILE} asks for, and the page FILE.html when the sample ends. */
final class SampleTrace implements AutoCloseable {

  private final @Nullable TraceFile file;
  private final Timeline timeline;

  private SampleTrace(@Nullable TraceFile file, Timeline timeline) {
    this.file = file;
    this.timeline = timeline;
  }

  /** Begins the trace; without the option there is none. */
  static SampleTrace of(Options options, Timeline timeline) throws IOException {
    String name = options.get("trace");
    return new SampleTrace(name == null ? null : TraceFile.create(Path.of(name)), timeline);
  }

  /** Traces the client of a builder; one client for each trace. */
  ClientBuilder watch(ClientBuilder builder) {
    return file == null ? builder : builder.listener(file.listener());
  }

  /** Ends the trace, after a failure too: then it is wanted most. */
  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
      Path page = Path.of(file.path() + ".html");
      TracePage.write(file.path(), page);
      timeline.note("The trace is in %s; open %s in a browser".formatted(file.path(), page));
    }
  }
}
