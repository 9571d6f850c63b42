package im.linnet.bookmarks;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.bookmarks.BookmarkEvent.Added;
import im.linnet.bookmarks.BookmarkEvent.Changed;
import im.linnet.bookmarks.BookmarkEvent.Removed;
import im.linnet.caps.Caps;
import im.linnet.disco.Disco;
import im.linnet.fixtures.EveryServerVersion;
import im.linnet.fixtures.Live;
import im.linnet.jid.Jid;
import im.linnet.privatestorage.PrivateStorage;
import im.linnet.pubsub.AccessModel;
import im.linnet.pubsub.NodeOptions;
import im.linnet.pubsub.PubSub;
import im.linnet.testkit.server.LiveUser;
import im.linnet.testkit.server.ServerKind;
import im.linnet.xml.Element;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** The devices of a user, old ones among them, on every server. */
@ParameterizedClass
@ArgumentsSource(EveryServerVersion.class)
@Timeout(120)
record BookmarksIT(Live live) {

  private static final Bookmark GARDEN =
      Bookmark.of(Jid.of("garden@rooms.localhost"))
          .name("The Garden")
          .nick("Juliet")
          .password("s3cret")
          .extension(Element.of("pinned", "urn:example:pinned"));
  private static final Bookmark BALCONY =
      Bookmark.of(Jid.of("balcony@rooms.localhost")).name("The Balcony").autojoin(true);

  /** A client with a subscriber that is there before it connects. */
  private record Device(XmppClient client, BlockingQueue<BookmarkEvent> events) {

    Bookmarks bookmarks() {
      return client.get(Bookmarks.class);
    }

    <E extends BookmarkEvent> E next(Class<E> kind) throws InterruptedException {
      BookmarkEvent event = events.poll(20, TimeUnit.SECONDS);
      assertThat(event).as("an event within 20 s").isInstanceOf(kind);
      return kind.cast(event);
    }
  }

  private Device device(LiveUser user) {
    XmppClient client =
        live.client(user)
            .with(Disco::new)
            .with(Caps::new)
            .with(PubSub::new)
            .with(PrivateStorage::new)
            .with(Bookmarks::new)
            .build();
    BlockingQueue<BookmarkEvent> events = new LinkedBlockingQueue<>();
    client.get(Bookmarks.class).onChange(events::add);
    return new Device(client, events);
  }

