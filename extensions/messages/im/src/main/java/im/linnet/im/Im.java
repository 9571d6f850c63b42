package im.linnet.im;

import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.archive.MessageArchive;
import im.linnet.avatar.AvatarSettings;
import im.linnet.avatar.Avatars;
import im.linnet.blocking.Blocking;
import im.linnet.bookmarks.Bookmarks;
import im.linnet.caps.Caps;
import im.linnet.caps.CapsSettings;
import im.linnet.caps.CapsStore;
import im.linnet.carbons.Carbons;
import im.linnet.chatstates.ChatStates;
import im.linnet.chatstates.Sending;
import im.linnet.csi.ClientState;
import im.linnet.disco.Disco;
import im.linnet.ping.Ping;
import im.linnet.presence.Presences;
import im.linnet.privatestorage.PrivateStorage;
import im.linnet.pubsub.PubSub;
import im.linnet.receipts.ReceiptSettings;
import im.linnet.receipts.ReceiptStore;
import im.linnet.receipts.Receipts;
import im.linnet.references.References;
import im.linnet.repeats.RepeatedMessages;
import im.linnet.rooms.Rooms;
import im.linnet.roster.Roster;
import im.linnet.roster.RosterStore;
import im.linnet.timeline.MessageTimeline;
import im.linnet.timeline.TimelineStore;
import im.linnet.upload.Uploads;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The extensions of a chat program, in an order in which each finds those that it needs.
 *
 * <pre>{@code
 * XmppClient client =
 *     XmppClient.builder("juliet@example.com")
 *         .sasl(Sasl.password("secret"))
 *         .with(Im.standard())
 *         .build();
 * }</pre>
 *
 * <p>Each is found by {@link XmppClient#get}. Further ones are added by further calls of {@link
 * im.linnet.ClientBuilder#with(Function) with}. A program that needs one of them with other
 * settings adds them one by one instead: what is here is nothing but that list.
 *
 * <p>On each new stream they ask for the block list, for carbons, for the messages since the end of
 * the timeline, for bookmarks, and for what other devices have displayed. The program itself {@link
 * Roster#load() loads the roster} and {@link Presences#keep goes online}.
 */
public final class Im {

  private Im() {}

  /** {@return the extensions, with {@link ImSettings#standard()}} */
  public static List<Function<XmppClient, Extension>> standard() {
    return of(ImSettings.standard());
  }

  /**
   * The extensions, as the user wants them.
   *
   * @param settings the user's choice
   * @return creates them, in order; good for several clients unless a folder is set
   */
  public static List<Function<XmppClient, Extension>> of(ImSettings settings) {
    return List.of(
        // What others need comes first.
        Disco::new,
        client -> new Caps(client, caps(settings.folder())),
        PubSub::new,
        PrivateStorage::new,
        client -> roster(client, settings.folder()),
        Presences::new,
        Blocking::new,
        client -> new Avatars(client, avatars(settings.folder())),
        Bookmarks::new,
        // Filters of outgoing messages run in this order: the timeline sees what the others add.
        RepeatedMessages::new,
        References::new,
        client -> new ChatStates(client, Sending.OFFERED),
        client -> new Receipts(client, receipts(client, settings)),
        client -> new Carbons(client, settings.copies()),
        MessageArchive::new,
        client -> new MessageTimeline(client, timeline(settings.folder()), settings.history()),
        Rooms::new,
        client -> new Uploads(client, settings.uploads()),
        ClientState::new,
        Ping::new);
  }

  private static CapsSettings caps(@Nullable Path folder) {
    return folder == null
        ? CapsSettings.standard()
        : CapsSettings.builder().store(CapsStore.file(folder.resolve("caps"))).build();
  }

  private static Roster roster(XmppClient client, @Nullable Path folder) {
    return folder == null
        ? new Roster(client)
        : new Roster(client, RosterStore.file(folder.resolve("roster")));
  }

  private static AvatarSettings avatars(@Nullable Path folder) {
    return AvatarSettings.builder()
        .userAvatars(true)
        .folder(folder == null ? null : folder.resolve("avatars"))
        .build();
  }

  private static ReceiptSettings receipts(XmppClient client, ImSettings settings) {
    Path folder = settings.folder();
    return ReceiptSettings.builder()
        .receiptsTo(jid -> settings.receiptsTo().includes(client, jid))
        .markersTo(jid -> settings.markersTo().includes(client, jid))
        .syncing(ReceiptSettings.Syncing.ON)
        .store(folder == null ? null : ReceiptStore.file(folder.resolve("receipts")))
        .build();
  }

  private static TimelineStore timeline(@Nullable Path folder) {
    return folder == null
        ? TimelineStore.inMemory()
        : TimelineStore.file(folder.resolve("timeline"));
  }
}
