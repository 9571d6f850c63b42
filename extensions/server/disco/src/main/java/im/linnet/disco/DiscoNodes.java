package im.linnet.disco;

import im.linnet.stanza.Iq;
import im.linnet.stanza.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Answers queries about nodes of this client (XEP-0030, sections 3.2 and 4.2), for {@link
 * Disco#nodes}. Called in order with the client's callbacks, only for those that {@link Disco}
 * answers.
 */
public interface DiscoNodes {

  /**
   * Answers what a node is.
   *
   * @param request the request, from anybody
   * @param node the node
   * @return a {@link DiscoInfo} or an error; null if there is no such node here
   */
  @Nullable Reply info(Iq request, String node);

  /**
   * Answers what items a node has.
   *
   * @param request the request, from anybody
   * @param node the node
   * @return {@link DiscoItems} or an error; null if there is no such node here
   */
  @Nullable Reply items(Iq request, String node);
}
