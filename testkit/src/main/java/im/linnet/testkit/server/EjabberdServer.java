package im.linnet.testkit.server;

import im.linnet.testkit.tls.TestCertificates;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * ejabberd, run for a test (Debian package {@code ejabberd} 23.01 with the Erlang that it depends
 * on). It is ready after a few seconds.
 *
 * <p>The Erlang node has no name, so no {@code epmd} is started. The Debian wrapper {@code
 * ejabberdctl} is not used, as it requires a user of its own.
 */
public final class EjabberdServer implements RealServer {
  /** Printed by the node when all of ejabberd has started. */
  private static final String STARTED = "testkit: ejabberd has started";

  private final ServerSite site;

  private EjabberdServer(Builder builder) {
    Path library =
        library()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "ejabberd is not installed here: " + missing().orElse("")));
    site =
        new ServerSite(
            "ejabberd",
            (folder, ports) ->
                launch(library, folder, configuration(folder, ports, builder), ports));
    try {
      builder.users.forEach(this::addUser);
    } catch (RuntimeException e) {
      site.close();
      throw e;
    }
  }

  /** The reason why ejabberd can't run on this machine; empty if it can. */
  public static Optional<String> missing() {
    if (Installation.program("erl").isEmpty()) {
      return Optional.of("there is no erl on PATH");
    }
    return library().isPresent()
        ? Optional.empty()
        : Optional.of("there is no folder ejabberd-* with its ebin below /usr/lib");
  }

  /**
   * For a test to check first: empty to continue, or the reason to skip, which is logged as a
   * warning.
   *
   * @throws IllegalStateException if ejabberd is missing and the system property {@code
   *     linnet.servers} is {@code required}
   */
  public static Optional<String> reasonToSkip() {
    return Installation.reasonToSkip("ejabberd", missing());
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
    String call =
        "{\"user\":%s,\"host\":%s,\"password\":%s}"
            .formatted(json(name), json(domain()), json(password));
    try {
      URI register = URI.create("http://127.0.0.1:" + site.ports().http() + "/api/register");
      HttpURLConnection connection = (HttpURLConnection) register.toURL().openConnection();
      connection.setConnectTimeout((int) ServerProcess.LIMIT.toMillis());
      connection.setReadTimeout((int) ServerProcess.LIMIT.toMillis());
      connection.setDoOutput(true);
      try (OutputStream out = connection.getOutputStream()) {
        out.write(call.getBytes(StandardCharsets.UTF_8));
      }
      int status = connection.getResponseCode();
      if (status != HttpURLConnection.HTTP_OK) {
        throw new IllegalStateException(
            "user " + name + ": HTTP status " + status + " (expected: 200; does it exist?)");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("user " + name + ": ejabberd doesn't answer", e);
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

  private static Optional<Path> library() {
    return Stream.of("/usr/lib", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu")
        .flatMap(folder -> Stream.of(Path.of(folder), Path.of(folder, "erlang", "lib")))
        .flatMap(folder -> Installation.entry(folder, "ejabberd-*").stream())
        .filter(folder -> Files.isDirectory(folder.resolve("ebin")))
        .findFirst();
  }

  private static Launch launch(Path library, Path folder, String configuration, Ports ports) {
    try {
      Files.createDirectories(folder.resolve("spool"));
      Files.writeString(folder.resolve("ejabberd.yml"), configuration);
    } catch (IOException e) {
      throw new UncheckedIOException("no configuration for ejabberd in " + folder, e);
    }
    return new Launch(
        command(library, folder), environment(library, folder), ready(ports), "eaddrinuse");
  }

  private static Set<String> ready(Ports ports) {
    String tcp = "Start accepting TCP connections at 127.0.0.1:";
    String tls = "Start accepting TLS connections at 127.0.0.1:";
    return Set.of(STARTED, tcp + ports.starttls(), tcp + ports.http(), tls + ports.directTls());
  }

  private static List<String> command(Path library, Path folder) {
    // +sbwt none: idle schedulers sleep instead of spinning on the test's processors.
    return List.of(
        "erl",
        "-noinput",
        "+sbwt",
        "none",
        "-mnesia",
        "dir",
        "\"" + folder.resolve("spool") + "\"",
        "-pa",
        library.resolve("ebin").toString(),
        "-s",
        "ejabberd",
        "-eval",
        "io:format(\"" + STARTED + "~n\").");
  }

  private static Map<String, String> environment(Path library, Path folder) {
    return Map.of(
        "HOME", folder.toString(),
        "EJABBERD_CONFIG_PATH", folder.resolve("ejabberd.yml").toString(),
        "EJABBERD_LOG_PATH", folder.resolve("ejabberd.log").toString(),
        "ERL_CRASH_DUMP", folder.resolve("crash.dump").toString(),
        "ERL_LIBS", String.valueOf(library.getParent()));
  }

  private static String configuration(Path folder, Ports ports, Builder settings) {
    return """
    hosts: [%1$s, %2$s]
    certfiles: ["%3$s/both.pem"]
    loglevel: info
    auth_method: internal
    auth_password_format: scram
    auth_scram_hash: sha256
    host_config:
      %2$s: {auth_method: [anonymous], anonymous_protocol: sasl_anon}
    listen:
      - {port: %4$d, ip: "127.0.0.1", module: ejabberd_c2s, starttls: true,
         starttls_required: true, max_stanza_size: %8$d, shaper: none, access: c2s}
      - {port: %5$d, ip: "127.0.0.1", module: ejabberd_c2s, tls: true,
         max_stanza_size: %8$d, shaper: none, access: c2s}
      - {port: %6$d, ip: "127.0.0.1", module: ejabberd_http,
         request_handlers: {/api: mod_http_api}}
    access_rules: {c2s: {allow: all}, local: {allow: local}}
    api_permissions: {testkit: {from: mod_http_api, who: all, what: [register]}}
    modules: {mod_http_api: {}, mod_roster: {versioning: true}, mod_disco: {}, mod_ping: {},
      mod_vcard: {}, mod_caps: {}, mod_offline: {}, mod_carboncopy: {}, mod_client_state: {},
      mod_mam: {default: always}, mod_muc: {}, mod_pubsub: {plugins: [flat, pep]},
      mod_stream_mgmt: {resend_on_timeout: true, resume_timeout: %7$d}}
    """
        .formatted(
            ServerSite.DOMAIN,
            ServerSite.ANONYMOUS_DOMAIN,
            folder,
            ports.starttls(),
            ports.directTls(),
            ports.http(),
            settings.resumable.toSeconds(),
            settings.largestStanza);
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

  /** The settings of a server; used by one thread. */
  public static final class Builder implements RealServer.Builder {
    private final Map<String, String> users = new LinkedHashMap<>();
    private Duration resumable = Duration.ofMinutes(5);
    private int largestStanza = ServerSite.LARGEST_STANZA;

    private Builder() {}

    @Override
    public Builder user(String name, String password) {
      users.put(name, password);
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

    @Override
    public Optional<String> reasonToSkip() {
      return EjabberdServer.reasonToSkip();
    }

    @Override
    public EjabberdServer start() {
      return new EjabberdServer(this);
    }
  }
}
