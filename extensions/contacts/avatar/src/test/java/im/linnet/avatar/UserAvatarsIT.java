package im.linnet.avatar;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.avatar.AvatarEvent.Changed;
import im.linnet.avatar.AvatarEvent.Loaded;
import im.linnet.avatar.AvatarEvent.Removed;
import im.linnet.caps.Caps;
import im.linnet.connection.Subscription;
import im.linnet.disco.Disco;
import im.linnet.disco.DiscoInfo;
import im.linnet.fixtures.EveryServerVersion;
import im.linnet.fixtures.Live;
import im.linnet.jid.Jid;
import im.linnet.pubsub.ItemPage;
import im.linnet.pubsub.ItemQuery;
import im.linnet.pubsub.PubSub;
import im.linnet.stanza.Presence;
import im.linnet.testkit.server.LiveUser;
import im.linnet.testkit.server.ServerKind;
import im.linnet.vcard.Photo;
import im.linnet.vcard.VCards;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Avatars in nodes of accounts and in vCards, with servers that put one into the other or not. */
@ParameterizedClass
@ArgumentsSource(EveryServerVersion.class)
@Timeout(120)
record UserAvatarsIT(Live live) {

  private static final byte[] FIRST = Pictures.png(1, 3_000);
  private static final byte[] SECOND = Pictures.png(2, 3_000);

  private XmppClient modern(LiveUser user) {
    AvatarSettings settings = AvatarSettings.builder().userAvatars(true).build();
    return live.client(user)
        .with(Disco::new)
        .with(PubSub::new)
        .with(Caps::new)
        .with(VCards::new)
        .with(client -> new Avatars(client, settings))
        .build();
  }

  private XmppClient classic(LiveUser user) {
    return live.client(user).with(VCards::new).with(Avatars::new).build();
  }

  /** ejabberd 23.01 has it, but the installed configuration does not. */
  private boolean converts() {
    return live.kind() != ServerKind.EJABBERD;
  }

  @Test
  void a_contact_with_events_sees_each_change_once() throws Exception {
    XmppClient romeo = modern(live.server().romeo());
    XmppClient juliet = modern(live.server().juliet());
    Seen seen = new Seen(juliet, Live.online(romeo).bare());
    Live.online(juliet);
    subscribe(juliet, romeo);
    Avatars avatars = romeo.get(Avatars.class);

    get(avatars.publish(FIRST));
    seen.next(new Changed(seen.contact, Pictures.hash(FIRST)));
    seen.next(new Loaded(seen.contact, Avatar.of(FIRST)));
    get(avatars.publish(SECOND));
    seen.next(new Changed(seen.contact, Pictures.hash(SECOND)));
    seen.next(new Loaded(seen.contact, Avatar.of(SECOND)));
    get(avatars.remove());
    seen.next(new Removed(seen.contact));
    get(avatars.publish(FIRST));
    seen.next(new Changed(seen.contact, Pictures.hash(FIRST)));
    seen.next(new Loaded(seen.contact, Avatar.of(FIRST)));

    // Both ways have it now, whatever the server converts.
    assertThat(metadata(romeo)).isEqualTo(Pictures.hash(FIRST));
    assertThat(photo(romeo)).isEqualTo(Pictures.hash(FIRST));
    get(CompletableFuture.allOf(romeo.shutdown(), juliet.shutdown()));
  }

  @Test
  void a_contact_without_events_sees_them_in_presences_and_cards() throws Exception {
    XmppClient romeo = modern(live.server().romeo());
    XmppClient paris = classic(live.server().paris());
    Seen seen = new Seen(paris, Live.online(romeo).bare());
    Live.online(paris);
    subscribe(paris, romeo);
    Avatars avatars = romeo.get(Avatars.class);

    get(avatars.publish(FIRST));
    seen.until(new Loaded(seen.contact, Avatar.of(FIRST)));
    get(avatars.publish(SECOND));
    seen.until(new Loaded(seen.contact, Avatar.of(SECOND)));
    get(avatars.remove());
    seen.until(new Removed(seen.contact));
    get(CompletableFuture.allOf(romeo.shutdown(), paris.shutdown()));
  }

  @Test
  void what_is_in_the_card_only_is_seen_by_all() throws Exception {
    XmppClient juliet = classic(live.server().juliet());
    XmppClient romeo = modern(live.server().romeo());
    Seen seen = new Seen(romeo, Live.online(juliet).bare());
    Live.online(romeo);
    subscribe(romeo, juliet);
    Avatars avatars = juliet.get(Avatars.class);

    get(avatars.publish(FIRST));
    seen.next(new Changed(seen.contact, Pictures.hash(FIRST)));
    seen.next(new Loaded(seen.contact, Avatar.of(FIRST)));
    get(avatars.remove());
    seen.next(new Removed(seen.contact));
    get(CompletableFuture.allOf(juliet.shutdown(), romeo.shutdown()));
  }

