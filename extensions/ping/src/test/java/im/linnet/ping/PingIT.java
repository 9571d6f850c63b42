package im.linnet.ping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import im.linnet.XmppClient;
import im.linnet.jid.Jid;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.stream.StanzaException;
import im.linnet.testkit.server.ServerKind;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Pings of, and by, every kind of server. */
@ParameterizedClass
@EnumSource
@Timeout(60)
record PingIT(ServerKind kind) {

  private static final Live LIVE = new Live();

  @BeforeParameterizedClassInvocation
  static void start(ServerKind kind) {
    LIVE.start(kind);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    LIVE.stop();
  }

  @Test
  void times_the_way_to_the_server() throws Exception {
    XmppClient romeo = LIVE.client(LIVE.server().romeo()).with(Ping::new).build();
    romeo.connect().get(20, TimeUnit.SECONDS);

    assertThat(romeo.get(Ping.class).ping().get(10, TimeUnit.SECONDS))
        .isPositive()
        .isLessThan(Duration.ofSeconds(10));
    assertThat(romeo.get(Ping.class).ping(Jid.of(LIVE.server().domain())).get(10, TimeUnit.SECONDS))
        .isPositive();
    romeo.close().get(10, TimeUnit.SECONDS);
  }

  @Test
  void answers_another_client_by_policy() throws Exception {
    assumeFalse(kind.isMessenger(), "Messenger passes no requests between clients");
    Jid romeoJid = Jid.of(LIVE.server().romeo().jid());
    XmppClient romeo = LIVE.client(LIVE.server().romeo()).with(Ping::new).build();
    XmppClient juliet =
        LIVE.client(LIVE.server().juliet())
            .with(client -> new Ping(client, from -> !from.bare().equals(romeoJid)))
            .build();
    Jid atRomeo = Live.online(romeo);
    Jid atJuliet = Live.online(juliet);

    assertThat(juliet.get(Ping.class).ping(atRomeo).get(10, TimeUnit.SECONDS)).isPositive();
    assertThatThrownBy(() -> romeo.get(Ping.class).ping(atJuliet).get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            StanzaException.class,
            refused ->
                assertThat(refused.error().condition()).isEqualTo(Condition.SERVICE_UNAVAILABLE));
    romeo.close().get(10, TimeUnit.SECONDS);
    juliet.close().get(10, TimeUnit.SECONDS);
  }
}
