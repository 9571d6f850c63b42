package im.linnet.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.test.HostileServer.Ending;
import im.linnet.xml.Element;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The tool itself: what it reports, and what it notices. */
@Timeout(120)
class HostileServerTest {

  private static final Iq QUESTION = Iq.get(Jid.of("localhost"), Element.of("query", "test:q"));

  @Test
  void shows_what_was_delivered_and_how_it_ended() {
    HostileRun run =
        HostileServer.signedIn()
            .say("<message from='a@b'><body>One</body></message><message from='@'/>")
            .say("<!DOCTYPE x>")
            .say("<message><body>Two</body></message>")
            .play();
    assertThat(run.failure()).isInstanceOf(StreamException.class);
    assertThat(run.bodies()).containsExactly("One");
    assertThat(run.dropped()).hasSize(1);
    assertThat(run.written()).contains("<restricted-xml").endsWith("</stream:stream>");
  }

  @Test
  void shows_how_calls_ended() {
    HostileServer server =
        HostileServer.signedIn()
            .calling(client -> List.of(client.request(QUESTION)))
            .hear("</iq>")
            .say("<iq type='result' id='{id}' from='romeo@example.net'/>");
    assertThat(server.play().outcomes())
        .singleElement()
        .asString()
        .isEqualTo("TransportException CLOSED");
    HostileServer good =
        server.say("<iq type='result' id='{id}' from='localhost'><query xmlns='test:q'/></iq>");
    assertThat(good.play().outcomes()).singleElement().asString().startsWith("RESULT <query");
  }

  @Test
  void ends_in_several_ways() {
    HostileServer server = HostileServer.signedIn();
    assertThat(server.ending(Ending.RESET).play().failure()).isInstanceOf(TransportException.class);
    assertThat(server.ending(Ending.SILENT).play().failure()).isNull();
    assertThat(HostileServer.unopened().hear("<stream").play().failure())
        .isInstanceOf(TransportException.class);
  }

  @Test
  void notices_an_outcome_that_depends_on_the_chunking() {
    AtomicInteger count = new AtomicInteger();
    HostileServer server =
        HostileServer.signedIn()
            .calling(client -> List.of(CompletableFuture.completedFuture(count.incrementAndGet())));
    assertThatThrownBy(server::play)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("another outcome if cut into 1 bytes");
  }

  @Test
  void notices_a_secret_in_a_failure() {
    HostileServer server =
        HostileServer.signedIn()
            .say("<stream:error><conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>")
            .say("<text xmlns='urn:ietf:params:xml:ns:xmpp-streams'>")
            .say(HostileServer.PASSWORD + "</text></stream:error>");
    assertThatThrownBy(server::play)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("shows the password");
  }

  @Test
  void refuses_to_play_nothing() {
    HostileServer server = HostileServer.signedIn();
    assertThatThrownBy(() -> server.chunked(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Chunking.of(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
