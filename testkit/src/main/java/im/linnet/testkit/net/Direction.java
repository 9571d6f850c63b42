package im.linnet.testkit.net;

/** Which way bytes travel through a {@link FaultProxy}. */
public enum Direction {
  /** From the client, which connected to the proxy. */
  TO_SERVER,
  /** From the server behind the proxy. */
  TO_CLIENT
}
