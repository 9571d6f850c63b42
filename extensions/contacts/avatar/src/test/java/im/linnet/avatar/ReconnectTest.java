package im.linnet.avatar;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.XmppClient;
import im.linnet.avatar.AvatarEvent.Changed;
import im.linnet.avatar.AvatarEvent.Loaded;
import im.linnet.connection.ConnectionState;
import im.linnet.stanza.Presence;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.testkit.xml.XmlElement;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is known belongs to the account, not to the connection. */
@Timeout(120)
class ReconnectTest extends ScriptedAvatars {

  private static final byte[] FIRST = Pictures.png(1);
  private static final byte[] SECOND = Pictures.png(2);

  private final ScriptedPeer peer = ScriptedPeer.listen();
  private @Nullable XmppClient client;

  @AfterEach
  void close() {
    peer.close();
    if (client != null) {
      client.shutdown().orTimeout(20, TimeUnit.SECONDS).join();
    }
  }

  @Test
  void a_fetch_that_a_lost_connection_ended_begins_again() throws Exception {
    peer.script(
        s -> login(s).send(presence(ROMEO, x(FIRST))).expect(get(ROMEO)).awaitCue("lose").reset());
    peer.script(
        s -> login(s).expect(get(ROMEO)).send(result(ROMEO, Pictures.card(FIRST))).silence());
    XmppClient juliet = connected();
    assertThat(events(1)).containsExactly(new Changed(ROMEO, Pictures.hash(FIRST)));
    lost(juliet, "lose");

    juliet.connect().get(20, TimeUnit.SECONDS);

    assertThat(events(1)).containsExactly(new Loaded(ROMEO, Avatar.of(FIRST)));
  }

  @Test
  void only_changes_are_reported_on_a_new_stream() throws Exception {
    peer.script(
        s ->
            login(s)
                .send(presence(ROMEO, x(FIRST, "Romeo")))
                .expect(get(ROMEO))
                .send(result(ROMEO, Pictures.card(FIRST, "Romeo")))
                .awaitCue("lose")
                .reset());
    peer.script(
        s ->
            login(s)
                .send(presence(ROMEO, x(FIRST, "Romeo")))
                .send(presence(ROMEO, x(SECOND, null)))
                .expect(get(ROMEO))
                .send(result(ROMEO, Pictures.card(SECOND)))
                .silence());
    XmppClient juliet = connected();
    events(3);
    lost(juliet, "lose");

    juliet.connect().get(20, TimeUnit.SECONDS);

    assertThat(events(2))
        .containsExactly(
            new Changed(ROMEO, Pictures.hash(SECOND)), new Loaded(ROMEO, Avatar.of(SECOND)));
  }

  /** What was not announced may have changed since. */
  @Test
  void who_announced_nothing_is_asked_again_on_a_new_stream() throws Exception {
    peer.script(
        s ->
            login(s)
                .expect(get(ROMEO))
                .send(result(ROMEO, Pictures.card(FIRST)))
                .awaitCue("lose")
                .reset());
    peer.script(
        s -> login(s).expect(get(ROMEO)).send(result(ROMEO, Pictures.card(SECOND))).silence());
    XmppClient juliet = connected();
    Avatars avatars = juliet.get(Avatars.class);
    assertThat(get(avatars.avatar(ROMEO))).contains(Avatar.of(FIRST));
    assertThat(get(avatars.avatar(ROMEO))).contains(Avatar.of(FIRST));
    lost(juliet, "lose");

    juliet.connect().get(20, TimeUnit.SECONDS);

    CompletableFuture<Void> callbacks = new CompletableFuture<>();
    juliet.context().callbacks().execute(() -> callbacks.complete(null));
    get(callbacks);
    assertThat(get(avatars.avatar(ROMEO))).contains(Avatar.of(SECOND));
  }

  /** XEP-0153, section 4.2: for each session the card is read before an avatar is announced. */
  @Test
  void the_own_card_is_read_again_on_a_new_stream() throws Exception {
    peer.script(
        s ->
            stored(login(s))
                .expect("<presence>" + x(FIRST) + "</presence>")
                .mark("announced")
                .awaitCue("lose")
                .reset());
    // The request for the card may come before or after the presence.
    BlockingQueue<XmlElement> sent = new LinkedBlockingQueue<>();
    peer.script(
        s ->
            login(s)
                .answerAll(
                    element -> {
                      sent.add(element);
                      return "";
                    }));
    XmppClient juliet = connected();
    get(juliet.get(Avatars.class).publish(FIRST));
    get(juliet.send(Presence.available()));
    peer.awaitMark("announced");
    lost(juliet, "lose");

    juliet.connect().get(20, TimeUnit.SECONDS);
    juliet.send(Presence.available()).get(20, TimeUnit.SECONDS);

    XmlElement next = sent.poll(20, TimeUnit.SECONDS);
    while (next != null && next.toString().startsWith("<iq ")) {
      next = sent.poll(20, TimeUnit.SECONDS);
    }
    assertThat(String.valueOf(next)).startsWith("<presence ").contains(NOT_READY);
  }

  private static Script stored(Script script) {
    return script
        .expect(GET_OWN)
        .send(ownResult("<vCard xmlns='vcard-temp'/>"))
        .expect("<iq type='set' id='{set}'>" + Pictures.card(FIRST) + "</iq>")
        .send("<iq type='result' id='{set}'/>");
  }

  private static Script login(Script script) {
    return ScriptedClient.login(script, "");
  }

  private XmppClient connected() throws Exception {
    XmppClient built =
        ScriptedClient.of(peer)
            .with(
                it -> {
                  Avatars avatars = new Avatars(it, settings().build());
                  avatars.onChange(events::add);
                  return avatars;
                })
            .build();
    client = built;
    built.connect().get(20, TimeUnit.SECONDS);
    return built;
  }

  private void lost(XmppClient juliet, String cue) throws Exception {
    CompletableFuture<Void> lost = new CompletableFuture<>();
    juliet.onState(
        state -> {
          if (state instanceof ConnectionState.Disconnected) {
            lost.complete(null);
          }
        });
    peer.cue(cue);
    get(lost);
  }
}
