package im.linnet.rostersync;

import im.linnet.XmppClient;
import im.linnet.roster.Roster;
import im.linnet.stanza.Presence;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.xml.XmlElement;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A client with {@link RosterSync}, a server that answers it, and what reaches the server, the user
 * and the client's subscribers.
 */
final class Gateway implements AutoCloseable {

  static final String GW = "msn.example.com";
  static final String ITEM = "<item jid='msn.example.com' name='MSN' subscription='both'/>";
  private static final String ROSTER = "jabber:iq:roster";

  /** What the client sent, in words, but not its pings and roster queries. */
  final BlockingQueue<String> sent = new LinkedBlockingQueue<>();

  final BlockingQueue<SyncEvent> events = new LinkedBlockingQueue<>();
  final BlockingQueue<Presence> presences = new LinkedBlockingQueue<>();
  final BlockingQueue<Question> questions = new LinkedBlockingQueue<>();

  /** Stanzas that follow the server's next answers. */
  final BlockingQueue<String> more = new LinkedBlockingQueue<>();

  final CompletableFuture<Decision> answer = new CompletableFuture<>();
  private final ScriptedClient client;
  private final String items;

  /** With standard limits, and a roster of these items. */
  Gateway(String items, Consumer<Script> lines) {
    this(items, new NoStore(), SyncLimits.standard(), lines);
  }

  Gateway(String items, ConsentStore store, SyncLimits limits, Consumer<Script> lines) {
    this(items, own -> built -> new RosterSync(built, own::ask, store, limits), lines);
  }

  Gateway(
      String items,
      Function<Gateway, Function<XmppClient, RosterSync>> sync,
      Consumer<Script> lines) {
    this.items = items;
    client =
        ScriptedClient.builder()
            .endingAnyhow()
            .with(Roster::new)
            .with(sync.apply(this))
            .built(s -> s.then(lines).answerAll(this::reply));
    sync().onEvent(events::add);
    client.client().onPresence(presences::add);
  }

  /** Connects and loads the roster. */
  Gateway online() {
    client.client().connect().orTimeout(30, TimeUnit.SECONDS).join();
    client.get(Roster.class).load().join();
    return this;
  }

  CompletionStage<Decision> ask(Question question) {
    questions.add(question);
    return answer;
  }

  /** The line of a script that answers the query for the roster. */
  static void load(Script script, String items) {
    script
        .expectLike("<iq type='get' id='{load}'><query xmlns='jabber:iq:roster'/></iq>")
        .send(
            "<iq type='result' id='{load}'><query xmlns='jabber:iq:roster'>%s</query></iq>"
                .formatted(items));
  }

  String reply(XmlElement element) {
    String id = element.attribute("id");
    if (element.localName().equals("presence")) {
      sent.add(element.attribute("type") + " " + element.attribute("to"));
      return "";
    }
    boolean get = "get".equals(element.attribute("type"));
    XmlElement payload = element.children().isEmpty() ? element : element.children().get(0);
    boolean roster = payload.is(ROSTER, "query");
    if (!get && roster) {
      sent.add(item(payload.children().get(0)));
    } else if (!roster && !payload.localName().equals("ping")) {
      sent.add(element.attribute("type") + " " + id + word(element));
      return "";
    }
    String content = get && roster ? "<query xmlns='%s'>%s</query>".formatted(ROSTER, items) : "";
    String from = roster ? "" : "from='localhost'";
    String next = more.isEmpty() ? "" : more.remove();
    return "<iq type='result' id='%s' %s>%s</iq>%s".formatted(id, from, content, next);
  }

  private static String word(XmlElement answer) {
    return answer.children().isEmpty()
        ? ""
        : " " + answer.children().get(0).children().get(0).localName();
  }

  private static String item(XmlElement item) {
    List<String> groups = item.children().stream().map(XmlElement::text).toList();
    return item.attribute("subscription") == null
        ? "put %s %s %s".formatted(item.attribute("jid"), item.attribute("name"), groups)
        : item.attribute("subscription") + " " + item.attribute("jid");
  }

  XmppClient client() {
    return client.client();
  }

  ScriptedClient scripted() {
    return client;
  }

  RosterSync sync() {
    return client.get(RosterSync.class);
  }

  /** A push as PyMSNt sends it. */
  static String push(String from, String type, String namespace, String item) {
    return "<presence from='%s' to='juliet@localhost' type='%s'><x xmlns='%s'>%s</x></presence>"
        .formatted(from, type, namespace, item);
  }

  static String push(String friend) {
    return push(
        friend + "%hotmail.com@" + GW,
        "subscribe",
        Subsync.NAMESPACES.get(0),
        "<item name='%s' subscription='both'><group>Friends</group></item>".formatted(friend));
  }

  /** The next one, or a failure. */
  static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(60, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing came within a minute");
    }
    return next;
  }

  /** What has been sent once the server has answered one more request. */
  List<String> sentSoFar() {
    client.get(Roster.class).load().join();
    return List.copyOf(sent);
  }

  /** Waits for all callbacks that are queued now. */
  void settle() {
    for (int i = 0; i < 3; i++) {
      client.callbacksDone();
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
