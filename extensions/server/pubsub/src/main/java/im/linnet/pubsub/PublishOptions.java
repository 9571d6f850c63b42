package im.linnet.pubsub;

import java.util.Objects;

/**
 * What a publication requires of the configuration of the node (XEP-0060, section 7.1.5), and what
 * to do if the service refuses that. A service that creates the node configures it so. Immutable;
 * each method returns a copy.
 *
 * <pre>{@code
 * PublishOptions options =
 *     PublishOptions.privateData()
 *         .prefer(NodeOptions.none().allItems())
 *         .configuring();
 * }</pre>
 *
 * <p>The service checks {@linkplain #require required} options before it publishes, so nothing
 * becomes readable to others than the access model says.
 */
public final class PublishOptions {

  static final String FORM = "http://jabber.org/protocol/pubsub#publish-options";

  private static final PublishOptions NONE =
      new PublishOptions(NodeOptions.none(), NodeOptions.none(), Mismatch.FAILS);

  /** What a node that is configured in another way leads to. */
  enum Mismatch {
    FAILS,
    CONFIGURES
  }

  private final NodeOptions required;
  private final NodeOptions preferred;
  private final Mismatch mismatch;

  private PublishOptions(NodeOptions required, NodeOptions preferred, Mismatch mismatch) {
    this.required = Objects.requireNonNull(required, "required");
    this.preferred = Objects.requireNonNull(preferred, "preferred");
    this.mismatch = mismatch;
  }

  /** {@return no options: the item is published whatever the node's configuration is} */
  public static PublishOptions none() {
    return NONE;
  }

  /**
   * Requires that the node is configured in a certain way: if it is not, nothing is published.
   *
   * @param options the options
   * @return what to publish with
   */
  public static PublishOptions require(NodeOptions options) {
    return new PublishOptions(options, NodeOptions.none(), Mismatch.FAILS);
  }

  /**
   * What the best practices for public data require (XEP-0222, section 2): items are kept, for
   * those that the access model names, and sent only when they change.
   *
   * @param access who may read them
   * @return what to publish with; the last of these is only {@linkplain #prefer preferred}
   */
  public static PublishOptions publicData(AccessModel access) {
    return require(NodeOptions.none().persistItems(true).accessModel(access))
        .prefer(NodeOptions.none().lastItem(LastItem.NEVER));
  }

  /**
   * What the best practices for private data require (XEP-0223, section 2): items are kept, for the
   * owner alone.
   *
   * @return what to publish with
   */
  public static PublishOptions privateData() {
    return require(NodeOptions.privateData());
  }

  /**
   * Adds options that a service may not know in a publication. They are required like the others;
   * but if the service refuses the publication for another reason than {@link
   * PubSubError#PRECONDITION_NOT_MET}, it is repeated once without them. ejabberd 23.01, for
   * example, knows neither {@code max_items} here, and new nodes of accounts there keep one item
   * only, nor {@code send_last_published_item}: see {@link #configuring()}.
   *
   * @param options the options
   * @return a copy with them
   */
  public PublishOptions prefer(NodeOptions options) {
    return new PublishOptions(required, preferred.and(options), mismatch);
  }

  /**
   * Configures the node, which the user has to own, if it is not as required and preferred:
   *
   * <ul>
   *   <li>After {@link PubSubError#PRECONDITION_NOT_MET} all these options are set (section 8.2);
   *       others stay as they are.
   *   <li>If the service does not know a preferred option in a publication, the node is created
   *       with all these options (section 8.1.3) or, if it exists, configured so.
   * </ul>
   *
   * <p>Then the publication is repeated once. Other programs of the user may have configured the
   * node in another way on purpose, and the items that it already has get the new access model too.
   *
   * @return a copy that does so
   */
  public PublishOptions configuring() {
    return new PublishOptions(required, preferred, Mismatch.CONFIGURES);
  }

  /** {@return the options that are always required} */
  public NodeOptions required() {
    return required;
  }

  /** {@return the options that are given up if the service does not know them} */
  public NodeOptions preferred() {
    return preferred;
  }

  /** {@return whether a node that is configured in another way is configured as required} */
  public boolean isConfiguring() {
    return mismatch == Mismatch.CONFIGURES;
  }

  /** What the first attempt requires. */
  NodeOptions all() {
    return required.and(preferred);
  }

  @Override
  public String toString() {
    return "PublishOptions[required=%s, preferred=%s, %s]".formatted(required, preferred, mismatch);
  }
}
