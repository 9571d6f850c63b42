package im.linnet.fleet.internal.session;

import im.linnet.connection.SavedStream;
import im.linnet.fleet.internal.wire.FleetMessage;
import im.linnet.fleet.internal.wire.Sizes;
import im.linnet.jid.Jid;
import org.apache.pekko.actor.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * Gives a stream that was suspended to the next session of the account, wherever that will be.
 *
 * @param parts what the sessions of the node share
 * @param account the bare address
 */
record LastWord(NodeParts parts, String account) {

  /** Without a stream, the next session asks the vaults. */
  void say(long epoch, @Nullable SavedStream saved) {
    SavedStream small = Sizes.sendable(saved);
    if (saved != null && small == null) {
      parts.figures().uncertain.add(saved.waiting().size());
      saved.waiting().forEach(stanza -> parts.uncertain().accept(Jid.of(account), stanza));
    }
    parts.figures().handedOver.increment();
    if (small == null) {
      parts.figures().copied.increment();
    }
    parts
        .sessions()
        .get()
        .tell(
            new FleetMessage.TakeUp(account, epoch + 1, parts.vault().get(), small),
            ActorRef.noSender());
  }
}
