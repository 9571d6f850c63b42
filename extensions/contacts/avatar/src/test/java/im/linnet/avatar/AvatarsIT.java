package im.linnet.avatar;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.avatar.AvatarEvent.Changed;
import im.linnet.avatar.AvatarEvent.Loaded;
import im.linnet.avatar.AvatarEvent.Removed;
import im.linnet.avatar.AvatarEvent.Renamed;
import im.linnet.fixtures.EveryServer;
import im.linnet.fixtures.Live;
import im.linnet.jid.Jid;
import im.linnet.stanza.Presence;
import im.linnet.testkit.server.LiveUser;
import im.linnet.testkit.server.ServerKind;
import im.linnet.vcard.VCards;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** Avatars and nicknames on Prosody and ejabberd: published, seen, changed twice, removed. */
@ParameterizedClass
@ArgumentsSource(AvatarsIT.RealServers.class)
@Timeout(120)
record AvatarsIT(Live live) {

  /** The servers that store cards. */
  static final class RealServers implements ArgumentsProvider {

    @Override
    public Stream<? extends Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context) {
      return new EveryServer()
          .provideArguments(parameters, context)
          .filter(
              arguments -> arguments.get()[0] instanceof Live live && !live.kind().isMessenger());
    }
  }

  @Test
  void a_subscribed_contact_sees_an_avatar_and_two_changes_of_it(@TempDir Path temp)
      throws Exception {
    XmppClient romeo =
        client(live.server().romeo(), AvatarSettings.builder().nicknameInPresence(true).build());
    AvatarSettings cached = AvatarSettings.builder().folder(temp.resolve("avatars")).build();
    XmppClient juliet = client(live.server().juliet(), cached);
    Seen seen = new Seen(juliet, Live.online(romeo).bare());
    Live.online(juliet);
    subscribe(juliet, romeo);
    Avatars romeos = romeo.get(Avatars.class);

    byte[] first = Pictures.png(1, 6_000);
    get(romeos.publish(first, "Romeo"));
    seen.until(new Changed(seen.contact, Pictures.hash(first)));
    seen.until(new Loaded(seen.contact, Avatar.of(first)));
    seen.until(new Renamed(seen.contact, "Romeo"));

    byte[] second = Pictures.begun("GIF89a", 2, 5_000);
    get(romeos.publish(second));
    seen.until(new Loaded(seen.contact, Avatar.of(second)));

    get(romeos.publishNickname("Montague"));
    if (live.kind() != ServerKind.MODERN_EJABBERD) {
      // There the server replaces what presences say of avatars, and the nickname gets lost.
      seen.until(new Renamed(seen.contact, "Montague"));
    }
    byte[] third = Pictures.begun("\u00ff\u00d8\u00ff\u00e0", 3, 7_000);
    get(romeos.publish(third, "Romeo M."));
    seen.until(new Loaded(seen.contact, Avatar.of(third)));
    seen.until(new Renamed(seen.contact, "Romeo M."));

    // Known from before: neither the server nor the contact is asked.
    get(romeos.publish(first));
    seen.until(new Loaded(seen.contact, Avatar.of(first)));
    get(romeos.remove());
    seen.until(new Removed(seen.contact));
    assertThat(get(juliet.get(Avatars.class).avatar(seen.contact))).isEmpty();
    assertThat(get(juliet.get(VCards.class).of(seen.contact)).nickname()).isEqualTo("Romeo M.");
    get(CompletableFuture.allOf(romeo.shutdown(), juliet.shutdown()));
  }

  @Test
  void two_clients_of_a_user_agree_on_the_avatar() throws Exception {
    LiveUser user = live.server().paris();
    XmppClient phone = client(user, AvatarSettings.standard());
    XmppClient desk = client(user, AvatarSettings.standard());
    Jid atPhone = Live.online(phone);
    Announced announced = new Announced(phone, Live.online(desk));
    byte[] picture = Pictures.png(4, 3_000);

    get(phone.get(Avatars.class).publish(picture));

    announced.until(Pictures.hash(picture));
    Announced back = new Announced(desk, atPhone);
    get(desk.get(Avatars.class).remove());
    back.until("");
    get(CompletableFuture.allOf(phone.shutdown(), desk.shutdown()));
  }

  @Test
  void the_avatar_of_who_is_offline_is_seen_too() throws Exception {
    XmppClient romeo = client(live.server().romeo(), AvatarSettings.standard());
    XmppClient juliet = client(live.server().juliet(), AvatarSettings.standard());
    Jid contact = get(romeo.connect()).jid().bare();
    byte[] picture = Pictures.png(5, 3_000);
    get(romeo.get(Avatars.class).publish(picture));
    get(romeo.shutdown());
    get(juliet.connect());
    assertThat(get(juliet.get(Avatars.class).avatar(contact))).contains(Avatar.of(picture));
    get(juliet.shutdown());
  }

  private XmppClient client(LiveUser user, AvatarSettings settings) {
    ClientBuilder builder = live.client(user).with(VCards::new);
    return builder.with(client -> new Avatars(client, settings)).build();
  }

  /** Has one user see the presence of another; both accept. */
  private static void subscribe(XmppClient watcher, XmppClient watched) throws Exception {
    CompletableFuture<Presence> request = new CompletableFuture<>();
    CompletableFuture<Presence> available = new CompletableFuture<>();
    watched.onPresence(
        presence -> {
          if (presence.type() == Presence.Type.SUBSCRIBE) {
            request.complete(presence);
          }
        });
    Jid contact = watched.address().bare();
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
    Jid asker = watcher.address().bare();
    get(watched.send(Presence.builder(Presence.Type.SUBSCRIBED).to(asker).build()));
    get(available);
  }

  /** What a client learns of a contact. */
  private static final class Seen {

    final Jid contact;
    private final BlockingQueue<AvatarEvent> events = new LinkedBlockingQueue<>();

    Seen(XmppClient client, Jid contact) {
      this.contact = contact;
      client.get(Avatars.class).onChange(events::add);
    }

    void until(AvatarEvent wanted) throws InterruptedException {
      List<AvatarEvent> before = new ArrayList<>();
      while (!before.contains(wanted)) {
        AvatarEvent event = events.poll(20, TimeUnit.SECONDS);
        assertThat(event).as("%s; before it %s", wanted, before).isNotNull();
        before.add(Objects.requireNonNull(event));
      }
    }
  }

  /** What a resource announces to another one of the same user. */
  private static final class Announced {

    private final BlockingQueue<String> hashes = new LinkedBlockingQueue<>();

    Announced(XmppClient client, Jid resource) {
      client.onPresence(
          presence -> {
            VCardUpdate update = presence.payload(VCardUpdate.TYPE);
            if (update != null && resource.equals(presence.from())) {
              hashes.add(
                  update.photo() instanceof VCardUpdate.Photo.Hash hash
                      ? hash.sha1()
                      : update.photo() instanceof VCardUpdate.Photo.None ? "" : "not ready");
            }
          });
    }

    void until(String hash) throws InterruptedException {
      for (String next = "-"; !hash.equals(next); ) {
        next = hashes.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("until " + hash).isNotNull();
      }
    }
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }
}
