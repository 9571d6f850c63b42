package im.linnet.benchmarks.lists;

import im.linnet.XmppClient;
import im.linnet.archive.Archive;
import im.linnet.archive.MessageArchive;
import im.linnet.archive.MessageQuery;
import im.linnet.archive.Page;
import im.linnet.benchmarks.peers.Linnet;
import im.linnet.benchmarks.peers.Target;
import im.linnet.disco.Disco;
import im.linnet.jid.Jid;
import im.linnet.rooms.Room;
import im.linnet.rooms.Rooms;
import im.linnet.roster.Roster;

/** Linnet, with its extensions for rooms, archives and contacts. */
final class LinnetReader implements Reader {

  private final Rooms rooms;
  private final Archive archive;
  private final Roster roster;

  LinnetReader(Target target) {
    XmppClient client =
        new Linnet(Linnet.Kind.STANDARD)
            .builder(target)
            .with(Disco::new)
            .with(Rooms::new)
            .with(MessageArchive::new)
            .with(Roster::new)
            .build();
    client.connect().join();
    rooms = client.get(Rooms.class);
    archive = client.get(MessageArchive.class).own();
    roster = client.get(Roster.class);
  }

  @Override
  public int read(ListKind kind) {
    return switch (kind) {
      case ROOM -> join();
      case ARCHIVE -> pages();
      case ROSTER -> roster.load().join().size();
    };
  }

  private int join() {
    Room room = rooms.join(Jid.of(ListsPeer.ROOM), "Juliet").join();
    int occupants = room.occupants().size();
    room.leave().join();
    return occupants;
  }

  private int pages() {
    int messages = 0;
    MessageQuery next = MessageQuery.all().max(ListKind.PAGE);
    while (next != null) {
      Page page = archive.page(next).join();
      messages += page.messages().size();
      next = page.isComplete() ? null : page.next();
    }
    return messages;
  }
}
