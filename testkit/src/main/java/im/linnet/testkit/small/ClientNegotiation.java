package im.linnet.testkit.small;

import im.linnet.testkit.wire.Wire;
import im.linnet.testkit.xml.XmlElement;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A client's way to its session: STARTTLS, SASL, resource binding (RFC 6120). */
final class ClientNegotiation implements Connection.Negotiation {
  private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(10);

  private final Site site;
  private final SSLContext tls;

  ClientNegotiation(Site site, SSLContext tls) {
    this.site = site;
    this.tls = tls;
  }

  @Override
  public @Nullable Peer run(Wire wire, Outbox outbox) throws IOException {
    StreamHead stream = new StreamHead(wire, outbox, Ns.CLIENT);
    if (!open(stream) || !secure(wire, stream) || !open(stream)) {
      return null;
    }
    features(wire, mechanisms() + registration());
    Account account = new SignIn(site, wire, stream).run();
    if (account == null || !open(stream)) {
      return null;
    }
    String session = "<session xmlns='" + Ns.SESSION + "'><optional/></session>";
    features(wire, "<bind xmlns='" + Ns.BIND + "'/>" + session);
    return new Binding(site, account, outbox).run(stream);
  }

  private boolean open(StreamHead stream) throws IOException {
    if (stream.open().to().equals(site.domain().domain())) {
      return true;
    }
    stream.refuse("host-unknown");
    return false;
  }

  private static void features(Wire wire, String content) throws IOException {
    wire.write("<stream:features>" + content + "</stream:features>");
  }

  private boolean secure(Wire wire, StreamHead stream) throws IOException {
    features(wire, "<starttls xmlns='" + Ns.TLS + "'><required/></starttls>");
    XmlElement request = stream.read();
    if (request == null) {
      return false;
    }
    if (!request.is(Ns.TLS, "starttls") || wire.buffered() > 0) {
      stream.refuse("policy-violation");
      return false;
    }
    wire.write("<proceed xmlns='" + Ns.TLS + "'/>");
    wire.secure(tls, unchanged -> {}, HANDSHAKE_LIMIT);
    return true;
  }

  private static String mechanisms() {
    Stream<String> scram = Arrays.stream(ScramHash.values()).map(ScramHash::mechanism);
    String names =
        Stream.concat(scram, Stream.of(SignIn.PLAIN))
            .map(name -> "<mechanism>" + name + "</mechanism>")
            .collect(Collectors.joining());
    return "<mechanisms xmlns='" + Ns.SASL + "'>" + names + "</mechanisms>";
  }

  private String registration() {
    return site.registration() ? "<register xmlns='" + Ns.REGISTER_FEATURE + "'/>" : "";
  }
}
