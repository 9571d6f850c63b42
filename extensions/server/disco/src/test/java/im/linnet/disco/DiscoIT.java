package im.linnet.disco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import im.linnet.XmppClient;
import im.linnet.failure.StanzaException;
import im.linnet.fixtures.EveryServer;
import im.linnet.fixtures.Live;
import im.linnet.jid.Jid;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.testkit.server.ServerKind;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** What every kind of server tells of itself, and clients of each other. */
@ParameterizedClass
@ArgumentsSource(EveryServer.class)
@Timeout(120)
record DiscoIT(Live live) {

  @Test
  void the_server_tells_what_it_is_and_can_do() throws Exception {
    XmppClient romeo = live.client(live.server().romeo()).with(Disco::new).build();
    romeo.connect().get(20, TimeUnit.SECONDS);

    DiscoInfo info = romeo.get(Disco.class).serverInfo().get(10, TimeUnit.SECONDS);

    assertThat(info.is("server", "im")).isTrue();
    assertThat(info.has(DiscoInfo.NAMESPACE)).isTrue();
    assertThat(info.has("urn:xmpp:ping")).isEqualTo(!live.kind().isMessenger());
    assertThat(info.has("http://messenger.live.com/xmpp/jidlookup"))
        .isEqualTo(live.kind() == ServerKind.MESSENGER_2012);
    romeo.shutdown().get(10, TimeUnit.SECONDS);
  }

  @Test
  void the_server_tells_its_services_if_it_has_any() throws Exception {
    XmppClient romeo = live.client(live.server().romeo()).with(Disco::new).build();
    romeo.connect().get(20, TimeUnit.SECONDS);

    var items = romeo.get(Disco.class).items(Jid.of(live.server().domain()));

    if (live.kind().isMessenger()) {
      assertThatThrownBy(() -> items.get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(StanzaException.class);
    } else {
      assertThat(items.get(10, TimeUnit.SECONDS).items()).isNotEmpty();
    }
    romeo.shutdown().get(10, TimeUnit.SECONDS);
  }

  @Test
  void clients_tell_each_other_by_policy() throws Exception {
    assumeFalse(live.kind().isMessenger(), "Messenger passes no requests between clients");
    Jid romeoJid = Jid.of(live.server().romeo().jid());
    XmppClient romeo = live.client(live.server().romeo()).with(Disco::new).build();
    XmppClient juliet =
        live.client(live.server().juliet())
            .with(client -> new Disco(client, from -> !from.bare().equals(romeoJid)))
            .build();
    romeo.get(Disco.class).identity(new Identity("client", "bot", "Romeo", "en"));
    romeo.get(Disco.class).feature("urn:example:sonnets");
    Jid atRomeo = Live.online(romeo);
    Jid atJuliet = Live.online(juliet);

    DiscoInfo info = juliet.get(Disco.class).info(atRomeo).get(10, TimeUnit.SECONDS);
    assertThat(info.is("client", "bot")).isTrue();
    assertThat(info.has("urn:example:sonnets")).isTrue();
    assertThat(info).isEqualTo(romeo.get(Disco.class).ownInfo());
    assertThat(juliet.get(Disco.class).items(atRomeo).get(10, TimeUnit.SECONDS).items()).isEmpty();
    assertThatThrownBy(
            () -> juliet.get(Disco.class).info(atRomeo, "none").get(10, TimeUnit.SECONDS))
        .cause()
        .isInstanceOfSatisfying(
            StanzaException.class,
            refused -> assertThat(refused.error().condition()).isEqualTo(Condition.ITEM_NOT_FOUND));
    assertThatThrownBy(() -> romeo.get(Disco.class).info(atJuliet).get(10, TimeUnit.SECONDS))
        .cause()
        .isInstanceOfSatisfying(
            StanzaException.class,
            refused ->
                assertThat(refused.error().condition()).isEqualTo(Condition.SERVICE_UNAVAILABLE));
    romeo.shutdown().get(10, TimeUnit.SECONDS);
    juliet.shutdown().get(10, TimeUnit.SECONDS);
  }
}
