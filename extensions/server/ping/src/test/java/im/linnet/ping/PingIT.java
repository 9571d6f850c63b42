package im.linnet.ping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import im.linnet.XmppClient;
import im.linnet.failure.StanzaException;
import im.linnet.fixtures.EveryServer;
import im.linnet.fixtures.Live;
import im.linnet.jid.Jid;
import im.linnet.stanza.StanzaError.Condition;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Pings of, and by, every kind of server. */
@ParameterizedClass
@ArgumentsSource(EveryServer.class)
@Timeout(120)
record PingIT(Live live) {

  @Test
  void times_the_way_to_the_server() throws Exception {
    XmppClient romeo = live.client(live.server().romeo()).with(Ping::new).build();
    romeo.connect().get(20, TimeUnit.SECONDS);

    assertThat(romeo.get(Ping.class).ping().get(10, TimeUnit.SECONDS))
        .isPositive()
        .isLessThan(Duration.ofSeconds(10));
    assertThat(romeo.get(Ping.class).ping(Jid.of(live.server().domain())).get(10, TimeUnit.SECONDS))
        .isPositive();
    romeo.shutdown().get(10, TimeUnit.SECONDS);
  }

  @Test
  void answers_another_client_by_policy() throws Exception {
    assumeFalse(live.kind().isMessenger(), "Messenger passes no requests between clients");
    Jid romeoJid = Jid.of(live.server().romeo().jid());
    XmppClient romeo = live.client(live.server().romeo()).with(Ping::new).build();
    XmppClient juliet =
        live.client(live.server().juliet())
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
    romeo.shutdown().get(10, TimeUnit.SECONDS);
    juliet.shutdown().get(10, TimeUnit.SECONDS);
  }
}
