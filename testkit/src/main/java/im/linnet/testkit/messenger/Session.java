package im.linnet.testkit.messenger;

import im.linnet.testkit.messenger.RedirectPlan.When;
import im.linnet.testkit.xml.XmlElement;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bound client. Its stanzas are read on the connection's thread; other threads may send to it.
 */
final class Session {
  private final Connection connection;
  private final Account account;
  private final String jid;
  private final Presences presences;
  private final Messages messages;

  Session(Connection connection, Account account, String jid) {
    this.connection = connection;
    this.account = account;
    this.jid = jid;
    this.presences = new Presences(this);
    this.messages = new Messages(this, connection.site());
  }

  Connection connection() {
    return connection;
  }

  Site site() {
    return connection.site();
  }

  String domain() {
    return site().settings().domain();
  }

  Account account() {
    return account;
  }

  /** {@return the full address} */
  String jid() {
    return jid;
  }

  Presences presences() {
    return presences;
  }

  void handle(XmlElement stanza) throws IOException {
    if (stanza.is(Ns.CLIENT, "iq")) {
      iq(stanza);
    } else if (stanza.is(Ns.CLIENT, "message")) {
      messages.handle(stanza);
    } else if (stanza.is(Ns.CLIENT, "presence")) {
      presences.handle(stanza);
    } else {
      connection.refuse("unsupported-stanza-type");
    }
  }

  /** Sends; fails if the client has left, which its own connection handles. */
  void send(String xml) throws IOException {
    connection.write(xml);
  }

  /** Sends on behalf of another session, so a failure is ignored if this client has left. */
  void deliver(String xml) {
    try {
      connection.write(xml);
    } catch (IOException e) {
      connection.wire().abort();
    }
  }

  boolean redirects() throws IOException {
    return connection.redirects(When.IN_SESSION);
  }

  /** The connection has ended. */
  void leave() {
    site().leave(this);
    presences.leave();
  }

  private void iq(XmlElement stanza) throws IOException {
    String type = stanza.attribute("type");
    String id = stanza.attribute("id");
    if ("result".equals(type) || "error".equals(type)) {
      return;
    }
    Iq iq = request(stanza, type, id);
    if (iq == null) {
      StanzaErrors.reply(this, stanza, Reaction.error("bad-request"));
      return;
    }
    for (IqService service : IqService.ALL) {
      if (service.handle(iq)) {
        return;
      }
    }
    iq.error("service-unavailable");
  }

  private @Nullable Iq request(XmlElement stanza, @Nullable String type, @Nullable String id) {
    List<XmlElement> children = stanza.children();
    boolean set = "set".equals(type);
    if (id == null || children.size() != 1 || !(set || "get".equals(type))) {
      return null;
    }
    return new Iq(this, id, set, stanza.attribute("to"), children.get(0));
  }
}
