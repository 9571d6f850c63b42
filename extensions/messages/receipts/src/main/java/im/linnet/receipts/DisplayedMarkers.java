package im.linnet.receipts;

import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.forwarding.StanzaId;
import im.linnet.jid.Jid;
import im.linnet.stanza.Message;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Sends markers for messages that the user has seen (XEP-0333, sections 4.2 and 4.3), and publishes
 * that for the user's other devices. The last marker is remembered for 1,024 chats, as none is sent
 * twice.
 */
final class DisplayedMarkers {

  private static final int MAX_CHATS = 1_024;

  private final XmppClient client;
  private final Predicate<? super Jid> allowed;
  private final Announced announced;
  private final @Nullable OwnDisplays displays;
  private final Map<Jid, String> marked = new LinkedHashMap<>(16, 0.75f, true);

  DisplayedMarkers(
      XmppClient client,
      Predicate<? super Jid> allowed,
      Announced announced,
      @Nullable OwnDisplays displays) {
    this.client = client;
    this.allowed = allowed;
    this.announced = announced;
    this.displays = displays;
  }

  /** One message, once displayed. */
  private final class Shown {

    private final Message message;
    private final Jid chat;
    private final boolean marks;
    private final RequestChain<Boolean> done = new RequestChain<>();

    Shown(Message message, Jid from) {
      this.message = message;
      chat = MessageKey.chat(message, from);
      marks = message.payload(Markable.TYPE) != null && allowed.test(chat);
    }

    CompletableFuture<Boolean> start() {
      if (message.type() != Message.Type.GROUPCHAT) {
        mark(message.id(), this::publishOneToOne);
      } else if (marks || displays != null) {
        done.then(
            announced.by(chat),
            features -> {
              boolean gives = features.contains(StanzaId.NAMESPACE);
              String id = gives ? StanzaId.of(message, chat) : null;
              mark(gives ? id : message.id(), sent -> publish(id, chat, sent));
            });
      } else {
        done.complete(false);
      }
      return done;
    }

    private void mark(@Nullable String id, Consumer<Boolean> then) {
      if (!marks || id == null || !MarkedId.isUsable(id) || !isNew(chat, id)) {
        then.accept(false);
        return;
      }
      done.then(
          client.send(marker(id)),
          written -> then.accept(true),
          failure -> {
            forget(chat, id);
            done.completeExceptionally(failure);
          });
    }

    private Message marker(String id) {
      return Message.builder(chat)
          .type(message.type())
          .payload(new DisplayedMarker(id))
          .payload(Hint.STORE)
          .build();
    }

    private void publishOneToOne(boolean sent) {
      Jid own = client.address().bare();
      if (displays == null || StanzaId.of(message, own) == null) {
        done.complete(sent);
        return;
      }
      done.then(
          announced.by(own),
          features ->
              publish(
                  features.contains(StanzaId.NAMESPACE) ? StanzaId.of(message, own) : null,
                  own,
                  sent));
    }

    private void publish(@Nullable String id, Jid by, boolean sent) {
      if (displays == null || id == null) {
        done.complete(sent);
      } else {
        done.then(displays.publish(chat, new StanzaId(id, by)), published -> done.complete(sent));
      }
    }
  }

  /** See {@link Receipts#displayed}. */
  CompletableFuture<Boolean> displayed(Message message) {
    Jid from = message.from();
    if (from == null
        || message.type() == Message.Type.ERROR
        || from.isSameAccount(client.address())) {
      return CompletableFuture.completedFuture(false);
    }
    try {
      return new Shown(message, from).start();
    } catch (RuntimeException thrown) {
      return CompletableFuture.failedFuture(thrown);
    }
  }

  private synchronized boolean isNew(Jid chat, String id) {
    String before = marked.put(chat, id);
    if (marked.size() > MAX_CHATS) {
      marked.remove(marked.keySet().iterator().next());
    }
    return !id.equals(before);
  }

  private synchronized void forget(Jid chat, String id) {
    marked.remove(chat, id);
  }
}
