package im.linnet.rooms;

import im.linnet.failure.XmppException;
import im.linnet.jid.Jid;
import im.linnet.rooms.RoomEvent.AvatarChanged;
import im.linnet.rooms.RoomEvent.Bounced;
import im.linnet.rooms.RoomEvent.ConfigurationChanged;
import im.linnet.rooms.RoomEvent.Declined;
import im.linnet.rooms.RoomEvent.Entered;
import im.linnet.rooms.RoomEvent.Left;
import im.linnet.rooms.RoomEvent.Moderated;
import im.linnet.rooms.RoomEvent.NotRejoined;
import im.linnet.rooms.RoomEvent.Notice;
import im.linnet.rooms.RoomEvent.OccupantChanged;
import im.linnet.rooms.RoomEvent.OccupantJoined;
import im.linnet.rooms.RoomEvent.OccupantLeft;
import im.linnet.rooms.RoomEvent.OccupantRenamed;
import im.linnet.rooms.RoomEvent.Said;
import im.linnet.rooms.RoomEvent.SubjectChanged;
import im.linnet.test.Failures;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client with {@link Rooms}, a server that follows a script, and the events in words. */
abstract class ScriptedRooms {

  static final String USER = "http://jabber.org/protocol/muc#user";
  static final String STANZAS = "urn:ietf:params:xml:ns:xmpp-stanzas";
  static final Jid ROOM = Jid.of("garden@rooms.localhost");
  static final String OWN = ROOM + "/juliet";
  static final String ALL_FEATURES =
      "<feature var='urn:xmpp:sid:0'/><feature var='urn:xmpp:occupant-id:0'/>"
          + "<feature var='urn:xmpp:hats:0'/><feature var='urn:xmpp:message-moderate:1'/>";

  final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

  /** The request for the room's features, answered. */
  static Script asked(Script script, String features) {
    return script
        .expect(
            "<iq type='get' id='{disco}' to='%s'><query xmlns='%s'/></iq>"
                .formatted(ROOM, "http://jabber.org/protocol/disco#info"))
        .send(
            ("<iq type='result' id='{disco}' from='%s'><query"
                    + " xmlns='http://jabber.org/protocol/disco#info'>%s</query></iq>")
                .formatted(ROOM, features));
  }

  static Script expectJoin(Script script, String content) {
    return script.expect(
        "<presence id='{join}' to='%s'><x xmlns='http://jabber.org/protocol/muc'>%s</x></presence>"
            .formatted(OWN, content));
  }

  /** A join that succeeds in a room with all features. */
  static Script joined(Script script) {
    return expectJoin(asked(script, ALL_FEATURES), "").send(self(""));
  }

  /** A presence of an occupant. */
  static String presence(String nick, String more) {
    return "<presence from='%s/%s' to='juliet@localhost/balcony'>%s</presence>"
        .formatted(ROOM, nick, user("<item affiliation='none' role='participant'/>" + more));
  }

  static String user(String content) {
    return "<x xmlns='" + USER + "'>" + content + "</x>";
  }

  static String gone(String nick, String content) {
    return "<presence type='unavailable' from='%s/%s'>%s</presence>"
        .formatted(ROOM, nick, user(content));
  }

  /** The user's own presence. */
  static String self(String more) {
    return presence("juliet", "<status code='110'/>" + more);
  }

  static String groupchat(String nick, String attributes, String content) {
    return "<message type='groupchat' from='%s' %s>%s</message>"
        .formatted(nick.isEmpty() ? ROOM : ROOM + "/" + nick, attributes, content);
  }

  static String subject(String text) {
    return groupchat("ann", "", "<subject>" + text + "</subject>");
  }

  static String error(String type, String condition) {
    return "<error type='%s'><%s xmlns='%s'/></error>".formatted(type, condition, STANZAS);
  }

