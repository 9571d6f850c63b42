package im.linnet.references;

import im.linnet.stanza.Message;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds messages by the ids that references use. Senders choose most of them, so one id may belong
 * to messages of several. Guarded by the lock of {@link Revisions}.
 */
final class MessageIndex {

  /** The kinds of references that are applied. */
  private static final Set<Reference.Kind> KINDS =
      EnumSet.complementOf(EnumSet.of(Reference.Kind.REPLY));

  /** The number of keys of one message and its corrections: about 64 corrections count. */
  private static final int MAX_KEYS = 192;

  private record Key(Reference.Kind kind, String id) {}

  private final Conversation conversation;
  private final Map<Key, List<Tracked>> found = new HashMap<>();
  private final Map<Tracked, Set<Key>> keys = new HashMap<>();

  MessageIndex(Conversation conversation) {
    this.conversation = conversation;
  }

  /** Makes a message known by the ids of a copy or a correction of it, or by its own. */
  void add(Tracked tracked, Message as) {
    Set<Key> own = keys.computeIfAbsent(tracked, known -> new HashSet<>());
    for (Reference.Kind kind : KINDS) {
      for (String id : conversation.ids(as, kind)) {
        Key key = new Key(kind, id);
        if (own.size() < MAX_KEYS && own.add(key)) {
          found.computeIfAbsent(key, first -> new ArrayList<>(1)).add(tracked);
        }
      }
    }
  }

  /** The messages with an id, those applied last at the end. */
  List<Tracked> find(Reference.Kind kind, String id) {
    return found.getOrDefault(new Key(kind, id), List.of());
  }

  void remove(Tracked tracked) {
    for (Key key : keys.getOrDefault(tracked, Set.of())) {
      found.computeIfPresent(
          key,
          (same, those) -> {
            those.removeIf(tracked::equals);
            return those.isEmpty() ? null : those;
          });
    }
    keys.remove(tracked);
  }
}
