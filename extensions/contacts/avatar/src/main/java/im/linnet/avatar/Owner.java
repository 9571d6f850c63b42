package im.linnet.avatar;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a contact, a room or an occupant.
 *
 * @param picture the avatar
 * @param nickname the nickname, or null
 */
record Owner(Picture picture, @Nullable String nickname) {

  /** An owner about which nothing is known. */
  static final Owner NEW = new Owner(new Picture.Unknown(), null);

  /** What is known of an avatar. */
  sealed interface Picture {

    /** The same after a fetch, which failed in a way that may pass or did not. */
    default Picture fetched(boolean missed) {
      return this;
    }

    /** Nothing was announced. */
    record Unknown() implements Picture {}

    /**
     * There is none.
     *
     * @param announced whether the owner has said so; false if its vCard had none
     */
    record None(boolean announced) implements Picture {}

    /**
     * There is one.
     *
     * @param sha1 its hash
     * @param origin by which way it was announced
     * @param announced whether the owner has said so; false if it was found
     * @param missed whether fetching it failed in a way that may pass, so that it is fetched when
     *     it is announced again
     */
    record Hash(String sha1, Origin origin, boolean announced, boolean missed) implements Picture {

      @Override
      public Picture fetched(boolean nowMissed) {
        return new Hash(sha1, origin, true, nowMissed);
      }
    }
  }

  /** Whether the avatar was announced by an event, which counts more than a presence. */
  boolean isByEvent() {
    return picture instanceof Picture.Hash known
        && known.announced()
        && known.origin() != Origin.CARD;
  }

  Owner with(Picture now) {
    return new Owner(now, nickname);
  }

  Owner named(@Nullable String now) {
    return new Owner(picture, now);
  }

  /** The hash of the avatar, or null if there is none or none is known. */
  @Nullable String hash() {
    return picture instanceof Picture.Hash known ? known.sha1() : null;
  }
}
