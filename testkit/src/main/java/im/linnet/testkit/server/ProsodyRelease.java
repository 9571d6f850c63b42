package im.linnet.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One of the Prosodys that a machine can have, and what its configuration has of its own. */
sealed interface ProsodyRelease {

  /** What to call it before it is known to exist. */
  String name();

  /** The reason why it can't run on this machine; empty if it can. */
  Optional<String> missing();

  /** The command that starts a program of it, {@code prosody} or {@code prosodyctl}. */
  List<String> command(String program);

  /** The file with its version. */
  Path versionFile();

  /** The modules of every host, unless a test changes them. */
  List<String> modules();

  /** The domain of rooms (XEP-0045). */
  String roomDomain();

  /** Settings beyond those of every release, as a {@link Template}. */
  String settings();

  /** The domains other than the users', as a {@link Template}. */
  String components();

  /** Whether it issues tokens (XEP-0484). */
  boolean hasTokens();

  /** The version, such as {@code 13.0.1}, or {@code unknown} where the file is elsewhere. */
  default String version() {
    if (!Files.exists(versionFile())) {
      return "unknown";
    }
    try {
      return Files.readString(versionFile()).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + versionFile(), e);
    }
  }

  /** The Prosody of Debian 12, installed. */
  record Installed() implements ProsodyRelease {

    @Override
    public String name() {
      return "Prosody";
    }

    @Override
    public Optional<String> missing() {
      for (String program : List.of("prosody", "prosodyctl")) {
        if (Installation.program(program).isEmpty()) {
          return Optional.of("there is no " + program + " on PATH");
        }
      }
      return Optional.empty();
    }

    @Override
    public List<String> command(String program) {
      return List.of(program);
    }

    @Override
    public Path versionFile() {
      return Path.of("/usr/lib/prosody/prosody.version");
    }

    @Override
    public List<String> modules() {
      return words(
          """
          roster saslauth tls disco ping smacks carbons mam csi_simple pep vcard4 vcard_legacy
          blocklist bookmarks private register time uptime version offline lastactivity
          cloud_notify turn_external adhoc invites invites_adhoc invites_register
          http websocket
          """);
    }

    @Override
    public String roomDomain() {
      return "conference." + ServerSite.DOMAIN;
    }

    @Override
    public String settings() {
      return """
      admins = { "admin@localhost" }
      registration_invite_only = false
      http_external_url = "https://localhost:${https}/"
      turn_external_host = "turn.localhost"; turn_external_secret = "turn-secret"
      """;
    }

    /** Only administrators can create nodes at its pubsub service. */
    @Override
    public String components() {
      return """
      Component "${rooms}" "muc"
        modules_enabled = { "muc_mam", "muc_moderation" }
      Component "share.localhost" "http_file_share"
        http_host = "localhost"
        http_file_share_size_limit = 1048576
      Component "pubsub.localhost" "pubsub"
      """;
    }

    @Override
    public boolean hasTokens() {
      return false;
    }
  }

  /** The Prosody of Debian 12's backports, in a folder. */
  record Modern(ModernFolder folder) implements ProsodyRelease {

    @Override
    public String name() {
      return "Prosody 13";
    }

    @Override
    public Optional<String> missing() {
      return Installation.program("lua5.4").isEmpty()
          ? Optional.of("there is no lua5.4 on PATH")
          : folder.missing();
    }

    @Override
    public List<String> command(String program) {
      return List.of("lua5.4", folder.path().resolve("usr/bin").resolve(program).toString());
    }

    @Override
    public Path versionFile() {
      return folder.path().resolve("usr/lib/prosody/prosody.version");
    }

    @Override
    public List<String> modules() {
      return words(
          """
          roster saslauth tls disco ping smacks carbons mam csi_simple pep vcard4 vcard_legacy
          blocklist bookmarks private register time uptime version offline lastactivity
          cloud_notify turn_external adhoc admin_adhoc invites invites_adhoc invites_register
          http websocket bosh http_altconnect
          sasl2 sasl2_bind2 sasl2_fast sasl2_sm sasl_ssdp
          """);
    }

    @Override
    public String roomDomain() {
      return "rooms." + ServerSite.DOMAIN;
    }

    @Override
    public String settings() {
      return """
      admins = { "admin@localhost" }
      registration_invite_only = false
      -- "auto" offers this type of channel binding on the first connection only.
      tls_server_end_point_hash = "${certificate}"
      http_external_url = "https://localhost:${https}/"
      turn_external_host = "turn.localhost"; turn_external_secret = "turn-secret"
      sasl2_fast_token_ttl = ${tokenLifetime}; sasl2_fast_token_min_ttl = ${tokenRenewal}
      """;
    }

    @Override
    public String components() {
      return """
      Component "${rooms}" "muc"
        modules_enabled = { "muc_mam", "muc_moderation" }
      Component "share.localhost" "http_file_share"
        http_host = "localhost"
        http_file_share_size_limit = 1048576
      Component "pubsub.localhost" "pubsub"
        add_permissions = { ["prosody:registered"] = { "pubsub:create-node" } }
      """;
    }

    @Override
    public boolean hasTokens() {
      return true;
    }
  }

  private static List<String> words(String text) {
    return List.of(text.strip().split("\\s+"));
  }
}
