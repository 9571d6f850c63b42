package im.linnet.timeline;

import im.linnet.jid.Jid;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Marks in memory. */
final class MarkMemory implements TimelineStore {

  private final Map<Jid, TimelineMark> marks = new ConcurrentHashMap<>();

  @Override
  public @Nullable TimelineMark load(Jid account) {
    return marks.get(account);
  }

  @Override
  public void save(Jid account, TimelineMark mark) {
    marks.put(account, mark);
  }
}
