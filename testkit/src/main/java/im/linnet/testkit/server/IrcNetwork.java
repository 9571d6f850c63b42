package im.linnet.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** An IRC network of one server, ngircd, as a child process. */
final class IrcNetwork implements AutoCloseable {
  private static final int PORT = 6667;
  private static final int ATTEMPTS = 3;
  private static final String NGIRCD =
      """
      [Global]
      Name = irc.lab
      Info = Lab
      AdminInfo1 = Lab
      MotdPhrase = Welcome to the lab
      Listen = %s
      Ports = %d
      [Options]
      PAM = no
      Ident = no
      DNS = no
      [Limits]
      MaxConnectionsIP = 0
      [Channel]
      Name = %s
      Topic = Lab channel
      """;

  private final String address;
  private final ChildProgram program;

  private IrcNetwork(String address, ChildProgram program) {
    this.address = address;
    this.program = program;
  }

  /** Starts it at an address where nobody listens. */
  static IrcNetwork start() {
    for (int attempt = 1; true; attempt++) {
      try {
        String address = freeAddress();
        return new IrcNetwork(address, start(address));
      } catch (ServerLog.PortTakenException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static ChildProgram start(String address) {
    return ChildProgram.start(
        "ngircd",
        folder -> {
          String text = NGIRCD.formatted(address, PORT, IrcGateway.CHANNEL);
          String configuration = ChildProgram.write(folder, "ngircd.conf", text);
          return new Launch(
              "ngircd",
              List.of(executable().orElseThrow().toString(), "-n", "-f", configuration),
              Map.of(),
              Set.of("Now listening on [" + address + "]:" + PORT, "ready."),
              "Can't bind socket");
        });
  }

  static Optional<Path> executable() {
    Optional<Path> program = Installation.program("ngircd");
    return program.isPresent() ? program : Installation.entry(Path.of("/usr/sbin"), "ngircd");
  }

  String address() {
    return address;
  }

  ChildProgram program() {
    return program;
  }

  @Override
  public void close() {
    program.close();
  }

  /** All of 127.0.0.0/8 is this machine, so the port can be the usual one. */
  private static String freeAddress() {
    for (int attempt = 1; true; attempt++) {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      String candidate =
          "127.%d.%d.%d"
              .formatted(random.nextInt(1, 255), random.nextInt(256), random.nextInt(1, 255));
      try (ServerSocket free = new ServerSocket(PORT, 1, InetAddress.getByName(candidate))) {
        return free.getInetAddress().getHostAddress();
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw new UncheckedIOException("no free address for IRC at port " + PORT, e);
        }
      }
    }
  }
}
