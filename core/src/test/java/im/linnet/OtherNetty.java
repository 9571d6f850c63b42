package im.linnet;

import im.linnet.endpoint.Endpoint;
import im.linnet.sasl.Sasl;
import im.linnet.tls.TlsPolicy;
import java.nio.file.Path;

/** A program of a user, started with other versions of Netty: signs in and ends. */
final class OtherNetty {

  private OtherNetty() {}

  /** Takes a port of this machine and a PEM file; a failure ends the program, as with users. */
  public static void main(String[] arguments) {
    try (XmppClient client =
        XmppClient.builder("localhost")
            .sasl(Sasl.anonymous())
            .endpoint(Endpoint.startTls("127.0.0.1", Integer.parseInt(arguments[0])))
            .tls(TlsPolicy.builder().trust(Path.of(arguments[1])).build())
            .build()) {
      System.out.println("Connected as " + client.connect().join().jid());
    }
  }
}
