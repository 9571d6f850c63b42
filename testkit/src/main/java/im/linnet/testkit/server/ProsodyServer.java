package im.linnet.testkit.server;

import im.linnet.testkit.tls.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Prosody, run for a test (Debian packages {@code prosody} 0.12 and, for extra modules, {@code
 * prosody-modules}). It is ready after about half a second.
 *
 * <pre>{@code
 * try (ProsodyServer server = ProsodyServer.builder().user("juliet", "secret").start()) {
 *   connect("localhost", server.starttlsPort(), server.trustAnchorFile());
 * }
 * }</pre>
 */
public final class ProsodyServer implements RealServer {
  private static final String MODULES =
      "roster saslauth tls disco ping smacks carbons mam csi_simple pep vcard4 vcard_legacy"
          + " blocklist bookmarks private register time version offline lastactivity";

  private final ServerSite site;

  private ProsodyServer(Builder builder) {
    missing()
        .ifPresent(
            what -> {
              throw new IllegalStateException("Prosody is not installed here: " + what);
            });
    site = new ServerSite("prosody", builder::launch);
    try {
      builder.users.forEach(this::addUser);
    } catch (RuntimeException e) {
      site.close();
      throw e;
    }
  }

  /** The reason why Prosody can't run on this machine; empty if it can. */
  public static Optional<String> missing() {
    for (String program : List.of("prosody", "prosodyctl")) {
      if (Installation.program(program).isEmpty()) {
        return Optional.of("there is no " + program + " on PATH");
      }
    }
    return Optional.empty();
  }

  /**
   * For a test to check first: empty to continue, or the reason to skip, which is logged as a
   * warning.
   *
   * @throws IllegalStateException if Prosody is missing and the system property {@code
   *     linnet.servers} is {@code required}
   */
  public static Optional<String> reasonToSkip() {
    return Installation.reasonToSkip("Prosody", missing());
  }

  /** Returns a builder of a server. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public String domain() {
    return ServerSite.DOMAIN;
  }

  @Override
  public String anonymousDomain() {
    return ServerSite.ANONYMOUS_DOMAIN;
  }

  @Override
  public int starttlsPort() {
    return site.ports().starttls();
  }

  @Override
  public int directTlsPort() {
    return site.ports().directTls();
  }

  /** The port for components (XEP-0114), in clear text; see {@link Builder#component}. */
  public int componentPort() {
    return site.ports().http();
  }

  @Override
  public TestCertificates authority() {
    return site.authority();
  }

  @Override
  public Path trustAnchorFile() {
    return site.trustAnchorFile();
  }

  @Override
  public void addUser(String name, String password) {
    List<String> command =
        List.of(
            "prosodyctl",
            "--config",
            Builder.configuration(site.folder()).toString(),
            "--root",
            "register",
            name,
            domain(),
            password);
    ServerProcess.run(site.folder(), "prosodyctl register " + name, command);
  }

