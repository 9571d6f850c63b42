package im.linnet.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.disco.Disco;
import im.linnet.jid.Jid;
import im.linnet.test.ScriptedClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SearchTest {

  private static final Jid SLOW = Jid.of("slow.localhost");

  /** The last two answers come at once, on two threads, and one is still being reported. */
  @Test
  void is_not_over_before_each_answer_was_reported() throws Exception {
    CompletableFuture<FoundGateways> result = new CompletableFuture<>();
    CountDownLatch other = new CountDownLatch(1);
    CompletableFuture<Boolean> over = new CompletableFuture<>();
    try (ScriptedClient it =
        ScriptedClient.bound(
            Disco::new,
            s ->
                s.expectLike("<iq type='get' to='localhost' id='{items}'/>")
                    .send(
                        "<iq type='result' from='localhost' id='{items}'>"
                            + "<query xmlns='http://jabber.org/protocol/disco#items'>"
                            + "<item jid='slow.localhost'/><item jid='quick.localhost'/>"
                            + "</query></iq>")
                    .expectLike("<iq type='get' to='slow.localhost' id='{slow}'/>")
                    .expectLike("<iq type='get' to='quick.localhost' id='{quick}'/>")
                    .send(answer("slow") + answer("quick")))) {
      new Search(
              it.get(Disco.class),
              (service, info) -> {
                if (service.equals(SLOW)) {
                  over.complete(isOver(other, result));
                } else {
                  other.countDown();
                }
              })
          .of(Jid.of("localhost"))
          .thenAccept(result::complete);

      assertThat(over.get(60, TimeUnit.SECONDS)).isFalse();
      assertThat(result.get(60, TimeUnit.SECONDS).unanswered()).isEmpty();
    }
  }

  private static String answer(String name) {
    return "<iq type='result' from='%1$s.localhost' id='{%1$s}'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>"
        .formatted(name);
  }

  /** Whether the search ends while this answer is still being reported. */
  private static boolean isOver(CountDownLatch other, CompletableFuture<FoundGateways> result) {
    try {
      return other.await(60, TimeUnit.SECONDS) && result.get(300, TimeUnit.MILLISECONDS) != null;
    } catch (TimeoutException open) {
      return false;
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }
}
