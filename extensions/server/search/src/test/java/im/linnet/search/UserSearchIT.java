package im.linnet.search;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.failure.StanzaException;
import im.linnet.fixtures.EveryServerVersion;
import im.linnet.fixtures.Live;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.test.Failures;
import im.linnet.xml.Element;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** The directory of ejabberd, which has the cards of its users; Prosody has none. */
@ParameterizedClass
@ArgumentsSource(EveryServerVersion.class)
@Timeout(120)
record UserSearchIT(Live live) {

  private static final Jid DIRECTORY = Jid.of("search.localhost");

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  @Test
  void finds_a_user_by_the_nickname_in_the_card() throws Exception {
    Jid romeo = Jid.of(live.server().romeo().jid());
    String nick = "seeker-" + romeo.local();
    try (XmppClient found = live.client(live.server().romeo()).build();
        XmppClient seeker = live.client(live.server().juliet()).with(UserSearch::new).build()) {
      get(found.connect());
      get(seeker.connect());
      UserSearch search = seeker.get(UserSearch.class);
      if (live.kind().isProsody()) {
        // Connections to other servers are disabled, and the domain is none of its own.
        StanzaException absent = Failures.of(search.form(DIRECTORY), StanzaException.class);
        assertThat(absent.error().condition()).isEqualTo(Condition.NOT_ALLOWED);
        StanzaException none = Failures.of(search.form(Jid.of("localhost")), StanzaException.class);
        assertThat(none.error().condition()).isEqualTo(Condition.SERVICE_UNAVAILABLE);
        return;
      }
      Element card =
          Element.builder("vCard", "vcard-temp").child("NICKNAME", nick).child("FN", "R").build();
      get(found.request(Iq.set(null, card)));

      SearchForm form = get(search.form(DIRECTORY));
      assertThat(form.form().fields().has("nick")).isTrue();
      SearchResult result = get(search.search(form, form.answer().set("nick", nick).build()));
      assertThat(result.jids()).containsExactly(romeo.bare());
      assertThat(result.rows().get(0).text("nick")).isEqualTo(nick);
      assertThat(result.columns()).isNotEmpty();
      SearchResult none =
          get(search.search(form, form.answer().set("nick", nick + "-absent").build()));
      assertThat(none.rows()).isEmpty();
    }
  }
}
