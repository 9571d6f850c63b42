package im.linnet.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.ServiceProfile;
import im.linnet.failure.RefusedException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Invitations, as they are told and answered. */
@Timeout(120)
class InvitationAnswersTest extends ScriptedPresences {

  @Test
  void holds_an_invitation_until_it_is_answered() throws Exception {
    String nick = "<nick xmlns='http://jabber.org/protocol/nick'>Romeo M.</nick>";
    peer.script(
        s ->
            bound(s)
                .send("<presence from='romeo@localhost' type='subscribe'>" + nick + "</presence>")
                .send("<presence from='romeo@localhost' type='subscribe'>" + nick + "</presence>")
                .send("<presence from='tybalt@localhost/x' type='subscribe'/>")
                .send("<presence from='paris@localhost' type='subscribe'/>")
                .send("<presence from='juliet@localhost' type='subscribe'/>")
                .send("<presence type='subscribe'/>")
                .send("<presence from='paris@localhost' type='unsubscribe'/>")
                .send("<presence from='romeo@localhost/a'/>")
                .expect("<presence type='subscribed' to='romeo@localhost'/>")
                .expect("<presence type='unsubscribed' to='tybalt@localhost'/>"));
    Presences presences = connected();

    assertThat(told(4))
        .containsExactly(
            "Invited by Romeo M.",
            "Invited by tybalt@localhost",
            "Invited by paris@localhost",
            "Available romeo@localhost/a");
    assertThat(presences.invitations())
        .extracting(Invitation::from)
        .containsExactly(ROMEO, Jid.of("tybalt@localhost"));
    presences.accept(ROMEO).join();
    presences.deny(Jid.of("tybalt@localhost")).join();

    assertThat(presences.invitations()).isEmpty();
    peer.await();
  }

  @Test
  void an_invitation_that_the_server_repeats_at_sign_in_is_told_once() throws Exception {
    String invitation = "<presence from='romeo@localhost' type='subscribe'/>";
    peer.script(s -> bound(s).send(invitation + "<presence from='a@localhost'/>").close());
    peer.script(s -> bound(s).send(invitation + "<presence from='b@localhost'/>"));
    connected();
    assertThat(told(3))
        .containsExactly("Invited by romeo@localhost", "Available a@localhost", "Forgotten");

    built().connect().join();

    assertThat(told(1)).containsExactly("Available b@localhost");
  }

  @Test
  void an_answer_that_the_profile_refuses_leaves_the_invitation() throws Exception {
    peer.script(s -> bound(s).send("<presence from='romeo@localhost' type='subscribe'/>"));
    ServiceProfile silent =
        new ServiceProfile() {
          @Override
          public String refusal(Stanza stanza) {
            return "This service accepts nobody";
          }
        };
    Presences presences = connected(builder().profile(silent).with(Presences::new));
    assertThat(told(1)).containsExactly("Invited by romeo@localhost");

    assertThatThrownBy(() -> presences.accept(ROMEO).join())
        .hasCauseInstanceOf(RefusedException.class);
    assertThatThrownBy(() -> presences.set(Presence.available()).join())
        .hasCauseInstanceOf(RefusedException.class);
    assertThat(presences.invitations()).hasSize(1);
  }
}
