package im.linnet.testkit.peer;

import java.io.IOException;

/**
 * One line of a script.
 *
 * @param text how reports name it
 * @param action what it does
 */
record Step(String text, Action action) {

  /** What a step does, on the connection's own thread. */
  interface Action {
    void run(Conversation conversation) throws IOException, Mismatch;
  }
}
