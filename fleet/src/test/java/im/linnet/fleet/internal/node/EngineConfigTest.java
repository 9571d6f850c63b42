package im.linnet.fleet.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import im.linnet.fleet.SignInRate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EngineConfigTest {

  private static Config config(boolean keepJvm, String zone, String hocon) {
    return EngineConfig.of(
        new NodeSettings(
            "bots",
            "10.0.0.1",
            7001,
            List.of("10.0.0.1:7001", "10.0.0.2:7001"),
            2,
            zone,
            setup -> {
              throw new AssertionError("No session is made");
            },
            null,
            Duration.ofMinutes(5),
            SignInRate.unlimited(),
            Duration.ofSeconds(20),
            (account, stanza) -> {},
            100,
            256,
            10_000,
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofSeconds(25),
            keepJvm,
            hocon));
  }

  @Test
  void where_the_defaults_do_not_suit_sessions_they_are_changed() {
    Config config = config(false, "", "");
    assertThat(config.getString("pekko.cluster.sharding.passivation.strategy")).isEqualTo("none");
    assertThat(config.getBoolean("pekko.cluster.sharding.remember-entities")).isFalse();
    assertThat(config.getStringList("pekko.cluster.sharding.distributed-data.durable.keys"))
        .isEmpty();
    assertThat(config.getString("pekko.cluster.split-brain-resolver.active-strategy"))
        .isEqualTo("keep-majority");
    assertThat(config.getDuration("pekko.cluster.split-brain-resolver.stable-after"))
        .isEqualTo(Duration.ofSeconds(7));
    assertThat(
            config.getInt(
                "pekko.cluster.sharding.least-shard-allocation-strategy.rebalance-absolute-limit"))
        .isEqualTo(20);
    assertThat(config.getStringList("pekko.cluster.seed-nodes"))
        .containsExactly("pekko://bots@10.0.0.1:7001", "pekko://bots@10.0.0.2:7001");
  }

  /** Otherwise a new coordinator would wait for the lost nodes before it allocates anything. */
  @Test
  void the_number_of_nodes_to_wait_for_does_not_hold_for_the_coordinator() {
    Config config = config(false, "a", "");
    assertThat(config.getInt("pekko.cluster.min-nr-of-members")).isEqualTo(2);
    String role = config.getString("pekko.cluster.sharding.role");
    assertThat(config.getStringList("pekko.cluster.roles")).containsExactly(role, "zone-a");
    assertThat(config.hasPath("pekko.cluster.role." + role + ".min-nr-of-members")).isFalse();
  }

  @Test
  void a_node_that_was_removed_ends_its_jvm_unless_told_otherwise() {
    String reason =
        "pekko.coordinated-shutdown.reason-overrides"
            + ".\"org.apache.pekko.actor.CoordinatedShutdown$ClusterDowningReason$\"";
    assertThat(config(false, "", "").getConfig(reason).getBoolean("exit-jvm")).isTrue();
    assertThat(config(false, "", "").getConfig(reason).getInt("exit-code")).isEqualTo(255);
    assertThat(config(true, "", "").getConfig(reason).hasPath("exit-jvm")).isFalse();
    assertThat(config(false, "", "").getBoolean("pekko.coordinated-shutdown.exit-jvm")).isFalse();
  }

  @Test
  void a_program_changes_what_is_derived_but_not_what_safety_rests_on() {
    Config config =
        config(
            false,
            "",
            """
            pekko.cluster.split-brain-resolver.stable-after = 11 s
            pekko.cluster.sharding.passivation.strategy = default-strategy
            pekko.actor.allow-java-serialization = on
            """);
    assertThat(config.getDuration("pekko.cluster.split-brain-resolver.stable-after"))
        .isEqualTo(Duration.ofSeconds(11));
    assertThat(config.getString("pekko.cluster.sharding.passivation.strategy")).isEqualTo("none");
    assertThat(config.getBoolean("pekko.actor.allow-java-serialization")).isFalse();
  }
}
