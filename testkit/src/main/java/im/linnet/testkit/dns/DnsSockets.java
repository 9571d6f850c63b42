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

  /** The maximum size of a datagram unless the client allows more by EDNS. */
  private static final int PLAIN_DATAGRAM = 512;

  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final Handler handler;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private @Nullable Thread acceptor;

  /** Receives a question and a function that replies to it, at any time and on any thread. */
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

  /** Until the acceptor has woken up, the kernel still accepts connections. */
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
      // The server was closed in the meantime; for the client, the datagram is lost.
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
        // Closed, or the client left before it was accepted.
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
      // The client has left, or it didn't send DNS messages.
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
      // The client has left and needs no answer.
    }
  }

  private static void closeQuietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      // There is nothing left to do about it.
    }
  }

  private static Thread start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
