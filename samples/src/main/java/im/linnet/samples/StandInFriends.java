package im.linnet.samples;

import im.linnet.XmppClient;
import im.linnet.jid.Jid;
import im.linnet.nickname.Nickname;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.messenger.MessengerOauth2;
import im.linnet.sasl.messenger.MessengerProfile;
import im.linnet.sasl.messenger.MessengerProfile.Year;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;

/** What other users of the stand-in do before Juliet signs in. */
final class StandInFriends {

  private StandInFriends() {}

  /** Romeo sends an invitation and a message, and goes offline. */
  static void leaveWord(StandIn standIn) {
    Jid juliet = Jid.of(standIn.service().jidOf(StandIn.JULIET));
    try (XmppClient romeo =
        standIn
            .client()
            .profile(MessengerProfile.of(Year.YEAR_2012))
            .sasl(Sasl.of(MessengerOauth2.token(StandIn.ROMEO.token())))
            .build()) {
      romeo.connect().join();
      romeo.send(Presence.available()).join();
      romeo.send(new Nickname("Romeo Montague").subscribe(juliet)).join();
      romeo.send(Message.chat(juliet, "But soft! what light through yonder window breaks?")).join();
    }
  }
}
