package im.linnet.testkit.server;

import im.linnet.testkit.tls.TestCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * ejabberd, run for a test. It is ready after a few seconds. There are two to choose from:
 *
 * <ul>
 *   <li>{@link #builder()}: the one that is installed (Debian 12's package {@code ejabberd} 23.01
 *       with the Erlang that it depends on);
 *   <li>{@link #modern()}: ejabberd 24, with SASL2, Bind2, FAST, channel binding and more, in the
 *       folder of {@code testkit/modern-servers}; see {@link RealServer}.
 * </ul>
 *
 * <p>The Erlang node has no name, so no {@code epmd} is started. The Debian wrapper {@code
 * ejabberdctl} is not used, as it requires a user of its own.
 */
public final class EjabberdServer implements RealServer {
  private static final Pattern TOKEN = Pattern.compile("\"token\":\\s*\"([^\"]+)\"");

  private final ServerSite site;
  private final EjabberdRelease release;
  private final List<String> components;

  private EjabberdServer(Builder builder) {
    release = builder.release;
    release
        .missing()
        .ifPresent(
            what -> {
              throw new IllegalStateException(release.name() + " is not installed here: " + what);
            });
    components = List.copyOf(builder.components.keySet());
    EjabberdConfiguration configuration =
        new EjabberdConfiguration(builder, release.library().orElseThrow());
    site = new ServerSite("ejabberd", components.size(), configuration::write);
    try {
      builder.users.forEach(this::addUser);
    } catch (RuntimeException e) {
      site.close();
      throw e;
    }
  }

  /** The reason why the installed ejabberd can't run on this machine; empty if it can. */
  public static Optional<String> missing() {
    return new EjabberdRelease.Installed().missing();
  }

  /**
   * For a test of the installed ejabberd to check first: empty to continue, or the reason to skip,
   * which is logged as a warning.
   *
   * @throws IllegalStateException if ejabberd is missing and the system property {@code
   *     linnet.servers} is {@code required}
   */
  public static Optional<String> reasonToSkip() {
    return builder().reasonToSkip();
  }

  /** Returns a builder of the server that is installed. */
  public static Builder builder() {
    return new Builder(new EjabberdRelease.Installed());
  }

  /** Returns a builder of ejabberd 24, which {@code testkit/modern-servers} downloads. */
  public static Builder modern() {
    return new Builder(new EjabberdRelease.Modern(ModernFolder.here()));
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
    return URI.create("wss://%s:%d/ws".formatted(domain(), httpsPort()));
  }

  @Override
  public int componentPort(String host) {
    return site.ports().components().get(ServerSite.indexOf(host, components));
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
    call(
        "register",
        "{\"user\":%s,\"host\":%s,\"password\":%s}"
            .formatted(json(name), json(domain()), json(password)));
  }

  /**
   * Has the server issue an OAuth token for an hour, with which the user can sign in by X-OAUTH2.
   * For {@link #modern()} only.
   *
   * @param name the local part of an account's address
   * @return the token
   * @throws IllegalStateException if the server refuses
   */
  public String issueToken(String name) {
    String answer =
        call(
            "oauth_issue_token",
            "{\"jid\":%s,\"ttl\":3600,\"scopes\":[\"sasl_auth\"]}"
                .formatted(json(name + "@" + domain())));
    Matcher token = TOKEN.matcher(answer);
    if (!token.find()) {
      throw new IllegalStateException("oauth_issue_token: no token in the answer");
    }
    return token.group(1);
  }

  /** Runs a command by HTTP. {@return its result, in JSON} */
  private String call(String command, String arguments) {
    try {
      URI place = URI.create("http://127.0.0.1:" + site.ports().http() + "/api/" + command);
      HttpURLConnection connection = (HttpURLConnection) place.toURL().openConnection();
      connection.setConnectTimeout((int) ServerProcess.LIMIT.toMillis());
      connection.setReadTimeout((int) ServerProcess.LIMIT.toMillis());
      connection.setDoOutput(true);
      try (OutputStream out = connection.getOutputStream()) {
        out.write(arguments.getBytes(StandardCharsets.UTF_8));
      }
      int status = connection.getResponseCode();
      if (status != HttpURLConnection.HTTP_OK) {
        throw new IllegalStateException(
            "%s: HTTP status %d (expected: 200; does the user exist already, or not?)"
                .formatted(command, status));
      }
      try (InputStream in = connection.getInputStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(command + ": ejabberd doesn't answer", e);
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
    return "ejabberd " + version();
  }

  ServerSite site() {
    return site;
  }

  private static String json(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(
            c -> {
              if (c < ' ' || c == '"' || c == '\\') {
                quoted.append("\\u%04x".formatted(c));
              } else {
                quoted.append((char) c);
              }
            });
    return quoted.append('"').toString();
  }

  /** How ejabberd stores passwords, which determines the SCRAM mechanism that it offers. */
  public enum PasswordHash {
    /** Offers SCRAM-SHA-1. */
    SHA_1("sha"),
    /** Offers SCRAM-SHA-256. */
    SHA_256("sha256"),
    /** Offers SCRAM-SHA-512. */
    SHA_512("sha512");

    final String setting;

    PasswordHash(String setting) {
      this.setting = setting;
    }
  }

  /** The settings of a server; used by one thread. */
  public static final class Builder implements RealServer.Builder {
    private static final Duration SHORTEST_TOKEN = Duration.ofSeconds(1_000);

    final EjabberdRelease release;
    final Map<String, String> users = new LinkedHashMap<>();
    final Map<String, String> components = new LinkedHashMap<>();
    final Map<String, String> modules;
    final List<String> lines = new ArrayList<>();
    PasswordHash hash = PasswordHash.SHA_256;
    Duration resumable = Duration.ofMinutes(5);
    Duration tokenLifetime = Duration.ofDays(21);
    Duration tokenRenewal = Duration.ofDays(1);
    int largestStanza = ServerSite.LARGEST_STANZA;

    private Builder(EjabberdRelease release) {
      this.release = release;
      modules = release.modules();
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

    /** Sets how long a lost stream can be resumed (XEP-0198), in seconds; 5 minutes unless set. */
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
     * @throws IllegalArgumentException if it is less than 1,000 seconds, the shortest that ejabberd
     *     24.12 can do, or more than a year
     * @throws IllegalStateException if the server is the installed one, which has no tokens
     */
    @Override
    public Builder tokenLifetime(Duration value) {
      tokenLifetime = tokens(value);
      return this;
    }

    /**
     * Sets the age from which a token is replaced when it is used, in seconds; a day unless set.
     *
     * @throws IllegalArgumentException if it is less than 1,000 seconds, the shortest that ejabberd
     *     24.12 can do, or more than a year
     * @throws IllegalStateException if the server is the installed one, which has no tokens
     */
    @Override
    public Builder tokenRenewal(Duration value) {
      tokenRenewal = tokens(value);
      return this;
    }

    /** It takes the milliseconds for seconds, and accepts no less than 1,000 milliseconds. */
    private Duration tokens(Duration value) {
      ServerSite.tokens(release.hasTokens(), release.name(), value);
      if (value.compareTo(SHORTEST_TOKEN) < 0) {
        throw new IllegalArgumentException(
            "value: %s (expected: at least %s at ejabberd)".formatted(value, SHORTEST_TOKEN));
      }
      return value;
    }

    /** Sets how passwords are stored; SHA-256 unless set. */
    public Builder passwordHash(PasswordHash value) {
      hash = value;
      return this;
    }

    /** Adds lines to the top level of the configuration, in YAML. */
    public Builder setting(String yaml) {
      lines.add(yaml);
      return this;
    }

    /**
     * Loads a module, or changes the options of one that is loaded by default.
     *
     * @param options in YAML, such as <code>{max_size: 100}</code>
     */
    public Builder module(String name, String options) {
      modules.put(name, options);
      return this;
    }

    /** Omits modules that are loaded by default, such as {@code mod_mam}. */
    public Builder without(String... names) {
      modules.keySet().removeAll(List.of(names));
      return this;
    }

    @Override
    public Optional<String> reasonToSkip() {
      return Installation.reasonToSkip(release.name(), release.missing());
    }

    @Override
    public EjabberdServer start() {
      return new EjabberdServer(this);
    }
  }
}
