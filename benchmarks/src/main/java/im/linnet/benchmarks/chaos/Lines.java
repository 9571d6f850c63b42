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

/** A client's lines to its server: one, or two of which the first may be dead. */
final class Lines implements AutoCloseable {

  private final List<FaultProxy> all;

  /** A number of lines to the server at a port. */
  Lines(int count, int port) {
    all = IntStream.range(0, count).mapToObj(i -> FaultProxy.to(port)).toList();
  }

  /** Their endpoints, in the order to try. */
  List<Endpoint> endpoints() {
    return all.stream().map(line -> Endpoint.startTls("127.0.0.1", line.port())).toList();
  }

  /** The bytes in one direction on the newest connection of the first line. */
  long bytes(Direction direction) {
    List<ProxiedConnection> connections = all.get(0).connections();
    return connections.get(connections.size() - 1).bytes(direction);
  }

  /** Sets the plans of later connections. */
  void plans(Faults faults) {
    all.forEach(line -> line.plans(faults));
  }

  /** Cuts the current connections. */
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

  /** The strangers that answered in place of the server. */
  Stream<Stranger> strangers() {
    return all.stream().flatMap(line -> line.strangers().stream());
  }

  @Override
  public void close() {
    all.forEach(FaultProxy::close);
  }
}
