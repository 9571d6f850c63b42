package im.linnet;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.testkit.junit.ServerExtension;
import im.linnet.testkit.server.EjabberdServer;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.server.RealServer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What servers make of a client's language (RFC 6120, sections 4.7.4 and 8.1.5). */
@Timeout(120)
class LanguageIT {

  @Nested
  class Prosody extends Against {
    Prosody() {
      super(ProsodyServer.builder());
    }
  }

  @Nested
  class Ejabberd extends Against {
    Ejabberd() {
      super(EjabberdServer.builder());
    }
  }

  @TestInstance(Lifecycle.PER_CLASS)
  abstract static class Against {

    @RegisterExtension final ServerExtension<RealServer> running;

    Against(RealServer.Builder settings) {
      running = ServerUser.serverWith(settings, "a", "b");
    }

    @Test
    void put_the_sender_s_language_on_a_message_and_leave_the_choice_to_the_reader()
        throws Exception {
      XmppClient german = new ServerUser(running.server(), "a").builder().language("de").build();
      XmppClient french = new ServerUser(running.server(), "b").builder().language("fr").build();
      BlockingQueue<Message> heard = new LinkedBlockingQueue<>();
      french.onMessage(heard::add);
      german.connect().get(20, TimeUnit.SECONDS);
      var reader = french.connect().get(20, TimeUnit.SECONDS).jid();
      french.send(Presence.available()).get(30, TimeUnit.SECONDS);

      german.send(Message.chat(reader, "Hallo")).get(30, TimeUnit.SECONDS);
      Message plain = requireNonNull(heard.poll(10, TimeUnit.SECONDS));
      assertThat(plain.lang()).isEqualTo("de");
      assertThat(plain.body()).isEqualTo("Hallo");

      Message both = Message.chat(reader, "Hallo").toBuilder().body("Salut", "fr").build();
      german.send(both).get(30, TimeUnit.SECONDS);
      Message chosen = requireNonNull(heard.poll(10, TimeUnit.SECONDS));
      assertThat(chosen.body()).isEqualTo("Salut");
      assertThat(chosen.body("de-CH")).isEqualTo("Hallo");
      CompletableFuture.allOf(german.shutdown(), french.shutdown()).get(10, TimeUnit.SECONDS);
    }
  }
}
