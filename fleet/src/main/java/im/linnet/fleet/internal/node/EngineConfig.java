package im.linnet.fleet.internal.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import im.linnet.fleet.internal.vault.MemberWatch;
import im.linnet.fleet.internal.wire.WireCodec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.CoordinatedShutdown;

/** The engine's settings: where its defaults don't suit sessions, and the times that follow. */
final class EngineConfig {

  private static final String ROLE = "fleet";

  /** Where it stands what is done when the others have removed this node. */
  private static final String REMOVED =
      "pekko.coordinated-shutdown.reason-overrides."
          + ConfigUtil.quoteString(CoordinatedShutdown.clusterDowningReason().getClass().getName());

  private EngineConfig() {}

  /** What safety rests on comes first, then what the program says, then what is derived. */
  static Config of(NodeSettings settings) {
    return ConfigFactory.parseMap(fixed(settings))
        .withFallback(ConfigFactory.parseString(settings.config()))
        .withFallback(ConfigFactory.parseMap(derived(settings)))
        .withFallback(ConfigFactory.load(EngineConfig.class.getClassLoader()))
        .resolve();
  }

  private static Map<String, Object> fixed(NodeSettings settings) {
    Map<String, Object> fixed = new LinkedHashMap<>();
    fixed.put("pekko.actor.provider", "cluster");
    fixed.put("pekko.actor.allow-java-serialization", false);
    fixed.put("pekko.remote.artery.enabled", true);
    fixed.put("pekko.remote.artery.advanced.maximum-frame-size", WireCodec.LARGEST + " B");
    // An idle session stays: its own rule ends it.
    fixed.put("pekko.cluster.sharding.passivation.strategy", "none");
    // Copies and the list of accounts wake sessions, not the engine's memory.
    fixed.put("pekko.cluster.sharding.remember-entities", false);
    fixed.put("pekko.cluster.sharding.distributed-data.durable.keys", List.of());
    // With a role, the number of nodes to wait for concerns the first start alone: otherwise a new
    // coordinator would allocate nothing while fewer nodes are left.
    fixed.put("pekko.cluster.roles", roles(settings));
    fixed.put("pekko.cluster.sharding.role", ROLE);
    fixed.put("pekko.cluster.run-coordinated-shutdown-when-down", true);
    if (!settings.keepJvm()) {
      fixed.put(REMOVED + ".exit-jvm", true);
      fixed.put(REMOVED + ".exit-code", 255);
    }
    return fixed;
  }

  private static Map<String, Object> derived(NodeSettings settings) {
    Timings timings = Timings.of(settings.within());
    Map<String, Object> derived = new LinkedHashMap<>();
    derived.put("pekko.loggers", List.of("org.apache.pekko.event.slf4j.Slf4jLogger"));
    derived.put("pekko.logging-filter", "org.apache.pekko.event.slf4j.Slf4jLoggingFilter");
    derived.put("pekko.actor.creation-timeout", "60 s");
    derived.put("pekko.remote.artery.transport", "tcp");
    derived.put("pekko.remote.artery.canonical.hostname", settings.host());
    derived.put("pekko.remote.artery.canonical.port", settings.port());
    derived.put("pekko.remote.artery.advanced.buffer-pool-size", 16);
    derived.put("pekko.cluster.jmx.enabled", false);
    derived.put("pekko.cluster.seed-nodes", seeds(settings));
    derived.put("pekko.cluster.min-nr-of-members", settings.waitFor());
    derived.put(
        "pekko.cluster.downing-provider-class",
        "org.apache.pekko.cluster.sbr.SplitBrainResolverProvider");
    derived.put("pekko.cluster.split-brain-resolver.active-strategy", "keep-majority");
    derived.put(
        "pekko.cluster.split-brain-resolver.stable-after", timings.stable().toMillis() + " ms");
    derived.put(
        "pekko.cluster.failure-detector.acceptable-heartbeat-pause",
        timings.pause().toMillis() + " ms");
    derived.put("pekko.cluster.shutdown-after-unsuccessful-join-seed-nodes", "off");
    String leave = settings.handOver().toMillis() + " ms";
    // The newer way to balance, a part at a time: each session that moves costs a sign-in.
    String balance = "pekko.cluster.sharding.least-shard-allocation-strategy.";
    derived.put(balance + "rebalance-absolute-limit", 20);
    derived.put(balance + "rebalance-relative-limit", 0.1);
    derived.put("pekko.cluster.sharding.handoff-timeout", leave);
    derived.put(
        "pekko.coordinated-shutdown.phases.cluster-sharding-shutdown-region.timeout", leave);
    return derived;
  }

  private static List<String> roles(NodeSettings settings) {
    return settings.zone().isEmpty()
        ? List.of(ROLE)
        : List.of(ROLE, MemberWatch.ZONE + settings.zone());
  }

  private static List<String> seeds(NodeSettings settings) {
    return settings.seeds().stream()
        .map(seed -> "pekko://" + settings.name() + "@" + seed)
        .toList();
  }
}
