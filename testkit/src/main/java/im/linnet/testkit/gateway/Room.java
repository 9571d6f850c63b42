package im.linnet.testkit.gateway;

import im.linnet.testkit.gateway.GatewayEvent.RoomExpired;
import im.linnet.testkit.gateway.GatewayEvent.RoomJoined;
import im.linnet.testkit.gateway.GatewayEvent.RoomLeft;
import im.linnet.testkit.gateway.GatewayEvent.RoomMessage;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A conversation of one user with several contacts, shown as a room of “groupchat 1.0”. */
final class Room {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

  private final Session session;
  private final Site site;
  private final String name;
  private final Set<String> occupants = new LinkedHashSet<>();
  private final List<Line> missed = new ArrayList<>();
  private String nick = "";
  private String recipient;
  private boolean joined;
  private Runnable expiry = () -> {};

  /** What was said before the user joined; by the room if there is no source. */
  private record Line(@Nullable String source, String text, String stamp) {}

  Room(Session session, String name) {
    this.session = session;
    this.site = session.site();
    this.name = name;
    this.recipient = session.user();
  }

  String name() {
    return name;
  }

  boolean joined() {
    return joined;
  }

  /** {@return the room's address} */
  String jid() {
    return site.addresses().room(name);
  }

  Set<String> occupants() {
    return Set.copyOf(occupants);
  }

  /** The user is in the room, perhaps under another name; the first time gets the history. */
  void join(String wanted, String client) {
    nick = wanted.isEmpty() ? username() : wanted;
    recipient = site.settings().roomRecipient() == RoomRecipient.CLIENT ? client : session.user();
    if (site.has(GatewayFault.ROOM_UNANSWERED)) {
      return;
    }
    presence(nick, null);
    if (joined) {
      return;
    }
    joined = true;
    expiry.run();
    site.events().add(new RoomJoined(session.user(), name, nick));
    missed.forEach(line -> show(line.source(), line.text(), line.stamp()));
    missed.clear();
    occupants.forEach(occupant -> presence(occupant, null));
  }

  private String username() {
    Account.Credentials credentials = session.account().credentials();
    return credentials == null ? session.user() : credentials.username();
  }

  /** Sends the user an invitation from a contact, and waits for the user for some time. */
  void inviteUser(Person from) {
    occupants.add(from.id());
    String body = Stanzas.element("body", session.texts().invitation(jid()));
    String x = "<x xmlns='" + Ns.CONFERENCE + "'" + Stanzas.attribute("jid", jid()) + "/>";
    String contact = site.jid(from.id()) + Addresses.RESOURCE;
    site.send(Stanzas.message(session.user(), contact, null, null, body + x));
    expiry =
        site.clock().after(site.settings().invitationTimeout(), () -> site.locked(this::expire));
  }

  private void expire() {
    if (joined || session.ended() || session.rooms().find(name) != this) {
      return;
    }
    StringBuilder text = new StringBuilder(session.texts().missedRoom(jid()));
    occupants.forEach(occupant -> text.append("\n\t").append(occupant));
    text.append("\n\n").append(session.texts().removedFromRoom()).append('\n');
    for (Line line : missed) {
      String source = line.source();
      text.append('\n');
      text.append(source == null ? line.text() : source + " says: " + line.text());
    }
    site.sendMessage(session.user(), site.domain(), null, text.toString(), null);
    site.events().add(new RoomExpired(session.user(), name));
    session.rooms().remove(this);
  }

  /** The user leaves, or the session ends. */
  void leave() {
    expiry.run();
    if (joined) {
      presence(nick, "unavailable");
      site.events().add(new RoomLeft(session.user(), name));
    }
    joined = false;
  }

  /** The user said something; it is reflected. */
  void said(String text) {
    site.events().add(new RoomMessage(session.user(), name, text));
    say(nick, text);
  }

  void contactJoins(Person person) {
    occupants.add(person.id());
    if (joined) {
      presence(person.id(), null);
    }
    say(null, person.id() + " has joined the conference.");
  }

  void contactLeaves(Person person) {
    occupants.remove(person.id());
    if (joined) {
      presence(person.id(), "unavailable");
    }
    say(null, person.id() + " has left the conference.");
  }

  /** Somebody, or the room itself, says something. */
  void say(@Nullable String source, String text) {
    if (joined) {
      show(source, text, null);
    } else {
      missed.add(new Line(source, text, STAMP.format(site.clock().now())));
    }
  }

  private void show(@Nullable String source, String text, @Nullable String stamp) {
    String from = source == null ? jid() : jid() + "/" + source;
    site.sendMessage(recipient, from, "groupchat", text, stamp);
  }

  private void presence(String occupant, @Nullable String type) {
    String content = type == null ? Presences.update(null, "") : "";
    site.send(Stanzas.presence(recipient, jid() + "/" + occupant, type, content));
  }
}
