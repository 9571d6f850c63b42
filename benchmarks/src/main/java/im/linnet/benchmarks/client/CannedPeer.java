package im.linnet.benchmarks.client;

import im.linnet.benchmarks.ChildJvm;
import im.linnet.benchmarks.corpus.Corpus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A minimal server, in its own JVM: no TLS and a fixed login; then it discards what it receives, or
 * floods clients with chat on request. It supports stream management (XEP-0198).
 */
public final class CannedPeer {

  /** Its domain, to which the chat of the corpus is addressed. */
  static final String DOMAIN = "capulet.example";

  /** A message to this address with a number as resource requests that many messages. */
  static final String FLOOD = "flood@" + DOMAIN + "/";

  private static final String ACKNOWLEDGE = "<r xmlns='urn:xmpp:sm:3'/>";

  /** The number of messages between two acknowledgement requests. */
  private static final int ACKNOWLEDGED = 50;

  private CannedPeer() {}

  /** Listens; answers every order with the port. */
  public static void main(String[] arguments) throws IOException {
    List<String> chat = Corpus.named("chat").stanzas();
    byte[][] plain = blocks(chat, "");
    byte[][] managed = blocks(chat, ACKNOWLEDGE);
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread acceptor = new Thread(() -> accept(server, plain, managed), "acceptor");
    acceptor.setDaemon(true);
    acceptor.start();
    ChildJvm.obey(words -> new double[] {server.getLocalPort()});
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

  private static void accept(ServerSocket server, byte[][] plain, byte[][] managed) {
    try {
      while (true) {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        CannedStream stream =
            new CannedStream(
                socket.getInputStream(),
                socket.getOutputStream(),
                (output, count, acknowledged) -> {
                  byte[][] blocks = acknowledged ? managed : plain;
                  for (int block = 0; block < count / ACKNOWLEDGED; block++) {
                    output.write(blocks[block % blocks.length]);
                  }
                });
        Thread thread = new Thread(() -> serve(socket, stream), "stream");
        thread.setDaemon(true);
        thread.start();
      }
    } catch (IOException e) {
      throw new IllegalStateException("The canned peer accepts nobody any more", e);
    }
  }

  private static void serve(Socket socket, CannedStream stream) {
    try (socket) {
      stream.run();
    } catch (IOException gone) {
      // Clients may disconnect in any way.
    }
  }
}
