package im.linnet.archive;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A timeline that writes down the events of a catch-up. */
final class Timeline {

  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final XmppClient client;
  final CatchUp catchUp;

  Timeline(XmppClient client, Archive archive, Anchor anchor) {
    this.client = client;
    catchUp = archive.catchUp(anchor, event -> events.add(text(event)));
    client.onMessage(catchUp::live);
  }

  private static String text(CatchUpEvent event) {
    if (event instanceof CatchUpEvent.Archived archived) {
      return "archived " + archived.message().body();
    } else if (event instanceof CatchUpEvent.Live live) {
      return "live " + live.message().body();
    } else if (event instanceof CatchUpEvent.AnchorLost lost) {
      return "lost, from " + lost.begin();
    } else if (event instanceof CatchUpEvent.Failed failed) {
      return "failed " + failed.cause().getClass().getSimpleName();
    }
    return "caught up";
  }

  /** Fails unless these are the next events. */
  Timeline expect(String... expected) throws InterruptedException {
    for (String event : expected) {
      assertThat(events.poll(20, TimeUnit.SECONDS)).isEqualTo(event);
    }
    return this;
  }

  /** Fails if there are events, now that all callbacks have run that were due. */
  Timeline expectNothing() throws Exception {
    for (int i = 0; i < 3; i++) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      client.context().callbacks().execute(() -> done.complete(null));
      done.get(20, TimeUnit.SECONDS);
    }
    assertThat(events).isEmpty();
    return this;
  }
}
