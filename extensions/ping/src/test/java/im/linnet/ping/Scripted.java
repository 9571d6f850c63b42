package im.linnet.ping;

import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.sasl.Sasl;
import im.linnet.stream.Endpoint;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.testkit.tls.TestCertificates;
import im.linnet.tls.TlsPolicy;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** A client, bound as {@code juliet@localhost/balcony}, and the server that follows a script. */
record Scripted(ScriptedPeer peer, XmppClient client) implements AutoCloseable {

  /** Connects the client; the script begins when its resource is bound. */
  static Scripted bound(
      Function<? super XmppClient, ? extends Extension> extension, Consumer<Script> lines)
      throws Exception {
    TestCertificates authority = TestCertificates.create();
    ScriptedPeer peer =
        ScriptedPeer.listen().withTls(authority.server("localhost").serverContext());
    peer.script(
        script ->
            script
                .secureStream("localhost")
                .signIn("localhost", "PLAIN")
                .bind("localhost", "juliet@localhost/balcony")
                .then(lines));
    XmppClient client =
        XmppClient.builder("juliet@localhost")
            .sasl(Sasl.password("secret").allowPlain())
            .endpoint(Endpoint.startTls("127.0.0.1", peer.port()))
            .tls(TlsPolicy.builder().trust(authority.trustAnchor()).build())
            .with(extension)
            .build();
    client.connect().get(20, TimeUnit.SECONDS);
    return new Scripted(peer, client);
  }

  @Override
  public void close() {
    peer.close();
    client.close().join();
  }
}
