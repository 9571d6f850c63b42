package im.linnet.samples;

import im.linnet.XmppClient;
import im.linnet.references.Conversation;
import im.linnet.stanza.Message;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An answer that others see while it grows: a message, and corrections of it (XEP-0308), each with
 * all there is. For one thread, which waits until the server has each of them: so no answer is
 * faster than the connection.
 */
final class GrowingAnswer {

  /** More corrections a second would only flicker, and servers limit what a client may send. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final XmppClient client;
  private final Conversation conversation;
  private final StringBuilder text = new StringBuilder();
  private @Nullable Message shown;
  private long shownAt;

  GrowingAnswer(XmppClient client, Conversation conversation) {
    this.client = client;
    this.conversation = conversation;
  }

  /** Adds a piece, and shows it unless something was shown just before. */
  void add(String piece) {
    text.append(piece);
    if (shown == null || System.nanoTime() - shownAt >= PAUSE.toNanos()) {
      show();
    }
  }

  /** Shows what is not shown yet. */
  void end() {
    if (text.isEmpty()) {
      text.append("I have no answer.");
    }
    show();
  }

  private void show() {
    String body = PlainText.of(text.toString());
    if (body.isEmpty() || (shown != null && body.equals(shown.body()))) {
      return;
    }
    Message next =
        shown == null ? conversation.message(body) : conversation.correctionOf(shown, body);
    client.deliver(next).join();
    shown = next;
    shownAt = System.nanoTime();
  }
}
