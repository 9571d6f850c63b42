package im.linnet.benchmarks.growth;

import im.linnet.ClientBuilder;
import im.linnet.benchmarks.memory.MemoryClient;
import im.linnet.jid.Jid;
import im.linnet.routing.Filter;
import im.linnet.stanza.Message;
import java.util.List;

/** Filters that let everything pass. */
final class FilterCounts {

  private static final List<Integer> SIZES = List.of(1, 2, 5, 10, 20);
  private static final int ROUNDS = 20_000;
  private static final int WINDOW = 1_000;
  private static final String LINE =
      "<message type='chat' from='romeo@localhost/garden'><body>Good morrow</body></message>";
  private static final Message MESSAGE = Message.chat(Jid.of("romeo@localhost"), "Good morrow");

  private FilterCounts() {}

  static List<Series> all() {
    return List.of(
        new Series("received, filters", SIZES, size -> new Receiving(filtered(size), LINE, ROUNDS)),
        new Series(
            "sent, filters", SIZES, size -> new Sending(filtered(size), MESSAGE, ROUNDS, WINDOW)));
  }

  private static MemoryClient filtered(int count) throws Exception {
    return MemoryClient.open(builder -> filtered(builder, count));
  }

  private static ClientBuilder filtered(ClientBuilder builder, int count) {
    for (int i = 0; i < count; i++) {
      builder.filter(new Filter() {});
    }
    return builder;
  }
}
