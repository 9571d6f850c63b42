package im.linnet.nickname;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import im.linnet.XmppClient;
import im.linnet.fixtures.EveryServer;
import im.linnet.fixtures.Live;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.testkit.server.ServerKind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** How people introduce themselves, on every kind of server. */
@ParameterizedClass
@ArgumentsSource(EveryServer.class)
@Timeout(120)
record NicknameIT(Live live) {

  @Test
  void a_stranger_is_introduced_by_the_first_message() throws Exception {
    XmppClient romeo = live.client(live.server().romeo()).build();
    XmppClient juliet = live.client(live.server().juliet()).build();
    CompletableFuture<Message> received = new CompletableFuture<>();
    juliet.onMessage(received::complete);
    Jid atJuliet = Live.online(juliet);
    romeo.connect().get(20, TimeUnit.SECONDS);

    Nickname nickname = new Nickname("Romeo <Montague> 🌹");
    romeo
        .send(Message.chat(atJuliet, "Lady!").toBuilder().payload(nickname).build())
        .get(30, TimeUnit.SECONDS);

    assertThat(Nickname.of(received.get(10, TimeUnit.SECONDS))).isEqualTo(nickname);
    romeo.shutdown().get(10, TimeUnit.SECONDS);
    juliet.shutdown().get(10, TimeUnit.SECONDS);
  }

  @Test
  void an_invitation_bears_the_name() throws Exception {
    assumeFalse(live.kind() == ServerKind.MESSENGER_2011, "It let nobody be added");
    XmppClient paris = live.client(live.server().paris()).build();
    XmppClient juliet = live.client(live.server().juliet()).build();
    CompletableFuture<Presence> invited = new CompletableFuture<>();
    juliet.onPresence(
        presence -> {
          if (presence.type() == Presence.Type.SUBSCRIBE) {
            invited.complete(presence);
          }
        });
    Live.online(juliet);
    paris.connect().get(20, TimeUnit.SECONDS);

    Nickname nickname = new Nickname("Count Paris");
    paris.send(nickname.subscribe(Jid.of(live.server().juliet().jid()))).get(30, TimeUnit.SECONDS);

    Presence invitation = invited.get(10, TimeUnit.SECONDS);
    assertThat(invitation.from()).isEqualTo(Jid.of(live.server().paris().jid()));
    assertThat(Nickname.of(invitation)).isEqualTo(nickname);
    paris.shutdown().get(10, TimeUnit.SECONDS);
    juliet.shutdown().get(10, TimeUnit.SECONDS);
  }
}
