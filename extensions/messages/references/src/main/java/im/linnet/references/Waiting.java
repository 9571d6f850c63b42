package im.linnet.references;

import im.linnet.jid.Jid;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * References that came before the message that they refer to. The oldest are left out when there
 * are too many. Guarded by the lock of {@link Revisions}.
 */
final class Waiting {

  /** The number of references. */
  static final int MAX = 256;

  /** The characters of all of them. */
  static final int MAX_CHARACTERS = 524_288;

  private final Deque<Arrived> references = new ArrayDeque<>();
  private long weight;

  /** {@return how many were left out for it} */
  int add(Arrived reference) {
    references.addLast(reference);
    weight += reference.message().element().weight();
    int leftOut = 0;
    while (references.size() > MAX || weight > MAX_CHARACTERS) {
      weight -= references.removeFirst().message().element().weight();
      leftOut++;
    }
    return leftOut;
  }

  /** Takes out those that a condition holds for, in the order in which they came. */
  List<Arrived> release(BiPredicate<Arrived, Reference> condition) {
    List<Arrived> released = new ArrayList<>();
    for (Iterator<Arrived> all = references.iterator(); all.hasNext(); ) {
      Arrived next = all.next();
      Reference reference = next.reference();
      if (reference != null && condition.test(next, reference)) {
        all.remove();
        weight -= next.message().element().weight();
        released.add(next);
      }
    }
    return released;
  }

  /** Leaves out those of occupants that have left and can't be recognised any more. */
  void left(Predicate<Jid> who) {
    release(
        (later, reference) -> {
          Sender sender = later.sender();
          return sender != null && sender.occupantId() == null && who.test(sender.address());
        });
  }
}
