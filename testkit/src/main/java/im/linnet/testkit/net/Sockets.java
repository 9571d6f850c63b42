package im.linnet.testkit.net;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;

/** What the stand-ins do to sockets, where a failure means no more than "already gone". */
final class Sockets {
  private Sockets() {}

  static void close(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // Gone already.
    }
  }

  /** Sends FIN. The other direction stays open, else unread bytes would turn it into a reset. */
  static void finish(Socket socket) {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      // Gone already.
    }
  }

  /** Sends RST. */
  static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // Gone already.
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
