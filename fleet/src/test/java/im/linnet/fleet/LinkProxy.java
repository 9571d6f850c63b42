package im.linnet.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Where other nodes reach a node, by which it can be cut off from some of them: from then on
 * nothing of these is passed on, in either direction, and nothing says so, as when a cable is
 * pulled. Nodes are told apart by the loopback addresses from which they connect.
 */
final class LinkProxy implements AutoCloseable {

  private static final int CHUNK = 16_384;

  private final ServerSocket listener;
  private final int target;
  private final Set<String> cut = ConcurrentHashMap.newKeySet();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  LinkProxy(int port, int target) {
    this.target = target;
    try {
      listener = new ServerSocket();
      listener.setReuseAddress(true);
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    start(this::accept);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "link");
    thread.setDaemon(true);
    thread.start();
  }

  /** Passes nothing on any more between the node and those that connect from an address. */
  void cut(String from) {
    cut.add(from);
  }

  private void accept() {
    try {
      while (true) {
        Socket one = listener.accept();
        sockets.add(one);
        String from = one.getInetAddress().getHostAddress();
        start(() -> connect(one, from));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void connect(Socket one, String from) {
    try {
      Socket other = new Socket(InetAddress.getLoopbackAddress(), target);
      sockets.add(other);
      one.setTcpNoDelay(true);
      other.setTcpNoDelay(true);
      start(() -> pass(one, other, from));
      pass(other, one, from);
    } catch (IOException gone) {
      close(one);
    }
  }

  private void pass(Socket in, Socket out, String from) {
    byte[] bytes = new byte[CHUNK];
    try {
      for (int read = in.getInputStream().read(bytes);
          read >= 0;
          read = in.getInputStream().read(bytes)) {
        if (!cut.contains(from)) {
          out.getOutputStream().write(bytes, 0, read);
        }
      }
    } catch (IOException gone) {
      // Then the other side is told the same.
    }
    if (!cut.contains(from)) {
      close(in);
      close(out);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    sockets.forEach(LinkProxy::close);
  }
}
