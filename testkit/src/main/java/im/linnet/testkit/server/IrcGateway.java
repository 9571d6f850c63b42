package im.linnet.testkit.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A gateway to IRC, run for a test: biboumi, attached to a server as a component (XEP-0114), and
 * ngircd as the network behind it (Debian packages {@code biboumi} 9 and {@code ngircd} 26). It
 * offers rooms (XEP-0045), service discovery and ad-hoc configuration; it has no registration.
 *
 * <pre>{@code
 * try (ProsodyServer server = ProsodyServer.builder().component("irc.localhost", "secret").start();
 *     IrcGateway irc = IrcGateway.attach("irc.localhost", "secret", server.componentPort("irc.localhost"))) {
 *   System.out.println("Join " + irc.room("#lab"));
 * }
 * }</pre>
 *
 * <p>The network listens on an address of its own in 127.0.0.0/8, at the port of IRC that gateways
 * use by default.
 */
public final class IrcGateway implements AutoCloseable {
  /** A channel of the network that always exists. */
  public static final String CHANNEL = "#lab";

  private static final String BIBOUMI =
      """
      hostname=%s
      password=%s
      xmpp_server_ip=127.0.0.1
      port=%d
      db_name=%s
      admin=admin@localhost
      identd_port=0
      log_level=1
      """;

  private final String host;
  private final IrcNetwork network;
  private final ChildProgram program;

  private IrcGateway(String host, IrcNetwork network, ChildProgram program) {
    this.host = host;
    this.network = network;
    this.program = program;
  }

  /**
   * Starts both programs and returns when the server has let the gateway in.
   *
   * @param host its domain, which the server must know
   * @param secret what both know; letters and digits only
   * @param componentPort the server's port for components, at 127.0.0.1
   * @return the running gateway
   * @throws IllegalStateException if a program is missing or does not start, with the last lines of
   *     its log
   */
  public static IrcGateway attach(String host, String secret, int componentPort) {
    missing()
        .ifPresent(
            what -> {
              throw new IllegalStateException("The gateway to IRC is not installed here: " + what);
            });
    IrcNetwork network = IrcNetwork.start();
    try {
      return new IrcGateway(host, network, start(host, secret, componentPort));
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  private static ChildProgram start(String host, String secret, int componentPort) {
    return ChildProgram.start(
        "biboumi",
        folder -> {
          Path database = folder.resolve("biboumi.sqlite");
          String text = BIBOUMI.formatted(host, secret, componentPort, database);
          String configuration = ChildProgram.write(folder, "biboumi.cfg", text);
          return new Launch(
              "biboumi",
              List.of("biboumi", configuration),
              Map.of(),
              Set.of("Authenticated with the XMPP server"),
              "Address already in use");
        });
  }

  /** {@return the reason why it can't run on this machine; empty if it can} */
  public static Optional<String> missing() {
    if (Installation.program("biboumi").isEmpty()) {
      return Optional.of("there is no biboumi on PATH");
    }
    return IrcNetwork.executable().isPresent()
        ? Optional.empty()
        : Optional.of("there is no ngircd on PATH or in /usr/sbin");
  }

  /**
   * For a test to check first: empty to continue, or the reason to skip, which is logged as a
   * warning.
   *
   * @return the reason, if there is one
   * @throws IllegalStateException if a program is missing and the system property {@code
   *     linnet.servers} is {@code required}
   */
  public static Optional<String> reasonToSkip() {
    return Installation.reasonToSkip("The gateway to IRC", missing());
  }

  /** {@return the domain of the gateway} */
  public String host() {
    return host;
  }

  /** {@return the address of the network, as users name it in the gateway} */
  public String network() {
    return network.address();
  }

  /**
   * The address of a channel as a room of the gateway.
   *
   * @param channel its name, such as {@link #CHANNEL}
   * @return the bare address
   */
  public String room(String channel) {
    return channel + "%" + network.address() + "@" + host;
  }

  /** {@return the folders and processes of both programs, for the test of this class} */
  List<ChildProgram> programs() {
    return List.of(program, network.program());
  }

  /** {@return the last lines of the gateway's log, oldest first} */
  public List<String> log() {
    return program.log();
  }

  /** Stops both programs and deletes their folders. */
  @Override
  public void close() {
    program.close();
    network.close();
  }
}
