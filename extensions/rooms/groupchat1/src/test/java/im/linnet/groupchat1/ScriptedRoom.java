package im.linnet.groupchat1;

import im.linnet.failure.XmppException;
import im.linnet.groupchat1.GroupChatEvent.Arrived;
import im.linnet.groupchat1.GroupChatEvent.Bounced;
import im.linnet.groupchat1.GroupChatEvent.Changed;
import im.linnet.groupchat1.GroupChatEvent.Departed;
import im.linnet.groupchat1.GroupChatEvent.Entered;
import im.linnet.groupchat1.GroupChatEvent.Left;
import im.linnet.groupchat1.GroupChatEvent.NotRejoined;
import im.linnet.groupchat1.GroupChatEvent.Other;
import im.linnet.groupchat1.GroupChatEvent.Said;
import im.linnet.groupchat1.GroupChatEvent.SubjectSet;
import im.linnet.jid.Jid;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client with {@link GroupChats}, a server that follows a script, and the events. */
abstract class ScriptedRoom {

  static final Jid ROOM = Jid.of("r0@msn.localhost");
  static final String OWN = ROOM + "/juliet";
  static final String JOIN = "<presence to='" + OWN + "'/>";
  static final String LEAVE = "<presence type='unavailable' to='" + OWN + "'/>";

  /** PyMSNt addresses the user's bare address, and sends no status codes. */
  static final String IN = "<presence from='" + OWN + "' to='juliet@localhost'/>";

  static final String OUT =
      "<presence type='unavailable' from='" + OWN + "' to='juliet@localhost'/>";

  final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

  static ScriptedClient.Builder client(GroupChatSettings settings) {
    return ScriptedClient.builder()
        .with(client -> new GroupChats(client, settings))
        .overTls()
        .endingAnyhow();
  }

  /** A connected client whose events are seen; other messages and presences, too. */
  ScriptedClient connected(ScriptedClient.Builder builder, Consumer<Script> lines) {
    ScriptedClient it = builder.bound(lines);
    watch(it.get(GroupChats.class));
    it.client().onMessage(message -> seen.add("message from " + message.from()));
    it.client().onPresence(presence -> seen.add("presence from " + presence.from()));
    return it;
  }

  ScriptedClient connected(Consumer<Script> lines) {
    return connected(client(GroupChatSettings.standard()), lines);
  }

  void watch(GroupChats chats) {
    chats.onEvent(event -> seen.add(word(event)));
    chats.onInvitation(one -> seen.add("Invited to " + one.room() + " by " + one.from()));
    chats.onMissed(one -> seen.add("Missed " + one.room()));
  }

  @Nullable String next() throws InterruptedException {
    return seen.poll(30, TimeUnit.SECONDS);
  }

  static GroupChat join(ScriptedClient it) throws Exception {
    return it.get(GroupChats.class).join(ROOM, "juliet").get(30, TimeUnit.SECONDS);
  }

  static XmppException failure(CompletableFuture<?> future) throws Exception {
    try {
      future.get(30, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof XmppException known) {
        return known;
      }
      throw failed;
    }
    throw new AssertionError("It did not fail");
  }

  private static String word(GroupChatEvent event) {
    if (event instanceof Entered entered) {
      return "Entered " + entered.chat().own();
    } else if (event instanceof Arrived arrived) {
      return "Arrived " + arrived.occupant().nick();
    } else if (event instanceof Changed changed) {
      return "Changed " + changed.occupant().nick() + " " + changed.occupant().show();
    } else if (event instanceof Departed departed) {
      return "Departed " + departed.occupant().nick();
    } else if (event instanceof Said said) {
      RoomMessage message = said.message();
      return message.kind()
          + " "
          + message.nick()
          + ": "
          + message.body()
          + (message.sent() == null ? "" : " at " + message.sent());
    } else if (event instanceof SubjectSet subject) {
      return "Subject by " + subject.nick() + ": " + subject.subject();
    } else if (event instanceof Bounced bounced) {
      return "Bounced by %s: %s %s"
          .formatted(bounced.message().from(), bounced.error().type(), bounced.error().condition());
    } else if (event instanceof Left left) {
      return "Left " + left.why() + (left.error() == null ? "" : " " + left.error().condition());
    } else if (event instanceof NotRejoined not) {
      return "NotRejoined " + JoinProblem.of(not.failure());
    }
    return "Other " + ((Other) event).stanza().from();
  }
}
