package im.linnet.rostersync;

/**
 * Limits on what gateways can make a client remember and send.
 *
 * @param suggestions the suggestions that wait, for a decision or for being applied, 1 or more
 * @param characters their size in characters, 1 or more
 * @param ofStanza the items of one stanza (XEP-0144, section 6), 1 or more
 * @param atOnce the contacts that are changed at the same time, 1 or more
 * @param perMinute the suggestions that are applied in a minute, 1 or more
 */
public record SyncLimits(
    int suggestions, long characters, int ofStanza, int atOnce, int perMinute) {

  /** Refuses limits below 1. */
  public SyncLimits {
    require("suggestions", suggestions);
    require("characters", characters);
    require("ofStanza", ofStanza);
    require("atOnce", atOnce);
    require("perMinute", perMinute);
  }

  /**
   * {@return 10,000 suggestions with 16 Mi characters, 1,000 items of a stanza, 8 contacts at the
   * same time, 600 suggestions in a minute}
   */
  public static SyncLimits standard() {
    return new SyncLimits(10_000, 16L << 20, 1_000, 8, 600);
  }

  private static void require(String name, long limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("%s: %d (expected: >= 1)".formatted(name, limit));
    }
  }
}
