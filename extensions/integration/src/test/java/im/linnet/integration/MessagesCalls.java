package im.linnet.integration;

import static im.linnet.integration.Call.call;
import static im.linnet.integration.Call.texted;

import im.linnet.archive.Anchor;
import im.linnet.archive.Archive;
import im.linnet.archive.ArchivePreferences;
import im.linnet.archive.CatchUp;
import im.linnet.archive.MessageArchive;
import im.linnet.archive.MessageQuery;
import im.linnet.carbons.Carbons;
import im.linnet.chatstates.ChatState;
import im.linnet.chatstates.ChatStates;
import im.linnet.jid.Jid;
import im.linnet.messageevents.MessageEvents;
import im.linnet.noerror.NoErrorMessages;
import im.linnet.oldarchive.ArchiveQuery;
import im.linnet.oldarchive.Conversation;
import im.linnet.oldarchive.OldArchive;
import im.linnet.receipts.DeliveryState;
import im.linnet.receipts.Receipts;
import im.linnet.receipts.TrackedMessage;
import im.linnet.stanza.Message;
import im.linnet.upload.Download;
import im.linnet.upload.FileSource;
import im.linnet.upload.Uploads;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** The methods of the extensions for messages. */
final class MessagesCalls {

  private static final Jid ROMEO = Jid.of("romeo@localhost/orchard");
  static final Giver<Archive> ARCHIVE =
      new Giver<>(Archive.class, client -> client.get(MessageArchive.class).own());
  static final Giver<CatchUp> CATCH_UP =
      new Giver<>(
          CatchUp.class,
          client -> client.get(MessageArchive.class).own().catchUp(Anchor.oldest(), event -> {}));
  private static final Giver<TrackedMessage> TRACKED =
      new Giver<>(TrackedMessage.class, client -> client.get(Receipts.class).send(hello()));

  /** Not asked, as it is not on the public Internet. */
  private static final Download FILE = Download.of(URI.create("https://127.0.0.1/file"), 1_000);

  private MessagesCalls() {}

  private static Message hello() {
    return Message.chat(ROMEO, "Hi");
  }

  static Stream<Call<?>> all() {
    return Stream.of(archives(), others(), receipts(), uploads()).flatMap(calls -> calls);
  }

  private static Stream<Call<?>> archives() {
    return Stream.of(
        call(MessageArchive.class, "preferences", MessageArchive::preferences),
        call(
            MessageArchive.class,
            "preferences",
            m -> m.preferences(ArchivePreferences.of(ArchivePreferences.Default.ALWAYS))),
        call(ARCHIVE, "page", a -> a.page(MessageQuery.all())),
        texted(ARCHIVE, "page", (a, text) -> a.page(MessageQuery.all().field("withtext", text))),
        texted(ARCHIVE, "page", (a, text) -> a.page(MessageQuery.all().field(text, "x"))),
        texted(ARCHIVE, "page", (a, text) -> a.page(MessageQuery.all().ids(List.of(text)))),
        texted(ARCHIVE, "page", (a, text) -> a.page(MessageQuery.all().after(text))),
        texted(ARCHIVE, "page", (a, text) -> a.page(MessageQuery.all().before(text))),
        texted(ARCHIVE, "page", (a, text) -> a.page(MessageQuery.all().afterId(text))),
        texted(ARCHIVE, "page", (a, text) -> a.page(MessageQuery.all().beforeId(text))),
        call(ARCHIVE, "form", Archive::form),
        call(ARCHIVE, "metadata", Archive::metadata),
        call(CATCH_UP, "start", CatchUp::start),
        texted(ARCHIVE, "catchUp", (a, text) -> a.catchUp(Anchor.after(text), event -> {}).start())
            .of(CATCH_UP, "start"),
        call(OldArchive.class, "list", a -> a.list(ArchiveQuery.all(), 1)),
        call(
            OldArchive.class,
            "messages",
            a -> a.messages(Conversation.of(ROMEO, Instant.EPOCH), 1)),
        call(OldArchive.class, "lastMessages", a -> a.lastMessages(ROMEO)));
  }

  private static Stream<Call<?>> others() {
    return Stream.of(
        call(Carbons.class, "enable", Carbons::enable),
        call(Carbons.class, "disable", Carbons::disable),
        call(ChatStates.class, "send", c -> c.send(ROMEO, ChatState.PAUSED)),
        texted(ChatStates.class, "send", (c, text) -> c.send(ROMEO, ChatState.COMPOSING, text)),
        call(MessageEvents.class, "send", m -> m.send(ROMEO, true)),
        call(NoErrorMessages.class, "sendLosingAllErrors", n -> n.sendLosingAllErrors(hello())));
  }

  private static Stream<Call<?>> receipts() {
    return Stream.of(
        call(Receipts.class, "displayed", r -> r.displayed(hello())),
        call(Receipts.class, "restored", Receipts::restored),
        call(TRACKED, "reached", t -> t.reached(DeliveryState.DISPLAYED)));
  }

  private static Stream<Call<?>> uploads() {
    return Stream.of(
        call(Uploads.class, "service", Uploads::service),
        texted(Uploads.class, "slot", (u, text) -> u.slot(text, 1, null)),
        texted(Uploads.class, "slot", (u, text) -> u.slot("name", 1, text)),
        texted(Uploads.class, "upload", (u, text) -> u.upload(FileSource.of(text, new byte[1]))),
        texted(
            Uploads.class,
            "upload",
            (u, text) -> u.upload(FileSource.of("n", new byte[1]).mediaType(text), progress -> {})),
        call(Uploads.class, "upload", u -> u.upload(FileSource.of(Path.of("no/such/file")))),
        call(Uploads.class, "download", u -> u.download(FILE)),
        call(Uploads.class, "download", u -> u.download(FILE, Path.of("no/such/file"))));
  }
}
