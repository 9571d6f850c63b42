package im.linnet.internal.tls;

import static im.linnet.internal.tls.Certificates.DOMAIN;
import static im.linnet.internal.tls.Certificates.dns;
import static im.linnet.internal.tls.Certificates.named;
import static im.linnet.internal.tls.TlsPair.trusting;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.endpoint.Endpoint;
import im.linnet.tls.TlsPolicy;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.pkitesting.X509Bundle;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Over real sockets, with the JDK's own server. */
@ParameterizedClass
@EnumSource(TlsLibrary.class)
@Timeout(120)
class TlsLoopbackTest {

  private final TlsLibrary tls;

  TlsLoopbackTest(TlsLibrary tls) {
    this.tls = tls;
  }

  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<String> workers = new ConcurrentLinkedQueue<>();

  @AfterEach
  void stop() throws Exception {
    threads.shutdownNow();
    loops.shutdownGracefully(0, 10, TimeUnit.SECONDS).sync();
  }

  @Test
  void verifies_certificates_on_a_worker() throws Exception {
    SslHandler handler = connect(trusting(), named(dns(DOMAIN)));
    assertThat(handler.handshakeFuture().cause()).isNull();
    assertThat(handler.engine().getSession().getProtocol()).isEqualTo("TLSv1.3");
    assertThat(workers).isNotEmpty().noneMatch(name -> name.contains("Loop"));
  }

  @Tag("T32")
  @Test
  void warns_once_for_each_connection_that_trusts_anyone() throws Exception {
    TlsPolicy policy = TlsPolicy.builder().insecurelyTrustAnyone().build();
    PrintStream err = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      assertThat(connect(policy, named(dns("other.test"))).handshakeFuture().cause()).isNull();
    } finally {
      System.setErr(err);
    }
    assertThat(log.toString(StandardCharsets.UTF_8))
        .containsOnlyOnce("INSECURE")
        .contains("127.0.0.1", "is taken for example.test");
  }

  private SslHandler connect(TlsPolicy policy, X509Bundle certificate) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(certificate.toKeyManagerFactory().getKeyManagers(), null, null);
    try (SSLServerSocket server =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Future<?> accepted = threads.submit(() -> accept(server));
      Endpoint endpoint = Endpoint.directTls("127.0.0.1", server.getLocalPort());
      Channel channel = dial(tls.engines(policy), endpoint);
      SslHandler handler = channel.pipeline().get(SslHandler.class);
      handler.handshakeFuture().await();
      channel.close().await();
      accepted.get(10, TimeUnit.SECONDS);
      return handler;
    }
  }

  private Void accept(SSLServerSocket server) throws Exception {
    try (SSLSocket socket = (SSLSocket) server.accept()) {
      socket.startHandshake();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    return null;
  }

  private Channel dial(TlsEngines engines, Endpoint endpoint) throws Exception {
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loops)
            .channel(NioSocketChannel.class)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            engines.handler(channel.alloc(), DOMAIN, endpoint, task -> work(task)));
                  }
                });
    return bootstrap.connect(endpoint.host(), endpoint.port()).sync().channel();
  }

  private void work(Runnable task) {
    threads.execute(
        () -> {
          workers.add(Thread.currentThread().getName());
          task.run();
        });
  }
}
