package im.linnet.benchmarks.peers;

import java.util.function.Consumer;

/** The operations of one client. */
public interface Session {

  /** {@return the full address} */
  String address();

  /**
   * Pings the service (XEP-0199) and waits for its answer.
   *
   * @throws Exception if there is none
   */
  void ping() throws Exception;

  /**
   * Sends chat messages as fast as the library accepts them, with its own flow control.
   *
   * @param to the recipient
   * @param count the number of messages
   * @throws Exception if one can't be sent
   */
  void send(String to, int count) throws Exception;

  /**
   * Subscribes to messages in order.
   *
   * @param bodies receives the body of each
   */
  void onMessage(Consumer<String> bodies);

  /**
   * Ends the stream and the connection.
   *
   * @throws Exception if the stream can't be closed in order
   */
  void logout() throws Exception;

  /** The body of a numbered message. */
  static String body(int number) {
    return "But soft, what light through yonder window breaks? " + number;
  }
}
