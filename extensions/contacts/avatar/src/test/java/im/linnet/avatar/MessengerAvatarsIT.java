package im.linnet.avatar;

import static im.linnet.fixtures.MessengerClient.ALICE;
import static im.linnet.fixtures.MessengerClient.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.failure.StanzaException;
import im.linnet.fixtures.MessengerClient;
import im.linnet.jid.Jid;
import im.linnet.stanza.Presence;
import im.linnet.testkit.messenger.Card;
import im.linnet.testkit.messenger.MessengerService;
import im.linnet.testkit.messenger.Profile;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messenger has cards to read, stores none, and knows no announcements. */
@Timeout(120)
class MessengerAvatarsIT {

  private static final byte[] PICTURE = Pictures.begun("\u00ff\u00d8\u00ff\u00e0", 1, 5_000);

  @ParameterizedTest
  @EnumSource(Profile.class)
  void shows_the_avatar_and_nickname_in_a_card_with_the_type_of_its_content(Profile profile)
      throws Exception {
    Card card = Card.of("Bob").withPhoto("image/png", PICTURE);
    try (MessengerService service = MessengerClient.service(profile).card(BOB, card).start()) {
      XmppClient client = online(service);
      Avatars avatars = client.get(Avatars.class);
      Jid bob = Jid.of(service.jidOf(BOB));

      Avatar avatar = get(avatars.avatar(bob)).orElseThrow();

      assertThat(avatar).isEqualTo(Avatar.of(PICTURE));
      assertThat(avatar.mediaType()).isEqualTo("image/jpeg");
      assertThat(avatars.nickname(bob)).isEqualTo("Bob");
      get(client.shutdown());
    }
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void refuses_to_show_a_page_named_png(Profile profile) throws Exception {
    byte[] page = "<html><script>alert(1)</script></html>".getBytes(StandardCharsets.US_ASCII);
    Card card = Card.of("Bob").withPhoto("image/png", page);
    try (MessengerService service = MessengerClient.service(profile).card(BOB, card).start()) {
      XmppClient client = online(service);
      Jid bob = Jid.of(service.jidOf(BOB));
      assertThat(failure(client.get(Avatars.class).avatar(bob)).getCause())
          .isInstanceOfSatisfying(
              RejectedPictureException.class,
              rejected ->
                  assertThat(rejected.reason())
                      .isEqualTo(RejectedPictureException.Reason.NOT_A_PICTURE));
      get(client.shutdown());
    }
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void stores_no_avatar(Profile profile) throws Exception {
    try (MessengerService service = MessengerClient.service(profile).start()) {
      XmppClient client = online(service);
      assertThat(failure(client.get(Avatars.class).publish(PICTURE)))
          .isInstanceOf(StanzaException.class)
          .hasMessageContaining("feature-not-implemented");
      get(client.shutdown());
    }
  }

  private static XmppClient online(MessengerService service) throws Exception {
    XmppClient client = MessengerClient.connected(service, ALICE, Avatars::new);
    get(client.send(Presence.available()));
    return client;
  }

  private static Throwable failure(CompletableFuture<?> future) throws Exception {
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    future.whenComplete((result, why) -> failure.complete(why));
    return failure.get(20, TimeUnit.SECONDS);
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }
}
