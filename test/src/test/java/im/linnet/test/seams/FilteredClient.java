package im.linnet.test.seams;

import im.linnet.jid.Jid;
import im.linnet.routing.Filter;
import im.linnet.routing.Verdict;
import im.linnet.stanza.Message;
import im.linnet.stanza.Stanza;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import im.linnet.xml.Element;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** A client with filters on a scripted server, and what it hears. */
abstract class FilteredClient {

  static final Jid ROMEO = Jid.of("romeo@example.net");
  static final Element QUERY = Element.of("q", "test:q");

  final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  /** A filter of outgoing stanzas. */
  static Filter outgoing(Function<Stanza, Verdict> judge) {
    return new Filter() {
      @Override
      public Verdict outgoing(Stanza stanza) {
        return judge.apply(stanza);
      }
    };
  }

  /** A filter of incoming stanzas. */
  static Filter incoming(Function<Stanza, Verdict> judge) {
    return new Filter() {
      @Override
      public Verdict incoming(Stanza stanza) {
        return judge.apply(stanza);
      }
    };
  }

  static Verdict of(Stanza stanza, Function<Message, Verdict> ofMessages) {
    return stanza instanceof Message message ? ofMessages.apply(message) : Verdict.pass();
  }

  ScriptedClient with(Consumer<Script> script, Filter... filters) {
    ScriptedClient it =
        ScriptedClient.builder()
            .client(
                builder -> {
                  Arrays.stream(filters).forEach(builder::filter);
                  return builder;
                })
            .endingAnyhow()
            .built(script);
    it.client().onMessage(message -> heard.add(String.valueOf(message.body())));
    it.client().onPresence(presence -> heard.add("presence " + presence.from()));
    it.client().onDropped(dropped -> heard.add(dropped.reason().name()));
    it.client().connect().join();
    return it;
  }

  static String sent(String body) {
    return "<message to='romeo@example.net'><body>" + body + "</body></message>";
  }

  static String received(String body) {
    return "<message from='romeo@example.net'><body>" + body + "</body></message>";
  }

  String next() throws InterruptedException {
    return String.valueOf(heard.poll(20, TimeUnit.SECONDS));
  }

  static Message chat(String body) {
    return Message.chat(ROMEO, body);
  }

  static Message worded(Message message, Function<String, String> change) {
    return message.toBuilder().body(change.apply(String.valueOf(message.body()))).build();
  }

  static Throwable failure(CompletableFuture<?> future) throws Exception {
    try {
      future.get(20, TimeUnit.SECONDS);
      return new AssertionError("no failure");
    } catch (ExecutionException e) {
      return Objects.requireNonNull(e.getCause());
    }
  }
}
