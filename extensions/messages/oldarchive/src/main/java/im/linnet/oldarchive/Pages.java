package im.linnet.oldarchive;

import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.failure.StanzaException;
import im.linnet.stanza.Iq;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One query whose result comes in pages (XEP-0059, section 2.2), requested one after the other. It
 * ends when there are enough items or the archive has no further page: no last item, the same one
 * again, a page without items, or as many items as it counts in total. Each page but the last adds
 * an item, so there are at most as many pages as items wanted.
 *
 * @param <T> an item
 */
final class Pages<T> {

  private static final String RSM = "http://jabber.org/protocol/rsm";
  private static final int PAGE = 100;

  private final XmppClient client;
  private final Supplier<ElementBuilder> question;
  private final BiFunction<Iq, @Nullable T, List<T>> reader;
  private final int limit;
  private final List<T> items = new ArrayList<>();
  private final RequestChain<List<T>> all = new RequestChain<>();

  /**
   * A query.
   *
   * @param question builds the payload of a request
   * @param reader reads the items of an answer; gets the last item of the page before
   * @param limit how many items are wanted
   */
  Pages(
      XmppClient client,
      Supplier<ElementBuilder> question,
      BiFunction<Iq, @Nullable T, List<T>> reader,
      int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit: %d (expected: >= 1)".formatted(limit));
    }
    this.client = client;
    this.question = question;
    this.reader = reader;
    this.limit = limit;
  }

  /** Requests the pages. After the future is cancelled, no further page is requested. */
  CompletableFuture<List<T>> fetch() {
    ask(null);
    return all;
  }

  private void ask(@Nullable String after) {
    Element page =
        Element.builder("set", RSM)
            .child("max", Integer.toString(Math.min(PAGE, limit - items.size())))
            .child("after", after)
            .build();
    all.then(
        client.request(
            Iq.get(null, question.get().child(page).build()),
            answer -> Optional.ofNullable(take(answer, after))),
        next -> next.ifPresentOrElse(this::ask, this::complete),
        failure -> {
          if (saysNothing(failure)) {
            complete();
          } else {
            all.completeExceptionally(failure);
          }
        });
  }

  private void complete() {
    all.complete(List.copyOf(items));
  }

  /** Adds the items of a page; returns the last one's id if there may be more. */
  private @Nullable String take(Iq answer, @Nullable String after) {
    Element payload = answer.payload();
    if (payload == null) {
      return null;
    }
    List<T> page = reader.apply(answer, items.isEmpty() ? null : items.get(items.size() - 1));
    items.addAll(page.subList(0, Math.min(page.size(), limit - items.size())));
    Element set = payload.child("set", RSM);
    String last = set == null ? null : set.childText("last");
    boolean over = last == null || last.equals(after) || page.isEmpty() || isAll(set, items.size());
    return over || items.size() >= limit ? null : last;
  }

  private static boolean isAll(@Nullable Element set, int have) {
    String count = set == null ? null : set.childText("count");
    return count != null && count.strip().equals(Integer.toString(have));
  }

  /** Whether an error means that there is nothing to return. */
  static boolean saysNothing(Throwable failure) {
    return failure instanceof StanzaException answer
        && answer.error().condition() == Condition.ITEM_NOT_FOUND;
  }
}
