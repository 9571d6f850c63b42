package im.linnet.archive;

import im.linnet.Extension;
import im.linnet.ServiceProfile;
import im.linnet.XmppClient;
import im.linnet.sasl.Sasl;
import im.linnet.stream.Endpoint;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.tls.TlsPolicy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A client that is bound to a peer, which goes on by the lines of a test and then wants the stream
 * to end without one more stanza: {@link #close()} fails if it did not go so.
 */
final class ScriptedClient implements AutoCloseable {

  private final ScriptedPeer peer;
  private final XmppClient client;

  private ScriptedClient(ScriptedPeer peer, XmppClient client) {
    this.peer = peer;
    this.client = client;
  }

  static ScriptedClient bound(
      Function<XmppClient, ? extends Extension> extension, Consumer<Script> lines)
      throws Exception {
    return bound(ServiceProfile.standard(), extension, lines);
  }

  static ScriptedClient bound(
      ServiceProfile profile,
      Function<XmppClient, ? extends Extension> extension,
      Consumer<Script> lines)
      throws Exception {
    ScriptedPeer peer =
        ScriptedPeer.listen()
            .script(
                script ->
                    script
                        .signIn("localhost", "ANONYMOUS")
                        .bind("localhost", "me@localhost/here")
                        .then(lines)
                        .expectClose()
                        .close());
    XmppClient client =
        XmppClient.builder("me@localhost")
            .sasl(Sasl.anonymous())
            .tls(TlsPolicy.builder().insecurelyAllowClearText().build())
            .endpoint(Endpoint.startTls("127.0.0.1", peer.port()))
            .profile(profile)
            .requestLimit(Duration.ofSeconds(5))
            .with(extension)
            .build();
    client.connect().get(10, TimeUnit.SECONDS);
    return new ScriptedClient(peer, client);
  }

  <T extends Extension> T get(Class<T> type) {
    return client.get(type);
  }

  ScriptedPeer peer() {
    return peer;
  }

  @Override
  public void close() {
    try (peer) {
      client.close().orTimeout(10, TimeUnit.SECONDS).join();
      peer.await();
    }
  }
}
