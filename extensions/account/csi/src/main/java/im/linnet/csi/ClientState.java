package im.linnet.csi;

import im.linnet.ClientContext;
import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.stream.Inline;
import im.linnet.xml.Element;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tells the server whether the user is active (XEP-0352). While the user is inactive, the server
 * may hold back or drop unimportant stanzas such as presence and chat states. A client starts
 * active. The state survives reconnects and is sent on each connection, including one that resumes
 * a stream, if the server advertises the feature; within Bind 2 if the server takes it there
 * (XEP-0386, section 4).
 *
 * <p>While a client is inactive it acknowledges at once what arrives, because servers wait for that
 * before they send what they held back. Safe for use by any thread; no method blocks.
 */
public final class ClientState implements Extension {

  /** The namespace of the indications, and of the stream feature that advertises support. */
  public static final String NAMESPACE = "urn:xmpp:csi:0";

  private enum State {
    ACTIVE,
    INACTIVE;

    Element indication() {
      return Element.of(name().toLowerCase(Locale.ROOT), NAMESPACE);
    }
  }

  private enum Write {
    NONE,
    UNDER_WAY
  }

  private final XmppClient client;
  private State wanted = State.ACTIVE;
  private Write write = Write.NONE;
  private State withBinding = State.ACTIVE;
  private @Nullable Server server;

  /**
   * The server of the current connection, if it supports indications, and the last one sent to it.
   */
  private static final class Server {

    /** Null if unknown: an indication for the previous connection may have reached this one. */
    private @Nullable State indicated;

    Server(@Nullable State indicated) {
      this.indicated = indicated;
    }
  }

  /**
   * The state of a client. Add it to the client's builder with {@code .with(ClientState::new)}.
   *
   * @param client the client
   */
  public ClientState(XmppClient client) {
    this.client = client;
  }

  /**
   * Tells the server that the user is inactive, for example because the screen is off. The server
   * may then hold back or drop unimportant stanzas. Holds until {@link #active()}. At most one
   * indication waits to be written, however often the state changes.
   */
  public void inactive() {
    set(State.INACTIVE);
  }

  /**
   * Tells the server that the user is active again, after {@link #inactive()}. What the server held
   * back arrives before the answer to any request that is sent after this indication.
   */
  public void active() {
    set(State.ACTIVE);
  }

  @Override
  public List<Inline> inline() {
    return List.of(new WithBinding(this));
  }

  /** The state to send within binding, if it is not the one in which each stream starts. */
  synchronized @Nullable Element toBindWith() {
    withBinding = State.ACTIVE;
    return wanted == State.INACTIVE ? wanted.indication() : null;
  }

  /** The server has bound a resource with it. */
  synchronized void boundInactive() {
    withBinding = State.INACTIVE;
  }

  @Override
  public void bound(BoundStream stream) {
    begin(stream);
  }

  @Override
  public void resumed(BoundStream stream) {
    begin(stream);
  }

  @Override
  public synchronized void lost() {
    server = null;
  }

  /**
   * Each stream starts active, including a resumed one (section 5.2), unless it was bound with
   * another state.
   */
  private synchronized void begin(BoundStream stream) {
    boolean heeds = stream.features().offers("csi", NAMESPACE);
    State begun = stream.resumed() ? State.ACTIVE : withBinding;
    withBinding = State.ACTIVE;
    server = heeds ? new Server(write == Write.NONE ? begun : null) : null;
    if (heeds && begun == State.INACTIVE) {
      client.context().acknowledgeAtOnce(true);
    }
    indicate();
  }

  private synchronized void set(State state) {
    wanted = state;
    indicate();
  }

  private synchronized void written() {
    write = Write.NONE;
    indicate();
  }

  private synchronized void indicate() {
    Server present = server;
    if (present == null || write == Write.UNDER_WAY || present.indicated == wanted) {
      return;
    }
    present.indicated = wanted;
    write = Write.UNDER_WAY;
    ClientContext context = client.context();
    context.acknowledgeAtOnce(wanted == State.INACTIVE);
    context.sendNonza(wanted.indication()).whenComplete((sent, failure) -> written());
  }
}
