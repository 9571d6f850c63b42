package im.linnet.archive;

import im.linnet.jid.Jid;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What an archive says in scripts. */
final class ArchiveScript {

  static final String NS = "xmlns='urn:xmpp:mam:2'";
  static final String RSM = "xmlns='http://jabber.org/protocol/rsm'";
  static final Jid ROOM = Jid.of("garden@rooms.localhost");
  static final String OWN = "from='juliet@localhost'";

  private ArchiveScript() {}

  static ScriptedClient bound(Consumer<Script> lines) {
    return ScriptedClient.bound(MessageArchive::new, lines);
  }

  static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  /** The query for a page of the own archive. */
  static String query(String paging) {
    return "<iq type='set' id='{id}'><query %s queryid='{q}'><set %s>%s</set></query></iq>"
        .formatted(NS, RSM, paging);
  }

  /** The query for a page of the own archive, with one field. */
  static String query(String var, String value, String paging) {
    return ("<iq type='set' id='{id}'><query %s queryid='{q}'><x xmlns='jabber:x:data'"
            + " type='submit'><field"
            + " var='FORM_TYPE'><value>urn:xmpp:mam:2</value></field><field"
            + " var='%s'><value>%s</value></field></x><set %s>%s</set></query></iq>")
        .formatted(NS, var, value, RSM, paging);
  }

  /** The results with these ids, whose bodies are the ids. */
  static String results(String... ids) {
    StringBuilder all = new StringBuilder();
    Arrays.stream(ids).forEach(id -> all.append(result(OWN, id, id)));
    return all.toString();
  }

  static String result(String from, String id, String body) {
    return wrapped(
        from,
        "queryid='{q}' id='" + id + "'",
        "<delay xmlns='urn:xmpp:delay' stamp='2026-11-01T10:00:00Z'/>",
        "<message xmlns='jabber:client' from='romeo@example.net/orchard' to='juliet@localhost'"
            + " type='chat'><body>"
            + body
            + "</body></message>");
  }

  static String wrapped(String from, String attributes, String... forwarded) {
    return "<message %s to='juliet@localhost/balcony'><result %s %s><forwarded xmlns='%s'>%s</forwarded></result></message>"
        .formatted(from, NS, attributes, "urn:xmpp:forward:0", String.join("", forwarded));
  }

  /** The end of a page with these ids. */
  static String fin(String attributes, String first, String last) {
    return fin(attributes, "<first>" + first + "</first><last>" + last + "</last>");
  }

  static String fin(String attributes, String set) {
    return "<iq type='result' id='{id}'><fin %s %s><set %s>%s</set></fin></iq>"
        .formatted(NS, attributes, RSM, set);
  }

  static String error(String condition) {
    return "<iq type='error' id='{id}'><error type='cancel'><"
        + condition
        + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>";
  }

  /** A live message that has this id in the archive. */
  static String live(String id) {
    return "<message from='romeo@example.net/orchard' type='chat'><body>%s</body><stanza-id xmlns='urn:xmpp:sid:0' id='%s' by='juliet@localhost'/></message>"
        .formatted(id, id);
  }

  static List<String> ids(Page page) {
    return page.messages().stream().map(ArchivedMessage::id).toList();
  }
}
