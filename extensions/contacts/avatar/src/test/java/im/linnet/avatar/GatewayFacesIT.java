package im.linnet.avatar;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.avatar.AvatarEvent.Failed;
import im.linnet.avatar.AvatarEvent.Loaded;
import im.linnet.avatar.AvatarEvent.Renamed;
import im.linnet.avatar.RejectedPictureException.Reason;
import im.linnet.fixtures.EveryModernServer;
import im.linnet.fixtures.Live;
import im.linnet.jid.Jid;
import im.linnet.testkit.gateway.GatewayContact;
import im.linnet.testkit.gateway.GatewayEvent;
import im.linnet.testkit.gateway.GatewayService;
import im.linnet.testkit.gateway.GatewayUser;
import im.linnet.testkit.gateway.LegacyContact;
import im.linnet.testkit.gateway.PushForm;
import im.linnet.testkit.gateway.Subscription;
import im.linnet.testkit.server.ServerKind;
import im.linnet.vcard.VCards;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Avatars and nicknames of a gateway's contacts, and one's own, through real servers. */
@ParameterizedClass
@ArgumentsSource(EveryModernServer.class)
@Timeout(180)
record GatewayFacesIT(Live live) {

  private static final String ANN = "ann@hotmail.com";
  private static final String BEN = "ben@hotmail.com";

  private static im.linnet.testkit.gateway.Avatar picture(int seed) {
    return im.linnet.testkit.gateway.Avatar.png(seed);
  }

  private GatewayService gateway() {
    return live.gateway()
        .contact(contact(ANN, "Ann"))
        .contact(contact(BEN, "Ben"))
        .settings(settings -> settings.withPushForm(PushForm.NONE))
        .start();
  }

  private static LegacyContact contact(String id, String nickname) {
    return LegacyContact.of(id, nickname)
        .withAvatar(picture(1))
        .withSubscription(Subscription.BOTH);
  }

  private XmppClient client() throws Exception {
    AvatarSettings settings = AvatarSettings.builder().nicknameInPresence(true).build();
    XmppClient client =
        live.client(live.server().juliet())
            .with(VCards::new)
            .with(built -> new Avatars(built, settings))
            .build();
    Live.online(client);
    return client;
  }

  @Test
  @DisplayName("d.6: one fetch for each picture, none for a name; what is no picture is refused")
  void the_user_sees_avatars_and_changes_of_them_and_shows_one() throws Exception {
    try (GatewayService gateway = gateway();
        XmppClient juliet = client()) {
      Seen ann = new Seen(juliet, gateway, ANN);
      Seen ben = new Seen(juliet, gateway, BEN);
      GatewayUser user = Live.signOn(juliet, gateway);
      ann.until(ann.loaded(1), ann.renamed("Ann"));
      ben.until(ben.loaded(1), ben.renamed("Ben"));
      assertThat(fetches(gateway)).as("both have the same picture").isEqualTo(1);

      changes(gateway, ann);
      isNoPicture(gateway.contact(BEN), ben);
      publishes(juliet, user);
    }
  }

  private static void changes(GatewayService gateway, Seen ann) throws Exception {
    GatewayContact contact = gateway.contact(ANN);
    contact.nickname("Annie");
    ann.until(ann.renamed("Annie"));
    assertThat(fetches(gateway)).as("a name alone").isEqualTo(1);
    contact.avatar(picture(2));
    ann.until(ann.loaded(2));
    assertThat(fetches(gateway)).isEqualTo(2);
    contact.appearance("Ann again", picture(3));
    ann.until(ann.loaded(3), ann.renamed("Ann again"));
    assertThat(fetches(gateway)).isEqualTo(3);
    contact.avatar(picture(1));
    ann.until(ann.loaded(1));
    assertThat(fetches(gateway)).as("a picture that is known").isEqualTo(3);
  }

  private static long fetches(GatewayService gateway) {
    return gateway.events().all(GatewayEvent.CardRead.class).size();
  }

  private static void isNoPicture(GatewayContact contact, Seen ben) throws Exception {
    contact.avatar(im.linnet.testkit.gateway.Avatar.svgNamedPng());
    assertThat(ben.rejected()).isEqualTo(Reason.NOT_A_PICTURE);
    contact.avatar(im.linnet.testkit.gateway.Avatar.htmlNamedPng());
    assertThat(ben.rejected()).isEqualTo(Reason.NOT_A_PICTURE);
    contact.avatar(picture(4).withHash("0".repeat(40)));
    assertThat(ben.rejected()).isEqualTo(Reason.WRONG_HASH);
  }

  /** ejabberd 24.12 replaces what presences say of avatars: there, a nickname alone gets lost. */
  private void publishes(XmppClient juliet, GatewayUser user) throws Exception {
    byte[] picture = Pictures.png(7, 3_000);
    Avatars avatars = juliet.get(Avatars.class);
    get(avatars.publish(picture, "Jule"));
    awaitAvatar(user, picture);
    awaitNickname(user, "Jule");

    get(avatars.publishNickname("Juliet C."));
    if (live.kind() != ServerKind.MODERN_EJABBERD) {
      awaitNickname(user, "Juliet C.");
    }
    byte[] other = Pictures.png(8, 3_000);
    get(avatars.publish(other));
    awaitAvatar(user, other);
    awaitNickname(user, "Juliet C.");
  }

  private static void awaitAvatar(GatewayUser user, byte[] picture) {
    String hash = Pictures.hash(picture);
    user.await(GatewayEvent.AvatarChanged.class, event -> hash.equals(event.hash()));
  }

  private static void awaitNickname(GatewayUser user, String nickname) {
    user.await(GatewayEvent.NicknameChanged.class, event -> nickname.equals(event.nickname()));
  }

  /** What the client learns of a contact. */
  private static final class Seen {

    private final Jid contact;
    private final BlockingQueue<AvatarEvent> events = new LinkedBlockingQueue<>();

    Seen(XmppClient client, GatewayService gateway, String id) {
      contact = Jid.of(gateway.contact(id).jid());
      client
          .get(Avatars.class)
          .onChange(
              event -> {
                if (event.owner().equals(contact)) {
                  events.add(event);
                }
              });
    }

    AvatarEvent loaded(int picture) {
      return new Loaded(contact, Avatar.of(picture(picture).bytes()));
    }

    AvatarEvent renamed(String nickname) {
      return new Renamed(contact, nickname);
    }

    void until(AvatarEvent... wanted) throws InterruptedException {
      Set<AvatarEvent> missing = new HashSet<>(Set.of(wanted));
      while (!missing.isEmpty()) {
        AvatarEvent event = events.poll(30, TimeUnit.SECONDS);
        assertThat(event).as("one of %s", missing).isNotNull().isNotInstanceOf(Failed.class);
        missing.remove(event);
      }
    }

    /** Why the next picture is not accepted. */
    Reason rejected() throws InterruptedException {
      AvatarEvent event = events.poll(30, TimeUnit.SECONDS);
      while (!(event instanceof Failed failed)) {
        assertThat(event).as("a failure").isNotNull().isNotInstanceOf(Loaded.class);
        event = events.poll(30, TimeUnit.SECONDS);
      }
      if (failed.failure().getCause() instanceof RejectedPictureException rejected) {
        return rejected.reason();
      }
      throw new AssertionError("another failure", failed.failure());
    }
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }
}
