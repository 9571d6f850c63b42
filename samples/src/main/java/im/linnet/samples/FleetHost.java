package im.linnet.samples;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.testkit.server.RealServer;
import im.linnet.tls.TlsPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** A server on this machine with accounts that a fleet holds, and one for who asks them. */
record FleetHost(RealServer server, int accounts) implements AutoCloseable {

  static final String PASSWORD = "R0m30";

  private static final String ASKER = "asker";

  /**
   * Starts a server.
   *
   * @param name {@code prosody}, {@code prosody13}, {@code ejabberd} or {@code ejabberd24}
   * @param accounts how many accounts the fleet gets
   * @throws IllegalStateException if the server is not installed, in one sentence
   */
  static FleetHost start(String name, int accounts) {
    RealServer.Builder settings = ImHost.kind(name).settings().user(ASKER, PASSWORD);
    names(accounts).forEach(user -> settings.user(user, PASSWORD));
    return new FleetHost(settings.start(), accounts);
  }

  private static List<String> names(int accounts) {
    return IntStream.range(0, accounts).mapToObj(n -> "account" + n).toList();
  }

  /** The accounts of a fleet. */
  static List<Jid> accounts(String domain, int count) {
    return names(count).stream().map(name -> Jid.of(name + "@" + domain)).toList();
  }

  List<Jid> all() {
    return accounts(server.domain(), accounts);
  }

  ClientBuilder asker() {
    return client(Jid.of(ASKER + "@" + server.domain()), server.starttlsPort(), anchor());
  }

  Path anchor() {
    return server.trustAnchorFile();
  }

  /** A builder of a client of an account. */
  static ClientBuilder client(Jid account, int port, Path anchor) {
    return XmppClient.builder(account)
        .sasl(Sasl.password(PASSWORD))
        .endpoint(Endpoint.startTls("127.0.0.1", port))
        .tls(TlsPolicy.builder().trust(anchor).build());
  }

  @Override
  public void close() {
    server.close();
  }
}
