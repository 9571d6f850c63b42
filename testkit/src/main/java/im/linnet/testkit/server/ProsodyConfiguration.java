package im.linnet.testkit.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The configuration of a Prosody as a test set it, and what Prosody logs when it runs with it. */
record ProsodyConfiguration(ProsodyServer.Builder settings) {

  private static final String TEXT =
      """
      run_as_root = true
      daemonize = false
      pidfile = "${folder}/prosody.pid"
      data_path = "${folder}/data"
      certificates = "${folder}"
      interfaces = { "127.0.0.1" }
      c2s_ports = { ${starttls} }
      c2s_direct_tls_ports = { ${directTls} }
      s2s_ports = { }; http_ports = { }
      https_ports = { ${https} }; https_interfaces = { "127.0.0.1" }
      component_ports = { ${component} }; component_interfaces = { "127.0.0.1" }
      modules_enabled = { ${modules} }
      modules_disabled = { "s2s", "limits", "admin_shell", "admin_socket" }
      ${passwords}
      storage = "internal"
      c2s_require_encryption = true
      allow_registration = true
      network_settings = { nagle = ${nagle} }
      smacks_hibernation_time = ${resumable}
      c2s_stanza_size_limit = ${largestStanza}
      ssl = { key = "${folder}/key.pem", certificate = "${folder}/cert.pem", options = { no_ticket = ${noTicket} } }
      https_ssl = { key = "${folder}/key.pem", certificate = "${folder}/cert.pem" }
      log = { info = "*console" }
      """;

  private static final String HOSTS =
      """
      VirtualHost "localhost"
      VirtualHost "anonymous.localhost"
        authentication = "anonymous"
      """;

  /** Where the text is in the server's folder. */
  static Path file(Path folder) {
    return folder.resolve("prosody.cfg.lua");
  }

  /** Writes the file. {@return how to start Prosody with it} */
  Launch write(Path folder, Ports ports) {
    try {
      Files.createDirectories(folder.resolve("data"));
      Files.writeString(file(folder), text(folder, ports));
    } catch (IOException e) {
      throw new UncheckedIOException("no configuration for Prosody in " + folder, e);
    }
    List<String> command = new ArrayList<>(settings.release.command("prosody"));
    command.addAll(List.of("--config", file(folder).toString(), "-F"));
    return new Launch(
        "Prosody " + settings.release.version(),
        command,
        Map.of(),
        started(ports),
        "Failed to open server port");
  }

  private Set<String> started(Ports ports) {
    Set<String> lines = new LinkedHashSet<>();
    lines.add("'c2s' on [127.0.0.1]:" + ports.starttls());
    lines.add("'c2s_direct_tls' on [127.0.0.1]:" + ports.directTls());
    lines.add("'https' on [127.0.0.1]:" + ports.https());
    if (!settings.components.isEmpty()) {
      lines.add("'component' on [127.0.0.1]:" + ports.components().get(0));
    }
    return lines;
  }

  private String text(Path folder, Ports ports) {
    ProsodyRelease release = settings.release;
    return new Template(TEXT + release.settings() + "${lines}" + HOSTS + release.components())
            .with("folder", folder)
            .with("starttls", ports.starttls())
            .with("directTls", ports.directTls())
            .with("https", ports.https())
            .with("component", ports.components().get(0))
            .with("modules", modules())
            .with("passwords", settings.hash.setting)
            .with("nagle", settings.nagle)
            .with("resumable", settings.resumable.toSeconds())
            .with("largestStanza", settings.largestStanza)
            .with("noTicket", !settings.tickets)
            .with("rooms", release.roomDomain())
            .with("certificate", fingerprint(folder.resolve("cert.pem")))
            .with("tokenLifetime", settings.tokenLifetime.toSeconds())
            .with("tokenRenewal", settings.tokenRenewal.toSeconds())
            .with("lines", lines())
            .complete()
        + components();
  }

  private String lines() {
    return settings.lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private String modules() {
    return settings.modules.stream()
        .map(name -> '"' + name + '"')
        .collect(Collectors.joining(", "));
  }

  private String components() {
    return settings.components.entrySet().stream()
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

  /** The SHA-256 hash of the first certificate, as RFC 5929 (section 4.1) wants it here. */
  private static String fingerprint(Path pem) {
    try (InputStream in = Files.newInputStream(pem)) {
      Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.of().formatHex(hash);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + pem, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no certificate in " + pem, e);
    }
  }
}
