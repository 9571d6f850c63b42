package im.linnet.im;

import im.linnet.XmppClient;
import im.linnet.jid.Jid;
import im.linnet.roster.Contact;
import im.linnet.roster.Roster;

/** Who learns something about the user. */
public enum Audience {

  /** Nobody. */
  NOBODY {
    @Override
    boolean includes(XmppClient client, Jid jid) {
      return false;
    }
  },

  /**
   * The contacts that see the user's presence, so that they learn nothing new: those of the roster
   * with a subscription of the kind {@code from} or {@code both}. Load the {@link Roster} first.
   */
  CONTACTS {
    @Override
    boolean includes(XmppClient client, Jid jid) {
      Contact contact = client.get(Roster.class).contact(jid.bare());
      return contact != null && contact.subscription().fromContact();
    }
  };

  abstract boolean includes(XmppClient client, Jid jid);
}
