package im.linnet.caps;

import im.linnet.caps.Announced.Hashed;
import im.linnet.connection.BoundStream;
import im.linnet.disco.DiscoInfo;
import im.linnet.jid.Jid;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What others announced on this stream, and what they answered if that does not match their hash.
 * The least recently used one is forgotten first. Safe for use by any thread; the lock is held for
 * map operations.
 */
final class Entities {

  /** In characters of XML; a larger answer is queried again each time. */
  static final int MAX_WEIGHT = 32_768;

  private static final int MAX_ANSWERS = 128;

  private record Answer(CapsHash hash, DiscoInfo info) {}

  private final int size;
  private final Map<Jid, Announced> announced = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Jid, Answer> answers = new LinkedHashMap<>(16, 0.75f, true);
  private @Nullable BoundStream stream;

  Entities(int size) {
    this.size = size;
  }

  /** Forgets everything on a new stream, on which all is announced again. */
  @SuppressWarnings("ReferenceEquality") // two streams may have been negotiated to the same end
  synchronized void renew(@Nullable BoundStream current) {
    if (current == null || current == stream) {
      return;
    }
    stream = current;
    if (!current.resumed()) {
      announced.clear();
      answers.clear();
    }
  }

  /** Notes what an entity announces; returns whether it is something new. */
  synchronized boolean heard(Jid entity, Announced now) {
    boolean changed = !now.equals(announced.put(entity, now));
    if (changed) {
      answers.remove(entity);
    }
    trim(announced, size);
    return changed;
  }

  /** Forgets an entity that is gone; for a bare address also all its resources. */
  synchronized void forget(Jid entity) {
    if (entity.isBare()) {
      announced.keySet().removeIf(each -> each.isSameAccount(entity));
      answers.keySet().removeIf(each -> each.isSameAccount(entity));
    } else {
      announced.remove(entity);
      answers.remove(entity);
    }
  }

  synchronized @Nullable Announced get(Jid entity) {
    return announced.get(entity);
  }

  /** Others that announce a hash, at most two. */
  synchronized List<Jid> others(CapsHash hash, Set<Jid> known) {
    List<Jid> others = new ArrayList<>();
    for (Map.Entry<Jid, Announced> each : announced.entrySet()) {
      if (each.getValue() instanceof Hashed hashed
          && hashed.hash().equals(hash)
          && !known.contains(each.getKey())) {
        others.add(each.getKey());
        if (others.size() == 2) {
          break;
        }
      }
    }
    return others;
  }

  /** Notes an answer that does not match the hash, and so says nothing about others. */
  void answered(Jid entity, CapsHash hash, DiscoInfo info) {
    if (info.toElement().weight() > MAX_WEIGHT) {
      return;
    }
    synchronized (this) {
      if (announced.get(entity) instanceof Hashed hashed && hashed.hash().equals(hash)) {
        answers.put(entity, new Answer(hash, info));
        trim(answers, MAX_ANSWERS);
      }
    }
  }

  /** What an entity answered that does not match its hash, or null. */
  synchronized @Nullable DiscoInfo answer(Jid entity, CapsHash hash) {
    Answer answer = answers.get(entity);
    return answer != null && answer.hash.equals(hash) ? answer.info : null;
  }

  private static void trim(Map<?, ?> map, int most) {
    Iterator<?> oldest = map.keySet().iterator();
    while (map.size() > most) {
      oldest.next();
      oldest.remove();
    }
  }
}
