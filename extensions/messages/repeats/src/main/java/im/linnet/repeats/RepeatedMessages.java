package im.linnet.repeats;

import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.routing.Filter;
import im.linnet.routing.Verdict;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Delivers each message once. A server sends again what a lost connection may have swallowed, and a
 * sender that does not know whether a message arrived sends it again under the same id. The last
 * messages are remembered for half an hour, over all connections of the client, and a repetition is
 * {@linkplain im.linnet.connection.Dropped.Reason#FILTERED dropped}. It is still acknowledged to
 * the server.
 *
 * <p>A repetition has the same sender, type, id and content; what servers add does not count. A
 * message is never dropped if it has no id, if its id came with different content before, or if it
 * may be sent twice on purpose: an error, an event (XEP-0060), an archive result (XEP-0313), the
 * history of a room (XEP-0045). When a sender goes offline its ids are forgotten.
 *
 * <p>Each message remembered takes 24 bytes.
 */
public final class RepeatedMessages implements Extension {

  private static final int STANDARD = 1024;

  private final List<Filter> filters;

  /**
   * Remembers the last 1,024 messages. Add it to the client's builder with {@code
   * .with(RepeatedMessages::new)}.
   *
   * @param client the client
   */
  public RepeatedMessages(XmppClient client) {
    this(client, STANDARD);
  }

  /**
   * Remembers a given number of messages. Add it to the client's builder with {@code .with(client
   * -> new RepeatedMessages(client, 8192))}.
   *
   * @param client the client
   * @param messages how many to remember, 0 to 32,768; with 0 all messages pass
   * @throws IllegalArgumentException if it is another number
   */
  public RepeatedMessages(XmppClient client, int messages) {
    if (messages < 0 || messages > Sightings.MAX) {
      throw new IllegalArgumentException(
          "messages: %d (expected: 0 to %d)".formatted(messages, Sightings.MAX));
    }
    filters = messages == 0 ? List.of() : List.of(new OnceEach(messages, System::nanoTime));
  }

  @Override
  public List<Filter> filters() {
    return filters;
  }

  /**
   * Next to the wire, because it has to see messages as they arrived. Locks, because IQs are
   * filtered concurrently and other filters may put messages ahead of them.
   */
  private static final class OnceEach implements Filter {

    private final RecentMessages recent;

    OnceEach(int messages, LongSupplier nanoTime) {
      recent = new RecentMessages(messages, nanoTime);
    }

    @Override
    public Layer layer() {
      return Layer.TRANSPORT;
    }

    @Override
    public synchronized Verdict incoming(Stanza stanza) {
      if (stanza instanceof Message message && recent.isRepeated(message)) {
        return Verdict.drop("it came before");
      }
      if (stanza instanceof Presence presence) {
        recent.noteLeaving(presence);
      }
      return Verdict.pass();
    }
  }
}
