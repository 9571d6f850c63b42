package im.linnet.benchmarks.client;

import im.linnet.benchmarks.corpus.Corpus;
import im.linnet.testkit.tls.TestCertificates;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * A minimal server, in its own JVM: a fixed login, on one of its ports after STARTTLS; then it
 * discards what it receives, or floods clients with chat on request. It supports stream management
 * (XEP-0198).
 */
public final class CannedPeer {

  /** Its domain, to which the chat of the corpus is addressed. */
  public static final String DOMAIN = "capulet.example";

  /** A message to this address with a number as resource requests that many messages. */
  public static final String FLOOD = "flood@" + DOMAIN + "/";

  private static final String ACKNOWLEDGE = "<r xmlns='urn:xmpp:sm:3'/>";

  /** The number of messages between two acknowledgement requests. */
  private static final int ACKNOWLEDGED = 50;

  private CannedPeer() {}

  /**
   * Listens; answers every order with the port for clear text and that for TLS.
   *
   * @param arguments the file to write the trust anchor of its certificate to
   * @throws IOException if it can't
   */
  public static void main(String[] arguments) throws IOException {
    TestCertificates authority = TestCertificates.create();
    authority.writeTrustAnchor(Path.of(arguments[0]));
    SSLContext tls = authority.server(DOMAIN).serverContext();
    List<String> chat = Corpus.named("chat").stanzas();
    byte[][] plain = blocks(chat, "");
    byte[][] managed = blocks(chat, ACKNOWLEDGE);
    CannedStream.Flood flood =
        (to, count, acknowledged) -> flood(to, count, acknowledged ? managed : plain);
    CannedServer.run(
        socket -> new CannedStream(socket, null, flood),
        socket -> new CannedStream(socket, tls, flood));
  }

  /** The messages, {@value #ACKNOWLEDGED} to a block. */
  private static byte[][] blocks(List<String> stanzas, String end) {
    byte[][] blocks = new byte[stanzas.size() / ACKNOWLEDGED][];
    for (int block = 0; block < blocks.length; block++) {
      List<String> some = stanzas.subList(block * ACKNOWLEDGED, (block + 1) * ACKNOWLEDGED);
      blocks[block] = (String.join("", some) + end).getBytes(StandardCharsets.UTF_8);
    }
    return blocks;
  }

  private static void flood(OutputStream output, int count, byte[][] blocks) throws IOException {
    for (int block = 0; block < count / ACKNOWLEDGED; block++) {
      output.write(blocks[block % blocks.length]);
    }
  }
}
