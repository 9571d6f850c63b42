package im.linnet.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.testkit.net.RefusingPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stream of the component (XEP-0114): its beginning and its end. */
@Timeout(120)
class HandshakeTest {

  @Test
  void closes_the_stream_in_order() throws Exception {
    try (ComponentServer server = ComponentServer.start()) {
      GatewayService gateway = server.gateway();
      CompletableFuture<Void> closed = CompletableFuture.runAsync(gateway::close);
      server.expect("</stream:stream>").send("</stream:stream>");
      assertThat(server.readToEnd()).isEmpty();
      closed.get(20, TimeUnit.SECONDS);
      gateway.ended().get(20, TimeUnit.SECONDS);
      assertThat(Thread.getAllStackTraces().keySet())
          .noneMatch(thread -> thread.getName().equals("gateway-gateway.localhost-reader"));
    }
  }

  @ParameterizedTest
  @CsvSource({"not-authorized, check the secret", "host-unknown, no such component"})
  void tells_why_the_server_refuses_it(String condition, String hint) throws Exception {
    Throwable refused =
        ComponentServer.refused(
            condition.equals("host-unknown") ? "" : "1",
            "<stream:error><"
                + condition
                + " xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>");
    assertThat(refused)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContainingAll("gateway.localhost", condition, hint)
        .hasMessageNotContaining("abcsecret");
    assertThat(refused.getCause())
        .isInstanceOfSatisfying(
            ComponentRefusedException.class, e -> assertThat(e.condition()).isEqualTo(condition));
  }

  @Test
  void fails_if_the_server_says_something_else_or_nothing() throws Exception {
    assertThat(ComponentServer.refused("1", "<message/>")).hasMessageContaining("handshake");
    assertThat(ComponentServer.refused("1", "</stream:stream>"))
        .hasMessageContaining("the server closed the stream");
    try (RefusingPort port = RefusingPort.open()) {
      InetSocketAddress nobody =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port.number());
      assertThatThrownBy(() -> GatewayService.builder().server(nobody).start())
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("gateway.localhost");
    }
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      GatewayServiceBuilder builder =
          GatewayService.builder()
              .server((InetSocketAddress) silent.getLocalSocketAddress())
              .timeout(Duration.ofMillis(50));
      assertThatThrownBy(builder::start).isInstanceOf(UncheckedIOException.class);
    }
  }

  @Test
  void reports_the_end_of_the_connection() throws Exception {
    try (ComponentServer server = ComponentServer.start()) {
      server.send("</stream:stream>");
      assertEnds(server, "the server closed the stream");
    }
    try (ComponentServer server = ComponentServer.start()) {
      server.cut();
      assertEnds(server, "");
    }
    try (ComponentServer server = ComponentServer.start()) {
      server.send(
          "<stream:error><conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>");
      assertEnds(server, "another component uses this domain");
    }
  }

  private static void assertEnds(ComponentServer server, String message) {
    assertThatThrownBy(() -> server.gateway().ended().get(20, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }

  @Test
  void sends_what_a_test_wants_and_shows_all_that_passed() throws Exception {
    try (ComponentServer server = ComponentServer.start()) {
      server.gateway().send("<message to='a@b' from='c@d'/>");
      server.expect("<message to='a@b' from='c@d'/>");
      assertThat(server.gateway().sent().all()).containsExactly("<message to='a@b' from='c@d'/>");
      server.send("<message from='x@y' to='gateway.localhost' type='error'/>");
      server
          .gateway()
          .received()
          .await("the message", stanza -> stanza.is("jabber:client", "message"));
      server.expectNothing();
    }
  }
}
