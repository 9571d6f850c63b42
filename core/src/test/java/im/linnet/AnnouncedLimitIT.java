package im.linnet;

import static im.linnet.LiveSession.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.failure.RefusedException;
import im.linnet.internal.steps.Sasl2Authentication;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.stream.StreamFeature;
import im.linnet.stream.StreamLimits;
import im.linnet.testkit.junit.ServerExtension;
import im.linnet.testkit.net.Cut;
import im.linnet.testkit.net.FaultProxy;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.server.RealServer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The limits that Prosody 13 announces (XEP-0478) when a stream is opened. After a sign-in by SASL2
 * it announces none.
 */
@Timeout(120)
class AnnouncedLimitIT {

  private static final int LIMIT = 100_000;

  @RegisterExtension
  static final ServerExtension<RealServer> RUNNING =
      ServerUser.serverWith(ProsodyServer.modern().largestStanza(LIMIT), "romeo", "juliet");

  private static Message sized(int bytes) {
    Jid to = Jid.of("juliet@localhost");
    Message empty = Message.builder(to).id("1").body("x").build();
    int least = empty.element().toXml().getBytes(UTF_8).length - " xmlns='jabber:client'".length();
    return Message.builder(to).id("1").body("x" + "x".repeat(bytes - least)).build();
  }

  private static void assertKept(XmppClient client) throws Exception {
    assertThatThrownBy(() -> await(client.deliver(sized(LIMIT + 1))))
        .hasCauseInstanceOf(RefusedException.class);
    await(client.deliver(sized(LIMIT)));
  }

  private static List<StreamFeature> classic(List<StreamFeature> steps) {
    return steps.stream().filter(step -> !(step instanceof Sasl2Authentication)).toList();
  }

  @Test
  void is_kept_by_a_session_and_by_the_one_that_resumes_it() throws Exception {
    ServerUser romeo = new ServerUser(RUNNING.server(), "romeo");
    CompletableFuture<Void> lost = new CompletableFuture<>();
    try (FaultProxy line = FaultProxy.to(RUNNING.server().starttlsPort());
        XmppClient client = romeo.builder(line.port()).steps(AnnouncedLimitIT::classic).build()) {
      client.onState(
          state -> {
            if (state instanceof ConnectionState.Disconnected) {
              lost.complete(null);
            }
          });
      BoundStream stream = await(client.connect());
      assertThat(StreamLimits.of(stream.features()).maxBytes()).isEqualTo(LIMIT);
      assertKept(client);
      line.cut(Cut.RST);
      await(lost);
      BoundStream again = await(client.connect());
      assertThat(again.resumed()).isTrue();
      assertKept(client);
      assertThat(client.stream()).isSameAs(again);
    }
  }

  @Test
  void is_not_taken_from_before_a_sign_in_by_sasl2() throws Exception {
    ServerUser romeo = new ServerUser(RUNNING.server(), "romeo");
    try (XmppClient client = romeo.builder().build()) {
      BoundStream stream = await(client.connect());
      assertThat(stream.signInProtocol()).isEqualTo("urn:xmpp:sasl:2");
      assertThat(StreamLimits.of(stream.features()).maxBytes()).isNull();
      await(client.deliver(sized(LIMIT)));
    }
  }
}
