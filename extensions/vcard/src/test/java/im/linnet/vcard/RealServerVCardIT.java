package im.linnet.vcard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import im.linnet.XmppClient;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.stream.Endpoint;
import im.linnet.testkit.server.EjabberdServer;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.server.RealServer;
import im.linnet.tls.TlsPolicy;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/** Cards on Prosody and ejabberd: stored, fetched by their owner and by another. */
@Timeout(60)
class RealServerVCardIT {

  @Nested
  class Prosody extends Against {
    @Override
    Optional<String> reasonToSkip() {
      return ProsodyServer.reasonToSkip();
    }

    @Override
    RealServer start() {
      return ProsodyServer.builder().user("a", "secret-a").user("b", "secret-b").start();
    }
  }

  @Nested
  class Ejabberd extends Against {
    @Override
    Optional<String> reasonToSkip() {
      return EjabberdServer.reasonToSkip();
    }

    @Override
    RealServer start() {
      return EjabberdServer.builder().user("a", "secret-a").user("b", "secret-b").start();
    }
  }

  @TestInstance(Lifecycle.PER_CLASS)
  abstract static class Against {

    private RealServer server;

    abstract Optional<String> reasonToSkip();

    abstract RealServer start();

    @BeforeAll
    void startServer() {
      Optional<String> reason = reasonToSkip();
      assumeTrue(reason.isEmpty(), () -> reason.orElse(""));
      server = start();
    }

    @AfterAll
    void stopServer() {
      if (server != null) {
        server.close();
      }
    }

    @Test
    void stores_a_card_that_others_can_fetch() throws Exception {
      byte[] picture = new byte[8000];
      new Random(1).nextBytes(picture);
      Photo photo = Photo.of("image/png", picture);
      XmppClient a = connected("a");
      XmppClient b = connected("b");

      VCards mine = a.get(VCards.class);
      assertThat(get(mine.own()).isEmpty()).isTrue();
      get(mine.store(VCard.builder().fullName("A. Anders").nickname("Änne").build()));
      VCard stored = get(mine.change(card -> card.photo(photo)));

      for (VCard seen :
          new VCard[] {
            stored, get(mine.own()), get(b.get(VCards.class).of(Jid.of("a@localhost/x")))
          }) {
        assertThat(seen.fullName()).isEqualTo("A. Anders");
        assertThat(seen.nickname()).isEqualTo("Änne");
        assertThat(seen.photo()).isEqualTo(photo);
      }
      get(CompletableFuture.allOf(a.close(), b.close()));
    }

    @Test
    void shows_an_empty_card_of_who_has_none_or_does_not_exist() throws Exception {
      XmppClient a = connected("a");
      VCards cards = a.get(VCards.class);
      assertThat(get(cards.of(Jid.of("b@localhost"))).isEmpty()).isTrue();
      assertThat(get(cards.of(Jid.of("nobody@localhost"))).isEmpty()).isTrue();
      get(a.close());
    }

    private XmppClient connected(String user) throws Exception {
      XmppClient client =
          XmppClient.builder(user + "@localhost")
              .sasl(Sasl.password("secret-" + user))
              .endpoint(Endpoint.directTls("127.0.0.1", server.directTlsPort()))
              .tls(TlsPolicy.builder().trust(server.authority().trustAnchor()).build())
              .with(VCards::new)
              .build();
      client.connect().get(20, TimeUnit.SECONDS);
      return client;
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
      return future.get(10, TimeUnit.SECONDS);
    }
  }
}
