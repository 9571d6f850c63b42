package im.linnet.archive;

import im.linnet.RequestChain;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One query read page after page, without messages that come twice. It ends when the archive says
 * so, at a page without ids, and at one that was there before. For one step at a time.
 */
final class Walk {

  /** A page that turns out too large is requested again with so many times fewer messages. */
  private static final int SHRINKING = 4;

  /**
   * A page.
   *
   * @param page as received
   * @param messages its messages that no page before had, in the direction of the query
   * @param isLast whether no page follows
   */
  record Step(Page page, List<ArchivedMessage> messages, boolean isLast) {}

  private final Archive archive;
  private final SeenIds messages = new SeenIds();
  private final SeenIds cursors = new SeenIds();
  private MessageQuery next;

  Walk(Archive archive, MessageQuery first) {
    this.archive = archive;
    this.next = first;
  }

  Archive archive() {
    return archive;
  }

  /** Requests the next page; not to be called after the last one. */
  CompletableFuture<Step> step() {
    RequestChain<Step> step = new RequestChain<>();
    ask(step);
    return step;
  }

  private void ask(RequestChain<Step> step) {
    MessageQuery query = next;
    step.then(
        archive.page(query),
        page -> step.complete(take(page)),
        failure -> {
          int max = query.paging().max();
          if (failure.getCause() instanceof OversizedPage && max > 1) {
            next = query.max(Math.max(1, max / SHRINKING));
            ask(step);
          } else {
            step.completeExceptionally(failure);
          }
        });
  }

  private Step take(Page page) {
    List<ArchivedMessage> fresh =
        page.inDirection().stream().filter(message -> messages.add(message.id())).toList();
    MessageQuery further = page.further();
    String cursor = further == null ? null : further.paging().cursor();
    if (further == null || cursor == null || page.isComplete() || !cursors.add(cursor)) {
      return new Step(page, fresh, true);
    }
    next = further;
    return new Step(page, fresh, false);
  }
}
