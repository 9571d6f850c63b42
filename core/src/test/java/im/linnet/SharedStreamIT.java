package im.linnet;

import static im.linnet.LiveSession.await;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState.Connected;
import im.linnet.connection.ConnectionState.Disconnected;
import im.linnet.connection.ReconnectPolicy;
import im.linnet.connection.SavedStream;
import im.linnet.testkit.junit.ServerExtension;
import im.linnet.testkit.server.EjabberdServer;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.server.RealServer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two clients that resume the same stream do not take it from each other for ever. */
@Timeout(120)
class SharedStreamIT {

  @Nested
  class Prosody extends Against {
    Prosody() {
      super(ProsodyServer.builder());
    }
  }

  @Nested
  class Ejabberd extends Against {
    Ejabberd() {
      super(EjabberdServer.builder());
    }
  }

  @Nested
  class ModernProsody extends Against {
    ModernProsody() {
      super(ProsodyServer.modern());
    }
  }

  @Nested
  class ModernEjabberd extends Against {
    ModernEjabberd() {
      super(EjabberdServer.modern());
    }
  }

  abstract static class Against {

    @RegisterExtension final ServerExtension<RealServer> running;

    Against(RealServer.Builder settings) {
      running = ServerUser.serverWith(settings, "a");
    }

    private ClientBuilder builder() {
      return new ServerUser(running.server(), "a")
          .builder()
          .reconnect(
              ReconnectPolicy.standard().between(Duration.ofMillis(20), Duration.ofMillis(200)));
    }

    @Test
    void in_the_end_one_of_them_has_another_stream_or_says_why_not() throws Exception {
      SavedStream saved;
      try (XmppClient leaver = builder().build()) {
        await(leaver.connect());
        saved = await(leaver.suspend());
      }
      try (XmppClient one = builder().resume(saved, stanza -> {}).build();
          XmppClient other = builder().resume(saved, stanza -> {}).build()) {
        CompletableFuture<String> apart =
            CompletableFuture.anyOf(apart(one), apart(other)).thenApply(String::valueOf);
        one.connect();
        other.connect();
        assertThat(await(apart)).isNotNull();
      }
    }

    /** Completes when a client no longer has the stream that it was given. */
    private static CompletableFuture<String> apart(XmppClient client) {
      CompletableFuture<String> apart = new CompletableFuture<>();
      client.onState(
          state -> {
            if (state instanceof Connected now && !now.stream().resumed()) {
              apart.complete(stream(now.stream()));
            } else if (state instanceof Disconnected end && end.cause() != null) {
              apart.complete(end.toString());
            }
          });
      return apart;
    }

    private static String stream(BoundStream stream) {
      return "bound " + stream.jid().resource();
    }
  }
}