  /** Registers one user with {@code prosodyctl}, which is slow, and copies that user's file. */
  @Override
  public void addUsers(List<String> names, String password) {
    if (names.isEmpty()) {
      return;
    }
    addUser(names.get(0), password);
    Path accounts = site.folder().resolve("data").resolve(domain()).resolve("accounts");
    try {
      for (String name : names.subList(1, names.size())) {
        Files.copy(accounts.resolve(names.get(0) + ".dat"), accounts.resolve(name + ".dat"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no accounts in " + accounts, e);
    }
  }

  /**
   * Writes data that Prosody stores for a user; it is read at the user's next login.
   *
   * @param store such as {@code roster}
   * @param user the local part of the address, letters and digits only
   * @param lua the value, as a Lua expression
   */
  public void keep(String store, String user, String lua) {
    Path folder = site.folder().resolve("data").resolve(domain()).resolve(store);
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve(user + ".dat"), "return " + lua + ";\n");
    } catch (IOException e) {
      throw new UncheckedIOException("nothing can be kept in " + folder, e);
    }
  }

  @Override
  public void stop() {
    site.stop();
  }

  @Override
  public void crash() {
    site.crash();
  }

  @Override
  public void restart() {
    site.restart();
  }

  @Override
  public List<String> log() {
    return site.log();
  }

  @Override
  public void close() {
    site.close();
  }

  ServerSite site() {
    return site;
  }

  /** How Prosody stores passwords, which determines the SCRAM mechanism that it offers. */
  public enum PasswordHash {
    /** Offers SCRAM-SHA-1. */
    SHA_1("SHA-1"),
    /** Offers SCRAM-SHA-256. */
    SHA_256("SHA-256");

    private final String setting;

    PasswordHash(String setting) {
      this.setting = setting;
    }
  }

  /** The settings of a server; used by one thread. */
  public static final class Builder implements RealServer.Builder {
    private static final String CONFIGURATION =
        """
        run_as_root = true
        daemonize = false
        pidfile = "FOLDER/prosody.pid"
        data_path = "FOLDER/data"
        certificates = "FOLDER"
        interfaces = { "127.0.0.1" }
        c2s_ports = { %d }
        c2s_direct_tls_ports = { %d }
        s2s_ports = { }; http_ports = { }; https_ports = { }
        component_ports = { %d }; component_interfaces = { "127.0.0.1" }
        modules_enabled = { %s }
        modules_disabled = { "s2s", "limits", "admin_shell", "admin_socket" }
        authentication = "internal_hashed"
        password_hash = "%s"
        storage = "internal"
        c2s_require_encryption = true
        allow_registration = true
        network_settings = { nagle = %s }
        smacks_hibernation_time = %d
        c2s_stanza_size_limit = %d
        ssl = { key = "FOLDER/key.pem", certificate = "FOLDER/cert.pem", options = { no_ticket = %s } }
        log = { info = "*console" }
        VirtualHost "%s"
        VirtualHost "%s"
          authentication = "anonymous"
        %s\
        """;

    private final Map<String, String> users = new LinkedHashMap<>();
    private final Map<String, String> components = new LinkedHashMap<>();
    private final List<String> modules = new ArrayList<>(List.of(MODULES.split(" ")));
    private PasswordHash hash = PasswordHash.SHA_256;
    private boolean nagle;
    private boolean tickets;
    private Duration resumable = Duration.ofMinutes(10);
    private int largestStanza = ServerSite.LARGEST_STANZA;

    private Builder() {}

    @Override
    public Builder user(String name, String password) {
      users.put(name, password);
      return this;
    }

    /**
     * Allows a component to connect at {@link ProsodyServer#componentPort} (XEP-0114), and to send
     * from any address.
     *
     * @param domain its domain, such as {@code bots.localhost}
     * @param secret letters and digits only
     */
    public Builder component(String domain, String secret) {
      components.put(domain, secret);
      return this;
    }

    /** Sets how passwords are stored; SHA-256 unless set. */
    public Builder passwordHash(PasswordHash value) {
      hash = value;
      return this;
    }

    /**
     * Sets whether the server's sockets use Nagle's algorithm (RFC 896), as they do by default in
     * Prosody; off unless set. It adds stalls of 40 ms to a login.
     */
    public Builder nagle(boolean value) {
      nagle = value;
      return this;
    }

    /**
     * Issues TLS session tickets, so that clients can resume TLS sessions; Prosody's default has no
     * means to do so.
     */
    public Builder sessionTickets() {
      tickets = true;
      return this;
    }

    /** Sets how long a lost stream can be resumed (XEP-0198), in seconds; 10 minutes unless set. */
    @Override
    public Builder resumable(Duration value) {
      resumable = ServerSite.seconds(value);
      return this;
    }

    @Override
    public Builder largestStanza(int bytes) {
      largestStanza = ServerSite.stanza(bytes);
      return this;
    }

    /** Loads additional modules on every host. */
    public Builder modules(String... names) {
      modules.addAll(List.of(names));
      return this;
    }

    /** Omits modules that are loaded by default, such as {@code mam}. */
    public Builder without(String... names) {
      modules.removeAll(List.of(names));
      return this;
    }

    @Override
    public Optional<String> reasonToSkip() {
      return ProsodyServer.reasonToSkip();
    }

    @Override
    public ProsodyServer start() {
      return new ProsodyServer(this);
    }

    static Path configuration(Path folder) {
      return folder.resolve("prosody.cfg.lua");
    }

    private Launch launch(Path folder, Ports ports) {
      try {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(configuration(folder), text(folder, ports));
      } catch (IOException e) {
        throw new UncheckedIOException("no configuration for Prosody in " + folder, e);
      }
      return new Launch(
          List.of("prosody", "--config", configuration(folder).toString(), "-F"),
          Map.of(),
          started(ports),
          "Failed to open server port");
    }

    private Set<String> started(Ports ports) {
      Set<String> lines = new LinkedHashSet<>();
      lines.add("'c2s' on [127.0.0.1]:" + ports.starttls());
      lines.add("'c2s_direct_tls' on [127.0.0.1]:" + ports.directTls());
      if (!components.isEmpty()) {
        lines.add("'component' on [127.0.0.1]:" + ports.http());
      }
      return lines;
    }

    private String hosted() {
      return components.entrySet().stream()
          .map(
              component ->
                  """
                  Component "%s"
                    component_secret = "%s"
                    validate_from_addresses = false
                  """
                      .formatted(component.getKey(), component.getValue()))
          .collect(Collectors.joining());
    }

    private String enabled() {
      return modules.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
    }

    private String text(Path folder, Ports ports) {
      return CONFIGURATION
          .formatted(
              ports.starttls(),
              ports.directTls(),
              ports.http(),
              enabled(),
              hash.setting,
              nagle,
              resumable.toSeconds(),
              largestStanza,
              !tickets,
              ServerSite.DOMAIN,
              ServerSite.ANONYMOUS_DOMAIN,
              hosted())
          .replace("FOLDER", folder.toString());
    }
  }
}
