package im.linnet.benchmarks.peers;

import java.util.function.Consumer;

/** What one client can do. */
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
   * Sends chat messages as fast as the library takes them, with what it offers against flooding.
   *
   * @param to who gets them
   * @param count how many
   * @throws Exception if one can't be sent
   */
  void send(String to, int count) throws Exception;

  /**
   * Subscribes to messages in order.
   *
   * @param bodies is told the body of each
   */
  void onMessage(Consumer<String> bodies);

  /**
   * Ends the stream and the connection.
   *
   * @throws Exception if it can't be ended in order
   */
  void logout() throws Exception;

  /** What a message of many says. */
  static String body(int number) {
    return "But soft, what light through yonder window breaks? " + number;
  }
}
