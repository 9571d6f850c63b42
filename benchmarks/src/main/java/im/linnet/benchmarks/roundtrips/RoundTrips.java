package im.linnet.benchmarks.roundtrips;

import im.linnet.benchmarks.Arguments;
import im.linnet.benchmarks.ProgressLine;
import im.linnet.benchmarks.Servers;
import im.linnet.benchmarks.peers.Target;
import im.linnet.testkit.net.DelayProxy;
import im.linnet.testkit.server.RealServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code benchmarks/run roundtrips}. */
public final class RoundTrips {

  private static final String USAGE =
      """
      Usage: benchmarks/run roundtrips [--server NAME] [--contestant NAMES] [--quick]
        --server      prosody, ejabberd, prosody13 or ejabberd24; prosody unless given
        --contestant  some of linnet,smack,babbler
        --delay       milliseconds from one end of the line to the other; 50 unless given
        --runs        of how many logins the median is; 5 unless given
        --quick       one login of each kind, under two minutes\
      """;

  private final String serverName;
  private final RealServer server;
  private final Duration delay;
  private final int runs;
  private final ProgressLine progress = new ProgressLine();
  private final List<String> notes = new ArrayList<>();
  private final List<String> results = new ArrayList<>();
  private boolean failed;

  private RoundTrips(String serverName, RealServer server, Duration delay, int runs) {
    this.serverName = serverName;
    this.server = server;
    this.delay = delay;
    this.runs = runs;
  }

  /**
   * Runs and prints the table; ends with 1 if a login failed, and with 2 if the run can't start.
   *
   * @param arguments see {@code --help}
   * @throws Exception if interrupted
   */
  public static void main(String[] arguments) throws Exception {
    Arguments.run(
        arguments,
        USAGE,
        Set.of("quick"),
        Set.of("server", "contestant", "delay", "runs"),
        RoundTrips::run);
  }

  private static int run(Arguments given) throws InterruptedException {
    String name = given.oneOf("server", Servers.ALL.toArray(String[]::new));
    List<String> contestants = given.someOf("contestant", Library.NAMES);
    Duration delay = Duration.ofMillis(given.number("delay", 50, 0, 10_000));
    int runs = given.count("runs", given.has("quick") ? 1 : 5, 1, 1000);
    RealServer.Builder builder =
        Servers.named(name).settings().user("romeo", Target.PASSWORD).resumable(resumable(delay));
    Optional<String> missing = builder.reasonToSkip();
    if (missing.isPresent()) {
      System.err.println("roundtrips can't be run: " + missing.get());
      return 2;
    }
    try (RealServer server = builder.start()) {
      RoundTrips table = new RoundTrips(name, server, delay, runs);
      table.run(contestants);
      return table.failed ? 1 : 0;
    }
  }

  /** Long enough to resume a stream, short enough to wait until that can't be done any more. */
  private static Duration resumable(Duration delay) {
    return Duration.ofSeconds(3 + delay.multipliedBy(40).toSeconds());
  }

  private void run(List<String> contestants) throws InterruptedException {
    List<Library> libraries = contestants.stream().map(Library::named).toList();
    List<String> rows = new ArrayList<>();
    for (boolean direct : new boolean[] {true, false}) {
      for (Login login : Login.values()) {
        StringBuilder row = new StringBuilder("| " + (direct ? "direct TLS" : "STARTTLS"));
        row.append(" | ").append(login.title()).append(" |");
        for (int i = 0; i < libraries.size(); i++) {
          Result result = result(libraries.get(i), contestants.get(i), direct, login);
          row.append(' ').append(result.cell()).append(" |");
          note(contestants.get(i), direct, login, result);
        }
        rows.add(row.toString());
      }
    }
    progress.end();
    print(contestants, rows);
  }

  private Result result(Library library, String name, boolean direct, Login login)
      throws InterruptedException {
    Optional<String> lacks = library.lacks(login);
    if (lacks.isPresent()) {
      return new Result.Missing(lacks.get(), false);
    }
    int port = direct ? server.directTlsPort() : server.starttlsPort();
    Target target = new Target(server.domain(), port, "romeo", server.trustAnchorFile());
    Place place = new Place(target, server.trustAnchorFile(), direct);
    List<Trip> trips = new ArrayList<>();
    try (DelayProxy near = DelayProxy.to(port, Duration.ZERO);
        DelayProxy far = DelayProxy.to(port, delay)) {
      // Loads classes, and lets the server make its keys.
      new Journeys(library, place, near, resumable(delay)).make(login);
      for (int run = 1; run <= runs; run++) {
        progress.show("%s, %s, %d of %d".formatted(name, login.title(), run, runs));
        trips.add(new Journeys(library, place, far, resumable(delay)).make(login));
      }
      return new Result.Done(trips);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return failure(e);
    }
  }

  private static Result failure(Exception failure) {
    if (failure instanceof Unable unable) {
      return new Result.Missing(String.valueOf(unable.getMessage()), false);
    }
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return new Result.Missing("it failed: " + cause, true);
  }

  private void note(String contestant, boolean direct, Login login, Result result) {
    results.add(
        "RESULT roundtrips server=%s tls=%s login=%s client=%s %s"
            .formatted(
                serverName,
                direct ? "direct" : "starttls",
                login.key(),
                contestant,
                result.values()));
    if (result instanceof Result.Missing missing) {
      failed |= missing.failed();
      String why =
          "- %s, %s, %s: %s"
              .formatted(
                  contestant, direct ? "direct TLS" : "STARTTLS", login.title(), missing.why());
      notes.add(why);
    }
  }

  private void print(List<String> contestants, List<String> rows) {
    System.out.printf(
        "Round trips to a bound and managed stream, TCP's included, of %d ms each; %s, %d runs%n%n",
        2 * delay.toMillis(), server, runs);
    System.out.println("| TLS | login | " + String.join(" | ", contestants) + " |");
    System.out.println("|---|---|" + "---|".repeat(contestants.size()));
    rows.forEach(System.out::println);
    System.out.println();
    notes.forEach(System.out::println);
    if (!notes.isEmpty()) {
      System.out.println();
    }
    results.forEach(System.out::println);
  }
}
