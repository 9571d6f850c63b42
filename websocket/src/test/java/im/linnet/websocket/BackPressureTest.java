package im.linnet.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.connection.Backlog;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.testkit.websocket.Frame;
import im.linnet.testkit.websocket.WebSocketPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Slow subscribers slow down the server; a slow server slows down the client. */
@Timeout(120)
class BackPressureTest {

  @AutoClose private final WebSocketFixture fixture = new WebSocketFixture();

  @Tag("Q08")
  @Test
  void nothing_is_read_while_subscribers_lag() throws Exception {
    int messages = 30_000;
    String one = WebSocketFixture.message("x".repeat(1000));
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch all = new CountDownLatch(messages);
    CompletableFuture<Backlog> paused = new CompletableFuture<>();
    AtomicInteger said = new AtomicInteger();
    try (XmppClient client =
        fixture.builder().endpoint(fixture.endpoint("/ws")).onBacklog(paused::complete).build()) {
      client.onMessage(
          message -> {
            awaitQuietly(release);
            all.countDown();
          });
      WebSocketPeer peer = fixture.connected(client);
      CompletableFuture<Void> saying =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < messages; i++) {
                  peer.say(one);
                  said.incrementAndGet();
                }
              });
      fixture.await(paused);
      assertThat(saying).isNotDone();
      release.countDown();
      assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
      saying.get(20, TimeUnit.SECONDS);
      assertThat(said).hasValue(messages);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void what_a_server_does_not_read_waits_and_then_arrives_in_order() throws Exception {
    int messages = 2_000;
    String text = "x".repeat(4_000);
    try (XmppClient client = fixture.client("/ws")) {
      WebSocketPeer peer = fixture.connected(client);
      List<CompletableFuture<Void>> sent = new ArrayList<>();
      for (int i = 0; i < messages; i++) {
        sent.add(client.send(Message.chat(Jid.of("romeo@localhost"), i + text)));
      }
      assertThat(sent.get(messages - 1)).isNotDone();
      for (int i = 0; i < messages; i++) {
        assertThat(peer.hear()).contains("<body>" + i + text + "</body>");
      }
      fixture.await(CompletableFuture.allOf(sent.toArray(new CompletableFuture<?>[0])));
    }
  }

  @Test
  void many_pings_are_answered_one_by_one() throws Exception {
    int pings = 5_000;
    try (XmppClient client = fixture.client("/ws")) {
      WebSocketPeer peer = fixture.connected(client);
      Frame[] all = new Frame[pings];
      for (int i = 0; i < pings; i++) {
        all[i] = new Frame(true, 0, Frame.PING, new byte[] {(byte) (i >> 8), (byte) i});
      }
      CompletableFuture<Void> asking = CompletableFuture.runAsync(() -> peer.send(all));
      for (int i = 0; i < pings; i++) {
        assertThat(peer.next().payload()).containsExactly((byte) (i >> 8), (byte) i);
      }
      fixture.await(asking);
    }
  }
}
