package im.linnet.blocking;

import static java.util.Objects.requireNonNull;

import im.linnet.XmppClient;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A client whose list was loaded before its script goes on, and the events of its list. */
final class BlockingScript {

  static final String NS = "urn:xmpp:blocking";
  static final String ROMEO = "<item jid='romeo@example.net'/>";

  private final BlockingQueue<BlockingEvent> events = new LinkedBlockingQueue<>();

  static String list(String items) {
    return "<blocklist xmlns='" + NS + "'>" + items + "</blocklist>";
  }

  static String push(String id, String from, String name, String items) {
    return "<iq type='set' id='%s' %s><%s xmlns='%s'>%s</%s></iq>"
        .formatted(id, from, name, NS, items, name);
  }

  static String result(String id) {
    return "<iq type='result' id='" + id + "'/>";
  }

  static String error(String id, String condition) {
    return "<iq type='error' id='%s'><error><%s xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"
        .formatted(id, condition);
  }

  /** The server answers the request for the list. */
  static Consumer<Script> load(String items) {
    return script ->
        script
            .expect("<iq type='get' id='{list}'><blocklist xmlns='" + NS + "'/></iq>")
            .send("<iq type='result' id='{list}'>" + list(items) + "</iq>");
  }

  /** Events are added to this. */
  Blocking create(XmppClient client) {
    Blocking blocking = new Blocking(client);
    blocking.onChange(events::add);
    return blocking;
  }

  /** The lines begin when the list was sent and its events have arrived. */
  ScriptedClient loaded(String items, Consumer<Script> lines) throws Exception {
    ScriptedClient it =
        ScriptedClient.bound(
            this::create,
            script -> script.then(load(items)).mark("listed").awaitCue("go").then(lines));
    it.peer().awaitMark("listed");
    int count = items.split("<item", -1).length - 1;
    for (int i = 0; i < count; i++) {
      next();
    }
    it.peer().cue("go");
    return it;
  }

  /** The next event, such as {@code Blocked romeo@example.net}. */
  String next() throws InterruptedException {
    return word(requireNonNull(events.poll(20, TimeUnit.SECONDS), "no event within 20 s"));
  }

  /** The events so far that nobody has taken. */
  List<String> rest() {
    List<BlockingEvent> rest = new ArrayList<>();
    events.drainTo(rest);
    return rest.stream().map(BlockingScript::word).toList();
  }

  private static String word(BlockingEvent event) {
    return event.getClass().getSimpleName() + " " + event.jid();
  }
}