  static ScriptedClient.Builder client(RoomSettings settings) {
    return ScriptedClient.builder().with(client -> new Rooms(client, settings));
  }

  ScriptedClient connected(RoomSettings settings, Consumer<Script> lines) {
    return watched(client(settings).bound(lines));
  }

  ScriptedClient connected(Consumer<Script> lines) {
    return connected(RoomSettings.standard(), lines);
  }

  ScriptedClient watched(ScriptedClient it) {
    it.client().onMessage(message -> seen.add("message from " + message.from()));
    it.client().onPresence(presence -> seen.add("presence from " + presence.from()));
    watch(it.get(Rooms.class));
    return it;
  }

  void watch(Rooms rooms) {
    rooms.onEvent(event -> seen.add(word(event)));
    rooms.onInvitation(
        one -> seen.add("Invited to %s by %s: %s".formatted(one.room(), one.from(), one.reason())));
    rooms.onNotice(message -> seen.add("Notice outside from " + message.from()));
  }

  @Nullable String next() throws InterruptedException {
    return seen.poll(20, TimeUnit.SECONDS);
  }

  static Room join(ScriptedClient it) throws Exception {
    return it.get(Rooms.class).join(ROOM, "juliet").get(20, TimeUnit.SECONDS);
  }

  static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(20, TimeUnit.SECONDS);
  }

  static XmppException failure(CompletableFuture<?> future) {
    return Failures.of(future, XmppException.class);
  }

  private static String word(RoomEvent event) {
    if (event instanceof Entered entered) {
      return "Entered %s%s%s"
          .formatted(
              entered.room().nick(),
              entered.created() ? ", created" : "",
              entered.again() ? ", again" : "");
    } else if (event instanceof Left left) {
      return "Left %s%s".formatted(words(left.departure()), left.rejoins() ? ", rejoins" : "");
    } else if (event instanceof NotRejoined not) {
      return "NotRejoined " + JoinProblem.of(not.failure());
    } else if (event instanceof Said said) {
      RoomMessage message = said.message();
      return "%s%s %s: %s%s"
          .formatted(
              message.kind(),
              message.isOwn() ? " own" : "",
              message.nick(),
              message.body(),
              message.sent() == null ? "" : " at " + message.sent());
    } else if (event instanceof SubjectChanged changed) {
      return "Subject by %s: %s%s"
          .formatted(
              changed.nick(),
              changed.subject(),
              changed.set() == null ? "" : " at " + changed.set());
    } else if (event instanceof Moderated moderated) {
      return moderated.moderation().toString();
    }
    return other(event);
  }

  private static String other(RoomEvent event) {
    if (event instanceof OccupantJoined joined) {
      return "Joined " + joined.occupant().nick();
    } else if (event instanceof OccupantLeft left) {
      return "Gone %s: %s".formatted(left.occupant().nick(), words(left.departure()));
    } else if (event instanceof OccupantRenamed renamed) {
      return "Renamed %s to %s".formatted(renamed.before().nick(), renamed.now().nick());
    } else if (event instanceof OccupantChanged changed) {
      return "Changed %s, was %s%s"
          .formatted(
              changed.now(),
              changed.before(),
              changed.reason() == null ? "" : ": " + changed.reason());
    } else if (event instanceof ConfigurationChanged changed) {
      return "Configured " + new TreeSet<>(changed.codes());
    } else if (event instanceof AvatarChanged changed) {
      return "Avatar " + changed.hash();
    } else if (event instanceof Declined declined) {
      return "Declined by %s: %s".formatted(declined.by(), declined.reason());
    } else if (event instanceof Bounced bounced) {
      return "Bounced " + bounced.error().condition();
    }
    return "Notice " + ((Notice) event).message().from();
  }

  private static String words(Departure departure) {
    return "%s by %s: %s".formatted(departure.why(), departure.actorNick(), departure.reason())
        + (departure.alternative() == null ? "" : ", instead " + departure.alternative());
  }
}
