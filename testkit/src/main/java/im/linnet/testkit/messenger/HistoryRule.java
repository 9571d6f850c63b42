package im.linnet.testkit.messenger;

/**
 * The archive of chats (XEP-0136). It ignores paging, end times, and the resource of the other.
 *
 * @param served whether requests are answered
 * @param kept the number of messages kept for each contact
 * @param empty the form of an empty archive
 * @param newestWithoutStart whether {@code <retrieve/>} without start gets the newest messages; a
 *     bad request otherwise
 */
public record HistoryRule(
    boolean served, int kept, EmptyHistory empty, boolean newestWithoutStart) {

  /** Checks the number. */
  public HistoryRule {
    if (kept < 0) {
      throw new IllegalArgumentException("kept: " + kept + " (expected: >= 0)");
    }
  }

  /** {@return the documented behaviour: the last ten messages} */
  public static HistoryRule lastTen() {
    return new HistoryRule(true, 10, EmptyHistory.EMPTY_LIST, true);
  }

  /** {@return no archive} */
  public static HistoryRule absent() {
    return new HistoryRule(false, 0, EmptyHistory.EMPTY_LIST, true);
  }

  /**
   * Returns a copy with another number of messages.
   *
   * @param number the number of messages kept for each contact
   * @return the changed copy
   */
  public HistoryRule withKept(int number) {
    return new HistoryRule(served, number, empty, newestWithoutStart);
  }

  /**
   * Returns a copy with another form of an empty archive.
   *
   * @param form the form
   * @return the changed copy
   */
  public HistoryRule withEmpty(EmptyHistory form) {
    return new HistoryRule(served, kept, form, newestWithoutStart);
  }

  /**
   * Returns a copy with another answer to {@code <retrieve/>} without start.
   *
   * @param newest whether it gets the newest messages; a bad request otherwise
   * @return the changed copy
   */
  public HistoryRule withNewestWithoutStart(boolean newest) {
    return new HistoryRule(served, kept, empty, newest);
  }
}
