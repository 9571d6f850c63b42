package im.linnet.testkit.dns;

import im.linnet.testkit.dns.Query.Transport;
import im.linnet.testkit.net.DualPort;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;

/** The two listening sockets of a name server and their framing (RFC 1035, section 4.2). */
final class DnsSockets implements Closeable {
  private static final int MAX_MESSAGE = 65_535;

  /** The most that a datagram holds when the client doesn't say more by EDNS. */
  private static final int PLAIN_DATAGRAM = 512;

  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final Handler handler;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private @Nullable Thread acceptor;

  /** Takes a question and how to reply to it, now, later or never, on any thread. */
  interface Handler {
    void handle(Message query, Transport transport, Consumer<Message> reply);
  }

  private DnsSockets(DatagramSocket udp, ServerSocket tcp, Handler handler) {
    this.udp = udp;
    this.tcp = tcp;
    this.handler = handler;
  }

  static DnsSockets open(Handler handler) {
    DualPort port = DualPort.open();
    DnsSockets sockets = new DnsSockets(port.udp(), port.tcp(), handler);
    start("dns-udp", sockets::receive);
    sockets.acceptor = start("dns-tcp", sockets::accept);
    return sockets;
  }

  InetSocketAddress address() {
    return new InetSocketAddress(tcp.getInetAddress(), tcp.getLocalPort());
  }

  @Override
  public void close() {
    udp.close();
    closeQuietly(tcp);
    awaitAcceptor();
    connections.forEach(DnsSockets::closeQuietly);
  }

  /** Until it has woken up, the kernel still takes connections. */
  private void awaitAcceptor() {
    try {
      if (acceptor != null) {
        acceptor.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void receive() {
    byte[] buffer = new byte[MAX_MESSAGE];
    while (!udp.isClosed()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        udp.receive(packet);
        Message query = new Message(Arrays.copyOf(buffer, packet.getLength()));
        SocketAddress from = packet.getSocketAddress();
        handler.handle(query, Transport.UDP, reply -> send(reply, datagramLimit(query), from));
      } catch (IOException e) {
        // Closed, or not a DNS message, which gets no answer.
      }
    }
  }

  private void send(Message reply, int limit, SocketAddress to) {
    byte[] wire = reply.toWire(limit);
    try {
      udp.send(new DatagramPacket(wire, wire.length, to));
    } catch (IOException e) {
      // The server was closed meanwhile: the same to the client as a lost datagram.
    }
  }

  private static int datagramLimit(Message query) {
    OPTRecord edns = query.getOPT();
    return edns == null ? PLAIN_DATAGRAM : Math.max(PLAIN_DATAGRAM, edns.getPayloadSize());
  }

  private void accept() {
    while (!tcp.isClosed()) {
      try {
        Socket connection = tcp.accept();
        connections.add(connection);
        if (tcp.isClosed()) {
          closeQuietly(connection);
        }
        start("dns-connection", () -> serve(connection));
      } catch (IOException e) {
        // Closed, or a client that went before it was accepted.
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      DataInputStream in = new DataInputStream(connection.getInputStream());
      while (true) {
        Message query = new Message(in.readNBytes(in.readUnsignedShort()));
        handler.handle(query, Transport.TCP, reply -> write(reply, connection));
      }
    } catch (IOException e) {
      // The client has gone, or it didn't send DNS messages.
    } finally {
      connections.remove(connection);
    }
  }

  private static void write(Message reply, Socket connection) {
    byte[] wire = reply.toWire(MAX_MESSAGE);
    byte[] framed =
        ByteBuffer.allocate(2 + wire.length).putShort((short) wire.length).put(wire).array();
    try {
      OutputStream out = connection.getOutputStream();
      synchronized (out) {
        out.write(framed);
      }
    } catch (IOException e) {
      // The client has gone and doesn't want the answer any more.
    }
  }

  private static void closeQuietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      // Nobody could do anything about it.
    }
  }

  private static Thread start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
