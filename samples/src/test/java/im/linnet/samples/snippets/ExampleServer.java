package im.linnet.samples.snippets;

import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.testkit.tls.TestCertificates;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The server of a domain that snippets name, which follows a script.
 *
 * @param peer the server
 * @param domain what leads there
 */
record ExampleServer(ScriptedPeer peer, LocalDomain domain) implements AutoCloseable {

  /** A server that follows a script on its one connection. */
  static ExampleServer start(Path folder, String domain, Consumer<Script> script) throws Exception {
    TestCertificates authority = TestCertificates.create();
    ScriptedPeer peer =
        ScriptedPeer.listen().withTls(authority.server(domain).serverContext()).script(script);
    return new ExampleServer(peer, LocalDomain.of(domain, peer.port(), authority, folder));
  }

  @Override
  public void close() {
    peer.close();
    domain.close();
  }
}
