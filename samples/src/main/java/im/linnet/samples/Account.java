package im.linnet.samples;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.endpoint.Endpoint;
import im.linnet.sasl.Sasl;
import im.linnet.tls.TlsPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The options of a program that signs in with an account, and the client that they ask for. */
final class Account {

  /** Holds the password if no file does. */
  static final String PASSWORD = "LINNET_PASSWORD";

  /** What the options mean, for a usage. */
  static final String USAGE =
      """
        --jid JID                 the account
        --password-file FILE      its password; else the environment variable LINNET_PASSWORD
        --host HOST --port PORT   where to connect, instead of asking DNS
        --trust FILE              a PEM file of certificates to trust instead of the platform's
      """;

  private static final List<Option> OPTIONS =
      List.of(
          Option.account("jid"),
          Option.input("password-file"),
          Option.host(),
          Option.port(1),
          Option.input("trust"));

  private Account() {}

  /** The options, and others. */
  static List<Option> options(Option... others) {
    return Stream.concat(OPTIONS.stream(), Stream.of(others)).toList();
  }

  /**
   * A builder of the client, still without extensions.
   *
   * @throws UsageException if an option is missing
   */
  static ClientBuilder client(Options options) {
    options.needing("jid").with("port", "host");
    ClientBuilder builder =
        XmppClient.builder(options.get("jid", ""))
            .sasl(Sasl.password(options.secret("password-file", PASSWORD)));
    if (options.has("host")) {
      builder.endpoint(Endpoint.startTls(options.get("host", ""), options.number("port", 5222)));
    }
    if (options.has("trust")) {
      builder.tls(TlsPolicy.builder().trust(Path.of(options.get("trust", ""))).build());
    }
    return builder;
  }
}
