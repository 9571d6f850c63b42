package im.linnet.chatstates;

import im.linnet.connection.BoundStream;
import im.linnet.jid.Jid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The states received from and sent to contacts. Bounded, because anybody can write to the client:
 * the least recently used contact is dropped first. Safe for use by any thread; the lock is held
 * for map operations only.
 */
final class Chats {

  /**
   * One contact.
   *
   * @param likes whether it wants chat states; null if unknown
   * @param via the full address that this is known from
   * @param heard the last state it sent
   * @param sent the last state it was sent
   */
  record Chat(
      @Nullable Boolean likes,
      @Nullable Jid via,
      @Nullable ChatState heard,
      @Nullable ChatState sent) {

    static final Chat NEW = new Chat(null, null, null, null);

    Chat heard(Jid from, @Nullable ChatState state) {
      return new Chat(state != null, from, state, sent);
    }

    Chat sent(@Nullable ChatState state) {
      return new Chat(likes, via, heard, state);
    }

    Chat likes(boolean now) {
      return new Chat(now, via, heard, sent);
    }
  }

  private final int size;
  private final Map<Jid, Chat> chats = new LinkedHashMap<>(16, 0.75f, true);
  private @Nullable BoundStream stream;

  Chats(int size) {
    this.size = size;
  }

  synchronized Chat get(Jid contact) {
    return chats.getOrDefault(contact, Chat.NEW);
  }

  /** Records that a contact has sent a message or a state alone. */
  synchronized void heard(Jid from, @Nullable ChatState state) {
    put(from, get(from).heard(from, state));
    put(from.bare(), get(from.bare()).heard(from, state));
  }

  synchronized void likes(Jid contact, boolean likes) {
    put(contact, get(contact).likes(likes));
  }

  /** Records a state that is about to be sent; false if it was already the last one sent. */
  synchronized boolean tell(Jid contact, ChatState state) {
    Chat chat = get(contact);
    if (chat.sent == state) {
      return false;
    }
    put(contact, chat.sent(state));
    return true;
  }

  /** Takes back a state that was recorded but not sent. */
  synchronized void untold(Jid contact, ChatState state) {
    Chat chat = get(contact);
    if (chat.sent == state) {
      put(contact, chat.sent(null));
    }
  }

  /**
   * Records that a message to a client came back: neither the client nor, because of it, its
   * account gets further states.
   */
  synchronized void refused(Jid client) {
    likes(client, false);
    affected(client).forEach(jid -> likes(jid, false));
  }

  /** Forgets what is known from a client that went offline, or from all clients of an account. */
  synchronized void forget(Jid client) {
    affected(client).forEach(chats::remove);
  }

  /** The addresses whose entry comes from this client, or from any client of this account. */
  private List<Jid> affected(Jid client) {
    Jid account = client.bare();
    if (client.isBare()) {
      return chats.keySet().stream().filter(jid -> jid.bare().equals(account)).toList();
    }
    Chat whole = chats.get(account);
    boolean same = whole != null && client.equals(whole.via);
    return same ? List.of(client, account) : List.of(client);
  }

  /**
   * Forgets all contacts if a new stream has begun. The program may send on it before the extension
   * is called.
   */
  @SuppressWarnings("ReferenceEquality") // two streams may be equal
  synchronized void on(@Nullable BoundStream now) {
    if (now == null || now == stream) {
      return;
    }
    stream = now;
    if (!now.resumed()) {
      chats.clear();
    }
  }

  synchronized int size() {
    return chats.size();
  }

  private void put(Jid contact, Chat chat) {
    chats.put(contact, chat);
    if (chats.size() > size) {
      chats.remove(chats.keySet().iterator().next());
    }
  }
}
