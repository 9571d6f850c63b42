package im.linnet;

import im.linnet.connection.BoundStream;
import im.linnet.observe.ClientListener;
import im.linnet.routing.Filter;
import im.linnet.stream.Inline;
import im.linnet.stream.StreamFeature;
import java.util.List;
import java.util.Set;

/**
 * A protocol on top of a client's stanzas: added by {@link ClientBuilder#with}, retrieved by {@link
 * XmppClient#get}. It uses the client's public API and subscribes in its constructor.
 */
public interface Extension {

  /**
   * Called when a stream is bound: load session data now. Not called when a stream of this client
   * is {@linkplain BoundStream#resumed() resumed}, as the session data is still valid. Called in
   * order with the client's callbacks, after the state has become connected.
   *
   * @param stream the stream
   */
  default void bound(BoundStream stream) {}

  /**
   * Called when the stream is resumed on a new connection (XEP-0198, section 5): session data is
   * still valid. Called in order with the client's callbacks, after the state has become connected.
   *
   * @param stream the stream
   */
  default void resumed(BoundStream stream) {}

  /**
   * Called when the connection is lost or closed, for any reason. {@link #resumed} or {@link
   * #bound} follows if the client connects again. Called in order with the client's callbacks.
   */
  default void lost() {}

  /**
   * The stanza filters of this extension. Called once, when the client is built.
   *
   * @return the filters, in order; see {@link ClientBuilder#filters}
   */
  default List<Filter> filters() {
    return List.of();
  }

  /**
   * The negotiation steps of this extension. They run after resource binding and before stream
   * management is enabled; {@link ClientBuilder#steps} may move them. Called once, when the client
   * is built.
   *
   * @return the steps, in order
   */
  default List<StreamFeature> steps() {
    return List.of();
  }

  /**
   * The inline requests of this extension, sent within other steps if the server offers it. Called
   * once, when the client is built.
   *
   * @return the requests, in order
   */
  default List<Inline> inline() {
    return List.of();
  }

  /**
   * The listeners of this extension. Called once, when the client is built. A listener that refers
   * to the client keeps it from being collected while it is connected.
   *
   * @return the listeners, in order
   */
  default List<ClientListener> listeners() {
    return List.of();
  }

  /**
   * The service discovery features of this extension (XEP-0030, section 3.1), for the extension
   * that answers discovery requests.
   *
   * @return the feature names; the same at each call
   */
  default Set<String> features() {
    return Set.of();
  }
}
