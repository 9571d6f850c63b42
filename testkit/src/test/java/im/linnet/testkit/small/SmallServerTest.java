package im.linnet.testkit.small;

import static im.linnet.testkit.small.Walk.bind;
import static im.linnet.testkit.small.Walk.expect;
import static im.linnet.testkit.small.Walk.online;
import static im.linnet.testkit.small.Walk.server;
import static im.linnet.testkit.small.Walk.sync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.testkit.RawClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server as a whole: its start, its end, and clients that behave badly. */
@Timeout(120)
class SmallServerTest {

  @Test
  void leaves_no_port_open_if_it_can_not_start() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      SmallServer first = server().start();
      int port = first.starttlsPort();
      first.close();
      SmallServerBuilder builder = server().port(port).componentPort(taken.getLocalPort());
      assertThatThrownBy(builder::start)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining(Integer.toString(taken.getLocalPort()));
      try (SmallServer again = server().port(port).start()) {
        assertThat(again.starttlsPort()).isEqualTo(port);
      }
    }
  }

  @Test
  void refuses_names_that_are_none() {
    assertThatThrownBy(() -> SmallServer.builder().user("a b", "x").start())
        .hasMessage("name: a b (expected: a local part)");
    assertThatThrownBy(() -> SmallServer.builder().domain("a@b"))
        .hasMessage("name: a@b (expected: a domain)");
    assertThatThrownBy(() -> SmallServer.builder().component("a/b", "x"))
        .hasMessage("name: a/b (expected: a domain)");
  }

  @Test
  void serves_another_domain_with_a_certificate_for_it() {
    try (SmallServer server = SmallServer.builder().domain("Example.com").start()) {
      assertThat(server.domain()).isEqualTo("example.com");
      assertThat(server.trustAnchor()).isEqualTo(server.authority().trustAnchor());
    }
  }

  @Test
  void ends_the_sessions_of_clients_that_are_cut() throws Exception {
    try (SmallServer server = server().start();
        RawClient juliet = online(server, "juliet")) {
      server.cutClients();
      assertThat(server.sessions()).isEmpty();
      assertThatThrownBy(() -> juliet.readTo("nothing")).isInstanceOf(IOException.class);
      bind(server, "juliet").close();
    }
  }

  /** 30 MB of vCards are more than the buffers of the system hold. */
  @Test
  void serves_others_while_a_client_does_not_read() throws Exception {
    String card =
        "<vCard xmlns='vcard-temp'><DESC>%s</DESC></vCard>".formatted("x".repeat(200_000));
    String get = "<iq type='get' id='g'><vCard xmlns='vcard-temp'/></iq>";
    try (SmallServer server = server().start();
        RawClient juliet = bind(server, "juliet");
        RawClient romeo = bind(server, "romeo")) {
      juliet.send("<iq type='set' id='s'>" + card + "</iq>").readTo("/>");
      juliet.send(get.repeat(150));
      juliet.send("<message to='romeo@localhost/r'/>");
      expect(romeo, "<message to='romeo@localhost/r' from='juliet@localhost/j'/>");
      assertThat(sync(romeo)).isEmpty();
      expect(juliet, "<iq type='result' id='g' from='juliet@localhost' to='juliet@localhost/j'>");
    }
  }
}
