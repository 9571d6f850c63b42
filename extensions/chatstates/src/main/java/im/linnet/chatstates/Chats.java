package im.linnet.chatstates;

import im.linnet.jid.Jid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of contacts and told to them: so many at most, the one not used for longest goes
 * first, as anybody can write to the client. Safe for use by any thread; the lock is held for map
 * operations only.
 */
final class Chats {

  /**
   * One contact.
   *
   * @param likes whether it is known to like chat states or not to; null if not known
   * @param via the full address that this is known from
   * @param heard the last state it told
   * @param told the last state it was told
   */
  record Chat(
      @Nullable Boolean likes,
      @Nullable Jid via,
      @Nullable ChatState heard,
      @Nullable ChatState told) {

    static final Chat NEW = new Chat(null, null, null, null);

    Chat heard(Jid from, @Nullable ChatState state) {
      return new Chat(state != null, from, state, told);
    }

    Chat told(@Nullable ChatState state) {
      return new Chat(likes, via, heard, state);
    }

    Chat likes(boolean now) {
      return new Chat(now, via, heard, told);
    }
  }

  private final int size;
  private final Map<Jid, Chat> chats = new LinkedHashMap<>(16, 0.75f, true);

  Chats(int size) {
    this.size = size;
  }

  synchronized Chat get(Jid contact) {
    return chats.getOrDefault(contact, Chat.NEW);
  }

  /** A contact has sent a message, or told a state alone: what holds for it from now on. */
  synchronized void heard(Jid from, @Nullable ChatState state) {
    put(from, get(from).heard(from, state));
    put(from.bare(), get(from.bare()).heard(from, state));
  }

  synchronized void likes(Jid contact, boolean likes) {
    put(contact, get(contact).likes(likes));
  }

  /** Notes what is about to be told; false if that was told last already. */
  synchronized boolean tell(Jid contact, ChatState state) {
    Chat chat = get(contact);
    if (chat.told == state) {
      return false;
    }
    put(contact, chat.told(state));
    return true;
  }

  /** What was noted was not told. */
  synchronized void untold(Jid contact, ChatState state) {
    Chat chat = get(contact);
    if (chat.told == state) {
      put(contact, chat.told(null));
    }
  }

  /** A message to a client came back: it is told no more, nor is its account because of it. */
  synchronized void refused(Jid client) {
    likes(client, false);
    affected(client).forEach(jid -> likes(jid, false));
  }

  /** A client went offline, or all of an account's: what is known from it holds no more. */
  synchronized void forget(Jid client) {
    affected(client).forEach(chats::remove);
  }

  /** The addresses that what is known of a client, or of all of an account's, is known of. */
  private List<Jid> affected(Jid client) {
    Jid account = client.bare();
    if (client.isBare()) {
      return chats.keySet().stream().filter(jid -> jid.bare().equals(account)).toList();
    }
    Chat whole = chats.get(account);
    boolean same = whole != null && client.equals(whole.via);
    return same ? List.of(client, account) : List.of(client);
  }

  synchronized void clear() {
    chats.clear();
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
