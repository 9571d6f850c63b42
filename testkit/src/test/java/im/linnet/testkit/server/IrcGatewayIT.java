package im.linnet.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.testkit.small.SmallServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The gateway's programs: their start and their end. */
@Timeout(120)
class IrcGatewayIT {

  @BeforeAll
  static void programs() {
    IrcGateway.reasonToSkip().ifPresent(Assumptions::abort);
  }

  private static SmallServer server() {
    return SmallServer.builder().component("irc.localhost", "secret").start();
  }

  @Test
  void is_let_in_when_it_has_started_and_leaves_nothing() {
    List<Path> folders;
    List<ProcessHandle> processes;
    try (SmallServer server = server();
        IrcGateway irc = attached(server);
        SmallServer elsewhere = server();
        IrcGateway other = attached(elsewhere)) {
      assertThat(irc.host()).isEqualTo("irc.localhost");
      assertThat(irc.room("#lab")).isEqualTo("#lab%" + irc.network() + "@irc.localhost");
      assertThat(irc.network()).isNotEqualTo(other.network());
      assertThat(irc.log()).anyMatch(line -> line.contains("Authenticated"));
      folders = irc.programs().stream().map(ChildProgram::folder).toList();
      processes = irc.programs().stream().flatMap(each -> each.processes().stream()).toList();
      assertThat(folders).hasSize(2).allSatisfy(folder -> assertThat(folder).isDirectory());
      assertThat(processes).hasSizeGreaterThanOrEqualTo(2).allMatch(Leftovers::runs);
    }
    assertThat(folders).allSatisfy(folder -> assertThat(folder).doesNotExist());
    assertThat(processes).noneMatch(Leftovers::runs);
  }

  private static IrcGateway attached(SmallServer server) {
    return IrcGateway.attach("irc.localhost", "secret", server.componentPort());
  }

  @Test
  void shows_its_log_if_it_is_not_let_in() {
    try (SmallServer server = server()) {
      assertThatThrownBy(() -> IrcGateway.attach("irc.localhost", "wrong", server.componentPort()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Stream error received from the XMPP server");
    }
  }
}
