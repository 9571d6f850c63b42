package im.linnet.caps;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.caps.CapsHash.Version;
import im.linnet.disco.DiscoInfo;
import im.linnet.disco.Identity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that outlive the program. */
@Timeout(60)
class CapsFileTest {

  @TempDir private Path folder;
  private final Queue<Runnable> tasks = new ArrayDeque<>();

  private Path path() {
    return folder.resolve("caps");
  }

  private CapsFile store() {
    return store(1_000);
  }

  private CapsFile store(int answers) {
    return new CapsFile(path(), new CapsMemory(answers, 1 << 20), Runnable::run);
  }

  private static DiscoInfo info(String feature) {
    return DiscoInfo.of(
        List.of(new Identity("client", "pc", null, "A \"name\" & <more>\n")), Set.of(feature));
  }

  private static CapsHash hash(DiscoInfo info) {
    return CapsHash.of(Version.V2, "sha-256", info);
  }

  private static Optional<DiscoInfo> find(CapsStore store, DiscoInfo info) throws Exception {
    return store.find(hash(info)).get(20, TimeUnit.SECONDS);
  }

  private static void store(CapsStore store, DiscoInfo info) {
    store.store(hash(info), info);
  }

  @Test
  void answers_survive_a_restart_and_the_file_is_its_owners() throws Exception {
    DiscoInfo one = info("urn:one");
    DiscoInfo two = info("urn:two");
    CapsFile before = store();
    assertThat(find(before, one)).isEmpty();
    store(before, one);
    store(before, two);
    CapsHash old = CapsHash.of(Version.V1, "sha-1", one);
    before.store(old, one);

    CapsFile after = store();
    assertThat(find(after, one)).contains(one);
    assertThat(find(after, two)).contains(two);
    assertThat(after.find(old).join()).contains(one);
    assertThat(find(after, info("urn:three"))).isEmpty();
    assertThat(Files.getPosixFilePermissions(path()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void the_least_recently_used_are_forgotten() throws Exception {
    CapsFile before = store(2);
    for (String feature : List.of("urn:one", "urn:two", "urn:three")) {
      store(before, info(feature));
    }
    CapsFile after = store(2);
    assertThat(find(after, info("urn:one"))).isEmpty();
    assertThat(find(after, info("urn:two"))).isPresent();
    assertThat(find(after, info("urn:three"))).isPresent();
  }

  /** The executor has not come to the file yet. */
  @Test
  void nothing_waits_for_the_disk() throws Exception {
    store(store(), info("urn:one"));
    CapsFile slow = new CapsFile(path(), new CapsMemory(10, 1 << 20), tasks::add);
    CompletableFuture<Optional<DiscoInfo>> found = slow.find(hash(info("urn:one")));
    assertThat(found).isNotDone();
    store(slow, info("urn:two"));
    store(slow, info("urn:three"));
    assertThat(tasks).hasSize(1);
    tasks.remove().run();
    assertThat(found.get(20, TimeUnit.SECONDS)).isPresent();
    assertThat(slow.find(hash(info("urn:two")))).isDone();
    // Both changes are written together.
    assertThat(tasks).hasSize(1);
    tasks.remove().run();
    assertThat(tasks).isEmpty();
    for (String feature : List.of("urn:one", "urn:two", "urn:three")) {
      assertThat(find(store(), info(feature))).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no XML",
        "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>",
        "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>"
            + "<answer xmlns='urn:linnet:caps:1'/><answer xmlns='urn:linnet:caps:1' version='V9'"
            + " algorithm='a' value='b'><query xmlns='http://jabber.org/protocol/disco#info'/>"
            + "</answer><other xmlns='urn:x'/></stream:stream>"
      })
  void a_file_that_cannot_be_read_is_replaced(String content) throws Exception {
    Files.writeString(path(), content, StandardCharsets.UTF_8);
    CapsFile store = store();
    assertThat(find(store, info("urn:one"))).isEmpty();
    store(store, info("urn:one"));
    assertThat(find(store(), info("urn:one"))).isPresent();
  }

  @Test
  void a_file_that_others_may_write_is_not_read() throws Exception {
    store(store(), info("urn:one"));
    Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(find(store(), info("urn:one"))).isEmpty();
  }

  @Test
  void without_a_folder_it_is_a_memory() throws Exception {
    CapsStore store = CapsStore.file(folder.resolve("absent").resolve("caps"));
    store(store, info("urn:one"));
    assertThat(find(store, info("urn:one"))).isPresent();
    assertThat(store.toString()).contains("absent");
  }
}
