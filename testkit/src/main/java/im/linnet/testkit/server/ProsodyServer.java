package im.linnet.testkit.server;

import im.linnet.testkit.tls.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Prosody, run for a test. It is ready after about a second. There are two to choose from:
 *
 * <ul>
 *   <li>{@link #builder()}: the one that is installed (Debian 12's packages {@code prosody} 0.12
 *       and, for extra modules, {@code prosody-modules});
 *   <li>{@link #modern()}: Prosody 13, with SASL2, Bind2, FAST, channel binding and more, in the
 *       folder of {@code testkit/modern-servers}; see {@link RealServer}.
 * </ul>
 *
 * <pre>{@code
 * try (ProsodyServer server = ProsodyServer.builder().user("juliet", "secret").start()) {
 *   connect("localhost", server.starttlsPort(), server.trustAnchorFile());
 * }
 * }</pre>
 */
public final class ProsodyServer implements RealServer {
  private final ServerSite site;
  private final ProsodyRelease release;
  private final Set<String> components;

  private ProsodyServer(Builder builder) {
    release = builder.release;
    release
        .missing()
        .ifPresent(
            what -> {
              throw new IllegalStateException(release.name() + " is not installed here: " + what);
            });
    components = Set.copyOf(builder.components.keySet());
    site = new ServerSite("prosody", 1, new ProsodyConfiguration(builder)::write);
    try {
      builder.users.forEach(this::addUser);
    } catch (RuntimeException e) {
      site.close();
      throw e;
    }
  }

  /** The reason why the installed Prosody can't run on this machine; empty if it can. */
  public static Optional<String> missing() {
    return new ProsodyRelease.Installed().missing();
  }

  /**
   * For a test of the installed Prosody to check first: empty to continue, or the reason to skip,
   * which is logged as a warning.
   *
   * @throws IllegalStateException if Prosody is missing and the system property {@code
   *     linnet.servers} is {@code required}
   */
  public static Optional<String> reasonToSkip() {
    return builder().reasonToSkip();
  }

  /** Returns a builder of the server that is installed. */
  public static Builder builder() {
    return new Builder(new ProsodyRelease.Installed());
  }

  /** Returns a builder of Prosody 13, which {@code testkit/modern-servers} downloads. */
  public static Builder modern() {
    return new Builder(new ProsodyRelease.Modern(ModernFolder.here()));
  }

  @Override
  public String version() {
    return release.version();
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
  public String roomDomain() {
    return release.roomDomain();
  }

  @Override
  public int starttlsPort() {
    return site.ports().starttls();
  }

  @Override
  public int directTlsPort() {
    return site.ports().directTls();
  }

  @Override
  public int httpsPort() {
    return site.ports().https();
  }

  @Override
  public URI webSocket() {
    return URI.create("wss://%s:%d/xmpp-websocket".formatted(domain(), httpsPort()));
  }

  @Override
  public int componentPort(String host) {
    ServerSite.indexOf(host, components);
    return site.ports().components().get(0);
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
    List<String> command = new ArrayList<>(release.command("prosodyctl"));
    command.addAll(
        List.of("--config", ProsodyConfiguration.file(site.folder()).toString(), "--root"));
    command.addAll(List.of("register", name, domain(), password));
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

  @Override
  public String toString() {
    return "Prosody " + version();
  }

  ServerSite site() {
    return site;
  }

  /** How Prosody stores passwords, which determines the SCRAM mechanisms that it offers. */
  public enum PasswordHash {
    /** Offers SCRAM-SHA-1. */
    SHA_1("authentication = \"internal_hashed\"; password_hash = \"SHA-1\""),
    /** Offers SCRAM-SHA-256. */
    SHA_256("authentication = \"internal_hashed\"; password_hash = \"SHA-256\""),
    /** In clear text: offers SCRAM-SHA-1 and SCRAM-SHA-256. */
    NONE("authentication = \"internal_plain\"");

    final String setting;

    PasswordHash(String setting) {
      this.setting = setting;
    }
  }

  /** The settings of a server; used by one thread. */
  public static final class Builder implements RealServer.Builder {
    final ProsodyRelease release;
    final Map<String, String> users = new LinkedHashMap<>();
    final Map<String, String> components = new LinkedHashMap<>();
    final List<String> modules;
    final List<String> lines = new ArrayList<>();
    PasswordHash hash = PasswordHash.SHA_256;
    boolean nagle;
    boolean tickets;
    Duration resumable = Duration.ofMinutes(10);
    Duration tokenLifetime = Duration.ofDays(21);
    Duration tokenRenewal = Duration.ofDays(1);
    int largestStanza = ServerSite.LARGEST_STANZA;

    private Builder(ProsodyRelease release) {
      this.release = release;
      modules = new ArrayList<>(release.modules());
    }

    @Override
    public Builder user(String name, String password) {
      users.put(name, password);
      return this;
    }

    @Override
    public Builder component(String host, String secret) {
      components.put(host, ServerSite.lettersAndDigits(secret));
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

    /**
     * Sets how long a token is valid (XEP-0484), in seconds; 21 days unless set.
     *
     * @throws IllegalArgumentException if it is less than a second or more than a year
     * @throws IllegalStateException if the server is the installed one, which has no tokens
     */
    @Override
    public Builder tokenLifetime(Duration value) {
      tokenLifetime = ServerSite.tokens(release.hasTokens(), release.name(), value);
      return this;
    }

    /**
     * Sets the age from which a token is replaced when it is used, in seconds; a day unless set.
     *
     * @throws IllegalArgumentException if it is less than a second or more than a year
     * @throws IllegalStateException if the server is the installed one, which has no tokens
     */
    @Override
    public Builder tokenRenewal(Duration value) {
      tokenRenewal = ServerSite.tokens(release.hasTokens(), release.name(), value);
      return this;
    }

    /** Adds lines to the global part of the configuration, in Lua. */
    public Builder setting(String lua) {
      lines.add(lua);
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
      return Installation.reasonToSkip(release.name(), release.missing());
    }

    @Override
    public ProsodyServer start() {
      return new ProsodyServer(this);
    }
  }
}
