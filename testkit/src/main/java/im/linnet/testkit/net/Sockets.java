package im.linnet.testkit.net;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;

/** Socket operations of the stand-ins. A failure only means that the socket is already closed. */
final class Sockets {
  private Sockets() {}

  static void close(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Already closed.
    }
  }

  /**
   * Sends a FIN. The other direction stays open; otherwise unread bytes would turn it into a reset.
   */
  static void finish(Socket socket) {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      // Already closed.
    }
  }

  /** Sends a RST. */
  static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // Already closed.
    }
    close(socket);
  }

  static Thread start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Waits for the end of a thread that is about to end. */
  static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
