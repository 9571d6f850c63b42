package im.linnet.im;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.archive.MessageArchive;
import im.linnet.avatar.Avatars;
import im.linnet.blocking.Blocking;
import im.linnet.bookmarks.Bookmarks;
import im.linnet.caps.Caps;
import im.linnet.carbons.Carbons;
import im.linnet.chatstates.ChatStates;
import im.linnet.csi.ClientState;
import im.linnet.disco.Disco;
import im.linnet.ping.Ping;
import im.linnet.presence.Presences;
import im.linnet.privatestorage.PrivateStorage;
import im.linnet.pubsub.PubSub;
import im.linnet.receipts.Receipts;
import im.linnet.references.References;
import im.linnet.repeats.RepeatedMessages;
import im.linnet.rooms.Rooms;
import im.linnet.roster.Roster;
import im.linnet.sasl.Sasl;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import im.linnet.timeline.MessageTimeline;
import im.linnet.timeline.Progress;
import im.linnet.upload.Uploads;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is in the bundle, in which order, and what it asks a server at login. */
@Timeout(120)
class ImTest {

  private static final List<Class<? extends Extension>> ALL =
      List.of(
          Disco.class,
          Caps.class,
          PubSub.class,
          PrivateStorage.class,
          Roster.class,
          Presences.class,
          Blocking.class,
          Avatars.class,
          Bookmarks.class,
          RepeatedMessages.class,
          References.class,
          ChatStates.class,
          Receipts.class,
          Carbons.class,
          MessageArchive.class,
          MessageTimeline.class,
          Rooms.class,
          Uploads.class,
          ClientState.class,
          Ping.class);

  private static XmppClient client(List<Function<XmppClient, Extension>> extensions) {
    return XmppClient.builder("juliet@localhost").sasl(Sasl.anonymous()).with(extensions).build();
  }

  @Test
  void a_client_finds_each_extension() {
    List<Class<?>> created = new ArrayList<>();
    List<Function<XmppClient, Extension>> noting = new ArrayList<>();
    for (Function<XmppClient, Extension> factory : Im.standard()) {
      noting.add(
          client -> {
            Extension extension = factory.apply(client);
            created.add(extension.getClass());
            return extension;
          });
    }
    try (XmppClient client = client(noting)) {
      assertThat(created).containsExactlyElementsOf(ALL);
      for (Class<? extends Extension> each : ALL) {
        assertThat(client.get(each)).isInstanceOf(each);
      }
    }
  }

  /** Each is moved to the end of the list: those that others need are missed. */
  @Test
  void another_order_is_noticed_when_the_client_is_built() {
    Set<Class<?>> needed = new HashSet<>();
    for (int i = 0; i < ALL.size(); i++) {
      List<Function<XmppClient, Extension>> moved = new ArrayList<>(Im.standard());
      moved.add(moved.remove(i));
      Throwable thrown = catchThrowable(() -> client(moved).close());
      if (thrown != null) {
        assertThat(thrown)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining(ALL.get(i).getSimpleName());
        needed.add(ALL.get(i));
      }
    }
    assertThat(needed)
        .containsExactlyInAnyOrder(
            Disco.class, PubSub.class, PrivateStorage.class, Carbons.class, MessageArchive.class);
  }

  private static String get(String id, String to, String payload) {
    return "<iq type='get' id='{%s}'%s>%s</iq>".formatted(id, to, payload);
  }

  private static String result(String id, String payload) {
    return "<iq type='result' id='{%s}'>%s</iq>".formatted(id, payload);
  }

  private static String items(String node) {
    return ("<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='" + node + "'/>")
        + "</pubsub>";
  }

  /** All that it asks at once. */
  private static void asks(Script script) {
    script
        .expect(get("block", "", "<blocklist xmlns='urn:xmpp:blocking'/>"))
        .expect(get("marks", "", items("urn:xmpp:bookmarks:1")))
        .expect(get("read", "", items("urn:xmpp:mds:displayed:0")))
        .expect("<iq type='set' id='{copies}'><enable xmlns='urn:xmpp:carbons:2'/></iq>")
        .expectLike("<iq type='set' id='{past}'><query xmlns='urn:xmpp:mam:2'/></iq>")
        .send(result("block", "<blocklist xmlns='urn:xmpp:blocking'/>"))
        .send(result("read", items("urn:xmpp:mds:displayed:0")))
        .send(result("copies", ""));
  }

  /** A server that does not convert the bookmarks of older clients is asked for these, too. */
  private static void asksForOldBookmarks(Script script) {
    String info = "<query xmlns='http://jabber.org/protocol/disco#info'/>";
    String stored = "<query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'/></query>";
    script
        .send(result("marks", items("urn:xmpp:bookmarks:1")))
        .expect(get("self", " to='juliet@localhost'", info))
        .send("<iq type='result' id='{self}' from='juliet@localhost'>" + info + "</iq>")
        .expect(get("older", "", stored))
        .send(result("older", stored))
        .expect(get("old", "", items("storage:bookmarks")))
        .send(result("old", items("storage:bookmarks")));
  }

  private static Extension watching(XmppClient client, CompletableFuture<Progress> read) {
    client
        .get(MessageTimeline.class)
        .onProgress(
            progress -> {
              if (progress instanceof Progress.UpToDate) {
                read.complete(progress);
              }
            });
    return new Extension() {};
  }

  /** The script ends with the stream: anything else that the client sends makes it fail. */
  @Test
  void at_login_it_asks_for_what_it_needs_and_nothing_else() {
    CompletableFuture<Progress> read = new CompletableFuture<>();
    String nothing =
        "<fin xmlns='urn:xmpp:mam:2' complete='true'>"
            + "<set xmlns='http://jabber.org/protocol/rsm'/></fin>";
    try (ScriptedClient it =
        ScriptedClient.builder()
            .client(client -> client.with(Im.standard()))
            .with(client -> watching(client, read))
            .bound(
                script ->
                    script
                        .then(ImTest::asks)
                        .then(ImTest::asksForOldBookmarks)
                        .send(result("past", nothing))
                        .expectLike(get("ping", "", "<ping xmlns='urn:xmpp:ping'/>"))
                        .send(result("ping", "")))) {
      assertThat(read.orTimeout(20, TimeUnit.SECONDS).join()).isNotNull();
      // What the last answers lead to is sent before this.
      assertThat(it.get(Ping.class).ping().orTimeout(20, TimeUnit.SECONDS).join()).isNotNull();
    }
  }
}
