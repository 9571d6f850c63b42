package im.linnet.timeline;

import im.linnet.testkit.xml.XmlElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/**
 * A server with an archive and carbons: answers what a client asks. What is to arrive during the
 * next query, or after the next message of the client, can be given before.
 */
final class ScriptedArchive {

  private static final String MAM = "urn:xmpp:mam:2";
  private static final String RSM = "http://jabber.org/protocol/rsm";

  private record Stored(String id, String message) {}

  private final List<Stored> stored = new CopyOnWriteArrayList<>();
  private final Queue<String> duringQueries = new ConcurrentLinkedQueue<>();
  private final Queue<String> afterMessages = new ConcurrentLinkedQueue<>();
  private volatile String refusal = "";

  /** Stores a message, as XML in the namespace jabber:client. */
  ScriptedArchive store(String id, String message) {
    stored.add(new Stored(id, message));
    return this;
  }

  void forgetAll() {
    stored.clear();
  }

  /** The condition with which queries are refused; empty to answer them. */
  void refuse(String condition) {
    refusal = condition;
  }

  /** Arrives before the results of the next query. */
  void duringQuery(String xml) {
    duringQueries.add(xml);
  }

  /** Arrives when the client has sent its next message. */
  void afterMessage(String xml) {
    afterMessages.add(xml);
  }

  String answer(XmlElement element) {
    if (element.localName().equals("message")) {
      return Optional.ofNullable(afterMessages.poll()).orElse("");
    }
    if (!element.localName().equals("iq")) {
      return "";
    }
    String id = String.valueOf(element.attribute("id"));
    Optional<XmlElement> query = element.child(MAM, "query");
    return query
        .map(asked -> results(id, asked))
        .orElse("<iq type='result' id='%s'/>".formatted(id));
  }

  private String results(String id, XmlElement query) {
    String first = Optional.ofNullable(duringQueries.poll()).orElse("");
    if (!refusal.isEmpty()) {
      return first
          + "<iq type='error' id='%s'><error type='cancel'><%s xmlns='%s'/></error></iq>"
              .formatted(id, refusal, "urn:ietf:params:xml:ns:xmpp-stanzas");
    }
    XmlElement set = query.child(RSM, "set").orElseThrow();
    String after = set.child(RSM, "after").map(XmlElement::text).orElse("");
    if (!after.isEmpty() && index(after) < 0) {
      return first
          + "<iq type='error' id='%s'><error type='cancel'><item-not-found xmlns='%s'/></error></iq>"
              .formatted(id, "urn:ietf:params:xml:ns:xmpp-stanzas");
    }
    int max = set.child(RSM, "max").map(each -> Integer.parseInt(each.text())).orElse(50);
    boolean backward = set.child(RSM, "before").isPresent();
    List<Stored> all = stored.subList(after.isEmpty() ? 0 : index(after) + 1, stored.size());
    List<Stored> page =
        backward
            ? all.subList(Math.max(0, all.size() - max), all.size())
            : all.subList(0, Math.min(max, all.size()));
    List<String> parts = new ArrayList<>(List.of(first));
    page.forEach(each -> parts.add(result(each, String.valueOf(query.attribute("queryid")))));
    String ends =
        page.isEmpty()
            ? ""
            : "<first>%s</first><last>%s</last>"
                .formatted(page.get(0).id(), page.get(page.size() - 1).id());
    parts.add(
        "<iq type='result' id='%s'><fin xmlns='%s' complete='%s'><set xmlns='%s'>%s</set></fin></iq>"
            .formatted(id, MAM, page.size() == all.size(), RSM, ends));
    return String.join("", parts);
  }

  private int index(String id) {
    return IntStream.range(0, stored.size())
        .filter(i -> stored.get(i).id().equals(id))
        .findFirst()
        .orElse(-1);
  }

  private static String result(Stored each, String queryId) {
    return ("<message from='juliet@localhost'><result xmlns='%s' queryid='%s' id='%s'>"
            + "<forwarded xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay'"
            + " stamp='2026-11-01T10:00:00Z'/>%s</forwarded></result></message>")
        .formatted(MAM, queryId, each.id(), each.message());
  }
}
