package im.linnet.internal.tls;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.TransportException;
import im.linnet.tls.TlsPolicy;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.X509Bundle;
import io.netty.util.concurrent.ImmediateExecutor;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;

/** A client and a server that exchange TLS, byte by byte if required. */
final class TlsPair implements AutoCloseable {

  static final Endpoint START_TLS = Endpoint.startTls("host.test", 5222);
  static final Endpoint DIRECT_TLS = Endpoint.directTls("host.test", 5223);

  final SslHandler clientTls;
  final SslHandler serverTls;
  final EmbeddedChannel client;
  final EmbeddedChannel server;
  final String domain;

  TlsPair(TlsEngines engines, String domain, Endpoint endpoint, SslContext serverContext) {
    this(client(engines, domain, endpoint), domain, serverContext);
  }

  TlsPair(SslHandler client, String domain, SslContext serverContext) {
    this.domain = domain;
    clientTls = client;
    serverTls = serverContext.newHandler(ByteBufAllocator.DEFAULT);
    server = new EmbeddedChannel(serverTls, new Quiet());
    this.client = new EmbeddedChannel(clientTls, new Quiet());
  }

  static TlsPair of(TlsPolicy policy, String domain, X509Bundle serverCertificate) {
    return new TlsPair(TlsEngines.of(policy), domain, START_TLS, server(serverCertificate));
  }

  /** A policy that trusts only the tests' root. */
  static TlsPolicy trusting() {
    return TlsPolicy.builder().trust(Certificates.root().getCertificate()).build();
  }

  static SslHandler client(TlsEngines engines, String domain, Endpoint endpoint) {
    return engines.handler(ByteBufAllocator.DEFAULT, domain, endpoint, ImmediateExecutor.INSTANCE);
  }

  static SslContextBuilder serverBuilder(X509Bundle bundle) {
    return SslContextBuilder.forServer(
            bundle.getKeyPair().getPrivate(), bundle.getCertificatePath())
        .sslProvider(SslProvider.JDK)
        .protocols("TLSv1.3", "TLSv1.2");
  }

  static SslContext server(X509Bundle bundle) {
    return build(serverBuilder(bundle));
  }

  /** A server by a context of the JDK, which can staple. */
  static SslContext server(SSLContext context) {
    return new JdkSslContext(
        context,
        false,
        null,
        IdentityCipherSuiteFilter.INSTANCE,
        null,
        ClientAuth.NONE,
        null,
        false);
  }

  static SslContext build(SslContextBuilder builder) {
    try {
      return builder.build();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Carries bytes back and forth until neither side has more to send. */
  TlsPair pump() {
    boolean moved = true;
    while (moved) {
      moved = move(client, server);
      moved |= move(server, client);
    }
    return this;
  }

  static boolean move(EmbeddedChannel from, EmbeddedChannel to) {
    List<ByteBuf> said = said(from);
    for (ByteBuf bytes : said) {
      if (to.isOpen()) {
        to.writeInbound(bytes);
      } else {
        bytes.release();
      }
    }
    return !said.isEmpty();
  }

  static List<ByteBuf> said(EmbeddedChannel from) {
    from.runPendingTasks();
    List<ByteBuf> said = new ArrayList<>();
    for (Object bytes = from.readOutbound(); bytes != null; bytes = from.readOutbound()) {
      said.add((ByteBuf) bytes);
    }
    return said;
  }

  static byte[] bytesSaid(EmbeddedChannel from) {
    ByteBuf all = Unpooled.wrappedBuffer(said(from).toArray(ByteBuf[]::new));
    byte[] bytes = new byte[all.readableBytes()];
    all.readBytes(bytes);
    all.release();
    return bytes;
  }

  boolean secure() {
    return clientTls.handshakeFuture().isSuccess() && serverTls.handshakeFuture().isSuccess();
  }

  /** The client's failure for a handshake. */
  TransportException failure() {
    return explained(clientTls, domain);
  }

  static TransportException explained(SslHandler handler, String domain) {
    if (!handler.handshakeFuture().isDone() || handler.handshakeFuture().isSuccess()) {
      throw new AssertionError("The handshake did not fail");
    }
    return (TransportException) TlsFailures.explain(handler.handshakeFuture().cause(), domain);
  }

  @Override
  public void close() {
    client.finishAndReleaseAll();
    server.finishAndReleaseAll();
  }

  /** Ignores failures here; tests check them in the handshake's future. */
  static final class Quiet extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {}
  }
}
