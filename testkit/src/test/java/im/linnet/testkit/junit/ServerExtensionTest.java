package im.linnet.testkit.junit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.testkit.server.LiveServer;
import im.linnet.testkit.server.ServerKind;
import java.net.Socket;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.opentest4j.TestAbortedException;

class ServerExtensionTest {

  private static final Set<Fake> SEEN_BY_ALL = new LinkedHashSet<>();
  private static final Set<Fake> SEEN_BY_EACH = new LinkedHashSet<>();

  @RegisterExtension
  static final ServerExtension<Fake> ALL = new ServerExtension<>(Optional::empty, Fake::new);

  @RegisterExtension
  final ServerExtension<Fake> each = new ServerExtension<>(Optional::empty, Fake::new);

  @RegisterExtension
  static final ServerExtension<LiveServer> LIVE = ServerExtension.of(ServerKind.MESSENGER_2012);

  @RegisterExtension
  static final ServerExtension<LiveServer> SHARED =
      ServerExtension.shared(ServerKind.MESSENGER_2012);

  @RegisterExtension
  final ServerExtension<LiveServer> sharedToo = ServerExtension.shared(ServerKind.MESSENGER_2012);

  @Nullable ExtensionContext context;

  @RegisterExtension final BeforeEachCallback contexts = seen -> context = seen;

  @RepeatedTest(2)
  void one_in_a_static_field_runs_for_all_tests() {
    SEEN_BY_ALL.add(ALL.server());
    assertThat(SEEN_BY_ALL).hasSize(1).noneMatch(server -> server.closed);
  }

  @RepeatedTest(2)
  void one_in_another_field_runs_for_one_test(RepetitionInfo test) {
    assertThat(SEEN_BY_EACH).allMatch(server -> server.closed);
    SEEN_BY_EACH.add(each.server());
    assertThat(SEEN_BY_EACH).hasSize(test.getCurrentRepetition());
    assertThat(each.server().closed).isFalse();
  }

  @Nested
  class InANestedClass {

    @Test
    void it_is_that_of_the_enclosing_class() {
      SEEN_BY_ALL.add(ALL.server());
      assertThat(SEEN_BY_ALL).hasSize(1).noneMatch(server -> server.closed);
      assertThat(each.server().closed).isFalse();
    }
  }

  @Test
  void one_may_be_of_any_kind() {
    assertThat(LIVE.server().kind()).isEqualTo(ServerKind.MESSENGER_2012);
  }

  @RepeatedTest(2)
  void one_that_is_shared_runs_once_and_has_users_for_each_field() {
    assertThat(sharedToo.server().address()).isEqualTo(SHARED.server().address());
    assertThat(sharedToo.server().romeo().jid()).isNotEqualTo(SHARED.server().romeo().jid());
    assertThat(sharedToo.server().romeo()).isEqualTo(sharedToo.server().romeo());
    assertThat(LIVE.server().address()).isNotEqualTo(SHARED.server().address());
  }

  @Test
  void one_that_is_shared_outlives_who_shares_it() throws Exception {
    sharedToo.server().close();
    try (Socket line = new Socket()) {
      line.connect(SHARED.server().address(), 5_000);
      assertThat(line.isConnected()).isTrue();
    }
  }

  @Test
  void skips_with_the_reason() {
    ServerExtension<Fake> missing = missing(() -> Optional.of("there is no such program"));
    assertThatThrownBy(() -> missing.start(requireNonNull(context)))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("there is no such program");
    assertThatThrownBy(missing::server)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("No server is running");
  }

  @Test
  void fails_where_servers_are_required() {
    IllegalStateException required = new IllegalStateException("install it");
    ServerExtension<Fake> missing =
        missing(
            () -> {
              throw required;
            });
    assertThatThrownBy(() -> missing.start(requireNonNull(context))).isSameAs(required);
  }

  private static ServerExtension<Fake> missing(Supplier<Optional<String>> reason) {
    return new ServerExtension<>(
        reason,
        () -> {
          throw new AssertionError("started in spite of what is missing");
        });
  }

  private static final class Fake implements AutoCloseable {

    private boolean closed;

    @Override
    public void close() {
      closed = true;
    }
  }
}
