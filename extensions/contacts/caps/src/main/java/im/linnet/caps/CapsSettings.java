package im.linnet.caps;

import im.linnet.jid.Jid;
import java.util.Objects;
import java.util.function.Predicate;

/** Settings of {@link Caps}. Immutable. */
public final class CapsSettings {

  private final String node;
  private final CapsStore store;
  private final int entities;
  private final Predicate<? super Jid> wanted;

  private CapsSettings(Builder builder) {
    node = builder.node;
    store = builder.store;
    entities = builder.entities;
    wanted = builder.wanted;
  }

  /** {@return the defaults, which {@link Builder} names} */
  public static CapsSettings standard() {
    return builder().build();
  }

  /** {@return a builder that begins with the defaults, for one thread} */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return the URI of the software} */
  public String node() {
    return node;
  }

  /** {@return keeps what hashes stand for} */
  public CapsStore store() {
    return store;
  }

  /** {@return how many entities' announcements are remembered at most} */
  public int entities() {
    return entities;
  }

  /** {@return whether what a bare address announces is of interest} */
  public Predicate<? super Jid> wanted() {
    return wanted;
  }

  /** Sets up {@link CapsSettings}. */
  public static final class Builder {

    private String node = "https://linnet.im";
    private CapsStore store = CapsStore.memory();
    private int entities = 4_096;
    private Predicate<? super Jid> wanted = everyone -> true;

    private Builder() {}

    /**
     * Sets the URI of the software that the client announces (XEP-0115, section 4), such as its
     * home page; by default one of this library.
     *
     * @param uri the URI, of at most 256 characters, without {@code #}
     * @return this builder
     * @throws IllegalArgumentException if it is empty, too long or has a {@code #}
     */
    public Builder node(String uri) {
      if (uri.isEmpty() || uri.length() > 256 || uri.indexOf('#') >= 0) {
        throw new IllegalArgumentException(
            "node: %d characters (expected: 1 to 256, without #)".formatted(uri.length()));
      }
      node = uri;
      return this;
    }

    /**
     * Sets what keeps what hashes stand for; by default the client's own memory.
     *
     * @param where the store
     * @return this builder
     */
    public Builder store(CapsStore where) {
      store = Objects.requireNonNull(where, "where");
      return this;
    }

    /**
     * Sets how many entities' announcements are remembered; by default 4,096. The least recently
     * used one is forgotten first, and then costs a query of its own.
     *
     * @param most the limit, 1 or more
     * @return this builder
     * @throws IllegalArgumentException if it is below 1
     */
    public Builder entities(int most) {
      if (most < 1) {
        throw new IllegalArgumentException("entities: %d (expected: >= 1)".formatted(most));
      }
      entities = most;
      return this;
    }

    /**
     * Sets whose announcements are of interest; by default everybody's. Anybody can send a presence
     * to the client: a test for contacts and joined rooms keeps strangers from using up their room.
     *
     * @param test says for a bare address whether it is of interest; called before the presence is
     *     delivered, never on an event loop
     * @return this builder
     */
    public Builder wanted(Predicate<? super Jid> test) {
      wanted = Objects.requireNonNull(test, "test");
      return this;
    }

    /** {@return the settings} */
    public CapsSettings build() {
      return new CapsSettings(this);
    }
  }
}
