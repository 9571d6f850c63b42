package im.linnet.fleet.internal.session;

import im.linnet.connection.ConnectPermit.Purpose;
import im.linnet.fleet.internal.session.SessionMessage.PermitWish;
import im.linnet.fleet.internal.wire.FleetMessage;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * Asks for each attempt to connect: first for a turn at the server, then the vault whether this
 * session is still the one. Used by its actor alone.
 */
final class PermitDesk {

  /** How many times the vault is asked again before the server's queue is. */
  private static final int TICKS = 4;

  private final NodeParts parts;
  private final String account;
  private final String domain;
  private final long epoch;
  private final ActorRef self;
  private final LongSupplier keptMillis;
  private @Nullable PermitWish open;
  private boolean turn;
  private int ticks;

  PermitDesk(
      NodeParts parts,
      String account,
      String domain,
      long epoch,
      ActorRef self,
      LongSupplier keptMillis) {
    this.parts = parts;
    this.account = account;
    this.domain = domain;
    this.epoch = epoch;
    this.self = self;
    this.keptMillis = keptMillis;
  }

  void ask(PermitWish wish) {
    PermitWish before = open;
    if (before != null) {
      before.answer().complete(false);
    }
    open = wish;
    turn = parts.domains() == null;
    again();
  }

  /** Asks once more, as a node in between may be gone; for a turn more rarely, as many may wait. */
  void tick() {
    if (turn || ++ticks % TICKS == 0) {
      again();
    }
  }

  private void again() {
    PermitWish wish = open;
    if (wish == null) {
      return;
    }
    if (turn || parts.domains() == null) {
      parts.replicator().tell(new FleetMessage.MayConnect(parts.uid(), account, epoch), self);
    } else {
      boolean resume = wish.purpose() == Purpose.RESUME;
      long left = resume ? keptMillis.getAsLong() : 0;
      parts.domains().get().tell(new FleetMessage.SignIn(domain, account, resume, left), self);
    }
  }

  void permitted() {
    if (open != null && !turn) {
      turn = true;
      again();
    }
  }

  /**
   * Hears the vault's word.
   *
   * @return false if this session must not go on
   */
  boolean word(FleetMessage.Word word) {
    PermitWish wish = open;
    if (wish == null || !turn || word.epoch() != epoch) {
      return true;
    }
    open = null;
    wish.answer().complete(word.yes());
    return word.yes();
  }

  boolean isOpen() {
    return open != null;
  }

  void deny() {
    PermitWish wish = open;
    open = null;
    if (wish != null) {
      wish.answer().complete(false);
    }
  }
}
