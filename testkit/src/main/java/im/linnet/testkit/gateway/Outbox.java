package im.linnet.testkit.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** What is to be written to the server, in order. Adding never blocks, so that no lock is held. */
final class Outbox {
  private static final String END = "";

  private final BlockingQueue<String> queue = new LinkedBlockingQueue<>();

  void add(String xml) {
    queue.add(xml);
  }

  /** Ends {@link #writeTo} when all is written. */
  void end() {
    queue.add(END);
  }

  /** Writes until the end; several stanzas that wait go out in one write. */
  void writeTo(ComponentStream stream) throws IOException, InterruptedException {
    List<String> batch = new ArrayList<>();
    while (true) {
      batch.add(queue.take());
      queue.drainTo(batch, 100);
      int end = batch.indexOf(END);
      stream.write(String.join("", end < 0 ? batch : batch.subList(0, end)));
      if (end >= 0) {
        return;
      }
      batch.clear();
    }
  }
}
