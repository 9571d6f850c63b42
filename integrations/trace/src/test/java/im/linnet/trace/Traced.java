package im.linnet.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import im.linnet.ClientBuilder;
import im.linnet.ClientResources;
import im.linnet.XmppClient;
import im.linnet.endpoint.Dns;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.messenger.MessengerOauth2;
import im.linnet.sasl.messenger.MessengerProfile;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.dns.DnsServer;
import im.linnet.testkit.events.EventLog;
import im.linnet.testkit.messenger.MessengerService;
import im.linnet.testkit.messenger.MessengerUser;
import im.linnet.testkit.messenger.RedirectPlan;
import im.linnet.testkit.messenger.RedirectPlan.Hop;
import im.linnet.testkit.messenger.RedirectPlan.When;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.testkit.tls.TestCertificates;
import im.linnet.tls.TlsPolicy;
import im.linnet.xml.Element;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Traces of clients in several lives. */
final class Traced {

  static final String TOKEN = "anVsaWV0J3Mgc2VjcmV0IHRva2Vu";

  private static final MessengerUser JULIET =
      new MessengerUser("7a3f0c55d1e94b20", "juliet@example.com", "Juliet", TOKEN);
  private static final String FRONT = "xmpp.messenger.live.com";
  private static final String GATEWAY = "BAYMSG1020127.gateway.edge.messenger.live.com";
  private static final String MANAGED = " xmlns='urn:xmpp:sm:3'";
  private static final long LIMIT_SECONDS = 40;

  private Traced() {}

  /** The lines of a trace. */
  static List<JsonNode> lines(Path file) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      lines.add(json.readTree(line));
    }
    return lines;
  }

  /** A login with a redirect, and a conversation, at the stand-in for Messenger. */
  static void messenger(Path file) throws Exception {
    TestCertificates authority = TestCertificates.create();
    try (MessengerService service =
            MessengerService.builder()
                .tls(authority.server(MessengerProfile.DOMAIN).serverContext())
                .redirects(RedirectPlan.of(new Hop(0, When.AFTER_TLS, GATEWAY + ":{1.port}")))
                .user(JULIET)
                .start();
        DnsServer dns =
            DnsServer.builder()
                .srv("_xmpp-client._tcp." + MessengerProfile.DOMAIN, 0, 0, port(service), FRONT)
                .a(FRONT, "127.0.0.1")
                .a(GATEWAY, "127.0.0.1")
                .start();
        ClientResources resources = ClientResources.create(1, Dns.of(dns.address()))) {
      ClientBuilder builder =
          XmppClient.builder(MessengerProfile.DOMAIN)
              .profile(MessengerProfile.of(MessengerProfile.Year.YEAR_2012))
              .sasl(Sasl.of(MessengerOauth2.token(TOKEN)))
              .resources(resources)
              .tls(TlsPolicy.builder().trust(authority.trustAnchor()).build());
      try (TraceFile trace = TraceFile.create(file);
          XmppClient client = builder.listener(trace.listener()).build()) {
        talk(client, Jid.of(service.echoJid()));
      }
    }
  }

  private static int port(MessengerService service) {
    return service.front().getPort();
  }

  private static void talk(XmppClient client, Jid echo) throws Exception {
    EventLog<String> answers = new EventLog<>();
    client.onMessage(message -> answers.add(String.valueOf(message.body())));
    client.connect().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    Iq roster = Iq.get(null, Element.of("query", "jabber:iq:roster"));
    client.request(roster).get(LIMIT_SECONDS, TimeUnit.SECONDS);
    client.send(Presence.available()).get(LIMIT_SECONDS, TimeUnit.SECONDS);
    for (String text : List.of("Hello", "Good night, good night!")) {
      client.send(Message.chat(echo, text)).get(LIMIT_SECONDS, TimeUnit.SECONDS);
      answers.await(text, 1, answer -> answer.contains(text), Duration.ofSeconds(LIMIT_SECONDS));
    }
  }

  /** A stream whose connection is lost, and which is resumed (XEP-0198). */
  static void resumption(Path file) throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.listen()) {
      peer.script(
          s ->
              ScriptedClient.login(s, "<sm" + MANAGED + "/>")
                  .expectLike("<enable" + MANAGED + "/>")
                  .send("<enabled" + MANAGED + " id='secret-id' resume='true' max='300'/>")
                  .send("<message from='romeo@localhost/orchard'><body>But soft!</body></message>")
                  .awaitCue("lost")
                  .reset());
      peer.script(
          s ->
              s.signIn("localhost", "ANONYMOUS")
                  .openStream(
                      "localhost",
                      "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/><sm" + MANAGED + "/>")
                  .expectLike("<resume" + MANAGED + "/>")
                  .send("<resumed" + MANAGED + " h='0' previd='secret-id'/>")
                  .send("<message from='romeo@localhost/orchard'><body>What light</body></message>")
                  .answerAll(element -> ""));
      EventLog<String> heard = new EventLog<>();
      try (TraceFile trace = TraceFile.create(file);
          XmppClient client =
              ScriptedClient.of(peer)
                  .reconnect(outage -> Duration.ZERO)
                  .listener(trace.listener())
                  .build()) {
        client.onMessage(message -> heard.add(String.valueOf(message.body())));
        client.connect().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        heard.await("But soft!", 1, "But soft!"::equals, Duration.ofSeconds(LIMIT_SECONDS));
        peer.cue("lost");
        heard.await("What light", 1, "What light"::equals, Duration.ofSeconds(LIMIT_SECONDS));
      }
    }
  }

  /** A trace of these lines, after the first one. */
  static Path file(Path file, List<String> lines) throws IOException {
    List<String> all = new ArrayList<>();
    all.add("{\"linnet-trace\":1,\"start\":\"2026-01-01T12:00:00Z\"}");
    all.addAll(lines);
    return Files.write(file, all);
  }
}
