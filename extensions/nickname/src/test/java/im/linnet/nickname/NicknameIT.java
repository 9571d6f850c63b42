package im.linnet.nickname;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import im.linnet.XmppClient;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.testkit.server.ServerKind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** How people introduce themselves, on every kind of server. */
@ParameterizedClass
@EnumSource
@Timeout(60)
record NicknameIT(ServerKind kind) {

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
  void a_stranger_is_introduced_by_the_first_message() throws Exception {
    XmppClient romeo = LIVE.client(LIVE.server().romeo()).build();
    XmppClient juliet = LIVE.client(LIVE.server().juliet()).build();
    CompletableFuture<Message> received = new CompletableFuture<>();
    juliet.onMessage(received::complete);
    Jid atJuliet = Live.online(juliet);
    romeo.connect().get(20, TimeUnit.SECONDS);

    Nickname nickname = new Nickname("Romeo <Montague> 🌹");
    romeo
        .send(Message.chat(atJuliet, "Lady!").toBuilder().payload(nickname).build())
        .get(5, TimeUnit.SECONDS);

    assertThat(Nickname.of(received.get(10, TimeUnit.SECONDS))).isEqualTo(nickname);
    romeo.close().get(10, TimeUnit.SECONDS);
    juliet.close().get(10, TimeUnit.SECONDS);
  }

  @Test
  void an_invitation_bears_the_name() throws Exception {
    assumeFalse(kind == ServerKind.MESSENGER_2011, "It let nobody be added");
    XmppClient paris = LIVE.client(LIVE.server().paris()).build();
    XmppClient juliet = LIVE.client(LIVE.server().juliet()).build();
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
    paris.send(nickname.subscribe(Jid.of(LIVE.server().juliet().jid()))).get(5, TimeUnit.SECONDS);

    Presence invitation = invited.get(10, TimeUnit.SECONDS);
    assertThat(invitation.from()).isEqualTo(Jid.of(LIVE.server().paris().jid()));
    assertThat(Nickname.of(invitation)).isEqualTo(nickname);
    paris.close().get(10, TimeUnit.SECONDS);
    juliet.close().get(10, TimeUnit.SECONDS);
  }
}
