package im.linnet.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The configuration of an ejabberd as a test set it, and what it logs when it runs with it. */
record EjabberdConfiguration(EjabberdServer.Builder settings, Path library) {
  /** Printed by the node when all of ejabberd has started. */
  private static final String STARTED = "testkit: ejabberd has started";

  private static final String TEXT =
      """
      hosts: [localhost, anonymous.localhost]
      certfiles: ["${folder}/both.pem"]
      loglevel: info
      auth_method: internal
      auth_password_format: scram
      auth_scram_hash: ${hash}
      registration_timeout: infinity
      host_config:
        anonymous.localhost: {auth_method: [anonymous], anonymous_protocol: sasl_anon}
      listen:
        - {port: ${starttls}, ip: "127.0.0.1", module: ejabberd_c2s, starttls: true,
           starttls_required: true, max_stanza_size: ${largestStanza}, shaper: none, access: c2s}
        - {port: ${directTls}, ip: "127.0.0.1", module: ejabberd_c2s, tls: true,
           max_stanza_size: ${largestStanza}, shaper: none, access: c2s}
        - {port: ${http}, ip: "127.0.0.1", module: ejabberd_http,
           request_handlers: {/api: mod_http_api}}
        - {port: ${https}, ip: "127.0.0.1", module: ejabberd_http, tls: true,
           request_handlers: {${handlers}}}
      ${components}
      access_rules: {c2s: {allow: all}, local: {allow: local}, configure: {allow: admin},
        announce: {allow: admin}}
      api_permissions: {testkit: {from: mod_http_api, who: all, what: [register, oauth_issue_token]}}
      """;

  /** Writes the file. {@return how to start ejabberd with it} */
  Launch write(Path folder, Ports ports) {
    try {
      Files.createDirectories(folder.resolve("spool"));
      Files.writeString(folder.resolve("ejabberd.yml"), text(folder, ports));
    } catch (IOException e) {
      throw new UncheckedIOException("no configuration for ejabberd in " + folder, e);
    }
    return new Launch(
        "ejabberd " + settings.release.version(),
        command(folder),
        environment(folder),
        started(ports),
        "eaddrinuse");
  }

  private static Set<String> started(Ports ports) {
    String tcp = "Start accepting TCP connections at 127.0.0.1:";
    String tls = "Start accepting TLS connections at 127.0.0.1:";
    Set<String> lines = new LinkedHashSet<>();
    lines.add(STARTED);
    lines.add(tcp + ports.starttls());
    lines.add(tls + ports.directTls());
    lines.add(tcp + ports.http());
    lines.add(tls + ports.https());
    ports.components().forEach(port -> lines.add(tcp + port));
    return lines;
  }

  private List<String> command(Path folder) {
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

  private Map<String, String> environment(Path folder) {
    Path applications = settings.release.root().resolve("usr/lib/erlang/lib");
    return Map.of(
        "HOME", folder.toString(),
        "EJABBERD_CONFIG_PATH", folder.resolve("ejabberd.yml").toString(),
        "EJABBERD_LOG_PATH", folder.resolve("ejabberd.log").toString(),
        "ERL_CRASH_DUMP", folder.resolve("crash.dump").toString(),
        "ERL_LIBS", library.getParent() + ":" + applications);
  }

  private String text(Path folder, Ports ports) {
    EjabberdRelease release = settings.release;
    return new Template(TEXT + release.settings() + "${lines}modules:\n${modules}")
        .with("lines", lines())
        .with("modules", modules())
        .with("components", components(ports))
        .with("handlers", release.handlers())
        .with("folder", folder)
        .with("hash", settings.hash.setting)
        .with("starttls", ports.starttls())
        .with("directTls", ports.directTls())
        .with("http", ports.http())
        .with("https", ports.https())
        .with("largestStanza", settings.largestStanza)
        .with("resumable", settings.resumable.toSeconds())
        .with("tokenLifetime", settings.tokenLifetime.toSeconds())
        .with("tokenRenewal", settings.tokenRenewal.toSeconds())
        .complete();
  }

  private String lines() {
    return settings.lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private String modules() {
    return settings.modules.entrySet().stream()
        .map(module -> "  %s: %s\n".formatted(module.getKey(), module.getValue()))
        .collect(Collectors.joining());
  }

  /**
   * A listener for each component. One listener can have several hosts, but a component that
   * connects there gets the stanzas for all of them.
   */
  private String components(Ports ports) {
    Iterator<Integer> port = ports.components().iterator();
    return settings.components.entrySet().stream()
        .map(
            component ->
                """
                  - {port: %d, ip: "127.0.0.1", module: ejabberd_service, check_from: false,
                     hosts: {%s: {password: "%s"}}}
                """
                    .formatted(port.next(), component.getKey(), component.getValue()))
        .collect(Collectors.joining());
  }
}
