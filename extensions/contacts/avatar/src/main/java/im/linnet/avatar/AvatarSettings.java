package im.linnet.avatar;

import im.linnet.jid.Jid;
import im.linnet.vcard.Photo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Settings of {@link Avatars}. Immutable. */
public final class AvatarSettings {

  /** When the avatars of others are fetched. */
  public enum Fetching {
    /** When their owner announces one that is not cached. */
    AUTOMATIC,
    /** Only when {@link Avatars#avatar} is called. */
    ON_DEMAND
  }

  private final Fetching fetching;
  private final int maxBytes;
  private final int parallel;
  private final Duration pace;
  private final int memoryAvatars;
  private final long memoryBytes;
  private final @Nullable Path folder;
  private final int folderAvatars;
  private final long folderBytes;
  private final int owners;
  private final Predicate<? super Jid> wanted;
  private final Predicate<? super Jid> rooms;
  private final boolean announcing;
  private final boolean nicknameInPresence;
  private final boolean userAvatars;

  private AvatarSettings(Builder builder) {
    fetching = builder.fetching;
    maxBytes = builder.maxBytes;
    parallel = builder.parallel;
    pace = builder.pace;
    memoryAvatars = builder.memoryAvatars;
    memoryBytes = builder.memoryBytes;
    folder = builder.folder;
    folderAvatars = builder.folderAvatars;
    folderBytes = builder.folderBytes;
    owners = builder.owners;
    wanted = builder.wanted;
    rooms = builder.rooms;
    announcing = builder.announcing;
    nicknameInPresence = builder.nicknameInPresence;
    userAvatars = builder.userAvatars;
  }

  /** {@return the defaults, which {@link Builder} names} */
  public static AvatarSettings standard() {
    return builder().build();
  }

