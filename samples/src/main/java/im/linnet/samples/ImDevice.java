package im.linnet.samples;

import im.linnet.ClientBuilder;
import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.bookmarks.BookmarkEvent;
import im.linnet.bookmarks.Bookmarks;
import im.linnet.im.Audience;
import im.linnet.im.Im;
import im.linnet.im.ImSettings;
import im.linnet.jid.Jid;
import im.linnet.presence.PresenceEvent;
import im.linnet.presence.Presences;
import im.linnet.rooms.RoomEvent;
import im.linnet.rooms.Rooms;
import im.linnet.roster.Roster;
import im.linnet.stanza.Presence;
import im.linnet.timeline.MessageTimeline;
import im.linnet.timeline.Progress;
import im.linnet.timeline.TimelineEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One device of a user: a client, and what it has shown so far. */
final class ImDevice implements AutoCloseable {

  /** A device that is new shows what was said within a day. */
  private static final Duration HISTORY = Duration.ofDays(1);

  private final String name;
  private final XmppClient client;
  private final Arrivals<TimelineEntry> entries = new Arrivals<>();
  private final Arrivals<Progress> progress = new Arrivals<>();
  private final Arrivals<PresenceEvent> presences = new Arrivals<>();
  private final Arrivals<BookmarkEvent> bookmarks = new Arrivals<>();
  private final Arrivals<RoomEvent> inRooms = new Arrivals<>();

  private ImDevice(String name, XmppClient client) {
    this.name = name;
    this.client = client;
    MessageTimeline timeline = client.get(MessageTimeline.class);
    timeline.onEntry(
        entry -> {
          if (entry.message().body() != null) {
            entries.add(entry);
          }
        });
    timeline.onProgress(progress::add);
    client.get(Presences.class).onChange(presences::add);
    client.get(Bookmarks.class).onChange(bookmarks::add);
    client.get(Rooms.class).onEvent(inRooms::add);
  }

  /**
   * Builds the client of a device, still without a connection.
   *
   * @param name such as {@code phone}; the same name gets the same folder
   */
  static ImDevice of(ImHost host, Jid user, String name, ImShelf shelf, ImWire wire)
      throws IOException {
    Path folder = shelf.of(name);
    ImSettings settings =
        ImSettings.standard()
            .folder(folder)
            .history(HISTORY)
            .markersTo(Audience.CONTACTS)
            .uploads(host.uploads());
    ClientBuilder builder = host.client(user).with(Im.of(settings));
    wire.of(name, builder);
    XmppClient client = builder.build();
    // Ctrl-C closes the stream; else the server would keep it for a resumption that never comes.
    Runtime.getRuntime().addShutdownHook(new Thread(client::close));
    return new ImDevice(name, client);
  }

  /** Connects, and waits until the device is online and knows what was said. */
  ImDevice online() throws InterruptedException {
    client.connect().join();
    client.get(Roster.class).load().join();
    client.get(Presences.class).keep(Presence.available()).join();
    presences.await("the presence of the " + name, event -> event instanceof PresenceEvent.Own);
    progress.await("the archive on the " + name, now -> now instanceof Progress.UpToDate);
    return this;
  }

  String name() {
    return name;
  }

  XmppClient client() {
    return client;
  }

  <T extends Extension> T get(Class<T> type) {
    return client.get(type);
  }

  Arrivals<PresenceEvent> presences() {
    return presences;
  }

  Arrivals<BookmarkEvent> bookmarks() {
    return bookmarks;
  }

  Arrivals<RoomEvent> inRooms() {
    return inRooms;
  }

  /** The entry of the timeline with a text; those before it are passed over. */
  TimelineEntry shows(String text) throws InterruptedException {
    return entries.await(
        "“%s” on the %s".formatted(text, name), entry -> text.equals(entry.message().body()));
  }

  /** Reads the timeline on until it has had all of these texts; returns what came. */
  List<TimelineEntry> reads(Collection<String> texts) throws InterruptedException {
    Set<String> missing = new HashSet<>(texts);
    List<TimelineEntry> read = new ArrayList<>();
    while (!missing.isEmpty()) {
      TimelineEntry next = entries.await("%s on the %s".formatted(missing, name));
      missing.remove(next.message().body());
      read.add(next);
    }
    return read;
  }

  @Override
  public void close() {
    client.shutdown().join();
  }
}
