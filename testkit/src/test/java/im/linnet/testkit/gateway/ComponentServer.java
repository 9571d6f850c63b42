package im.linnet.testkit.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The server of one component (XEP-0114), which knows no XMPP: it writes text, and compares what
 * comes with text, to the byte.
 */
final class ComponentServer implements AutoCloseable {
  static final String USER = "juliet@localhost";
  static final String CLIENT = "juliet@localhost/balcony";

  private static final String HEADER =
      "<?xml version='1.0'?><stream:stream xmlns='jabber:component:accept'"
          + " xmlns:stream='http://etherx.jabber.org/streams' to='gateway.localhost'>";

  private final ServerSocket listener;
  private final Socket socket;
  private final InputStream in;
  private @Nullable GatewayService gateway;
  private int syncs;

  private ComponentServer(ServerSocket listener, Socket socket) throws IOException {
    this.listener = listener;
    this.socket = socket;
    socket.setSoTimeout(20_000);
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
  }

  /** A gateway after the handshake. */
  static ComponentServer start() throws Exception {
    return start(builder -> builder);
  }

  /** A gateway with settings of its own, after the handshake. */
  static ComponentServer start(UnaryOperator<GatewayServiceBuilder> plan) throws Exception {
    ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    listener.setSoTimeout(20_000);
    CompletableFuture<GatewayService> starting = connect(listener, plan);
    ComponentServer server = new ComponentServer(listener, listener.accept());
    server.expect(HEADER);
    server.answerHeader("abc");
    server.expect("<handshake>" + Avatar.sha1("abcsecret".getBytes(UTF_8)) + "</handshake>");
    server.send("<handshake/>");
    server.gateway = starting.get(20, TimeUnit.SECONDS);
    return server;
  }

  /** A gateway that was sent something else than an accepted handshake. */
  static Throwable refused(String id, String answer) throws Exception {
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<GatewayService> starting = connect(listener, builder -> builder);
      try (ComponentServer server = new ComponentServer(listener, listener.accept())) {
        server.expect(HEADER);
        server.answerHeader(id);
        server.send(answer);
        starting.get(20, TimeUnit.SECONDS);
        throw new AssertionError("the gateway started");
      } catch (ExecutionException e) {
        return requireNonNull(e.getCause());
      }
    }
  }

  private static CompletableFuture<GatewayService> connect(
      ServerSocket listener, UnaryOperator<GatewayServiceBuilder> plan) {
    InetSocketAddress address = (InetSocketAddress) listener.getLocalSocketAddress();
    return CompletableFuture.supplyAsync(
        () -> plan.apply(GatewayService.builder().server(address)).start());
  }

  private void answerHeader(String id) throws IOException {
    send(
        "<?xml version='1.0'?><stream:stream xmlns:stream='http://etherx.jabber.org/streams'"
            + " xmlns='jabber:component:accept' from='gateway.localhost' id='"
            + id
            + "'>");
  }

  GatewayService gateway() {
    return requireNonNull(gateway);
  }

  /** The user at the gateway. */
  GatewayUser user() {
    return gateway().user(USER);
  }

  ComponentServer send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
    socket.getOutputStream().flush();
    return this;
  }

  /** Reads as many bytes as expected, which must be equal. */
  ComponentServer expect(String... texts) throws IOException {
    for (String text : texts) {
      byte[] bytes = in.readNBytes(text.getBytes(UTF_8).length);
      assertThat(new String(bytes, UTF_8)).isEqualTo(text);
    }
    return this;
  }

  /** Checks that the gateway has sent nothing else, by a request behind all that was sent. */
  ComponentServer expectNothing() throws IOException {
    syncs++;
    send(
        "<iq type='get' from='sync@localhost/x' to='gateway.localhost' id='sync"
            + syncs
            + "'><query xmlns='jabber:iq:version'/></iq>");
    return expect(
        "<iq type='result' from='gateway.localhost' to='sync@localhost/x' id='sync"
            + syncs
            + "'><query xmlns='jabber:iq:version'><name>MSN Transport</name>"
            + "<version>0.11.3</version><os>Python2.4.4 - linux2</os></query></iq>");
  }

  /** Reads everything that the gateway has sent up to an answer that proves that this is all. */
  String readAll() throws IOException {
    syncs++;
    send(
        "<iq type='get' from='sync@localhost/x' to='gateway.localhost' id='sync"
            + syncs
            + "'><query xmlns='jabber:iq:gateway'/></iq>");
    String all = readTo("id='sync" + syncs + "'>");
    readTo("</iq>");
    return all.substring(0, all.lastIndexOf("<iq "));
  }

  /** Everything up to and including the marker. */
  String readTo(String marker) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf(marker, Math.max(0, text.length() - marker.length())) < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("end before \"" + marker + "\": " + text);
      }
      text.append((char) next);
    }
    return text.toString();
  }

  /** Closes the connection's output, or all of it. */
  void cut() throws IOException {
    socket.close();
  }

  String readToEnd() throws IOException {
    return new String(in.readAllBytes(), UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
    listener.close();
    if (gateway != null) {
      gateway.close();
    }
  }
}
