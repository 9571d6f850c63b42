package im.linnet.invites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.commands.Commands;
import im.linnet.disco.Disco;
import im.linnet.jid.Jid;
import im.linnet.test.FrozenClock;
import im.linnet.test.ScriptedClient;
import im.linnet.testkit.peer.Script;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Invitations of this client that outlive the program. */
@Timeout(120)
class InvitationStoreTest {

  private static final Duration WEEK = Duration.ofDays(7);
  private static final Jid ROMEO = Jid.of("romeo@example.net");
  private static final String END = "<presence from='end@example.net' type='subscribe'/>";

  @TempDir private Path folder;
  private final FrozenClock clock = new FrozenClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

  private Path path() {
    return folder.resolve("invitations");
  }

  private InvitationStore file() {
    return new InvitationFile(path(), Runnable::run);
  }

  private ScriptedClient client(InvitationStore store, Consumer<Script> lines) {
    ScriptedClient it =
        ScriptedClient.builder()
            .client(
                builder ->
                    builder
                        .with(Disco::new)
                        .with(Commands::new)
                        .with(client -> new Invites(client, store, clock)))
            .bound(lines);
    it.get(Invites.class).onUse(used -> seen.add("used by " + used.contact()));
    it.client().onPresence(presence -> seen.add("asked by " + presence.from()));
    return it;
  }

  private static String subscribe(String from, String token) {
    return ("<presence from='%s' type='subscribe'>"
            + "<preauth xmlns='urn:xmpp:pars:0' token='%s'/></presence>")
        .formatted(from, token);
  }

  private static Script granted(Script script, Jid to) {
    return script
        .expectLike("<presence to='" + to + "' type='subscribed'/>")
        .expectLike("<presence to='" + to + "' type='subscribe'/>");
  }

  private String next() throws InterruptedException {
    return String.valueOf(seen.poll(20, TimeUnit.SECONDS));
  }

  private Invitation made(ScriptedClient it) throws Exception {
    return it.get(Invites.class).byThisClient(WEEK).get(20, TimeUnit.SECONDS).invitation();
  }

