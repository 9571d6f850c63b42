package im.linnet;

import static im.linnet.LiveSession.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.testkit.junit.ServerExtension;
import im.linnet.testkit.server.EjabberdServer;
import im.linnet.testkit.server.ProsodyServer;
import im.linnet.testkit.server.RealServer;
import im.linnet.xml.Element;
import java.util.Base64;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Answers of more than 1 MiB from servers that are used, and what a stranger sends through them.
 */
@Timeout(120)
class LargeAnswersIT {

  private static final int MIB = 1 << 20;
  private static final String VCARD = "vcard-temp";

  @Nested
  class Prosody extends Against {
    Prosody() {
      super(ProsodyServer.builder().largestStanza(4 * MIB));
    }
  }

  @Nested
  class Ejabberd extends Against {
    Ejabberd() {
      super(EjabberdServer.builder().largestStanza(4 * MIB));
    }
  }

  @TestInstance(Lifecycle.PER_CLASS)
  abstract static class Against {

    @RegisterExtension final ServerExtension<RealServer> running;

    Against(RealServer.Builder settings) {
      running = ServerUser.serverWith(settings, "a", "b", "contacts");
    }

    private XmppClient client(String name) {
      return new ServerUser(running.server(), name).builder().build();
    }

    @Test
    void a_roster_of_8000_contacts_is_loaded() throws Exception {
      assumeTrue(running.server() instanceof ProsodyServer);
      String contact =
          "[\"somebody.with.a.long.name.%1$d@capulet.example\"] = { subscription = \"both\","
              + " name = \"Somebody who is known as number %1$d\", groups = { Verona = true } }";
      ((ProsodyServer) running.server())
          .keep(
              "roster",
              "contacts",
              IntStream.range(0, 8000)
                  .mapToObj(contact::formatted)
                  .collect(Collectors.joining("; ", "{ [false] = { version = 1 }; ", " }")));
      try (XmppClient client = client("contacts")) {
        await(client.connect());
        Iq answer = await(client.request(Iq.get(null, Element.of("query", "jabber:iq:roster"))));
        assertThat(answer.element().toXml()).hasSizeGreaterThan(MIB);
        assertThat(payload(answer).children()).hasSize(8000);
      }
    }

    @Test
    void a_card_with_a_picture_of_900_kb_is_stored_and_fetched() throws Exception {
      byte[] picture = new byte[900_000];
      new Random(12).nextBytes(picture);
      String data = Base64.getEncoder().encodeToString(picture);
      assertThat(data).hasSizeGreaterThan(MIB);
      Element photo =
          Element.builder("PHOTO", VCARD).child("TYPE", "image/png").child("BINVAL", data).build();
      Element card = Element.builder("vCard", VCARD).child("FN", "A").child(photo).build();
      try (XmppClient a = client("a");
          XmppClient b = client("b")) {
        await(a.connect());
        await(b.connect());
        await(a.request(Iq.set(null, card)));
        Iq own = await(a.request(Iq.get(null, Element.of("vCard", VCARD))));
        Iq seen = await(b.request(Iq.get(Jid.of("a@localhost"), Element.of("vCard", VCARD))));
        for (Iq answer : new Iq[] {own, seen}) {
          Element found = Objects.requireNonNull(payload(answer).child("PHOTO"));
          assertThat(String.valueOf(found.childText("BINVAL")).replaceAll("\\s", ""))
              .isEqualTo(data);
        }
      }
    }

    @Test
    void what_a_stranger_sends_ends_at_the_usual_limit() throws Exception {
      CompletableFuture<XmppException> ended = new CompletableFuture<>();
      try (XmppClient a = client("a");
          XmppClient b = client("b")) {
        a.onState(
            state -> {
              if (state instanceof ConnectionState.Disconnected end && end.cause() != null) {
                ended.complete(end.cause());
              }
            });
        BoundStream stream = await(a.connect());
        await(a.send(Presence.available()));
        await(b.connect());
        await(b.send(Message.chat(stream.jid(), "x".repeat(2 * MIB))));
        assertThat(await(ended))
            .hasMessageContaining("a <message/> of more than 1048576 bytes")
            .hasMessageContaining("(XmlLimits.stanzaBytes). ClientBuilder.limits sets");
      }
    }

    private static Element payload(Iq answer) {
      return Objects.requireNonNull(answer.payload());
    }
  }
}
