package im.linnet.testkit.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One of the ejabberds that a machine can have, and what its configuration has of its own. */
sealed interface EjabberdRelease {

  /** What to call it before it is known to exist. */
  String name();

  /** The reason why it can't run on this machine; empty if it can. */
  Optional<String> missing();

  /** The folder in which its files are as a package has them. */
  Path root();

  /** The modules, unless a test changes them: names and options, as a {@link Template}. */
  Map<String, String> modules();

  /** The domain of rooms (XEP-0045). */
  String roomDomain();

  /** What the HTTPS port serves: paths and modules. */
  String handlers();

  /** Settings beyond those of every release, as a {@link Template}. */
  String settings();

  /** Whether it issues tokens (XEP-0484). */
  boolean hasTokens();

  /** The folder of the application, with its {@code ebin}. */
  default Optional<Path> library() {
    return Stream.of("usr/lib", "usr/lib/x86_64-linux-gnu", "usr/lib/aarch64-linux-gnu")
        .map(root()::resolve)
        .flatMap(folder -> Stream.of(folder, folder.resolve("erlang/lib")))
        .flatMap(folder -> Installation.entry(folder, "ejabberd-*").stream())
        .filter(folder -> Files.isDirectory(folder.resolve("ebin")))
        .findFirst();
  }

  /** The version, such as {@code 24.12}, as the name of the folder says it. */
  default String version() {
    String folder = library().map(path -> String.valueOf(path.getFileName())).orElse("");
    Matcher version = Pattern.compile("ejabberd-([0-9.]*[0-9]).*").matcher(folder);
    return version.matches() ? version.group(1) : "unknown";
  }

  /** The ejabberd of Debian 12, installed. */
  record Installed() implements EjabberdRelease {

    @Override
    public String name() {
      return "ejabberd";
    }

    @Override
    public Optional<String> missing() {
      if (Installation.program("erl").isEmpty()) {
        return Optional.of("there is no erl on PATH");
      }
      return library().isPresent()
          ? Optional.empty()
          : Optional.of("there is no folder ejabberd-* with its ebin below /usr/lib");
    }

    @Override
    public Path root() {
      return Path.of("/");
    }

    @Override
    public Map<String, String> modules() {
      return lines(
          """
          mod_adhoc: {}
          mod_blocking: {}
          mod_caps: {}
          mod_carboncopy: {}
          mod_client_state: {}
          mod_configure: {}
          mod_disco: {}
          mod_host_meta: {websocket_url: "wss://@HOST@:${https}/ws"}
          mod_http_api: {}
          mod_http_upload: {put_url: "https://@HOST@:${https}/upload",
            docroot: "${folder}/upload", max_size: 1048576}
          mod_last: {}
          mod_mam: {default: always}
          mod_muc: {access: all, access_create: local, access_mam: all,
            default_room_options: {mam: true}}
          mod_offline: {}
          mod_ping: {}
          mod_privacy: {}
          mod_private: {}
          mod_pubsub: {access_createnode: local, plugins: [flat, pep],
            force_node_config: {"storage:bookmarks": {access_model: whitelist}}}
          mod_push: {}
          mod_register: {ip_access: all, access: all}
          mod_roster: {versioning: true}
          mod_stream_mgmt: {resend_on_timeout: true, resume_timeout: ${resumable}}
          mod_stun_disco: {credentials_lifetime: 1h, secret: turn-secret, services: [
            {host: 127.0.0.1, port: 3478, type: stun, transport: udp, restricted: false},
            {host: 127.0.0.1, port: 3478, type: turn, transport: udp, restricted: true}]}
          mod_time: {}
          mod_vcard: {search: true, host: "search.@HOST@"}
          mod_version: {show_os: false}
          """);
    }

    @Override
    public String roomDomain() {
      return "conference." + ServerSite.DOMAIN;
    }

