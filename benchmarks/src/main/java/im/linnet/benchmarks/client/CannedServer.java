package im.linnet.benchmarks.client;

import im.linnet.benchmarks.ChildJvm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A minimal server in a JVM of its own: a thread for each client's {@link CannedStream}. */
public final class CannedServer {

  private CannedServer() {}

  /** Makes the stream with a client. */
  @FunctionalInterface
  public interface Streams {

    /**
     * Makes it.
     *
     * @param socket of the client
     * @return the stream
     * @throws IOException if the client is gone
     */
    CannedStream with(Socket socket) throws IOException;
  }

  /**
   * Listens; answers every order of the parent JVM with the ports.
   *
   * @param ports how the streams of the clients of each port are made
   * @throws IOException if it can't listen
   */
  public static void run(Streams... ports) throws IOException {
    double[] numbers = new double[ports.length];
    for (int i = 0; i < ports.length; i++) {
      ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      Streams streams = ports[i];
      start("acceptor", () -> accept(server, streams));
      numbers[i] = server.getLocalPort();
    }
    ChildJvm.obey(words -> numbers.clone());
  }

  private static void accept(ServerSocket server, Streams streams) {
    try {
      while (true) {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        CannedStream stream = streams.with(socket);
        start("stream", () -> serve(socket, stream));
      }
    } catch (IOException e) {
      throw new IllegalStateException("The canned server accepts nobody any more", e);
    }
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void serve(Socket socket, CannedStream stream) {
    try (socket) {
      stream.run();
    } catch (IOException gone) {
      // Clients may disconnect in any way.
    }
  }
}
