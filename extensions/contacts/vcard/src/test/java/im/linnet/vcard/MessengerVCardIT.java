package im.linnet.vcard;

import static im.linnet.fixtures.MessengerClient.ALICE;
import static im.linnet.fixtures.MessengerClient.BOB;
import static im.linnet.fixtures.MessengerClient.MARY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.XmppClient;
import im.linnet.failure.StanzaException;
import im.linnet.fixtures.MessengerClient;
import im.linnet.jid.Jid;
import im.linnet.testkit.messenger.Card;
import im.linnet.testkit.messenger.MessengerService;
import im.linnet.testkit.messenger.Profile;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class MessengerVCardIT {

  private static final byte[] PICTURE = new byte[5000];

  @ParameterizedTest
  @EnumSource(Profile.class)
  void shows_the_own_card_and_a_contacts_with_its_picture(Profile profile) throws Exception {
    Card card = Card.of("Bob & Co").with("<BDAY>1970-01-31</BDAY>").withPhoto("image/png", PICTURE);
    try (MessengerService service = MessengerClient.service(profile).card(BOB, card).start()) {
      XmppClient client = MessengerClient.connected(service, ALICE, VCards::new);
      VCards cards = client.get(VCards.class);

      assertThat(get(cards.own()).fullName()).isEqualTo("Alice");
      VCard bob = get(cards.of(Jid.of(service.jidOf(BOB))));
      assertThat(bob.nickname()).isEqualTo("Bob & Co");
      assertThat(bob.birthday()).isEqualTo("1970-01-31");
      Photo photo = bob.photo();
      assertThat(photo).isEqualTo(Photo.of("image/png", PICTURE));
      get(client.shutdown());
    }
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void stores_nothing(Profile profile) throws Exception {
    try (MessengerService service = MessengerClient.service(profile).start()) {
      XmppClient client = MessengerClient.connected(service, ALICE, VCards::new);
      assertThatThrownBy(() -> get(client.get(VCards.class).change(card -> card.nickname("Queen"))))
          .hasCauseInstanceOf(StanzaException.class)
          .hasMessageContaining("feature-not-implemented");
      get(client.shutdown());
    }
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"item-not-found", "service-unavailable"})
  void shows_an_empty_card_of_who_is_no_contact(String hidden) throws Exception {
    try (MessengerService service =
        MessengerClient.service(Profile.YEAR_2012)
            .settings(s -> s.withOffer(s.offer().withCards(s.offer().cards().withHidden(hidden))))
            .start()) {
      XmppClient client = MessengerClient.connected(service, ALICE, VCards::new);
      assertThat(get(client.get(VCards.class).of(Jid.of(service.jidOf(MARY)))).isEmpty()).isTrue();
      get(client.shutdown());
    }
  }

  @Test
  void survives_a_card_of_nonsense() throws Exception {
    Card card =
        new Card("<FN><b/></FN><PHOTO><BINVAL>*</BINVAL></PHOTO>")
            .with("<EMAIL/><BDAY>+99999-99-99</BDAY><N/><unknown xmlns='urn:x'/>");
    try (MessengerService service =
        MessengerClient.service(Profile.YEAR_2012).card(BOB, card).start()) {
      XmppClient client = MessengerClient.connected(service, ALICE, VCards::new);
      VCard bob = get(client.get(VCards.class).of(Jid.of(service.jidOf(BOB))));
      assertThat(bob.isEmpty()).isFalse();
      assertThat(bob.photo()).isNull();
      assertThat(bob.birthday()).isNull();
      assertThat(get(client.get(VCards.class).own()).fullName()).isEqualTo("Alice");
      get(client.shutdown());
    }
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(10, TimeUnit.SECONDS);
  }
}