    @Override
    public String handlers() {
      return "/ws: ejabberd_http_ws, /.well-known/host-meta: mod_host_meta,"
          + " /.well-known/host-meta.json: mod_host_meta, /upload: mod_http_upload";
    }

    @Override
    public String settings() {
      return """
      acl: {admin: {user: ["admin@localhost"]}, local: {user_regexp: ""}}
      """;
    }

    @Override
    public boolean hasTokens() {
      return false;
    }
  }

  /** The ejabberd of Debian 12's backports, in a folder. */
  record Modern(ModernFolder folder) implements EjabberdRelease {

    /**
     * The options; this release takes the milliseconds of the two periods of tokens for seconds.
     */
    private static final String MODULES =
        """
        mod_adhoc: {}
        mod_admin_extra: {}
        mod_auth_fast: {token_lifetime: "${tokenLifetime} ms",
          token_refresh_age: "${tokenRenewal} ms"}
        mod_avatar: {}
        mod_blocking: {}
        mod_bosh: {}
        mod_caps: {}
        mod_carboncopy: {}
        mod_client_state: {}
        mod_configure: {}
        mod_disco: {}
        mod_host_meta: {bosh_service_url: "https://@HOST@:${https}/bosh",
          websocket_url: "wss://@HOST@:${https}/ws"}
        mod_http_api: {}
        mod_http_upload: {put_url: "https://@HOST@:${https}/upload",
          docroot: "${folder}/upload", max_size: 1048576}
        mod_last: {}
        mod_mam: {default: always, assume_mam_usage: true}
        mod_muc: {host: "rooms.@HOST@", access: all, access_create: local, access_mam: all,
          default_room_options: {mam: true}}
        mod_muc_admin: {}
        mod_muc_occupantid: {}
        mod_offline: {}
        mod_ping: {}
        mod_privacy: {}
        mod_private: {}
        mod_pubsub: {access_createnode: local, plugins: [flat, pep],
          force_node_config: {"storage:bookmarks": {access_model: whitelist}}}
        mod_push: {}
        mod_push_keepalive: {}
        mod_register: {ip_access: all, access: all}
        mod_roster: {versioning: true}
        mod_stream_mgmt: {resend_on_timeout: if_offline, resume_timeout: ${resumable}}
        mod_stun_disco: {credentials_lifetime: 1h, secret: turn-secret, services: [
          {host: 127.0.0.1, port: 3478, type: stun, transport: udp, restricted: false},
          {host: 127.0.0.1, port: 3478, type: turn, transport: udp, restricted: true}]}
        mod_time: {}
        mod_vcard: {search: true, host: "search.@HOST@"}
        mod_vcard_xupdate: {}
        mod_version: {show_os: false}
        """;

    @Override
    public String name() {
      return "ejabberd 24";
    }

    @Override
    public Optional<String> missing() {
      return Installation.program("erl").isEmpty()
          ? Optional.of("there is no erl on PATH")
          : folder.missing();
    }

    @Override
    public Path root() {
      return folder.path();
    }

    @Override
    public Map<String, String> modules() {
      return lines(MODULES);
    }

    @Override
    public String roomDomain() {
      return "rooms." + ServerSite.DOMAIN;
    }

    @Override
    public String handlers() {
      return new Installed().handlers() + ", /bosh: mod_bosh, /oauth: ejabberd_oauth";
    }

    @Override
    public String settings() {
      return """
      oauth_access: all
      acl: {admin: {user: ["admin@localhost"]}, local: {user_regexp: ""}}
      """;
    }

    @Override
    public boolean hasTokens() {
      return true;
    }
  }

  /** Names and options; a line that begins with spaces continues the one before. */
  private static Map<String, String> lines(String text) {
    Map<String, String> modules = new LinkedHashMap<>();
    text.replaceAll("\n +", " ")
        .lines()
        .map(line -> line.split(": ", 2))
        .forEach(module -> modules.put(module[0], module[1]));
    return modules;
  }
}
