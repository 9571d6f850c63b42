package im.linnet.oldarchive;

import static im.linnet.fixtures.MessengerClient.ALICE;
import static im.linnet.fixtures.MessengerClient.BOB;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.XmppClient;
import im.linnet.failure.StanzaException;
import im.linnet.fixtures.MessengerClient;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.testkit.messenger.EmptyHistory;
import im.linnet.testkit.messenger.MessengerService;
import im.linnet.testkit.messenger.Profile;
import im.linnet.xml.Element;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class MessengerArchiveIT {

  @Test
  void reads_the_last_ten_of_twenty_five_messages_without_a_page() throws Exception {
    try (MessengerService service = MessengerClient.service(Profile.YEAR_2012).start()) {
      XmppClient client = connected(service);
      Jid bob = Jid.of(service.jidOf(BOB));
      Instant before = Instant.now().minusSeconds(1);
      for (int i = 1; i <= 25; i++) {
        get(client.send(Message.chat(bob, "message " + i + " <&>")));
      }

      List<ArchivedMessage> last = get(archive(client).lastMessages(bob.withResource("phone")));

      assertThat(last)
          .extracting(ArchivedMessage::body)
          .isEqualTo(IntStream.rangeClosed(16, 25).mapToObj(i -> "message " + i + " <&>").toList());
      assertThat(last)
          .allMatch(ArchivedMessage::sent)
          .allMatch(message -> !message.time().isBefore(before.minusSeconds(1)));
      assertThat(service.received().all())
          .noneMatch(received -> received.raw().contains("protocol/rsm"));
      get(client.shutdown());
    }
  }

  @Test
  void reads_what_was_sent_and_what_was_received() throws Exception {
    try (MessengerService service = MessengerClient.service(Profile.YEAR_2012).start()) {
      XmppClient client = connected(service);
      Jid echo = Jid.of(service.echoJid());
      get(client.send(Message.chat(echo, "hello")));

      List<ArchivedMessage> last = get(archive(client).lastMessages(echo));

      assertThat(last).extracting(ArchivedMessage::body).containsExactly("hello", "echo: hello");
      assertThat(last).extracting(ArchivedMessage::sent).containsExactly(true, false);
      get(client.shutdown());
    }
  }

  @Test
  void pages_as_far_as_the_service_lets_it() throws Exception {
    try (MessengerService service = MessengerClient.service(Profile.YEAR_2012).start()) {
      XmppClient client = connected(service);
      Jid bob = Jid.of(service.jidOf(BOB));
      get(client.send(Message.chat(bob, "one")));
      get(client.send(Message.chat(Jid.of(service.echoJid()), "two")));

      List<Conversation> all = get(archive(client).list(ArchiveQuery.all(), 100));
      assertThat(all)
          .extracting(Conversation::with)
          .containsExactlyInAnyOrder(bob, Jid.of(service.echoJid()));
      List<Conversation> one = get(archive(client).list(ArchiveQuery.with(bob), 100));
      assertThat(get(archive(client).messages(one.get(0), 5)))
          .extracting(ArchivedMessage::body)
          .containsExactly("one");
      get(client.shutdown());
    }
  }

  @ParameterizedTest
  @EnumSource(EmptyHistory.class)
  void takes_every_form_of_nothing(EmptyHistory form) throws Exception {
    try (MessengerService service =
        MessengerClient.service(Profile.YEAR_2012)
            .withoutHistory(ALICE)
            .withoutHistory(BOB)
            .settings(s -> s.withOffer(s.offer().withHistory(s.offer().history().withEmpty(form))))
            .start()) {
      XmppClient client = connected(service);
      Jid bob = Jid.of(service.jidOf(BOB));
      get(client.send(Message.chat(bob, "forget this")));

      assertThat(get(archive(client).lastMessages(bob))).isEmpty();
      Conversation never = Conversation.of(bob, Instant.EPOCH);
      assertThat(get(archive(client).messages(never, 10))).isEmpty();
      get(client.shutdown());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void leaves_retrieval_without_start_to_the_service(boolean newest) throws Exception {
    try (MessengerService service =
        MessengerClient.service(Profile.YEAR_2012)
            .settings(
                s ->
                    s.withOffer(
                        s.offer().withHistory(s.offer().history().withNewestWithoutStart(newest))))
            .start()) {
      XmppClient client = connected(service);
      Jid bob = Jid.of(service.jidOf(BOB));
      get(client.send(Message.chat(bob, "one")));
      Iq retrieve =
          Iq.get(
              null,
              Element.builder("retrieve", OldArchive.NAMESPACE)
                  .attribute("with", bob.toString())
                  .build());
      if (newest) {
        Element chat = requireNonNull(get(client.request(retrieve)).payload());
        assertThat(chat.children()).hasSize(1);
      } else {
        assertThatThrownBy(() -> get(client.request(retrieve))).hasMessageContaining("bad-request");
      }
      get(client.shutdown());
    }
  }

  @Test
  void fails_in_2011_where_there_is_no_archive() throws Exception {
    try (MessengerService service = MessengerClient.service(Profile.YEAR_2011).start()) {
      XmppClient client = connected(service);
      assertThatThrownBy(() -> get(archive(client).lastMessages(Jid.of(service.jidOf(BOB)))))
          .hasCauseInstanceOf(StanzaException.class)
          .hasMessageContaining("service-unavailable");
      get(client.shutdown());
    }
  }

  private static XmppClient connected(MessengerService service) throws Exception {
    return MessengerClient.connected(service, ALICE, OldArchive::new);
  }

  private static OldArchive archive(XmppClient client) {
    return client.get(OldArchive.class);
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(10, TimeUnit.SECONDS);
  }
}
