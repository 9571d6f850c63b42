package im.linnet.testkit.peer;

import java.io.IOException;

/**
 * One line of a script.
 *
 * @param text its name in reports
 * @param action its action
 */
record Step(String text, Action action) {

  /** The action of a step, which runs on the connection's own thread. */
  interface Action {
    void run(Conversation conversation) throws IOException, Mismatch;
  }
}
