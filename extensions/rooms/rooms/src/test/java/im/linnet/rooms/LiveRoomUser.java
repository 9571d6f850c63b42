package im.linnet.rooms;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.endpoint.Endpoint;
import im.linnet.fixtures.Live;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.testkit.server.LiveUser;
import im.linnet.tls.TlsPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A user of a real server, the events of its rooms, and what should not reach other subscribers.
 */
final class LiveRoomUser implements AutoCloseable {

  private static final long LIMIT_SECONDS = 20;

  final XmppClient client;
  final Rooms rooms;
  final Jid address;
  final List<String> strays = new ArrayList<>();
  final BlockingQueue<Invitation> invitations = new LinkedBlockingQueue<>();
  private final BlockingQueue<RoomEvent> events = new LinkedBlockingQueue<>();

  private LiveRoomUser(XmppClient client, String roomDomain) throws Exception {
    this.client = client;
    this.rooms = client.get(Rooms.class);
    rooms.onEvent(events::add);
    rooms.onInvitation(invitations::add);
    client.onMessage(message -> stray(message.from(), roomDomain));
    client.onPresence(presence -> stray(presence.from(), roomDomain));
    this.address = Live.online(client);
  }

  private synchronized void stray(@Nullable Jid from, String roomDomain) {
    if (from != null && from.domain().equals(roomDomain)) {
      strays.add(from.toString());
    }
  }

  static LiveRoomUser of(Live live, LiveUser user) throws Exception {
    return of(live, user, RoomSettings.standard(), live.server().real().starttlsPort(), true);
  }

  static LiveRoomUser of(Live live, LiveUser user, RoomSettings settings, int port, boolean managed)
      throws Exception {
    ClientBuilder builder =
        XmppClient.builder(user.account())
            .sasl(Sasl.password(user.secret()))
            .endpoint(Endpoint.startTls("127.0.0.1", port))
            .tls(TlsPolicy.builder().trust(live.server().trustAnchor()).build())
            .with(client -> new Rooms(client, settings));
    if (!managed) {
      // The last step enables stream management, unless that was done within Bind 2.
      builder.withoutBind2().steps(all -> all.subList(0, all.size() - 1));
    }
    return new LiveRoomUser(builder.build(), live.server().real().roomDomain());
  }

  Room join(Jid room, String nick) throws Exception {
    return get(rooms.join(room, nick));
  }

  static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  /** The next event of a kind that meets a condition; others are skipped. */
  <T extends RoomEvent> T await(Class<T> type, Predicate<T> condition) throws Exception {
    List<RoomEvent> skipped = new ArrayList<>();
    Instant end = Instant.now().plusSeconds(LIMIT_SECONDS);
    while (Instant.now().isBefore(end)) {
      RoomEvent event = events.poll(1, TimeUnit.SECONDS);
      if (type.isInstance(event) && condition.test(type.cast(event))) {
        return type.cast(event);
      }
      if (event != null) {
        skipped.add(event);
      }
    }
    throw new AssertionError("no such " + type.getSimpleName() + " among " + skipped);
  }

  RoomMessage awaitText(String text) throws Exception {
    return await(RoomEvent.Said.class, said -> text.equals(said.message().body())).message();
  }

  Invitation awaitInvitation() throws Exception {
    Invitation invitation = invitations.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (invitation == null) {
      throw new AssertionError("no invitation");
    }
    return invitation;
  }

  @Override
  public void close() {
    client.shutdown().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
    synchronized (this) {
      if (!strays.isEmpty()) {
        throw new AssertionError("from rooms, but not to their subscribers: " + strays);
      }
    }
  }
}