  private static <T> T done(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  @Test
  void devices_tell_each_other() throws Exception {
    Device phone = device(live.server().juliet());
    Device laptop = device(live.server().juliet());
    Live.online(phone.client());
    Live.online(laptop.client());

    heardBy(laptop, phone);
    done(phone.bookmarks().add(BALCONY));
    assertThat(laptop.next(Added.class).bookmark()).isEqualTo(BALCONY);
    done(phone.bookmarks().update(GARDEN.room(), garden -> garden.autojoin(true)));
    Changed changed = laptop.next(Changed.class);
    assertThat(changed.bookmark()).isEqualTo(GARDEN.autojoin(true));
    assertThat(changed.before()).isEqualTo(GARDEN);
    assertThat(done(laptop.bookmarks().all()))
        .as("none has replaced the others")
        .containsExactlyInAnyOrder(GARDEN.autojoin(true), BALCONY);

    done(phone.bookmarks().remove(GARDEN.room()));
    if (live.kind() != ServerKind.EJABBERD) {
      assertThat(laptop.next(Removed.class).bookmark().room()).isEqualTo(GARDEN.room());
    }
    done(phone.client().shutdown());
    done(laptop.client().shutdown());

    Device tablet = device(live.server().juliet());
    done(tablet.client().connect());
    assertThat(tablet.next(Added.class).bookmark()).isEqualTo(BALCONY);
    assertThat(tablet.bookmarks().known()).containsExactly(BALCONY);
    done(tablet.client().shutdown());
  }

  /** A server sends no events until it has asked the device what it wants. */
  private static void heardBy(Device listener, Device speaker) throws Exception {
    for (int attempt = 0; attempt < 20; attempt++) {
      done(speaker.bookmarks().add(GARDEN));
      BookmarkEvent heard = listener.events().poll(1, TimeUnit.SECONDS);
      if (heard != null) {
        assertThat(heard).isEqualTo(new Added(GARDEN));
        return;
      }
    }
    throw new AssertionError("no event");
  }

  /** Prosody and ejabberd 24.12 convert; ejabberd 23.01 does not, so the client does. */
  @Test
  void old_devices_and_new_ones_see_the_same_rooms() throws Exception {
    Device device = device(live.server().romeo());
    XmppClient old = live.client(live.server().romeo()).with(PrivateStorage::new).build();
    done(old.connect());
    done(old.get(PrivateStorage.class).set(storage("garden@rooms.localhost")));
    Live.online(device.client());

    assertThat(device.next(Added.class).bookmark())
        .isEqualTo(Bookmark.of(GARDEN.room()).name("The Garden").autojoin(true).nick("Romeo"));
    boolean converts = live.kind() != ServerKind.EJABBERD;
    assertThat(done(device.bookmarks().convert())).hasSize(converts ? 0 : 1);
    assertThat(done(device.bookmarks().convert())).isEmpty();
    assertThat(done(device.bookmarks().all())).hasSize(1);

    done(device.bookmarks().remove(GARDEN.room()));
    assertThat(device.next(Removed.class).bookmark().room()).isEqualTo(GARDEN.room());
    assertThat(done(device.bookmarks().all())).isEmpty();
    OldStorage left =
        done(old.get(PrivateStorage.class).get(OldStorage.TYPE)).orElse(OldStorage.EMPTY);
    assertThat(left.bookmarks()).isEmpty();
    done(device.client().shutdown());
    done(old.shutdown());
  }

  /**
   * ejabberd 24.12 notifies of no room that an old device has removed, and 23.01 of nothing that an
   * old device does: there it is noticed when the bookmarks are read again.
   */
  @Test
  void what_an_old_device_removes_is_gone() throws Exception {
    LiveUser user = live.server().romeo();
    Device device = device(user);
    XmppClient old = live.client(user).with(PrivateStorage::new).build();
    done(old.connect());
    PrivateStorage storage = old.get(PrivateStorage.class);
    String balcony = BALCONY.room().toString();
    String garden = GARDEN.room().toString();
    done(storage.set(storage(balcony, garden)));
    Live.online(device.client());
    device.next(Added.class);
    device.next(Added.class);
    if (live.kind() != ServerKind.EJABBERD) {
      for (int i = 0; i < 20 && device.events().poll(1, TimeUnit.SECONDS) == null; i++) {
        done(storage.set(storage(balcony, garden, "probe" + i + "@rooms.localhost")));
      }
    }

    done(storage.set(storage(balcony)));
    if (live.kind().isEjabberd()) {
      done(device.bookmarks().all());
    }
    BookmarkEvent event = device.next(BookmarkEvent.class);
    while (!event.equals(new Removed(event.bookmark()))
        || !event.bookmark().room().equals(GARDEN.room())) {
      event = device.next(BookmarkEvent.class);
    }
    assertThat(done(device.bookmarks().all()))
        .extracting(Bookmark::room)
        .containsExactly(BALCONY.room());
    done(device.bookmarks().add(GARDEN));
    boolean converts = live.kind() != ServerKind.EJABBERD;
    assertThat(done(storage.get(OldStorage.TYPE)).orElseThrow().contains(GARDEN.room()))
        .as("old devices see new rooms where the server converts")
        .isEqualTo(converts);
    done(device.bookmarks().remove(GARDEN.room()));
    done(device.bookmarks().remove(BALCONY.room()));
    done(device.client().shutdown());
    done(old.shutdown());
  }

  private static Element storage(String... rooms) {
    var storage = Element.builder("storage", "storage:bookmarks");
    for (String room : rooms) {
      storage.child(
          Element.builder("conference", "storage:bookmarks")
              .attribute("jid", room)
              .attribute("name", "The Garden")
              .attribute("autojoin", "1")
              .child("nick", "Romeo")
              .build());
    }
    return storage.build();
  }

  /** What contacts could read would tell them the passwords. */
  @Test
  void a_node_that_contacts_can_read_is_closed_before_anything_is_published() throws Exception {
    Device device = device(live.server().paris());
    done(device.client().connect());
    var owner = device.client().get(PubSub.class).own(Conference.NODE).owner();
    done(owner.create(NodeOptions.none().accessModel(AccessModel.OPEN)));

    done(device.bookmarks().add(GARDEN));
    done(device.bookmarks().add(BALCONY));
    NodeOptions options = NodeOptions.of(done(owner.configuration()));
    assertThat(options.accessModel()).isEqualTo(AccessModel.WHITELIST);
    assertThat(options.value("pubsub#max_items")).isEqualTo("max");
    assertThat(done(device.bookmarks().all())).containsExactlyInAnyOrder(GARDEN, BALCONY);
    done(device.client().shutdown());
  }
}
