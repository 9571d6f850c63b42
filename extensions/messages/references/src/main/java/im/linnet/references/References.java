package im.linnet.references;

import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.jid.Jid;
import java.util.Set;

/**
 * Announces what this artifact implements, so that others use it, and has the {@link Conversation}s
 * of the client's user. It keeps nothing and changes no message.
 *
 * <p>Safe for use by any thread; no method blocks.
 */
public final class References implements Extension {

  private static final Set<String> FEATURES =
      Set.of(
          Correction.NAMESPACE,
          Retraction.NAMESPACE,
          Reactions.NAMESPACE,
          Reply.NAMESPACE,
          Fallback.NAMESPACE,
          StyledText.NAMESPACE,
          Spoiler.NAMESPACE,
          Link.NAMESPACE,
          Encryption.NAMESPACE);

  private final XmppClient client;
  private final Set<String> features;

  /**
   * Announces all features. Add it to the client's builder with {@code .with(References::new)}.
   *
   * @param client the client
   */
  public References(XmppClient client) {
    this(client, FEATURES);
  }

  /**
   * Announces some features: those that the program displays.
   *
   * @param client the client
   * @param features namespaces, such as {@link Correction#NAMESPACE}
   */
  public References(XmppClient client, Set<String> features) {
    this.client = client;
    this.features = Set.copyOf(features);
  }

  @Override
  public Set<String> features() {
    return features;
  }

  /**
   * The conversation with a contact.
   *
   * @param contact its address; a resource does not count
   * @return the conversation
   */
  public Conversation with(Jid contact) {
    return Conversation.with(client.address(), contact);
  }

  /**
   * The conversation in a room.
   *
   * @param room its address; a resource does not count
   * @return the conversation
   */
  public Conversation in(Jid room) {
    return Conversation.in(client.address(), room);
  }

  /**
   * The conversation with an occupant of a room, which others can't read.
   *
   * @param occupant its address in the room
   * @return the conversation
   * @throws IllegalArgumentException if the address has no resource
   */
  public Conversation privately(Jid occupant) {
    return Conversation.privately(client.address(), occupant);
  }
}
