package im.linnet.ping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.XmppClient;
import im.linnet.failure.StanzaException;
import im.linnet.failure.TransportException;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.test.ScriptedClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PingTest {

  private static final String PING = "<ping xmlns='urn:xmpp:ping'/>";
  private static final String UNAVAILABLE =
      "<error type='cancel'>"
          + "<service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>";

  @Test
  void is_answered_by_the_server() throws Exception {
    try (ScriptedClient juliet =
        ScriptedClient.builder()
            .with(Ping::new)
            .overTls()
            .endingAnyhow()
            .bound(
                s ->
                    s.expect("<iq type='get' id='{p}' to='localhost'>" + PING + "</iq>")
                        .send("<iq type='result' id='{p}' from='localhost'/>"))) {
      assertThat(ping(juliet).ping().get(10, TimeUnit.SECONDS)).isPositive();
      juliet.peer().await();
    }
  }

  @Test
  @DisplayName("C27: an error is a sign of life of the server")
  void an_error_of_the_own_server_counts() throws Exception {
    try (ScriptedClient juliet =
        ScriptedClient.builder()
            .with(Ping::new)
            .overTls()
            .endingAnyhow()
            .bound(
                s ->
                    s.expectLike("<iq type='get' id='{p}' to='localhost'/>")
                        .send(
                            "<iq type='error' id='{p}' from='localhost'>"
                                + UNAVAILABLE
                                + "</iq>"))) {
      assertThat(ping(juliet).ping().get(10, TimeUnit.SECONDS)).isPositive();
    }
  }

  @Test
  void an_error_for_anybody_else_does_not() throws Exception {
    try (ScriptedClient juliet =
        ScriptedClient.builder()
            .with(Ping::new)
            .overTls()
            .endingAnyhow()
            .bound(
                s ->
                    s.expectLike("<iq type='get' id='{p}' to='romeo@localhost/orchard'/>")
                        .send(
                            "<iq type='error' id='{p}' from='romeo@localhost/orchard'>"
                                + UNAVAILABLE
                                + "</iq>"))) {
      CompletableFuture<Duration> time = ping(juliet).ping(Jid.of("romeo@localhost/orchard"));
      assertThatThrownBy(() -> time.get(10, TimeUnit.SECONDS))
          .cause()
          .isInstanceOfSatisfying(
              StanzaException.class,
              error ->
                  assertThat(error.error().condition()).isEqualTo(Condition.SERVICE_UNAVAILABLE));
    }
  }

  @Test
  @DisplayName("C27: an answer from a wrong address is none")
  void ends_at_its_limit() throws Exception {
    try (ScriptedClient juliet =
        ScriptedClient.builder()
            .with(Ping::new)
            .overTls()
            .endingAnyhow()
            .bound(
                s ->
                    s.expectLike("<iq type='get' id='{p}' to='romeo@localhost/orchard'/>")
                        .send("<iq type='result' id='{p}' from='tybalt@localhost/street'/>")
                        .silence())) {
      CompletableFuture<Duration> time =
          ping(juliet).ping(Jid.of("romeo@localhost/orchard"), Duration.ofMillis(200));
      assertThatThrownBy(() -> time.get(10, TimeUnit.SECONDS))
          .cause()
          .isInstanceOfSatisfying(
              TransportException.class,
              late -> assertThat(late.reason()).isEqualTo(TransportException.Reason.NO_ANSWER));
    }
  }

  @Test
  void fails_at_once_without_a_connection() {
    XmppClient client =
        XmppClient.builder("juliet@localhost")
            .sasl(Sasl.password("secret"))
            .with(Ping::new)
            .build();
    assertThatThrownBy(() -> client.get(Ping.class).ping().get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(TransportException.class);
    client.shutdown().join();
  }

  @Test
  void answers_server_and_account_always() throws Exception {
    try (ScriptedClient juliet =
        ScriptedClient.builder()
            .with(client -> new Ping(client, from -> false))
            .overTls()
            .endingAnyhow()
            .bound(
                s ->
                    s.send("<iq type='get' id='1' from='localhost'>" + PING + "</iq>")
                        .expect("<iq type='result' id='1' to='localhost'/>")
                        .send("<iq type='get' id='2'>" + PING + "</iq>")
                        .expect("<iq type='result' id='2'/>")
                        .send(
                            "<iq type='get' id='3' from='juliet@localhost/tomb'>" + PING + "</iq>")
                        .expect("<iq type='result' id='3' to='juliet@localhost/tomb'/>"))) {
      juliet.peer().await();
    }
  }

  @Test
  @DisplayName("P28: strangers are told what the server says of nobody")
  void refuses_strangers_by_policy() throws Exception {
    try (ScriptedClient juliet =
        ScriptedClient.builder()
            .with(client -> new Ping(client, from -> from.domain().equals("montague.net")))
            .overTls()
            .endingAnyhow()
            .bound(
                s ->
                    s.send("<iq type='get' id='1' from='romeo@montague.net/o'>" + PING + "</iq>")
                        .expect("<iq type='result' id='1' to='romeo@montague.net/o'/>")
                        .send("<iq type='get' id='2' from='other@evil.example/o'>" + PING + "</iq>")
                        .expect(
                            "<iq type='error' id='2' to='other@evil.example/o'>"
                                + UNAVAILABLE
                                + "</iq>")
                        .send("<iq type='set' id='3' from='romeo@montague.net/o'>" + PING + "</iq>")
                        .expect(
                            "<iq type='error' id='3' to='romeo@montague.net/o'>"
                                + UNAVAILABLE
                                + "</iq>"))) {
      juliet.peer().await();
    }
  }

  private static Ping ping(ScriptedClient juliet) {
    return juliet.client().get(Ping.class);
  }
}
