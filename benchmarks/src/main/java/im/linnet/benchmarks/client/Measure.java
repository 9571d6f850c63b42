package im.linnet.benchmarks.client;

import java.util.List;

/** A measure: the repetitions for warming up and in one round, and the names of the results. */
enum Measure {
  /** The first login of a JVM. */
  COLD(0, 1, "login, cold JVM: ms", "login, cold JVM: CPU ms"),
  /** The same in a JVM whose classes were prepared. */
  ARCHIVED(0, 1, "login, cold JVM with archive: ms", "login, cold JVM with archive: CPU ms"),
  /** Logins and logouts, one after the other. */
  LOGIN(1_200, 30, "login: ms", "login and logout: CPU ms"),
  /** Round trips, one after the other. */
  PING(60_000, 10_000, "ping: us, median", "ping: us, 99th percentile", "ping: CPU us"),
  /** From one client to another in the same JVM. */
  ONE_WAY(300_000, 20_000, "one way: messages a second", "one way: CPU s per 10,000"),
  /** From the canned peer. */
  RECEIVE(600_000, 100_000, "receive: messages a second", "receive: CPU s per 10,000"),
  /** To the canned peer. */
  SEND(250_000, 50_000, "send: messages a second", "send: CPU s per 10,000"),
  /** From the canned peer, through TLS. */
  RECEIVE_TLS(
      600_000,
      100_000,
      "receive through TLS: messages a second",
      "receive through TLS: CPU s per 10,000"),
  /** To the canned peer, through TLS. */
  SEND_TLS(
      250_000, 50_000, "send through TLS: messages a second", "send through TLS: CPU s per 10,000");

  private final int warmUp;
  private final int count;
  private final String results;

  Measure(int warmUp, int count, String... results) {
    this.warmUp = warmUp;
    this.count = count;
    this.results = String.join("|", results);
  }

  /** The order for a {@link ClientContest} to run one round. */
  String order() {
    return name() + " " + count;
  }

  /**
   * The order for a warm-up after which the compilers are mostly idle.
   *
   * @param share the share of the warm-up to run
   */
  String warmUp(double share) {
    return name() + " " + (int) (warmUp * share);
  }

  /** The names of the numbers that are returned. */
  List<String> results() {
    return List.of(results.split("\\|"));
  }
}
