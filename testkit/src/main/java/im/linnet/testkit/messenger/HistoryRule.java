package im.linnet.testkit.messenger;

/**
 * The archive of chats (XEP-0136). Whatever is asked, no page, no end and no device of the other is
 * heeded.
 *
 * @param served whether requests are answered
 * @param kept how many messages are kept with each contact
 * @param empty how it is said that there are none
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

  /** {@return as documented: the last ten messages} */
  public static HistoryRule lastTen() {
    return new HistoryRule(true, 10, EmptyHistory.EMPTY_LIST, true);
  }

  /** {@return no archive} */
  public static HistoryRule absent() {
    return new HistoryRule(false, 0, EmptyHistory.EMPTY_LIST, true);
  }

  /**
   * The same with another number of messages.
   *
   * @param number how many are kept with each contact
   * @return the changed copy
   */
  public HistoryRule withKept(int number) {
    return new HistoryRule(served, number, empty, newestWithoutStart);
  }

  /**
   * The same with another form of nothing.
   *
   * @param form how it is said that there are no messages
   * @return the changed copy
   */
  public HistoryRule withEmpty(EmptyHistory form) {
    return new HistoryRule(served, kept, form, newestWithoutStart);
  }

  /**
   * The same with another answer to {@code <retrieve/>} without start.
   *
   * @param newest whether it gets the newest messages; a bad request otherwise
   * @return the changed copy
   */
  public HistoryRule withNewestWithoutStart(boolean newest) {
    return new HistoryRule(served, kept, empty, newest);
  }
}
