package im.linnet.testkit.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.testkit.Contexts;
import im.linnet.testkit.RawClient;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ScriptedPeerTest {
  private static final Contexts TLS = Contexts.create();
  private static final String STARTTLS = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
  private static final String PROCEED = "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";

  @Test
  void plays_a_whole_login_and_a_chat() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen().withTls(TLS.server())) {
      peer.script(
          s ->
              s.secureStream("localhost")
                  .signIn("localhost", "PLAIN")
                  .bind("localhost", "a@localhost/r")
                  .expect("<message to='b@localhost' id='{m}'><body>{body}</body></message>")
                  .send("<message from='b@localhost' id='{m}'><body>re: {body}</body></message>")
                  .expectClose()
                  .close());
      try (RawClient client = RawClient.connect(peer.port())) {
        client.header("localhost").readTo("</stream:features>");
        client.send(STARTTLS).readTo(PROCEED);
        client.startTls(TLS.client()).header("localhost").readTo("</stream:features>");
        client.send(
            "<auth mechanism='PLAIN' xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>AGEAYg==</auth>\n");
        client.readTo("-sasl'/>");
        client.header("localhost").readTo("</stream:features>");
        client.send(
            "<iq id='1' type='set'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
                + "<resource>x</resource></bind></iq>");
        assertThat(client.readTo("</iq>")).contains("id='1'", "<jid>a@localhost/r</jid>");
        client.send("<message id='2' to='b@localhost'>\n <body>1 &lt; 2</body></message>");
        assertThat(client.readTo("</message>")).contains("id='2'", "<body>re: 1 &lt; 2</body>");
        client.send("</stream:stream>");
        assertThat(client.readToEnd()).isEqualTo("</stream:stream>");
      }
      peer.await();
      assertThat(peer.captured("response")).isEqualTo("AGEAYg==");
      assertThat(peer.connection(1).serverName()).isEqualTo("localhost");
      assertThat(peer.connection(1).elements()).hasSize(7);
      assertThat(peer.transcript()).contains("[1] -- TLSv1.3", "[1] C: <auth", "[1] S: <proceed");
    }
  }

  @Test
  void reports_the_line_the_difference_and_the_transcript() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen()) {
      peer.script(s -> s.expectHeader().expect("<presence type='unavailable'/>"));
      try (RawClient client = RawClient.connect(peer.port())) {
        client.header("localhost").send("<presence type='probe'/>");
        assertThatThrownBy(peer::await)
            .isInstanceOf(AssertionError.class)
            .hasMessageContaining(
                "connection 1, line 2 of 2: expect <presence type='unavailable'/>")
            .hasMessageContaining("/presence/@type is 'probe' (expected: 'unavailable')")
            .hasMessageContaining("[1] C: <?xml version='1.0'?><stream:stream to='localhost'");
      }
    }
  }

  @Test
  void reports_a_header_for_another_domain() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen()) {
      peer.script(s -> s.expectHeader("to='localhost'"));
      try (RawClient client = RawClient.connect(peer.port())) {
        client.header("example.org");
        assertThatThrownBy(peer::await)
            .hasMessageContaining("/stream/@to is 'example.org' (expected: 'localhost')");
      }
    }
  }

  @Test
  void reports_what_it_waited_for_when_nothing_comes() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen()) {
      peer.script(s -> s.expectHeader().awaitCue("begun").expect("<presence/>"));
      try (RawClient client = RawClient.connect(peer.port())) {
        client.header("localhost").send(" \n <pres");
        peer.timeout(Duration.ofMillis(400)).cue("begun");
        assertThatThrownBy(peer::await)
            .hasMessageContaining("line 3 of 3: expect <presence/>")
            .hasMessageContaining("nothing complete came within PT0.4S")
            .hasMessageContaining("[1] C: <pres");
      }
    }
  }

  @Test
  void answers_all_until_the_client_closes_its_stream() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen()) {
      peer.script(
          s ->
              s.expectHeader()
                  .answerAll(
                      element ->
                          element.localName().equals("iq")
                              ? "<iq type='result' id='%s'/>".formatted(element.attribute("id"))
                              : ""));
      try (RawClient client = RawClient.connect(peer.port())) {
        client.header("localhost").send("<iq id='1'/><message/><iq id='2'/></stream:stream>");
        assertThat(client.readToEnd())
            .isEqualTo("<iq type='result' id='1'/><iq type='result' id='2'/></stream:stream>");
      }
      peer.await();
    }
  }

  @Test
  void reports_a_client_that_leaves_without_closing_its_stream() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen()) {
      peer.script(s -> s.expectHeader().answerAll(element -> ""));
      try (RawClient client = RawClient.connect(peer.port())) {
        client.header("localhost").send("<presence/>");
      }
      assertThatThrownBy(peer::await)
          .hasMessageContaining("answerAll")
          .hasMessageContaining("the client ended the connection");
    }
  }

  @Test
  void reports_a_connection_that_does_not_come() {
    try (ScriptedPeer peer = ScriptedPeer.listen().timeout(Duration.ofMillis(50))) {
      peer.script(Script::silence);
      assertThatThrownBy(peer::await).hasMessageContaining("connection 1 of 1 did not come");
    }
  }

  @Test
  void reports_a_client_that_leaves() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen()) {
      peer.script(s -> s.expectHeader().expect("<presence/>"));
      try (RawClient client = RawClient.connect(peer.port())) {
        client.header("localhost");
      }
      assertThatThrownBy(peer::await).hasMessageContaining("the client ended the connection");
    }
  }

  @Test
  void reports_a_connection_too_many() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen();
        RawClient client = RawClient.connect(peer.port())) {
      assertThat(client.readToEnd()).isEmpty();
      assertThatThrownBy(() -> peer.awaitMark("never"))
          .hasMessageContaining("a connection more came than there are scripts");
    }
  }

  @Test
  void refuses_clear_bytes_behind_starttls() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen().withTls(TLS.server())) {
      peer.script(s -> s.secureStream("localhost"));
      try (RawClient client = RawClient.connect(peer.port())) {
        client.header("localhost").readTo("</stream:features>");
        client.send(STARTTLS + "<presence/>");
        assertThatThrownBy(peer::await)
            .hasMessageContaining("sent 11 bytes more in clear text before the TLS handshake");
      }
    }
  }

  @Test
  void gives_each_connection_its_script() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen()) {
      peer.script(s -> s.openStream("localhost", "").close()).script(Script::reset);
      try (RawClient client = RawClient.connect(peer.port())) {
        assertThat(client.header("localhost").readToEnd()).endsWith("</stream:stream>");
      }
      try (RawClient client = RawClient.connect(peer.port())) {
        assertThatThrownBy(client::readToEnd).isInstanceOf(SocketException.class);
      }
      peer.await();
    }
  }

  @Test
  void cuts_tls_off_without_close_notify() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen().withTls(TLS.server())) {
      peer.tuneTls(p -> p.setProtocols(new String[] {"TLSv1.2"}));
      peer.script(s -> s.startTls().truncate()).script(s -> s.startTls().fin());
      try (RawClient client = RawClient.connect(peer.port()).startTls(TLS.client())) {
        assertThat(client.readBelowTls()).isEmpty();
      }
      try (RawClient client = RawClient.connect(peer.port()).startTls(TLS.client())) {
        assertThat(client.readBelowTls()).as("an alert record").startsWith(21);
      }
      peer.await();
    }
  }

  @Test
  void sends_each_piece_in_a_record_of_its_own() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen().withTls(TLS.server())) {
      peer.script(s -> s.startTls().chunked(3).sendRaw("abcdefgh"));
      try (RawClient client = RawClient.connect(peer.port()).startTls(TLS.client())) {
        assertThat(client.readOnce()).isEqualTo("abc");
        assertThat(client.readOnce()).isEqualTo("def");
        assertThat(client.readOnce()).isEqualTo("gh");
      }
      peer.await();
    }
  }

  @Test
  void waits_for_a_cue_and_tells_a_mark() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen()) {
      peer.script(s -> s.mark("there").awaitCue("go").sendRaw("gone"));
      try (RawClient client = RawClient.connect(peer.port())) {
        peer.awaitMark("there");
        peer.cue("go");
        assertThat(client.readTo("gone")).isEqualTo("gone");
      }
      peer.await();
    }
  }

  @Test
  void agrees_on_alpn() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen().withTls(TLS.server())) {
      peer.tuneTls(p -> p.setApplicationProtocols(new String[] {"xmpp-client"}));
      peer.script(Script::startTls);
      try (RawClient client = RawClient.connect(peer.port())) {
        client.startTls(TLS.client(), "h2", "xmpp-client");
        peer.await();
      }
      assertThat(peer.connection(1).applicationProtocol()).isEqualTo("xmpp-client");
    }
  }

  @Test
  void answers_what_it_computes_and_sees_the_end() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen()) {
      peer.script(
          s ->
              s.expectHeader()
                  .answer(got -> "<iq id='" + got.attribute("id") + "' type='result'/>")
                  .expectEnd());
      try (RawClient client = RawClient.connect(peer.port())) {
        client.header("localhost").send("<iq id='q'/>");
        assertThat(client.readTo("/>")).isEqualTo("<iq id='q' type='result'/>");
        client.send("</stream:stream>");
      }
      peer.await();
    }
  }

  @Test
  void names_a_capture_that_is_not_there() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen()) {
      peer.script(s -> s.send("<iq id='{none}'/>"));
      try (RawClient client = RawClient.connect(peer.port())) {
        assertThatThrownBy(peer::await).hasMessageContaining("nothing was captured for {none}");
        assertThat(client.readToEnd()).isEmpty();
      }
    }
  }

  @Test
  void refuses_a_script_of_malformed_xml() throws IOException {
    try (ScriptedPeer peer = ScriptedPeer.listen()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> peer.script(s -> s.expect("<iq>")))
          .withMessageContaining("<iq>");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> peer.script(s -> s.expect("<a/><b/>")))
          .withMessageContaining("2 elements (expected: 1)");
    }
  }

  @Test
  void leaves_no_thread_behind() throws Exception {
    ScriptedPeer peer = ScriptedPeer.listen();
    peer.script(s -> s.expectHeader().stall());
    try (RawClient client = RawClient.connect(peer.port()).header("localhost")) {
      peer.await();
      peer.close();
      assertThat(Thread.getAllStackTraces().keySet())
          .noneMatch(thread -> thread.getName().startsWith("scripted-peer-" + peer.port()));
      assertThatThrownBy(() -> client.send("x").readTo("y")).isInstanceOf(IOException.class);
    }
  }
}
