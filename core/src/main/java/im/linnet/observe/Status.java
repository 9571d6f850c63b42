package im.linnet.observe;

import im.linnet.connection.ConnectionState;
import im.linnet.connection.ConnectionState.Closed;
import im.linnet.connection.ConnectionState.Closing;
import im.linnet.connection.ConnectionState.Connected;
import im.linnet.connection.ConnectionState.Connecting;
import im.linnet.connection.ConnectionState.Waiting;

/** The kinds of {@link ConnectionState}, as a fixed list. */
public enum Status {
  /** There is no connection, and none is made until the program asks for one. */
  DISCONNECTED,
  /** The connection is lost; the client reconnects at a set time. */
  WAITING,
  /** A connection is being made. */
  CONNECTING,
  /** A stream is bound: stanzas can be sent. */
  CONNECTED,
  /** The client is ending its stream. */
  CLOSING,
  /** The client is closed for good. */
  CLOSED;

  /**
   * The kind of a state.
   *
   * @param state the state
   * @return its kind
   */
  public static Status of(ConnectionState state) {
    if (state instanceof Connected) {
      return CONNECTED;
    } else if (state instanceof Connecting) {
      return CONNECTING;
    } else if (state instanceof Waiting) {
      return WAITING;
    } else if (state instanceof Closing) {
      return CLOSING;
    }
    return state instanceof Closed ? CLOSED : DISCONNECTED;
  }
}