  @Test
  void an_invitation_is_honoured_by_the_next_run_and_once() throws Exception {
    String token;
    try (ScriptedClient first = client(file(), s -> {})) {
      token = made(first).token();
      made(first);
    }
    assertThat(Files.getPosixFilePermissions(path()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(file().read().toCompletableFuture().join()).hasSize(2);
    Consumer<Script> uses =
        s ->
            granted(
                s.awaitCue("go")
                    .send(subscribe("romeo@example.net", token))
                    .send(subscribe("iago@example.net", token)),
                ROMEO);
    try (ScriptedClient second = client(file(), uses)) {
      second.peer().cue("go");
      assertThat(List.of(next(), next()))
          .containsExactlyInAnyOrder("used by " + ROMEO, "asked by iago@example.net");
    }
    assertThat(file().read().toCompletableFuture().join())
        .hasSize(1)
        .noneMatch(one -> one.token().equals(token));
    try (ScriptedClient third =
        client(file(), s -> s.awaitCue("go").send(subscribe("iago@example.net", token)))) {
      third.peer().cue("go");
      assertThat(next()).isEqualTo("asked by iago@example.net");
    }
  }

  @Test
  void an_expired_one_is_forgotten() throws Exception {
    String token;
    try (ScriptedClient first = client(file(), s -> {})) {
      token = made(first).token();
    }
    clock.advance(WEEK);
    try (ScriptedClient second =
        client(file(), s -> s.awaitCue("go").send(subscribe("romeo@example.net", token)))) {
      second.peer().cue("go");
      assertThat(next()).isEqualTo("asked by " + ROMEO);
      made(second);
    }
    assertThat(file().read().toCompletableFuture().join()).hasSize(1);
  }

  /** A store whose calls the test completes. */
  private static final class Slow implements InvitationStore {

    final CompletableFuture<List<StoredInvitation>> read = new CompletableFuture<>();
    final List<CompletableFuture<Void>> writes = new ArrayList<>();
    final List<Integer> sizes = new ArrayList<>();
    private final boolean writesAtOnce;

    Slow(boolean writesAtOnce) {
      this.writesAtOnce = writesAtOnce;
    }

    @Override
    public CompletionStage<List<StoredInvitation>> read() {
      return read;
    }

    @Override
    public synchronized CompletionStage<Void> write(List<StoredInvitation> open) {
      sizes.add(open.size());
      writes.add(new CompletableFuture<>());
      if (writesAtOnce) {
        return CompletableFuture.completedFuture(null);
      }
      return writes.get(writes.size() - 1);
    }
  }

  @Test
  void what_needs_the_store_waits_for_it() throws Exception {
    Slow store = new Slow(true);
    Consumer<Script> uses =
        s -> granted(s.awaitCue("go").send(subscribe("romeo@example.net", "early") + END), ROMEO);
    try (ScriptedClient it = client(store, uses)) {
      it.peer().cue("go");
      CompletableFuture<CreatedInvitation> created = it.get(Invites.class).byThisClient(WEEK);
      assertThat(created).isNotDone();
      assertThat(store.writes).isEmpty();
      store.read.complete(
          List.of(new StoredInvitation("early", clock.instant().plus(WEEK), ROMEO)));
      assertThat(List.of(next(), next()))
          .containsExactlyInAnyOrder("used by " + ROMEO, "asked by end@example.net");
      assertThat(created.get(20, TimeUnit.SECONDS).invitation().token()).hasSize(24);
    }
  }

  @Test
  void changes_are_written_one_after_another_and_together() {
    Slow store = new Slow(false);
    OpenInvitations open = new OpenInvitations(clock, () -> ROMEO);
    KeptInvitations kept = new KeptInvitations(store, open);
    store.read.complete(List.of());
    List<CompletableFuture<Void>> written = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      open.create(clock.instant().plus(WEEK), null);
      written.add(kept.write());
    }
    assertThat(store.sizes).containsExactly(1);
    store.writes.get(0).completeExceptionally(new IllegalStateException("meant to fail"));
    assertThat(store.sizes).containsExactly(1, 3);
    assertThat(written.get(0)).isCompleted();
    assertThat(written.get(1)).isNotDone();
    store.writes.get(1).complete(null);
    assertThat(written).allMatch(CompletableFuture::isDone);
    assertThat(store.sizes).containsExactly(1, 3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no XML",
        "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>"
            + "<other xmlns='urn:x'/></stream:stream>",
        "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>"
            + "<invitation xmlns='urn:linnet:invitations:1' token='t' expiry='soon'/>"
            + "</stream:stream>"
      })
  void another_file_has_no_invitations(String content) throws Exception {
    Files.writeString(path(), content, StandardCharsets.UTF_8);
    Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-------"));
    assertThatThrownBy(() -> file().read().toCompletableFuture().join())
        .hasCauseInstanceOf(UncheckedIOException.class);
    try (ScriptedClient it = client(file(), s -> {})) {
      assertThat(made(it)).isNotNull();
    }
    assertThat(file().read().toCompletableFuture().join()).hasSize(1);
  }

  @Test
  void a_file_that_others_may_read_is_not_used_and_tokens_are_not_shown() throws Exception {
    StoredInvitation one = new StoredInvitation("secret", clock.instant(), ROMEO);
    file().write(List.of(one)).toCompletableFuture().join();
    assertThat(file().read().toCompletableFuture().join()).containsExactly(one);
    assertThat(one.toString()).doesNotContain("secret");
    Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> file().read().toCompletableFuture().join())
        .hasMessageContaining("delete it")
        .hasMessageNotContaining("secret");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StoredInvitation("", clock.instant(), null));
    assertThat(InvitationStore.file(path()).toString()).contains("invitations");
  }
}
