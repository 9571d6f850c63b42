package im.linnet.benchmarks.lists;

import im.linnet.benchmarks.peers.Smack;
import im.linnet.benchmarks.peers.Target;
import org.jivesoftware.smack.roster.Roster;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smackx.mam.MamManager;
import org.jivesoftware.smackx.muc.MultiUserChat;
import org.jivesoftware.smackx.muc.MultiUserChatManager;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.jid.parts.Resourcepart;

/** Smack, with its extensions for rooms, archives and contacts. */
final class SmackReader implements Reader {

  private final XMPPTCPConnection connection;
  private final MultiUserChatManager rooms;
  private final MamManager archive;
  private final Roster roster;

  SmackReader(Target target) throws Exception {
    connection = Smack.withExperiments().connect(target);
    rooms = MultiUserChatManager.getInstanceFor(connection);
    archive = MamManager.getInstanceFor(connection);
    if (!archive.isSupported()) {
      throw new IllegalStateException("Smack finds no archive");
    }
    roster = Roster.getInstanceFor(connection);
  }

  @Override
  public int read(ListKind kind) throws Exception {
    return switch (kind) {
      case ROOM -> join();
      case ARCHIVE -> pages();
      case ROSTER -> contacts();
    };
  }

  private int join() throws Exception {
    MultiUserChat room = rooms.getMultiUserChat(JidCreate.entityBareFrom(ListsPeer.ROOM));
    room.join(Resourcepart.from("Juliet"));
    int occupants = room.getOccupantsCount();
    room.leave();
    return occupants;
  }

  private int pages() throws Exception {
    MamManager.MamQuery query =
        archive.queryArchive(
            MamManager.MamQueryArgs.builder().setResultPageSizeTo(ListKind.PAGE).build());
    int messages = query.getMessageCount();
    while (!query.isComplete()) {
      query.pageNext(ListKind.PAGE);
      messages += query.getMessageCount();
    }
    return messages;
  }

  private int contacts() throws Exception {
    roster.reloadAndWait();
    return roster.getEntryCount();
  }
}
