package im.linnet.fleet.internal.session;

import im.linnet.connection.ConnectPermit.Purpose;
import im.linnet.connection.SavedStream;
import im.linnet.fleet.internal.session.SessionMessage.Offline;
import im.linnet.fleet.internal.session.SessionMessage.Online;
import im.linnet.fleet.internal.session.SessionMessage.PermitWish;
import im.linnet.fleet.internal.session.SessionMessage.Recorded;
import im.linnet.fleet.session.SessionEvents;
import im.linnet.fleet.session.SessionSetup;
import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * Makes the session of an account with its journal and its permit, all of which tell its actor.
 *
 * @param parts what the sessions of the node share
 * @param account the bare address
 * @param self the actor
 */
record RunMaker(NodeParts parts, String account, ActorRef self) {

  /** A stream that is taken up is recorded here first, and then the older copies are of no use. */
  Run make(long epoch, @Nullable SavedStream saved, List<String> sources) {
    Jid jid = Jid.of(account);
    RecordingJournal journal =
        new RecordingJournal(account, epoch, own -> parts.replicator().tell(own, self));
    PermitDesk desk =
        new PermitDesk(parts, account, jid.domain(), epoch, self, journal::keptMillis);
    SessionSetup setup =
        new SessionSetup(
            jid, saved, journal, parts.limits().journal(), this::askPermit, new ToldEvents(self));
    if (saved != null) {
      journal.opened(saved).thenRun(() -> self.tell(new Recorded(sources), self));
    }
    return new Run(epoch, journal, desk, parts.factory().create(setup), saved != null);
  }

  private CompletableFuture<Boolean> askPermit(Purpose purpose) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    self.tell(new PermitWish(purpose, answer), self);
    return answer;
  }

  /** Events, on their way to the actor. */
  private record ToldEvents(ActorRef self) implements SessionEvents {

    @Override
    public void online(boolean resumed) {
      self.tell(new Online(resumed), self);
    }

    @Override
    public void offline(Throwable cause, boolean trying) {
      self.tell(new Offline(cause, trying), self);
    }

    @Override
    public void uncertain(Element stanza) {
      self.tell(new SessionMessage.Uncertain(stanza), self);
    }
  }
}
