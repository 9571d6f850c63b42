package im.linnet.oldarchive;

import im.linnet.Extension;
import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the server's archive of chats (XEP-0136): conversations and their messages.
 *
 * <p>{@link #list} and {@link #messages} page through an archive of any size up to a limit
 * (XEP-0059). {@link #lastMessages} is for archives that keep a few messages and have no paging,
 * such as that of the Windows Live Messenger service. The server's disco#info contains {@link
 * #NAMESPACE} if there is an archive.
 *
 * <p>Safe for use by any thread. Futures fail as those of {@link XmppClient#request(Iq)} do. An
 * absent archive or conversation is not a failure: an empty list or chat, a result without content
 * and the error {@code item-not-found} all give an empty list. Malformed items are left out.
 */
public final class OldArchive implements Extension {

  /** The namespace of archives. */
  public static final String NAMESPACE = "urn:xmpp:archive";

  private static final Logger LOG = LoggerFactory.getLogger(OldArchive.class);

  private final XmppClient client;

  /**
   * The archive of a client's account. Add it to the client's builder with {@code
   * .with(OldArchive::new)}.
   *
   * @param client the client
   */
  public OldArchive(XmppClient client) {
    this.client = client;
  }

  /**
   * Lists conversations (section 7.1), page after page.
   *
   * @param query which conversations
   * @param limit the most conversations to return
   * @return the conversations in the archive's order, the oldest first
   * @throws IllegalArgumentException if the limit is below 1
   */
  public CompletableFuture<List<Conversation>> list(ArchiveQuery query, int limit) {
    return new Pages<Conversation>(
            client, query::toBuilder, (answer, before) -> conversations(answer), limit)
        .fetch();
  }

  /**
   * Reads the messages of a conversation (section 7.2), page after page.
   *
   * @param conversation the conversation
   * @param limit the most messages to return
   * @return its messages, the oldest first
   * @throws IllegalArgumentException if the limit is below 1
   */
  public CompletableFuture<List<ArchivedMessage>> messages(Conversation conversation, int limit) {
    return new Pages<ArchivedMessage>(
            client,
            () -> retrieve(conversation),
            (answer, before) ->
                messages(answer, before == null ? conversation.startedAt() : before.time()),
            limit)
        .fetch();
  }

  /**
   * Reads the newest conversation with a contact from an archive that keeps only a few messages:
   * lists once, retrieves once, and treats the result as complete. It does not use paging.
   *
   * @param with the contact; the resourcepart is not sent
   * @return the messages, the oldest first; empty if there is no conversation
   */
  public CompletableFuture<List<ArchivedMessage>> lastMessages(Jid with) {
    Jid contact = with.bare();
    RequestChain<List<ArchivedMessage>> messages = new RequestChain<>();
    messages.then(
        client.request(
            Iq.get(null, ArchiveQuery.with(contact).toBuilder().build()),
            OldArchive::conversations),
        conversations -> lastMessages(newest(conversations, contact), messages),
        failure -> emptyIfNothing(messages, failure));
    return messages;
  }

  private void lastMessages(
      @Nullable Conversation newest, RequestChain<List<ArchivedMessage>> messages) {
    if (newest == null) {
      messages.complete(List.of());
      return;
    }
    messages.then(
        client.request(
            Iq.get(null, retrieve(newest).build()), answer -> messages(answer, newest.startedAt())),
        messages::complete,
        failure -> emptyIfNothing(messages, failure));
  }

  private static void emptyIfNothing(
      RequestChain<List<ArchivedMessage>> messages, Throwable failure) {
    if (Pages.saysNothing(failure)) {
      messages.complete(List.of());
    } else {
      messages.completeExceptionally(failure);
    }
  }

  private static ElementBuilder retrieve(Conversation conversation) {
    return Element.builder("retrieve", NAMESPACE)
        .attribute("with", conversation.with().toString())
        .attribute("start", conversation.start());
  }

  private static @Nullable Conversation newest(List<Conversation> all, Jid contact) {
    return all.stream()
        .filter(conversation -> conversation.with().bare().equals(contact))
        .max(Comparator.comparing(Conversation::startedAt))
        .orElse(null);
  }

  private static List<Conversation> conversations(Iq answer) {
    Element list = payload(answer);
    List<Conversation> conversations = new ArrayList<>();
    for (Element chat : list == null ? List.<Element>of() : list.children("chat", NAMESPACE)) {
      try {
        conversations.add(Conversation.of(chat));
      } catch (IllegalArgumentException malformed) {
        LOG.debug("Left out a conversation: {}", malformed.getMessage());
      }
    }
    return conversations;
  }

  /** A list or a chat: archives use either to say that there is nothing. Null means the same. */
  private static @Nullable Element payload(Iq answer) {
    Element payload = answer.payload();
    if (payload != null && !payload.is("list", NAMESPACE) && !payload.is("chat", NAMESPACE)) {
      throw new IllegalArgumentException(
          "<%s/> (expected: <list/> or <chat/> of %s)".formatted(payload.name(), NAMESPACE));
    }
    return payload;
  }

  /** The time of each message counts from the one before it (section 4.6). */
  private static List<ArchivedMessage> messages(Iq answer, Instant start) {
    Element chat = payload(answer);
    if (chat == null) {
      return List.of();
    }
    List<ArchivedMessage> messages = new ArrayList<>();
    Instant before = start;
    for (Element element : chat.children()) {
      if (element.is("from", NAMESPACE) || element.is("to", NAMESPACE)) {
        before = ArchivedMessage.time(element, before);
        if (element.firstChild() != null) {
          messages.add(ArchivedMessage.of(element, before, answer.languages()));
        }
      }
    }
    return messages;
  }
}
