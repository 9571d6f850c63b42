package im.linnet.presence;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.jid.Jid;
import im.linnet.presence.PresenceEvent.Available;
import im.linnet.presence.PresenceEvent.Own;
import im.linnet.presence.PresenceEvent.Unavailable;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A client with {@link Presences}, the server that follows a script, and what is told of it. */
abstract class ScriptedPresences {

  static final Jid ROMEO = Jid.of("romeo@localhost");

  final ScriptedPeer peer = ScriptedPeer.listen();
  final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  @Nullable XmppClient client;

  @AfterEach
  void close() {
    // The peer first: it has no answer to a closing tag, which the client would await.
    peer.close();
    if (client != null) {
      client.shutdown().orTimeout(10, TimeUnit.SECONDS).join();
    }
  }

  static Script bound(Script script) {
    return ScriptedClient.login(script, "");
  }

  ClientBuilder builder() {
    return ScriptedClient.of(peer);
  }

  Presences connected(ClientBuilder builder) {
    XmppClient built = builder.build();
    client = built;
    Presences presences = built.get(Presences.class);
    presences.onChange(event -> told.add(word(event)));
    presences.onInvitation(invitation -> told.add("Invited by " + invitation.displayName()));
    built.connect().join();
    return presences;
  }

  Presences connected() {
    return connected(builder().with(Presences::new));
  }

  static String word(PresenceEvent event) {
    if (event instanceof Available available) {
      return "Available " + available.presence().from();
    } else if (event instanceof Unavailable unavailable) {
      return "Unavailable " + unavailable.presence().from();
    } else if (event instanceof Own own) {
      return "Own " + own.presence().type();
    }
    return "Forgotten";
  }

  List<@Nullable String> told(int count) throws InterruptedException {
    List<@Nullable String> words = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      words.add(told.poll(10, TimeUnit.SECONDS));
    }
    return words;
  }

  XmppClient built() {
    XmppClient now = client;
    if (now == null) {
      throw new IllegalStateException("no client yet");
    }
    return now;
  }
}
