package im.linnet.gateway;

import static im.linnet.gateway.Scripts.GW;
import static im.linnet.gateway.Scripts.item;
import static im.linnet.gateway.Scripts.push;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.disco.Disco;
import im.linnet.jid.Jid;
import im.linnet.roster.Roster;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad input: gateways that announce themselves before the server has sent the roster. */
@Timeout(120)
class EarlyPresenceTest {

  private static final Jid GATEWAY = Jid.of(GW);
  private static final String AVAILABLE = "<presence from='%s'/>";
  private static final String UNAVAILABLE = "<presence type='unavailable' from='%s'/>";
  private static final String UNREACHABLE =
      "<presence type='error' from='%s'><error type='wait'><remote-server-timeout"
          + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>";
  private static final String REFUSED =
      "<message type='error' from='%s'><error type='auth'><not-authorized"
          + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>";

  /** A client that has heard this before its roster, which shows the gateway, was loaded. */
  private static ScriptedClient client(String early, Consumer<Script> lines) throws Exception {
    BlockingQueue<Jid> heard = new LinkedBlockingQueue<>();
    ScriptedClient client =
        ScriptedClient.builder()
            .with(Disco::new)
            .with(Roster::new)
            .with(Gateways::new)
            .bound(
                s ->
                    s.awaitCue("heard")
                        .sendRaw(early + AVAILABLE.formatted("last.example"))
                        .expectLike(
                            "<iq type='get' id='{load}'><query xmlns='jabber:iq:roster'/></iq>")
                        .send(
                            "<iq type='result' id='{load}'><query xmlns='jabber:iq:roster'>"
                                + item(GW, "both")
                                + "</query></iq>")
                        .then(lines));
    client.client().onPresence(presence -> heard.add(Objects.requireNonNull(presence.from())));
    client.peer().cue("heard");
    Jid last = Jid.of("last.example");
    while (!last.equals(Objects.requireNonNull(heard.poll(30, TimeUnit.SECONDS)))) {
      assertThat(client.get(Gateways.class).state(GATEWAY)).as("no gateway yet").isNull();
    }
    client.get(Roster.class).load().join();
    // The states that the roster shows are reported now.
    client.callbacksDone();
    return client;
  }

  private static @Nullable String state(ScriptedClient client, Jid gateway) {
    GatewayState state = client.get(Gateways.class).state(gateway);
    return state instanceof GatewayState.Registered registered && registered.failure() != null
        ? registered.failure().conditionName()
        : state == null ? null : Scripts.word(state);
  }

  @ParameterizedTest
  @CsvSource({
    "available, SignedOn",
    "available unavailable, Registered",
    "unavailable, Registered",
    "unreachable, remote-server-timeout",
    "unreachable available, SignedOn",
    "refused unavailable, not-authorized"
  })
  @DisplayName("e.52: presence from the gateway before the roster shows that it is one")
  void counts_when_the_roster_shows_the_gateway(String early, String state) throws Exception {
    String stanzas =
        early
            .replace("unavailable", UNAVAILABLE)
            .replace("unreachable", UNREACHABLE)
            .replace("refused", REFUSED)
            .replaceFirst("\\bavailable", AVAILABLE)
            .formatted(GW, GW);
    try (ScriptedClient it = client(stanzas, s -> {})) {
      assertThat(state(it, GATEWAY)).isEqualTo(state);
    }
  }

  @Test
  @DisplayName("e.56: who is not on the roster is no gateway, whatever it sent before")
  void is_forgotten_of_who_is_not_on_the_roster() throws Exception {
    Jid stranger = Jid.of("evil.example");
    try (ScriptedClient it =
        client(
            AVAILABLE.formatted(stranger),
            s -> s.awaitCue("added").then(l -> push(l, item("evil.example", "from"))))) {
      assertThat(state(it, stranger)).isNull();
      BlockingQueue<String> changes = Scripts.changes(it);
      it.peer().cue("added");
      assertThat(Scripts.next(changes)).isEqualTo("evil.example Registered");
    }
  }

  @Test
  @DisplayName("e.56: no more than 64 domains are remembered, the last ones")
  void is_bounded() throws Exception {
    StringBuilder early = new StringBuilder();
    early.append(AVAILABLE.formatted(GW));
    for (int i = 0; i < EarlyFacts.MOST; i++) {
      early.append(AVAILABLE.formatted("s%d.example".formatted(i)));
    }
    try (ScriptedClient it = client(early.toString(), s -> {})) {
      assertThat(state(it, GATEWAY)).as("as if it had not been heard").isEqualTo("Registered");
    }
  }
}