  /** {@return a builder that begins with the defaults, for one thread} */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return when the avatars of others are fetched} */
  public Fetching fetching() {
    return fetching;
  }

  /** {@return the largest avatar in bytes} */
  public int maxBytes() {
    return maxBytes;
  }

  /** {@return how many avatars are fetched at the same time at most} */
  public int parallel() {
    return parallel;
  }

  /** {@return the least time between the starts of automatic fetches} */
  public Duration pace() {
    return pace;
  }

  /** {@return how many avatars are cached in memory at most} */
  public int memoryAvatars() {
    return memoryAvatars;
  }

  /** {@return how many bytes of avatars are cached in memory at most} */
  public long memoryBytes() {
    return memoryBytes;
  }

  /** {@return the folder in which avatars are cached, or null for none} */
  public @Nullable Path folder() {
    return folder;
  }

  /** {@return how many avatars are cached in the folder at most} */
  public int folderAvatars() {
    return folderAvatars;
  }

  /** {@return how many bytes of avatars are cached in the folder at most} */
  public long folderBytes() {
    return folderBytes;
  }

  /** {@return how many contacts and occupants are remembered, and may wait for a fetch} */
  public int owners() {
    return owners;
  }

  /** {@return whether what a bare address announces is of interest} */
  public Predicate<? super Jid> wanted() {
    return wanted;
  }

  /** {@return whether a bare address is that of a room} */
  public Predicate<? super Jid> rooms() {
    return rooms;
  }

  /** {@return whether the own avatar is announced} */
  public boolean announcing() {
    return announcing;
  }

  /** {@return whether the own nickname is announced} */
  public boolean nicknameInPresence() {
    return nicknameInPresence;
  }

  /** {@return whether avatars are also read from and published to nodes (XEP-0084)} */
  public boolean userAvatars() {
    return userAvatars;
  }

  /** Sets up {@link AvatarSettings}. */
  public static final class Builder {

    private Fetching fetching = Fetching.AUTOMATIC;
    private int maxBytes = 1 << 20;
    private int parallel = 4;
    private Duration pace = Duration.ofMillis(100);
    private int memoryAvatars = 256;
    private long memoryBytes = 16 << 20;
    private @Nullable Path folder;
    private int folderAvatars = 4_096;
    private long folderBytes = 64 << 20;
    private int owners = 4_096;
    private Predicate<? super Jid> wanted = everyone -> true;
    private Predicate<? super Jid> rooms = nobody -> false;
    private boolean announcing = true;
    private boolean nicknameInPresence;
    private boolean userAvatars;

    private Builder() {}

    /**
     * Sets when the avatars of others are fetched; by default automatically.
     *
     * @param when when
     * @return this builder
     */
    public Builder fetching(Fetching when) {
      fetching = Objects.requireNonNull(when, "when");
      return this;
    }

    /**
     * Sets the largest avatar that is accepted and published; by default 1 MiB. XEP-0153, section
     * 4.6, recommends 8 KB for publishing.
     *
     * @param most the limit in bytes, 1 to {@link Photo#MAX_BYTES}
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder maxBytes(int most) {
      require(most >= 1 && most <= Photo.MAX_BYTES, "maxBytes", most, "1 to " + Photo.MAX_BYTES);
      maxBytes = most;
      return this;
    }

    /**
     * Sets how avatars are fetched; by default 4 at the same time, and automatic ones at least 100
     * ms apart, so that signing on with many contacts does not flood the servers.
     *
     * @param together how many at the same time, 1 or more
     * @param apart the least time between the starts of automatic fetches, 0 or more
     * @return this builder
     * @throws IllegalArgumentException if a value is out of range
     */
    public Builder fetches(int together, Duration apart) {
      require(together >= 1, "together", together, ">= 1");
      require(!apart.isNegative(), "apart", apart, ">= 0");
      parallel = together;
      pace = apart;
      return this;
    }

    /**
     * Sets how much is cached in memory; by default 256 avatars and 16 MiB.
     *
     * @param avatars the most avatars, 0 or more
     * @param bytes the most bytes, 0 or more
     * @return this builder
     * @throws IllegalArgumentException if a value is negative
     */
    public Builder memory(int avatars, long bytes) {
      require(avatars >= 0, "avatars", avatars, ">= 0");
      require(bytes >= 0, "bytes", bytes, ">= 0");
      memoryAvatars = avatars;
      memoryBytes = bytes;
      return this;
    }

    /**
     * Sets the folder in which avatars are cached, so that they outlive the program; by default
     * there is none. Each is a file named by its hash. The folder is created if it is absent, for
     * its owner only where the file system has such permissions. Several clients may share it.
     *
     * @param path the folder, for nothing else; null for none
     * @return this builder
     */
    public Builder folder(@Nullable Path path) {
      folder = path;
      return this;
    }

    /**
     * Sets how much is cached in the folder; by default 4,096 avatars and 64 MiB.
     *
     * @param avatars the most avatars, 0 or more
     * @param bytes the most bytes, 0 or more
     * @return this builder
     * @throws IllegalArgumentException if a value is negative
     */
    public Builder folderLimits(int avatars, long bytes) {
      require(avatars >= 0, "avatars", avatars, ">= 0");
      require(bytes >= 0, "bytes", bytes, ">= 0");
      folderAvatars = avatars;
      folderBytes = bytes;
      return this;
    }

    /**
     * Sets how many contacts and occupants are remembered, and how many may wait for a fetch; by
     * default 4,096. The least recently heard one is forgotten first.
     *
     * @param most the limit, 1 or more
     * @return this builder
     * @throws IllegalArgumentException if it is below 1
     */
    public Builder owners(int most) {
      require(most >= 1, "owners", most, ">= 1");
      owners = most;
      return this;
    }

    /**
     * Sets whose announcements are of interest; by default everybody's. Anybody can send a presence
     * to the client, and a fetch shows its sender that the user is online: a test for contacts and
     * joined rooms prevents that.
     *
     * @param test says for a bare address whether it is of interest; called before the presence is
     *     delivered, never on an event loop
     * @return this builder
     */
    public Builder wanted(Predicate<? super Jid> test) {
      wanted = Objects.requireNonNull(test, "test");
      return this;
    }

    /**
     * Sets which addresses are rooms, whose occupants have avatars of their own. Only needed for
     * rooms whose presences are not marked (XEP-0045, section 7.2.2), such as those of gateways; by
     * default none.
     *
     * @param test says for a bare address whether it is a room; called before the presence is
     *     delivered, never on an event loop
     * @return this builder
     */
    public Builder rooms(Predicate<? super Jid> test) {
      rooms = Objects.requireNonNull(test, "test");
      return this;
    }

    /**
     * Sets whether outgoing presences announce the own avatar; by default they do, which XEP-0153,
     * section 4.1, requires of clients that support avatars.
     *
     * @param wished whether they do
     * @return this builder
     */
    public Builder announcing(boolean wished) {
      announcing = wished;
      return this;
    }

    /**
     * Sets whether outgoing presences also announce the own nickname, as gateways like PyMSNt
     * understand it; by default they don't. It goes to all recipients of the presence, not only to
     * gateways, and only if {@link #announcing} is set.
     *
     * @param wished whether they do
     * @return this builder
     */
    public Builder nicknameInPresence(boolean wished) {
      nicknameInPresence = wished;
      return this;
    }

    /**
     * Sets whether avatars are also read from and published to nodes of accounts (XEP-0084), which
     * takes {@link im.linnet.pubsub.PubSub} and an extension that announces the client's
     * capabilities (XEP-0115), both added to the client before; by default only vCards are used.
     *
     * @param wished whether they are
     * @return this builder
     */
    public Builder userAvatars(boolean wished) {
      userAvatars = wished;
      return this;
    }

    /** {@return the settings} */
    public AvatarSettings build() {
      return new AvatarSettings(this);
    }

    private static void require(boolean valid, String name, Object value, String expected) {
      if (!valid) {
        throw new IllegalArgumentException(
            "%s: %s (expected: %s)".formatted(name, value, expected));
      }
    }
  }
}
