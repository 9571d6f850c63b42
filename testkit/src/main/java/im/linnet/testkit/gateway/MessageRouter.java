package im.linnet.testkit.gateway;

import im.linnet.testkit.gateway.GatewayEvent.SignedOff;
import im.linnet.testkit.xml.XmlElement;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Messages from users: to contacts, rooms and the gateway. */
final class MessageRouter {
  private final Site site;

  MessageRouter(Site site) {
    this.site = site;
  }

  void handle(XmlElement message, String from, String to) {
    boolean error = "error".equals(message.attribute("type"));
    Session session = site.session(from);
    if (session == null) {
      if (!error) {
        outside(message, from, to);
      }
    } else if (error) {
      session.end(SignedOff.Cause.ERROR_STANZA);
    } else if (!invites(session, message, from, to)) {
      inside(session, message, from, to);
    }
  }

  private void outside(XmlElement message, String from, String to) {
    String text = Stanzas.explanation(Texts.of(message).notSignedOn());
    String error = StanzaError.NOT_AUTHORIZED.element("auth", text);
    site.send(Stanzas.errorMessage(from, to, error, Presences.child(message, "body")));
    site.send(Stanzas.presence(from, to, "unavailable", ""));
  }

  /** {@return whether the message is an invitation to a room} */
  private boolean invites(Session session, XmlElement message, String from, String to) {
    Optional<String> direct =
        message.child(Ns.CONFERENCE, "x").map(x -> String.valueOf(x.attribute("jid")));
    Optional<String> mediated =
        message
            .child(Ns.MUC_USER, "x")
            .flatMap(x -> x.child(Ns.MUC_USER, "invite"))
            .map(invite -> String.valueOf(invite.attribute("to")));
    if (direct.isEmpty() && mediated.isEmpty()) {
      return false;
    }
    String contact = direct.isPresent() ? to : mediated.orElse("");
    String room = direct.orElse(to);
    if (session.ready()) {
      session.rooms().invite(Addresses.bare(contact), Addresses.bare(room));
    } else {
      session.notReady(from, Addresses.bare(contact), room);
    }
    return true;
  }

  private void inside(Session session, XmlElement message, String from, String to) {
    String body = Presences.child(message, "body");
    Optional<XmlElement> event = message.child(Ns.EVENT, "x");
    boolean composing = event.flatMap(x -> x.child(Ns.EVENT, "composing")).isPresent();
    if (body == null || body.isEmpty()) {
      if (event.isPresent()) {
        String id = Addresses.legacy(to);
        site.events().add(new GatewayEvent.Typing(session.user(), id, composing));
      }
      return;
    }
    session.typing().wrote(to, message.attribute("id"), event.isPresent());
    boolean noerror = message.child(Ns.NOERROR, "noerror").isPresent();
    if (site.addresses().gateway(to)) {
      command(session, body);
    } else if (!session.ready()) {
      session.notReady(from, Addresses.bare(to), body);
    } else {
      text(session, from, to, body, noerror);
    }
  }

  private static void command(Session session, String body) {
    if (body.toLowerCase(Locale.ROOT).startsWith("end")) {
      session.end(SignedOff.Cause.END_COMMAND);
    }
  }

  private void text(Session session, String from, String to, String body, boolean noerror) {
    Room room = session.rooms().find(Addresses.node(to));
    if (room == null) {
      deliver(session, Addresses.legacy(to), body, noerror);
    } else if (!Addresses.resource(to).isEmpty() && !noerror) {
      String text = Stanzas.explanation(session.texts().noPrivateMessage());
      String error = StanzaError.NOT_ALLOWED.element("cancel", text);
      site.send(Stanzas.errorMessage(from, Addresses.bare(to), error, body));
    } else {
      room.said(body);
    }
  }

  private void deliver(Session session, String id, String body, boolean noerror) {
    @Nullable Person person = site.person(id);
    boolean delivered = person != null && person.state().online();
    site.events().add(new GatewayEvent.Message(session.user(), id, body, noerror, delivered));
    if (!delivered && !noerror) {
      String text = session.texts().undelivered();
      String contact = site.jid(id) + Addresses.RESOURCE;
      if (site.settings().failureNotice() == FailureNotice.TEXT) {
        site.sendMessage(session.user(), contact, null, text, null);
      } else {
        String error = StanzaError.RECIPIENT_UNAVAILABLE.element("wait", Stanzas.explanation(text));
        site.send(Stanzas.errorMessage(session.user(), contact, error, body));
      }
    }
  }
}
