package im.linnet.samples.artifacts.user;

import im.linnet.XmppClient;
import im.linnet.endpoint.Endpoint;
import im.linnet.ping.Ping;
import im.linnet.sasl.Sasl;
import im.linnet.tls.TlsPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;

/** What a program of a user does: signs in over TLS, with an extension, and says as whom. */
public final class Greeter implements Callable<String> {

  private final int port;
  private final Path authority;

  /**
   * A greeter.
   *
   * @param port the server's, for STARTTLS
   * @param authority who vouches for the server
   */
  public Greeter(int port, Path authority) {
    this.port = port;
    this.authority = authority;
  }

  /**
   * Says so as a program.
   *
   * @param arguments the port and the authority
   */
  public static void main(String[] arguments) {
    System.out.println(new Greeter(Integer.parseInt(arguments[0]), Path.of(arguments[1])).call());
  }

  @Override
  public String call() {
    XmppClient client =
        XmppClient.builder("juliet@localhost")
            // Not ASCII, so that SASLprep loads its tables.
            .sasl(Sasl.password("s\u00E9cret").allowPlain())
            .endpoint(Endpoint.startTls("127.0.0.1", port))
            .tls(TlsPolicy.builder().trust(authority).build())
            .with(Ping::new)
            .build();
    try {
      return client.connect().join().jid().toString();
    } finally {
      client.shutdown(Duration.ofSeconds(2)).join();
    }
  }
}
