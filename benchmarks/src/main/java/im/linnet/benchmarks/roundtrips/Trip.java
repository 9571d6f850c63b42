package im.linnet.benchmarks.roundtrips;

import im.linnet.testkit.net.DelayProxy;
import im.linnet.testkit.net.DelayedConnection;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * One login.
 *
 * @param roundTrips of all connections that it made, TCP included
 * @param millis how long it took
 * @param means by what means
 */
record Trip(int roundTrips, double millis, String means) {

  /** Signs in over a line on which nothing else connects. */
  static Trip over(DelayProxy line, Callable<String> login) throws Exception {
    int before = line.connections().size();
    long start = System.nanoTime();
    String means = login.call();
    double millis = (System.nanoTime() - start) / 1e6;
    List<DelayedConnection> all = line.connections();
    int roundTrips =
        all.subList(before, all.size()).stream().mapToInt(DelayedConnection::roundTrips).sum();
    return new Trip(roundTrips, millis, means);
  }
}
