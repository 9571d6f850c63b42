package im.linnet.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One write at a time, and of the states between only the last. */
class StoredRosterTest {

  private final List<@Nullable String> begun = new ArrayList<>();
  private final List<CompletableFuture<Void>> writes = new ArrayList<>();
  private final AtomicInteger version = new AtomicInteger();
  private int reads;

  private final StoredRoster stored =
      new StoredRoster(
          new RosterStore() {
            @Override
            public CompletionStage<@Nullable RosterSnapshot> read() {
              reads++;
              return CompletableFuture.completedFuture(null);
            }

            @Override
            public CompletionStage<Void> write(RosterSnapshot roster) {
              begun.add(roster.version());
              CompletableFuture<Void> write = new CompletableFuture<>();
              writes.add(write);
              return write;
            }
          },
          () -> RosterSnapshot.of("v" + version, List.of()));

  @Test
  void leaves_out_what_changed_while_it_wrote() {
    for (int i = 0; i < 4; i++) {
      version.incrementAndGet();
      stored.write();
    }
    assertThat(begun).containsExactly("v1");

    writes.get(0).complete(null);

    assertThat(begun).containsExactly("v1", "v4");
    writes.get(1).complete(null);
    assertThat(begun).hasSize(2);
  }

  @Test
  void writes_on_after_a_failure() {
    stored.write();
    writes.get(0).completeExceptionally(new IllegalStateException("meant to fail"));
    version.incrementAndGet();
    stored.write();

    assertThat(begun).containsExactly("v0", "v1");
  }

  @Test
  void reads_once() {
    stored.read();
    stored.read();

    assertThat(reads).isEqualTo(1);
  }
}
