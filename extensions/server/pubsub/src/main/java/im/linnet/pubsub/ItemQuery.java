package im.linnet.pubsub;

import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which items of a node to request (XEP-0060, section 6.5). Immutable.
 *
 * <pre>{@code
 * ItemQuery newest = ItemQuery.latest(20);
 * ItemQuery next = ItemQuery.page(50).after("ae890ac52d0df67ed7cfdf51b644e901");
 * }</pre>
 */
public final class ItemQuery {

  private static final ItemQuery ALL = new ItemQuery(List.of(), 0, 0, null, null, null);

  private final List<String> ids;
  private final int latest;
  private final int page;
  private final @Nullable String before;
  private final @Nullable String after;
  private final @Nullable String subscription;

  private ItemQuery(
      List<String> ids,
      int latest,
      int page,
      @Nullable String before,
      @Nullable String after,
      @Nullable String subscription) {
    this.ids = ids;
    this.latest = latest;
    this.page = page;
    this.before = before;
    this.after = after;
    this.subscription = subscription;
  }

  /** {@return all items; a service may truncate them} */
  public static ItemQuery all() {
    return ALL;
  }

  /**
   * Certain items.
   *
   * @param ids their ids
   * @return the query
   * @throws IllegalArgumentException if there is none
   */
  public static ItemQuery ids(List<String> ids) {
    if (ids.isEmpty()) {
      throw new IllegalArgumentException("ids: none (expected: at least one)");
    }
    return new ItemQuery(List.copyOf(ids), 0, 0, null, null, null);
  }

  /**
   * The items published last (section 6.5.7).
   *
   * @param most how many
   * @return the query
   * @throws IllegalArgumentException if it is below 1
   */
  public static ItemQuery latest(int most) {
    return new ItemQuery(List.of(), positive(most), 0, null, null, null);
  }

  /**
   * The first page of all items (XEP-0059). A service without paging sends all.
   *
   * @param most the size of the page
   * @return the query
   * @throws IllegalArgumentException if it is below 1
   */
  public static ItemQuery page(int most) {
    return new ItemQuery(List.of(), 0, positive(most), null, null, null);
  }

  private static int positive(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("most: %d (expected: >= 1)".formatted(most));
    }
    return most;
  }

  /**
   * The page after another (XEP-0059, section 2.2).
   *
   * @param last {@link ItemPage#last()} of the page before
   * @return a copy
   * @throws IllegalStateException if this is no query of {@link #page}
   */
  public ItemQuery after(String last) {
    requirePage();
    return new ItemQuery(ids, latest, page, null, last, subscription);
  }

  /**
   * The page before another (XEP-0059, section 2.3).
   *
   * @param first {@link ItemPage#first()} of the page behind; empty for the last page
   * @return a copy
   * @throws IllegalStateException if this is no query of {@link #page}
   */
  public ItemQuery before(String first) {
    requirePage();
    return new ItemQuery(ids, latest, page, first, null, subscription);
  }

  private void requirePage() {
    if (page == 0) {
      throw new IllegalStateException("Only a query of ItemQuery.page(..) has pages");
    }
  }

  /**
   * Reads as one of several subscriptions to the node (section 6.5.2).
   *
   * @param id the id of the subscription
   * @return a copy
   */
  public ItemQuery subscription(String id) {
    return new ItemQuery(ids, latest, page, before, after, id);
  }

  /**
   * The request.
   *
   * @throws IllegalArgumentException if an id can't be sent
   */
  Element toElement(String node) {
    ElementBuilder items =
        Wire.naming("items", Wire.PUBSUB, node)
            .attribute("max_items", latest == 0 ? null : Integer.toString(latest))
            .attribute("subid", subscription);
    ids.forEach(id -> items.child(Wire.item(id)));
    if (page == 0) {
      return Wire.pubsub(items.build());
    }
    Element set =
        Element.builder("set", ItemPage.RSM)
            .child("max", Integer.toString(page))
            .child("before", before)
            .child("after", after)
            .build();
    return Wire.pubsub(items.build(), set);
  }
}
