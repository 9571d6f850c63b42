package im.linnet.roster;

import static im.linnet.roster.Peers.VERSIONS;
import static im.linnet.roster.Peers.answerLoad;
import static im.linnet.roster.Peers.item;
import static im.linnet.roster.Peers.push;
import static im.linnet.roster.Peers.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.XmppClient;
import im.linnet.test.ScriptedClient;
import im.linnet.test.Xml;
import im.linnet.testkit.peer.ScriptedPeer;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A roster that outlives the program. */
@Timeout(120)
class RosterFileTest {

  @TempDir private Path folder;
  private final ScriptedPeer peer = ScriptedPeer.listen();

  @AfterEach
  void close() {
    peer.close();
  }

  private Path path() {
    return folder.resolve("roster");
  }

  private RosterStore store() {
    return new RosterFile(path(), Runnable::run);
  }

  private static RosterSnapshot snapshot(String version) {
    return RosterSnapshot.of(
        Xml.element(
            "<query xmlns='jabber:iq:roster' ver='%s'>".formatted(version)
                + "<item jid='romeo@example.net' name='R &amp; &lt;J&gt;' subscription='both'>"
                + "<group>Friends</group></item><item jid='nurse@example.com'"
                + " subscription='none' ask='subscribe' approved='true'/></query>"));
  }

  @Test
  void what_was_written_is_read_and_is_its_owners() throws Exception {
    assertThat(store().read().toCompletableFuture().join()).isNull();
    for (String version : new String[] {"v1", "v2"}) {
      store().write(snapshot(version)).toCompletableFuture().join();
      assertThat(store().read().toCompletableFuture().join()).isEqualTo(snapshot(version));
    }
    assertThat(Files.getPosixFilePermissions(path()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  /** The second client is another run of the program: it knows the version of the first. */
  @Test
  void a_program_that_starts_again_loads_only_what_has_changed() throws Exception {
    peer.script(
        s ->
            answerLoad(
                ScriptedClient.login(s, VERSIONS),
                query("ver=''", ""),
                query("ver='v1'", item("a", "both") + item("b", "both"))));
    peer.script(
        s ->
            answerLoad(ScriptedClient.login(s, VERSIONS), query("ver='v1'", ""), "")
                .send(push("q", "", query("ver='v2'", item("b", "remove"))))
                .expectLike("<iq type='result' id='q'/>"));
    assertThat(run()).isEqualTo(2);
    CompletableFuture<Void> removed = new CompletableFuture<>();
    XmppClient second = client();
    Roster roster = second.get(Roster.class);
    roster.onChange(
        event -> {
          if (event instanceof RosterEvent.Removed) {
            removed.complete(null);
          }
        });
    second.connect().get(20, TimeUnit.SECONDS);
    roster.load().get(20, TimeUnit.SECONDS);
    removed.get(20, TimeUnit.SECONDS);
    assertThat(roster.contacts()).hasSize(1);
    // The peer first: it has no answer to a closing tag, which the client would await.
    peer.close();
    second.shutdown().get(20, TimeUnit.SECONDS);
  }

  private XmppClient client() {
    return ScriptedClient.of(peer).with(client -> new Roster(client, store())).build();
  }

  private int run() throws Exception {
    XmppClient client = client();
    client.connect().get(20, TimeUnit.SECONDS);
    int contacts = client.get(Roster.class).load().get(20, TimeUnit.SECONDS).size();
    client.shutdown().get(20, TimeUnit.SECONDS);
    return contacts;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no XML",
        "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'/>",
        "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>"
            + "<query xmlns='jabber:iq:roster'/><query xmlns='jabber:iq:roster'/></stream:stream>",
        "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>"
            + "<query xmlns='urn:x'/></stream:stream>"
      })
  void another_file_is_a_failure(String content) throws Exception {
    Files.writeString(path(), content, StandardCharsets.UTF_8);
    Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-------"));
    assertThatThrownBy(() -> store().read().toCompletableFuture().join())
        .hasCauseInstanceOf(UncheckedIOException.class);
  }

  @Test
  void a_file_that_others_may_read_is_a_failure() throws Exception {
    store().write(snapshot("v1")).toCompletableFuture().join();
    Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> store().read().toCompletableFuture().join())
        .hasCauseInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("delete it");
    RosterStore absent = RosterStore.file(folder.resolve("absent").resolve("roster"));
    assertThatThrownBy(() -> absent.write(snapshot("v1")).toCompletableFuture().join())
        .hasCauseInstanceOf(UncheckedIOException.class);
  }
}
