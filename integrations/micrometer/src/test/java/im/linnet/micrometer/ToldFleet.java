package im.linnet.micrometer;

import im.linnet.connection.Subscription;
import im.linnet.fleet.AccountState;
import im.linnet.fleet.Fleet;
import im.linnet.fleet.FleetChange;
import im.linnet.fleet.FleetHealth;
import im.linnet.fleet.FleetMeters;
import im.linnet.jid.Jid;
import im.linnet.stanza.Stanza;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A node that only tells how it is. */
final class ToldFleet implements Fleet {

  private FleetHealth health =
      new FleetHealth(
          FleetHealth.Status.MEMBER,
          List.of("10.0.0.1:7001", "10.0.0.2:7001", "10.0.0.3:7001"),
          List.of("10.0.0.3:7001"),
          "10.0.0.2:7001",
          true,
          5,
          3);

  void tell(FleetHealth other) {
    health = other;
  }

  @Override
  public FleetHealth health() {
    return health;
  }

  @Override
  public FleetMeters meters() {
    return new FleetMeters(5, 3, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53);
  }

  @Override
  public CompletableFuture<Void> start() {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<Void> send(Jid account, Stanza stanza) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<AccountState> state(Jid account) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<Void> release(Jid account) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Subscription onChange(Consumer<FleetChange> subscriber) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletableFuture<Void> leave() {
    throw new UnsupportedOperationException();
  }
}
