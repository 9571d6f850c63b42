package im.linnet.internal.dns;

import im.linnet.testkit.net.DualPort;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** A DNS server on the loopback, over UDP and TCP, with the records that a test adds. */
public final class LocalDns implements AutoCloseable {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final ServerSocket tcp;
  private final DatagramSocket udp;
  private final Map<Name, List<Record>> zone = new ConcurrentHashMap<>();
  private final Map<Name, Integer> codes = new ConcurrentHashMap<>();
  private final Set<String> silent = ConcurrentHashMap.newKeySet();
  private final List<Record> additional = new CopyOnWriteArrayList<>();
  private final List<String> queries = new CopyOnWriteArrayList<>();

  public LocalDns() {
    DualPort port = DualPort.open();
    tcp = port.tcp();
    udp = port.udp();
    start("udp", this::serveUdp);
    start("tcp", this::serveTcp);
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, "local-dns-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(LOOPBACK, tcp.getLocalPort());
  }

  /** Adds a record in zone file syntax, such as {@code ("example.org", "A", "192.0.2.1")}. */
  public LocalDns with(String name, String type, String data) {
    return with(name, type, 60, data);
  }

  public LocalDns with(String name, String type, int ttl, String data) {
    zone.computeIfAbsent(name(name), key -> new CopyOnWriteArrayList<>())
        .add(record(name, type, ttl, data));
    return this;
  }

  LocalDns withAdditional(String name, String type, String data) {
    additional.add(record(name, type, 60, data));
    return this;
  }

  /** Makes a name exist without the record that is requested. */
  LocalDns withNoData(String name) {
    zone.putIfAbsent(name(name), new CopyOnWriteArrayList<>());
    return this;
  }

  public LocalDns failing(String name, int code) {
    codes.put(name(name), code);
    return this;
  }

  /** Never answers a question, such as {@code ("example.org", "AAAA")}. */
  public LocalDns silent(String name, String type) {
    silent.add(name + " " + type);
    return this;
  }

  LocalDns without(String name) {
    zone.remove(name(name));
    return this;
  }

  /** Every question so far, as {@code name TYPE}. */
  public List<String> queries() {
    return List.copyOf(queries);
  }

  private void serveUdp() {
    byte[] buffer = new byte[4096];
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        udp.receive(packet);
        byte[] reply =
            answer(
                Arrays.copyOf(packet.getData(), packet.getLength()),
                query -> {
                  OPTRecord options = query.getOPT();
                  return options == null ? 512 : options.getPayloadSize();
                });
        if (reply != null) {
          udp.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
        }
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serveTcp() {
    try {
      while (true) {
        try (Socket socket = tcp.accept()) {
          DataInputStream in = new DataInputStream(socket.getInputStream());
          byte[] reply = answer(in.readNBytes(in.readUnsignedShort()), query -> 65535);
          if (reply != null) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeShort(reply.length);
            out.write(reply);
            out.flush();
          }
        }
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private byte @Nullable [] answer(byte[] bytes, Function<Message, Integer> room)
      throws IOException {
    Message query = new Message(bytes);
    Record question = query.getQuestion();
    String asked = question.getName().toString(true) + " " + Type.string(question.getType());
    queries.add(asked);
    if (silent.contains(asked)) {
      return null;
    }
    return reply(query, question).toWire(room.apply(query));
  }

  private Message reply(Message query, Record question) {
    Message reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setFlag(Flags.RA);
    reply.addRecord(question, Section.QUESTION);
    Integer code = codes.get(question.getName());
    List<Record> known = zone.get(question.getName());
    if (code != null) {
      reply.getHeader().setRcode(code);
    } else if (known == null) {
      reply.getHeader().setRcode(Rcode.NXDOMAIN);
    } else {
      known.stream()
          .filter(r -> r.getType() == question.getType() || r.getType() == Type.CNAME)
          .forEach(r -> reply.addRecord(r, Section.ANSWER));
      additional.forEach(r -> reply.addRecord(r, Section.ADDITIONAL));
    }
    if (code == null && reply.getSection(Section.ANSWER).isEmpty()) {
      Name owner = question.getName();
      reply.addRecord(
          new SOARecord(owner, DClass.IN, 60, owner, owner, 1, 1, 1, 1, 60), Section.AUTHORITY);
    }
    return reply;
  }

  private static Record record(String name, String type, int ttl, String data) {
    try {
      return Record.fromString(name(name), Type.value(type), DClass.IN, ttl, data, Name.root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Name name(String name) {
    try {
      return Name.fromString(name, Name.root);
    } catch (TextParseException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    udp.close();
    try {
      tcp.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
