package im.linnet.samples;

import im.linnet.upload.Progress;
import java.util.function.Consumer;

/** A bar that grows with a transfer: one line each quarter. Reports come one at a time. */
final class ImProgressBar implements Consumer<Progress> {

  private static final int QUARTERS = 4;
  private static final int WIDTH = 5;

  private final Timeline timeline;
  private final Arrivals<Progress> ends = new Arrivals<>();
  private int shown;

  ImProgressBar(Timeline timeline) {
    this.timeline = timeline;
  }

  @Override
  public void accept(Progress progress) {
    int quarters = (int) (progress.done() * QUARTERS / progress.total());
    if (quarters > shown) {
      shown = quarters;
      timeline.note(
          "  [%s%s] %d of %d bytes"
              .formatted(
                  "#".repeat(quarters * WIDTH),
                  "-".repeat((QUARTERS - quarters) * WIDTH),
                  progress.done(),
                  progress.total()));
    }
    if (progress.done() == progress.total()) {
      ends.add(progress);
    }
  }

  /** Waits until it is full: reports come in order with the client's callbacks. */
  void awaitEnd() throws InterruptedException {
    ends.await("the end of the transfer");
  }
}
