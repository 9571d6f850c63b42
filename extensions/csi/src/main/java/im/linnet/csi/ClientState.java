package im.linnet.csi;

import im.linnet.ClientContext;
import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.xml.Element;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tells the server whether the user is active (XEP-0352). While the user is inactive, the server
 * may hold back or drop unimportant stanzas such as presence and chat states. A client starts
 * active. The state survives reconnects and is sent on each connection, including one that resumes
 * a stream, if the server advertises the feature.
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

  /** Each stream starts active, including a resumed one (section 5.2). */
  private synchronized void begin(BoundStream stream) {
    boolean heeds = stream.features().offers("csi", NAMESPACE);
    server = heeds ? new Server(write == Write.NONE ? State.ACTIVE : null) : null;
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
