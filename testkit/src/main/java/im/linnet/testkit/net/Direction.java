package im.linnet.testkit.net;

/** The direction in which bytes pass through a {@link FaultProxy}. */
public enum Direction {
  /** From the client, which connected to the proxy. */
  TO_SERVER,
  /** From the server behind the proxy. */
  TO_CLIENT
}
