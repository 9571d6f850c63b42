package im.linnet.jidlookup;

import static im.linnet.fixtures.MessengerClient.ALICE;
import static im.linnet.fixtures.MessengerClient.BOB;
import static im.linnet.fixtures.MessengerClient.MARY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.XmppClient;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.fixtures.MessengerClient;
import im.linnet.jid.Jid;
import im.linnet.testkit.messenger.JidLookup.Form;
import im.linnet.testkit.messenger.MessengerService;
import im.linnet.testkit.messenger.Profile;
import im.linnet.testkit.messenger.Reaction;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class MessengerJidLookupIT {

  @Test
  void finds_an_account_in_2012() throws Exception {
    try (MessengerService service = MessengerClient.service(Profile.YEAR_2012).start()) {
      XmppClient client = connected(service);
      assertThat(get(jidOf(client, "Bob@hotmail.com"))).isEqualTo(Jid.of(service.jidOf(BOB)));
      assertThat(get(jidOf(client, service.jidOf(MARY)))).isEqualTo(Jid.of(service.jidOf(MARY)));
      get(client.shutdown());
    }
  }

  @Test
  void finds_an_account_whose_email_has_an_apostrophe() throws Exception {
    try (MessengerService service = MessengerClient.service(Profile.YEAR_2012).start()) {
      XmppClient client = connected(service);
      assertThat(get(jidOf(client, MARY.email()))).isEqualTo(Jid.of(service.jidOf(MARY)));
      get(client.shutdown());
    }
  }

  @Test
  void fails_clearly_in_2011() throws Exception {
    try (MessengerService service = MessengerClient.service(Profile.YEAR_2011).start()) {
      XmppClient client = connected(service);
      assertThatThrownBy(() -> get(jidOf(client, BOB.email())))
          .hasCauseInstanceOf(RefusedException.class)
          .hasMessageContaining("messenger.live.com does not look addresses up");
      get(client.shutdown());
    }
  }

  @Test
  void finds_an_account_in_the_short_namespace() throws Exception {
    String name = im.linnet.testkit.messenger.JidLookup.SHORT;
    try (MessengerService service =
        service(lookup -> new im.linnet.testkit.messenger.JidLookup(name, true))) {
      XmppClient client = connected(service);
      assertThat(get(jidOf(client, BOB.email()))).isEqualTo(Jid.of(service.jidOf(BOB)));
      get(client.shutdown());
    }
  }

  @Test
  void takes_an_answer_addressed_as_the_documentation_prints_it() throws Exception {
    try (MessengerService service = service(lookup -> lookup.withForm(Form.NOT_SWAPPED))) {
      XmppClient client = connected(service);
      assertThat(get(jidOf(client, BOB.email()))).isEqualTo(Jid.of(service.jidOf(BOB)));
      get(client.shutdown());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Form.class,
      names = {"WITHOUT_JID", "EMPTY_JID", "NO_CHILD"})
  void fails_if_the_answer_holds_no_address(Form form) throws Exception {
    try (MessengerService service = service(lookup -> lookup.withForm(form))) {
      XmppClient client = connected(service);
      assertThatThrownBy(() -> get(jidOf(client, BOB.email())))
          .hasCauseInstanceOf(StanzaException.class)
          .hasMessageContaining("item-not-found");
      get(client.shutdown());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"item-not-found", "service-unavailable", "not-allowed"})
  void fails_for_an_unknown_address(String condition) throws Exception {
    try (MessengerService service =
        service(lookup -> lookup.withUnknown(Reaction.error(condition)))) {
      XmppClient client = connected(service);
      assertThatThrownBy(() -> get(jidOf(client, "nobody@contoso.com")))
          .hasCauseInstanceOf(StanzaException.class)
          .hasMessageContaining(condition);
      get(client.shutdown());
    }
  }

  private static MessengerService service(
      UnaryOperator<im.linnet.testkit.messenger.JidLookup> change) {
    return MessengerClient.service(Profile.YEAR_2012)
        .settings(s -> s.withOffer(s.offer().withLookup(change.apply(s.offer().lookup()))))
        .start();
  }

  private static XmppClient connected(MessengerService service) throws Exception {
    return MessengerClient.connected(service, ALICE, JidLookup::new);
  }

  private static CompletableFuture<Jid> jidOf(XmppClient client, String email) {
    return client.get(JidLookup.class).jidOf(email);
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(15, TimeUnit.SECONDS);
  }
}
