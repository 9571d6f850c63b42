package im.linnet;

import im.linnet.connection.BoundStream;
import im.linnet.routing.Filter;
import im.linnet.stream.Inline;
import im.linnet.stream.StreamFeature;
import java.util.List;
import java.util.Set;

/**
 * Something a client can do beyond exchanging stanzas: made with the client by {@link
 * ClientBuilder#with}, found by {@link XmppClient#get}. It uses the same subscriptions and requests
 * as any user of the client, and makes them in its constructor.
 */
public interface Extension {

  /**
   * A stream is bound: time to load what belongs to the session. Not called for a stream that is
   * {@linkplain BoundStream#resumed() resumed}, where all of it is as it was. Called in order with
   * the client's callbacks, after the state has become connected.
   *
   * @param stream what was negotiated
   */
  default void bound(BoundStream stream) {}

  /**
   * The stream goes on, on a new connection (XEP-0198, section 5): what belongs to the session is
   * as it was. Called in order with the client's callbacks, after the state has become connected.
   *
   * @param stream what was negotiated
   */
  default void resumed(BoundStream stream) {}

  /**
   * The connection is lost or closed, for whatever reason. {@link #resumed} or {@link #bound}
   * follows if there is another. Called in order with the client's callbacks.
   */
  default void lost() {}

  /**
   * What stands on the way of the client's stanzas for this extension; asked once, when the client
   * is built.
   *
   * @return the filters, in their order; see {@link ClientBuilder#filters}
   */
  default List<Filter> filters() {
    return List.of();
  }

  /**
   * Steps that this extension adds to the negotiation of each stream. They stand behind binding and
   * before the server begins to count stanzas; {@link ClientBuilder#steps} may move them.
   *
   * @return the steps, in order; asked for once, when the client is built
   */
  default List<StreamFeature> steps() {
    return List.of();
  }

  /**
   * Requests that this extension puts inside of steps, where the server offers it.
   *
   * @return the requests, in order; asked for once, when the client is built
   */
  default List<Inline> inline() {
    return List.of();
  }

  /**
   * What others may know that the client can do by this extension: names of features as in service
   * discovery (XEP-0030, section 3.1). Whoever answers such a discovery tells them.
   *
   * @return the features; the same whenever asked
   */
  default Set<String> features() {
    return Set.of();
  }
}
