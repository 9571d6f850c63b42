package im.linnet.fuzz.targets;

import im.linnet.about.Activity;
import im.linnet.about.ExternalService;
import im.linnet.about.Software;
import im.linnet.archive.ArchiveMetadata;
import im.linnet.archive.ArchivePreferences;
import im.linnet.archive.ArchivedMessage;
import im.linnet.avatar.VCardUpdate;
import im.linnet.blocking.Report;
import im.linnet.caps.CapsHashSet;
import im.linnet.caps.EntityCaps;
import im.linnet.chatstates.ChatState;
import im.linnet.commands.Note;
import im.linnet.disco.DiscoInfo;
import im.linnet.disco.DiscoItems;
import im.linnet.disco.Identity;
import im.linnet.failure.StreamError;
import im.linnet.forwarding.Copied;
import im.linnet.forwarding.Forwarded;
import im.linnet.forwarding.OriginId;
import im.linnet.forwarding.StanzaId;
import im.linnet.gateway.Prompt;
import im.linnet.groupchat1.DirectInvitation;
import im.linnet.internal.management.ResumeTerms;
import im.linnet.invites.PreAuth;
import im.linnet.jid.Jid;
import im.linnet.messageevents.MessageEvent;
import im.linnet.nickname.Nickname;
import im.linnet.noerror.NoError;
import im.linnet.oldarchive.Conversation;
import im.linnet.push.PushNotification;
import im.linnet.push.PushPublication;
import im.linnet.receipts.DisplayedMarker;
import im.linnet.receipts.DisplayedUpTo;
import im.linnet.receipts.Hint;
import im.linnet.receipts.Markable;
import im.linnet.receipts.Receipt;
import im.linnet.receipts.ReceiptRequest;
import im.linnet.references.Correction;
import im.linnet.references.Encryption;
import im.linnet.references.Fallback;
import im.linnet.references.Link;
import im.linnet.references.MeCommand;
import im.linnet.references.Reactions;
import im.linnet.references.Reply;
import im.linnet.references.Retraction;
import im.linnet.references.Spoiler;
import im.linnet.references.StyledText;
import im.linnet.roster.Contact;
import im.linnet.roster.RosterSnapshot;
import im.linnet.search.SearchResult;
import im.linnet.stanza.Message;
import im.linnet.stanza.StanzaError;
import im.linnet.upload.FileHash;
import im.linnet.upload.FileMetadata;
import im.linnet.upload.FileSharing;
import im.linnet.vcard.Photo;
import im.linnet.vcard.VCard;
import im.linnet.xml.Element;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All public readers of elements. */
final class Readers {

  private static final Jid ARCHIVE = Jid.of("juliet@example.com");
  private static final int PHOTO = 8192;

  private final List<Function<Element, ? extends @Nullable Object>> all =
      List.of(
          Activity::of,
          ExternalService::of,
          Software::of,
          ArchiveMetadata::of,
          ArchivePreferences::of,
          element -> ArchivedMessage.of(element, ARCHIVE),
          VCardUpdate::of,
          Report::of,
          CapsHashSet::of,
          EntityCaps::of,
          element -> ChatState.of(element),
          Note::of,
          DiscoInfo::of,
          element -> DiscoItems.of(element),
          Identity::of,
          StreamError::of,
          Copied::of,
          Forwarded::of,
          OriginId::of,
          StanzaId::of,
          Prompt::of,
          DirectInvitation::of,
          element -> ResumeTerms.of(element, true),
          PreAuth::of,
          MessageEvent::of,
          Nickname::of,
          NoError::of,
          Conversation::of,
          PushNotification::of,
          PushPublication::of,
          DisplayedMarker::of,
          DisplayedUpTo::of,
          Markable::of,
          Receipt::of,
          ReceiptRequest::of,
          Correction::of,
          Encryption::of,
          Fallback::of,
          Link::of,
          Reactions::of,
          Reply::of,
          Retraction::of,
          element -> Spoiler.of(element),
          Contact::of,
          RosterSnapshot::of,
          SearchResult::of,
          element -> StanzaError.of(element),
          FileHash::of,
          element -> FileMetadata.of(element),
          FileSharing::of,
          element -> Photo.of(element, PHOTO),
          VCard::of);

  /** The readers. */
  List<Function<Element, ? extends @Nullable Object>> all() {
    return all;
  }

  /** Reads what is found in a whole message. */
  void ofMessage(Message message) {
    ChatState.of(message);
    Hint.of(message);
    MeCommand.of(message);
    Spoiler.of(message);
    StyledText.of(message);
  }
}
