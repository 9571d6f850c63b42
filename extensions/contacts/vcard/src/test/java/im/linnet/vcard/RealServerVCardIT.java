package im.linnet.vcard;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.endpoint.Endpoint;
import im.linnet.fixtures.ServerUser;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Presence;
import im.linnet.testkit.junit.ServerExtension;
import im.linnet.testkit.server.LiveServer;
import im.linnet.testkit.server.RealServer;
import im.linnet.testkit.server.ServerKind;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Cards on Prosody and ejabberd: stored, fetched by their owner and by another. */
@Timeout(120)
class RealServerVCardIT {

  @Nested
  class Prosody extends Against {
    Prosody() {
      super(ServerKind.PROSODY);
    }
  }

  @Nested
  class Ejabberd extends Against {
    Ejabberd() {
      super(ServerKind.EJABBERD);
    }
  }

  @TestInstance(Lifecycle.PER_CLASS)
  abstract static class Against {

    @RegisterExtension final ServerExtension<LiveServer> running;

    Against(ServerKind kind) {
      running = ServerExtension.shared(kind);
    }

    @BeforeAll
    void addUsers() {
      ServerUser.added(running.server().real(), "vcarda");
      ServerUser.added(running.server().real(), "vcardb");
      ServerUser.added(running.server().real(), "vcardc");
    }

    @Test
    void stores_a_card_that_others_can_fetch() throws Exception {
      byte[] picture = new byte[8000];
      new Random(1).nextBytes(picture);
      Photo photo = Photo.of("image/png", picture);
      XmppClient a = connected("vcarda");
      XmppClient b = connected("vcardb");

      VCards mine = a.get(VCards.class);
      assertThat(get(mine.own()).isEmpty()).isTrue();
      get(mine.store(VCard.builder().fullName("A. Anders").nickname("Änne").build()));
      VCard stored = get(mine.change(card -> card.photo(photo)));

      for (VCard seen :
          new VCard[] {
            stored, get(mine.own()), get(b.get(VCards.class).of(Jid.of("vcarda@localhost/x")))
          }) {
        assertThat(seen.fullName()).isEqualTo("A. Anders");
        assertThat(seen.nickname()).isEqualTo("Änne");
        assertThat(seen.photo()).isEqualTo(photo);
      }
      get(CompletableFuture.allOf(a.shutdown(), b.shutdown()));
    }

    @Test
    void shows_an_empty_card_of_who_has_none_or_does_not_exist() throws Exception {
      XmppClient a = connected("vcarda");
      VCards cards = a.get(VCards.class);
      assertThat(get(cards.of(Jid.of("vcardb@localhost"))).isEmpty()).isTrue();
      assertThat(get(cards.of(Jid.of("nobody@localhost"))).isEmpty()).isTrue();
      get(a.shutdown());
    }

    /** e.59: a request to the full address reaches the client. The other user plays the gateway. */
    @Test
    void row_59_a_client_answers_who_asks_it_directly() throws Exception {
      Jid asking = Jid.of("vcardb@localhost");
      XmppClient a = connected("vcardc", it -> new VCards(it, from -> from.bare().equals(asking)));
      XmppClient b = connected("vcardb");
      get(a.get(VCards.class).store(VCard.builder().nickname("Asked").build()));
      // Only to a client that is available, and that has shown it, are requests passed on.
      get(a.send(Presence.available().toBuilder().to(b.address()).build()));
      get(a.send(Presence.available()));

      Iq answer = get(b.request(Iq.get(a.address(), VCard.empty())));

      assertThat(requireNonNull(answer.payload(VCard.TYPE)).nickname()).isEqualTo("Asked");
      assertThat(answer.from()).isEqualTo(a.address());
      get(CompletableFuture.allOf(a.shutdown(), b.shutdown()));
    }

    private XmppClient connected(String user) throws Exception {
      return connected(user, VCards::new);
    }

    private XmppClient connected(String user, Function<XmppClient, VCards> cards) throws Exception {
      RealServer server = running.server().real();
      XmppClient client =
          new ServerUser(server, Jid.of(user + "@localhost"))
              .client(Endpoint.directTls("127.0.0.1", server.directTlsPort()))
              .with(cards)
              .build();
      client.connect().get(20, TimeUnit.SECONDS);
      return client;
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
      return future.get(10, TimeUnit.SECONDS);
    }
  }
}
