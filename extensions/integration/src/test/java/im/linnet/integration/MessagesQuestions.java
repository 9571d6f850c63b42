package im.linnet.integration;

import im.linnet.archive.Archive;
import im.linnet.archive.ArchivePreferences;
import im.linnet.archive.CatchUp;
import im.linnet.archive.MessageArchive;
import im.linnet.archive.MessageQuery;
import im.linnet.carbons.Carbons;
import im.linnet.disco.Disco;
import im.linnet.jid.Jid;
import im.linnet.oldarchive.ArchiveQuery;
import im.linnet.oldarchive.Conversation;
import im.linnet.oldarchive.OldArchive;
import im.linnet.pubsub.PubSub;
import im.linnet.receipts.ReceiptSettings;
import im.linnet.receipts.Receipts;
import im.linnet.stanza.Message;
import im.linnet.stanza.Stanza;
import im.linnet.testkit.peer.Script;
import im.linnet.upload.FileSource;
import im.linnet.upload.Uploads;
import im.linnet.xml.Element;
import java.time.Instant;
import java.util.stream.Stream;

/** What the extensions for messages ask. */
final class MessagesQuestions {

  private static final Jid ROMEO = Jid.of("romeo@localhost/orchard");
  private static final String LIST =
      "<iq type='get' id='{first}'><list xmlns='urn:xmpp:archive'/></iq>";
  private static final String LISTED =
      "<iq type='result' id='{first}'><list xmlns='urn:xmpp:archive'>"
          + "<chat with='romeo@localhost' start='1469-07-21T02:56:15Z'/></list></iq>";
  private static final String INFO =
      "<iq type='get' id='{first}'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>";

  private MessagesQuestions() {}

  static Stream<Question> all() {
    return Stream.of(archives(), oldArchives(), carbons(), receipts(), uploads())
        .flatMap(all -> all);
  }

  private static String info(String from, String... features) {
    StringBuilder all = new StringBuilder();
    for (String feature : features) {
      all.append("<feature var='").append(feature).append("'/>");
    }
    return "<iq type='result' id='{first}' from='%s'><query xmlns='%s'>%s</query></iq>"
        .formatted(from, "http://jabber.org/protocol/disco#info", all);
  }

  private static Stream<Question> archives() {
    ArchivePreferences preferences = ArchivePreferences.of(ArchivePreferences.Default.ALWAYS);
    Asker<MessageArchive> archives = Asker.of(MessageArchive.class, MessageArchive::new);
    Asker<Archive> archive = Asker.of(MessagesCalls.ARCHIVE, MessageArchive::new);
    return Stream.of(
        archives.asks("preferences", MessageArchive::preferences),
        archives.asks("preferences, set", it -> it.preferences(preferences)),
        archive.asks("page", it -> it.page(MessageQuery.all())),
        archive.asks("form", Archive::form),
        archive.asks("metadata", Archive::metadata),
        Asker.of(MessagesCalls.CATCH_UP, MessageArchive::new).asks("start", CatchUp::start));
  }

  private static Stream<Question> oldArchives() {
    Conversation conversation =
        Conversation.of(ROMEO.bare(), Instant.parse("1469-07-21T02:56:15Z"));
    Asker<OldArchive> archive = Asker.of(OldArchive.class, OldArchive::new);
    return Stream.of(
        archive.asks("list", it -> it.list(ArchiveQuery.all(), 10)),
        archive.asks("messages", it -> it.messages(conversation, 10)),
        archive.asks("lastMessages, listing", it -> it.lastMessages(ROMEO)),
        archive.asks("lastMessages, retrieving", it -> it.lastMessages(ROMEO)).after(LIST, LISTED));
  }

  private static Stream<Question> carbons() {
    Asker<Carbons> carbons =
        Asker.of(Carbons.class, Carbons::new)
            .opening(
                script ->
                    script
                        .expectLike(
                            "<iq type='set' id='{auto}'><enable xmlns='urn:xmpp:carbons:2'/></iq>")
                        .send("<iq type='result' id='{auto}'/>"));
    return Stream.of(
        carbons.asks("enable", Carbons::enable).withAnyResult(),
        carbons.asks("disable", Carbons::disable).withAnyResult());
  }

  private static Stream<Question> receipts() {
    ReceiptSettings marking = ReceiptSettings.builder().markersTo(anyone -> true).build();
    ReceiptSettings syncing = ReceiptSettings.builder().syncing(ReceiptSettings.Syncing.ON).build();
    Message said =
        received(
            "groupchat", "garden@rooms.localhost/romeo", "markable", "urn:xmpp:chat-markers:0");
    Message written =
        Message.of(
            received("chat", ROMEO.toString(), "x", "urn:example").element().toBuilder()
                .child(
                    Element.builder("stanza-id", "urn:xmpp:sid:0")
                        .attribute("id", "1")
                        .attribute("by", "juliet@localhost")
                        .build())
                .build());
    Asker<Receipts> synced =
        Asker.of(
                Giver.of(Receipts.class),
                Disco::new,
                PubSub::new,
                client -> new Receipts(client, syncing))
            .opening(MessagesQuestions::noneDisplayed);
    return Stream.of(
        Asker.of(Giver.of(Receipts.class), client -> new Receipts(client, marking))
            .asking("garden@rooms.localhost")
            .asks("displayed in a room", it -> it.displayed(said)),
        synced.asks("displayed, discovering", it -> it.displayed(written)),
        synced
            .asks("displayed, publishing", it -> it.displayed(written))
            .after(
                INFO,
                info(
                    "juliet@localhost",
                    "urn:xmpp:sid:0",
                    "http://jabber.org/protocol/pubsub#publish-options"))
            .withAnyResult());
  }

  private static Message received(String type, String from, String payload, String namespace) {
    return Message.of(
        Element.builder("message", Stanza.NAMESPACE)
            .attribute("type", type)
            .attribute("from", from)
            .attribute("id", "m1")
            .child(Element.of(payload, namespace))
            .build());
  }

  private static void noneDisplayed(Script script) {
    script
        .expectLike(
            "<iq type='get' id='{seen}'><pubsub xmlns='http://jabber.org/protocol/pubsub'/></iq>")
        .send(
            "<iq type='error' id='{seen}' from='juliet@localhost'><error type='cancel'>"
                + "<item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>");
  }

  private static Stream<Question> uploads() {
    Asker<Uploads> uploads =
        Asker.of(Giver.of(Uploads.class), Disco::new, Uploads::new).asking("localhost");
    FileSource file = FileSource.of("a.txt", new byte[1]);
    String found = info("localhost", Uploads.NAMESPACE);
    return Stream.of(
        uploads.asks("service", Uploads::service),
        uploads.asks("service, listing", Uploads::service).after(INFO, info("localhost")),
        uploads.asks("slot, discovering", it -> it.slot("a.txt", 1, null)),
        uploads.asks("slot", it -> it.slot("a.txt", 1, null)).after(INFO, found),
        uploads.asks("upload, discovering", it -> it.upload(file)),
        uploads.asks("upload", it -> it.upload(file)).after(INFO, found));
  }
}