  @Test
  void the_devices_of_a_user_agree_on_the_hash() throws Exception {
    LiveUser user = live.server().paris();
    XmppClient phone = modern(user);
    XmppClient desk = modern(user);
    Jid atPhone = Live.online(phone);
    BlockingQueue<String> announced = new LinkedBlockingQueue<>();
    Jid atDesk = get(desk.connect()).jid();
    phone.onPresence(
        presence -> {
          VCardUpdate update = presence.payload(VCardUpdate.TYPE);
          if (atDesk.equals(presence.from())
              && update != null
              && update.photo() instanceof VCardUpdate.Photo.Hash hash) {
            announced.add(hash.sha1());
          }
        });
    get(desk.send(Presence.available()));
    assertThat(atPhone.bare()).isEqualTo(atDesk.bare());

    get(phone.get(Avatars.class).publish(SECOND));

    String hash = announced.poll(20, TimeUnit.SECONDS);
    assertThat(hash).isEqualTo(Pictures.hash(SECOND));
    assertThat(get(desk.get(Avatars.class).avatar(user(phone)))).contains(Avatar.of(SECOND));
    get(CompletableFuture.allOf(phone.shutdown(), desk.shutdown()));
  }

  @Test
  void the_server_says_what_it_converts() throws Exception {
    XmppClient paris = modern(live.server().paris());
    get(paris.connect());
    DiscoInfo account = get(paris.get(Disco.class).info(user(paris)));
    assertThat(account.is("pubsub", "pep")).isTrue();
    assertThat(account.has("urn:xmpp:pep-vcard-conversion:0")).isEqualTo(converts());
    if (converts()) {
      byte[] third = Pictures.png(3, 2_000);
      get(paris.get(VCards.class).change(card -> card.photo(Photo.of("image/png", third))));
      assertThat(get(paris.get(Avatars.class).avatar(user(paris)))).contains(Avatar.of(third));
    }
    get(paris.shutdown());
  }

  private static Jid user(XmppClient client) {
    return client.address().bare();
  }

  private static String metadata(XmppClient client) throws Exception {
    ItemPage<Metadata> page =
        get(client.get(PubSub.class).own(Metadata.NODE).items(ItemQuery.latest(1)));
    Metadata metadata = page.items().get(0).payload();
    return Objects.requireNonNull(Objects.requireNonNull(metadata).best(1 << 20)).hash();
  }

  private static String photo(XmppClient client) throws Exception {
    return Objects.requireNonNull(get(client.get(VCards.class).own()).photo()).sha1();
  }

  /** Has one user see the presence of another; both accept. */
  private static void subscribe(XmppClient watcher, XmppClient watched) throws Exception {
    CompletableFuture<Presence> request = new CompletableFuture<>();
    CompletableFuture<Presence> available = new CompletableFuture<>();
    Subscription requests =
        watched.onPresence(
            presence -> {
              if (presence.type() == Presence.Type.SUBSCRIBE) {
                request.complete(presence);
              }
            });
    Jid contact = user(watched);
    Subscription presences =
        watcher.onPresence(
            presence -> {
              Jid from = presence.from();
              if (presence.type() == Presence.Type.AVAILABLE
                  && from != null
                  && from.bare().equals(contact)) {
                available.complete(presence);
              }
            });
    get(watcher.send(Presence.builder(Presence.Type.SUBSCRIBE).to(contact).build()));
    get(request);
    get(watched.send(Presence.builder(Presence.Type.SUBSCRIBED).to(user(watcher)).build()));
    get(available);
    requests.close();
    presences.close();
  }

  /** What a client learns of a contact. */
  private static final class Seen {

    final Jid contact;
    private final BlockingQueue<AvatarEvent> events = new LinkedBlockingQueue<>();

    Seen(XmppClient client, Jid contact) {
      this.contact = contact;
      client.get(Avatars.class).onChange(events::add);
    }

    /** The next event, but for one that says what is not yet known. */
    void next(AvatarEvent wanted) throws InterruptedException {
      AvatarEvent event = poll(wanted, List.of());
      if (event instanceof Removed && !(wanted instanceof Removed)) {
        event = poll(wanted, List.of(event));
      }
      assertThat(event).isEqualTo(wanted);
    }

    void until(AvatarEvent wanted) throws InterruptedException {
      List<AvatarEvent> before = new ArrayList<>();
      while (!before.contains(wanted)) {
        before.add(poll(wanted, before));
      }
    }

    private AvatarEvent poll(AvatarEvent wanted, List<AvatarEvent> before)
        throws InterruptedException {
      AvatarEvent event = events.poll(20, TimeUnit.SECONDS);
      assertThat(event).as("%s; before it %s", wanted, before).isNotNull();
      return Objects.requireNonNull(event);
    }
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }
}
