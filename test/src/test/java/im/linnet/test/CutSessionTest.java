package im.linnet.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.ClientResources;
import im.linnet.XmppClient;
import im.linnet.endpoint.Dns;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.test.HostileServer.Ending;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A session that is cut at every byte, in both directions. */
@Timeout(120)
class CutSessionTest {

  private static final ClientResources RESOURCES = ClientResources.create(1, Dns.system());
  private static final long PATIENCE = 20_000;
  private static final Jid ROMEO = Jid.of("romeo@example.net");

  private static final List<String> SAID =
      List.of(
          "<message from='romeo@example.net'><body>One</body></message>",
          " <presence from='romeo@example.net'/>\n",
          "<message from='romeo@example.net'><body>Zw\u00F6lf \uD83D\uDE00</body></message>",
          "<message><body><![CDATA[</message>]]></body></message>");

  @AfterAll
  static void shutDown() {
    RESOURCES.close();
  }

  @Tag("C03")
  @ParameterizedTest
  @EnumSource(names = {"CLOSED", "RESET"})
  void delivers_whole_stanzas_alone(Ending ending) {
    HostileServer server =
        HostileServer.signedIn().client(client -> client.resources(RESOURCES)).ending(ending);
    byte[] said = String.join("", SAID).getBytes(UTF_8);
    for (int cut = 0; cut <= said.length; cut++) {
      HostileRun run = server.say(Arrays.copyOf(said, cut)).playOnce(Chunking.whole(), PATIENCE);
      assertThat(run.received()).as("cut after %d bytes", cut).hasSize(whole(cut));
      assertThat(run.dropped()).isEmpty();
      assertThat(((TransportException) Objects.requireNonNull(run.failure())).reason())
          .isEqualTo(ending == Ending.RESET ? Reason.RESET : Reason.CLOSED);
    }
  }

  /** How many stanzas these bytes hold. */
  private static int whole(int bytes) {
    int stanzas = 0;
    int end = 0;
    for (String each : SAID) {
      end += each.getBytes(UTF_8).length;
      if (end - (each.endsWith("\n") ? 1 : 0) <= bytes) {
        stanzas++;
      }
    }
    return stanzas;
  }

  private static List<CompletableFuture<Void>> sends(XmppClient client) {
    List<CompletableFuture<Void>> sends = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Message message = Message.chat(ROMEO, "text " + i).toBuilder().id("m" + i).build();
      sends.add(i == 1 ? client.send(message) : client.deliver(message));
    }
    return sends;
  }

  private static boolean arrived(String written, int number) {
    int begin = written.indexOf("id=\"m" + number + "\"");
    return begin >= 0 && written.indexOf("</message>", begin) >= 0;
  }

  @Tag("C02")
  @Test
  void counts_nothing_as_delivered_that_was_not_acknowledged() {
    String bind = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>";
    HostileServer server =
        HostileServer.authenticated()
            .client(client -> client.resources(RESOURCES))
            .calling(CutSessionTest::sends)
            .say(
                "<stream:features>" + bind + "</bind><sm xmlns='urn:xmpp:sm:3'/></stream:features>")
            .hear("</iq>")
            .say(
                "<iq type='result' id='{id}'>%s<jid>%s</jid></bind></iq>"
                    .formatted(bind, HostileServer.ADDRESS))
            .hear("<enable")
            .say("<enabled xmlns='urn:xmpp:sm:3'/>")
            .call()
            .hear("m2");
    String whole = server.playOnce(Chunking.whole(), PATIENCE).written();
    int login = whole.indexOf("<message");
    assertThat(login).isPositive();
    for (int bytes = login; bytes < whole.length(); bytes += 11) {
      HostileRun run = server.taking(bytes).playOnce(Chunking.whole(), PATIENCE);
      for (int i = 0; i < 3; i++) {
        String outcome = run.outcomes().get(i);
        String what = "message %d after %d bytes: %s".formatted(i, bytes - login, outcome);
        assertThat(i != 1 && outcome.equals("null")).as(what).isFalse();
        if (arrived(run.written(), i)) {
          assertThat(outcome).as(what).doesNotContain("NOT_SENT");
        }
      }
    }
  }
}
