package im.linnet.archive;

import im.linnet.Extension;
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
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's archive of chats (XEP-0136): its conversations and their messages, to be read.
 *
 * <p>{@link #list} and {@link #messages} page through an archive of any size up to a limit
 * (XEP-0059). {@link #lastMessages} is for archives that keep a few messages and know no pages, as
 * the Windows Live Messenger service did. Whether there is an archive, disco#info of the server
 * tells by {@link #NAMESPACE}.
 *
 * <p>Safe for use by any thread. Futures fail as those of {@link XmppClient#request(Iq)} do, except
 * that no form of "nothing" is a failure: an empty list or chat, a result without content and the
 * error {@code item-not-found} are all an empty list. What is malformed is left out.
 */
public final class Archive implements Extension {

  /** The namespace of archives. */
  public static final String NAMESPACE = "urn:xmpp:archive";

  private static final Logger LOG = LoggerFactory.getLogger(Archive.class);

  private final XmppClient client;

  /**
   * The archive of a client's account; to be given to its builder as {@code .with(Archive::new)}.
   *
   * @param client the client
   */
  public Archive(XmppClient client) {
    this.client = client;
  }

  /**
   * Lists conversations (section 7.1), asking for page after page.
   *
   * @param query which
   * @param limit how many at most
   * @return the conversations in the archive's order, the oldest first
   * @throws IllegalArgumentException if the limit is below 1
   */
  public CompletableFuture<List<Conversation>> list(ArchiveQuery query, int limit) {
    return new Pages<Conversation>(
            client, query::toBuilder, (answer, before) -> conversations(answer), limit)
        .fetch();
  }

  /**
   * Reads the messages of a conversation (section 7.2), asking for page after page.
   *
   * @param conversation the conversation
   * @param limit how many messages at most
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
   * lists once, retrieves once, and takes what comes for all there is. Pages are neither asked for
   * nor awaited.
   *
   * @param with the contact; the resourcepart is not sent
   * @return the messages, the oldest first; empty if there is no conversation
   */
  public CompletableFuture<List<ArchivedMessage>> lastMessages(Jid with) {
    Jid contact = with.bare();
    return ask(ArchiveQuery.with(contact).toBuilder().build())
        .thenApply(answer -> newest(conversations(answer), contact))
        .thenCompose(newest -> newest == null ? nothing() : all(newest));
  }

  private CompletionStage<List<ArchivedMessage>> all(Conversation conversation) {
    return ask(retrieve(conversation).build())
        .thenApply(answer -> messages(answer, conversation.startedAt()));
  }

  private static CompletionStage<List<ArchivedMessage>> nothing() {
    return CompletableFuture.completedFuture(List.of());
  }

  /** Asks once; null if the archive says that there is nothing. */
  private CompletableFuture<@Nullable Iq> ask(Element question) {
    return client
        .request(Iq.get(null, question))
        .handle(
            (answer, failure) -> {
              if (failure == null) {
                return answer;
              }
              if (Pages.saysNothing(failure)) {
                return null;
              }
              throw failure instanceof RuntimeException known
                  ? known
                  : new CompletionException(failure);
            });
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

  private static List<Conversation> conversations(@Nullable Iq answer) {
    Element list = answer == null ? null : answer.payload();
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

  /** Each message is timed by the one before it (section 4.6). */
  private static List<ArchivedMessage> messages(@Nullable Iq answer, Instant start) {
    Element chat = answer == null ? null : answer.payload();
    if (answer == null || chat == null) {
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
