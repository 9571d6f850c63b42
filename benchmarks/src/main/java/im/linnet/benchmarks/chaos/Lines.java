package im.linnet.benchmarks.chaos;

import im.linnet.endpoint.Endpoint;
import im.linnet.testkit.net.Cut;
import im.linnet.testkit.net.Direction;
import im.linnet.testkit.net.FaultProxy;
import im.linnet.testkit.net.ProxiedConnection;
import im.linnet.testkit.net.Stranger;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A client's ways to its server: one, or two where the first may be dead. */
final class Lines implements AutoCloseable {

  private final List<FaultProxy> all;

  /** So many lines to the server at that port. */
  Lines(int count, int port) {
    all = IntStream.range(0, count).mapToObj(i -> FaultProxy.to(port)).toList();
  }

  /** Where they begin, in the order in which they are tried. */
  List<Endpoint> endpoints() {
    return all.stream().map(line -> Endpoint.startTls("127.0.0.1", line.port())).toList();
  }

  /** How many bytes passed in that direction on the newest connection of the first line. */
  long bytes(Direction direction) {
    List<ProxiedConnection> connections = all.get(0).connections();
    return connections.get(connections.size() - 1).bytes(direction);
  }

  /** Breaks connections so from now on. */
  void plans(Faults faults) {
    all.forEach(line -> line.plans(faults));
  }

  /** Breaks what there is now. */
  void cut(Cut how) {
    all.forEach(line -> line.cut(how));
  }

  /** Refuses new connections. */
  void refuse() {
    all.forEach(FaultProxy::refuse);
  }

  /** Accepts connections again. */
  void listen() {
    all.forEach(FaultProxy::listen);
  }

  /** How many connections were broken. */
  long broken() {
    return all.stream().mapToLong(FaultProxy::broken).sum();
  }

  /** Who answered in the place of the server. */
  Stream<Stranger> strangers() {
    return all.stream().flatMap(line -> line.strangers().stream());
  }

  @Override
  public void close() {
    all.forEach(FaultProxy::close);
  }
}
