package im.linnet.csi;

import im.linnet.Extension;
import im.linnet.ExtensionContext;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.xml.Element;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Lets the server hold back or drop what is of no importance while nobody looks at what arrives
 * (XEP-0352): presence, chat states. A client begins active. The state is remembered over all
 * connections and sent on each, also on one that resumes a stream, to servers that offer to heed
 * it; others are sent nothing.
 *
 * <p>While a client is inactive it acknowledges at once what arrives, as servers hold more back
 * until it does. Safe for use by any thread; no method blocks.
 */
public final class ClientState implements Extension {

  /** The namespace of the indications, and of the stream feature that offers to heed them. */
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

  /** The server of the present connection, if it heeds indications, and the last one sent to it. */
  private static final class Server {

    /** Null if unknown: an indication for the connection before may have got to this one. */
    private @Nullable State indicated;

    Server(@Nullable State indicated) {
      this.indicated = indicated;
    }
  }

  /**
   * The state of a client; to be given to its builder as {@code .with(ClientState::new)}.
   *
   * @param client the client
   */
  public ClientState(XmppClient client) {
    this.client = client;
  }

  /**
   * Tells the server that nobody looks at what arrives, such as when the screen is off, so that it
   * may hold back or drop what is of no importance then. Holds until {@link #active()}. However
   * often the state changes, at most one indication waits to be written.
   */
  public void inactive() {
    set(State.INACTIVE);
  }

  /**
   * Tells the server that somebody looks again, after {@link #inactive()}: what it held back
   * arrives before the answer to any request that is sent once this has been written.
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

  /** Each stream begins active, a resumed one too (section 5.2). */
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
    ExtensionContext context = client.context();
    context.acknowledgeAtOnce(wanted == State.INACTIVE);
    context.sendNonza(wanted.indication()).whenComplete((sent, failure) -> written());
  }
}
