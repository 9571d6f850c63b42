package im.linnet.internal.dial;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.endpoint.Dns;
import im.linnet.endpoint.Endpoint;
import im.linnet.endpoint.Proxy;
import im.linnet.failure.Failures;
import im.linnet.failure.RefusedException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.internal.attempts.Attempts;
import im.linnet.internal.dns.Addresses;
import im.linnet.internal.dns.LocalDns;
import im.linnet.internal.dns.Located;
import im.linnet.internal.dns.Resolver;
import im.linnet.internal.race.Opened;
import im.linnet.internal.redirect.Reach;
import im.linnet.internal.redirect.RedirectTarget;
import im.linnet.testkit.net.RefusingPort;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.hosts.HostsFileParser;

/** Row C11 of the security catalogue, on real sockets. */
@Tag("C11")
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class DialerTest {

  @AutoClose private final RefusingPort closed = RefusingPort.open();

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Endpoint SECRET_PLACE = Endpoint.startTls("Hidden.example", 5222);
  private static final String SECRET = "correct-horse";

  private final LocalDns dns = new LocalDns();
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Resolver resolver =
      new Resolver(
          Dns.of(dns.address()),
          new HostsFileParser(Path.of("no-such-hosts-file")),
          ThreadLocalRandom::current);
  private final Echo echo = new Echo();

  /** Sends a greeting when the channel is active and keeps the answer. */
  private static final class Echo extends SimpleChannelInboundHandler<ByteBuf> {
    private final CompletableFuture<String> answer = new CompletableFuture<>();
    private final CompletableFuture<Integer> handlers = new CompletableFuture<>();

    @Override
    public void channelActive(ChannelHandlerContext context) {
      handlers.complete(context.pipeline().names().size());
      context.writeAndFlush(Unpooled.copiedBuffer("hello", StandardCharsets.US_ASCII));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
      answer.complete(bytes.toString(StandardCharsets.US_ASCII));
    }
  }

  @AfterEach
  void close() {
    // Closes what a test left open; the tests check at the peers that nothing was.
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    resolver.close();
    dns.close();
  }

  private CompletableFuture<Channel> dial(
      @Nullable Proxy proxy, Endpoint endpoint, Duration limit) {
    return dial(new Dialer(resolver, proxy), endpoint, limit, loops.next());
  }

  private CompletableFuture<Channel> dial(
      Dialer dialer, Endpoint endpoint, Duration limit, EventLoop loop) {
    Line line;
    try {
      line = dialer.line(endpoint, Reach.ANYWHERE);
    } catch (RefusedException notAHost) {
      return CompletableFuture.failedFuture(notAHost);
    }
    return Opened.dial(line, dialer.addresses(line), limit, echo, loop);
  }

  private static List<Endpoint> places(CompletableFuture<Located> located) {
    return located.join().inOrder(none -> false);
  }

  private void assertEchoes(Channel channel) {
    assertThat(echo.answer.join()).isEqualTo("hello");
    // The handler itself and the pipeline's own tail: none of a proxy's is left.
    assertThat(echo.handlers.join()).isEqualTo(2);
    channel.close().syncUninterruptibly();
  }

  @Test
  void opens_a_channel_to_the_address_that_listens() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 5, Addresses.LOOPBACK.get(1))) {
      dns.with("h.example", "A", "127.0.0.1").with("h.example", "AAAA", "::1");
      Endpoint endpoint = Endpoint.startTls("h.example", server.getLocalPort());

      Channel channel = dial(null, endpoint, LIMIT).join();

      assertThat(channel.config().getOption(ChannelOption.TCP_NODELAY)).isTrue();
      assertThat(channel.config().getOption(ChannelOption.SO_KEEPALIVE)).isTrue();
      try (Socket socket = server.accept()) {
        assertThat(socket.getInputStream().readNBytes(5)).asString().isEqualTo("hello");
        socket.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
        assertEchoes(channel);
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
      }
    }
  }

  @Test
  void comes_to_a_service_whose_first_endpoints_are_dead() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 5, Addresses.LOOPBACK.get(1))) {
      String service = "_xmpp-client._tcp.example.org";
      dns.with(service, "SRV", "0 0 " + closed.number() + " h.example.")
          .with(service, "SRV", "1 0 5222 unknown.example.")
          .with(service, "SRV", "2 0 " + server.getLocalPort() + " h.example.")
          .with("h.example", "A", "127.0.0.1");
      Dialer dialer = new Dialer(resolver, null);
      EventLoop loop = loops.next();
      List<Endpoint> tried = new CopyOnWriteArrayList<>();
      Attempts<Channel> attempts =
          new Attempts<>(
              (endpoint, behind) -> {
                tried.add(endpoint);
                return dial(dialer, endpoint, LIMIT, loop);
              },
              Channel::close,
              failure -> false,
              LIMIT,
              loop);

      Channel channel =
          dialer
              .locate("example.org", List.of(), LIMIT)
              .thenCompose(located -> attempts.over(located.inOrder(none -> false)))
              .join();

      assertThat(tried).hasSize(3);
      assertThat(channel.remoteAddress())
          .isEqualTo(new InetSocketAddress(Addresses.LOOPBACK.get(1), server.getLocalPort()));
      channel.close().syncUninterruptibly();
    }
  }

  @Test
  void closes_the_channel_when_it_is_cancelled_behind_a_silent_proxy() {
    try (LocalProxy proxy = LocalProxy.silent()) {
      CompletableFuture<Channel> dialing =
          dial(Proxy.socks5("127.0.0.1", proxy.port()), SECRET_PLACE, LIMIT);
      proxy.awaitClient();
      dialing.cancel(true);

      proxy.awaitDeparture();
    }
  }

  @Test
  void says_that_the_connection_was_refused() throws IOException {
    Endpoint endpoint = Endpoint.startTls("127.0.0.1", closed.number());

    TransportException failure = Failures.transport(dial(null, endpoint, LIMIT));

    assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
    assertThat(failure).hasMessageContaining(endpoint + " (127.0.0.1): connection refused");
  }

  @Test
  void says_that_the_host_is_unknown() {
    TransportException failure =
        Failures.transport(dial(null, Endpoint.startTls("none.example", 5222), LIMIT));

    assertThat(failure.reason()).isEqualTo(Reason.UNRESOLVED);
    assertThat(failure).hasMessageContaining("none.example");
  }

  @Test
  void refuses_a_host_that_can_not_be() {
    Endpoint endpoint = Endpoint.startTls("no_host", 5222);

    assertThat(Failures.of(dial(null, endpoint, LIMIT))).isInstanceOf(RefusedException.class);
    assertThat(Failures.of(dial(Proxy.socks5("127.0.0.1", 1), endpoint, LIMIT)))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void says_that_a_look_up_took_too_long() {
    dns.silent("h.example", "A").silent("h.example", "AAAA");

    TransportException failure =
        Failures.transport(
            dial(null, Endpoint.startTls("h.example", 5222), Duration.ofMillis(100)));

    assertThat(failure.reason()).isEqualTo(Reason.TIMED_OUT);
  }

  @Test
  void says_that_its_event_loop_has_ended() {
    loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();

    assertThat(Failures.transport(dial(null, Endpoint.startTls("127.0.0.1", 1), LIMIT)).reason())
        .isEqualTo(Reason.CLOSED_HERE);
  }

  @Test
  void goes_through_a_socks5_proxy_that_resolves_the_name() {
    try (LocalProxy proxy = LocalProxy.socks5(0, 0, 0)) {
      Channel channel = dial(Proxy.socks5("127.0.0.1", proxy.port()), SECRET_PLACE, LIMIT).join();

      assertEchoes(channel);
      assertThat(proxy.heard()).containsExactly("name hidden.example 5222");
      assertThat(dns.queries()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "2001:db8:0:0:0:0:0:1"})
  void gives_a_socks5_proxy_addresses_as_addresses(String address) {
    try (LocalProxy proxy = LocalProxy.socks5(0, 0, 0)) {
      Endpoint endpoint = Endpoint.startTls(address, 5222);

      assertEchoes(dial(Proxy.socks5("127.0.0.1", proxy.port()), endpoint, LIMIT).join());

      assertThat(proxy.heard()).containsExactly(address + " 5222");
    }
  }

  @Test
  void signs_in_at_a_socks5_proxy_whose_own_name_is_looked_up() {
    dns.with("proxy.example", "A", "127.0.0.1");
    try (LocalProxy proxy = LocalProxy.socks5(2, 0, 0)) {
      Proxy setting = Proxy.socks5("proxy.example", proxy.port(), "joe", SECRET);

      assertEchoes(dial(setting, SECRET_PLACE, LIMIT).join());

      assertThat(proxy.heard()).containsExactly("joe/" + SECRET, "name hidden.example 5222");
      assertThat(dns.queries()).allMatch(query -> query.startsWith("proxy.example "));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 1, FAILURE",
    "0, 0, 2, FORBIDDEN",
    "0, 0, 3, NETWORK_UNREACHABLE",
    "0, 0, 4, HOST_UNREACHABLE",
    "0, 0, 5, CONNECTION_REFUSED",
    "2, 1, 0, authStatus",
    "255, 0, 0, authMethod",
    "7, 0, 0, authMethod"
  })
  void tells_what_a_socks5_proxy_refused(int method, int password, int status, String words) {
    try (LocalProxy proxy = LocalProxy.socks5(method, password, status)) {
      TransportException failure =
          Failures.transport(
              dial(Proxy.socks5("127.0.0.1", proxy.port(), "joe", SECRET), SECRET_PLACE, LIMIT));

      assertThat(failure.reason()).isEqualTo(Reason.PROXY);
      assertThat(failure)
          .hasMessageContaining("socks5://127.0.0.1:" + proxy.port())
          .hasMessageContaining(words);
      assertThat(failure.getMessage() + failure.getCause()).doesNotContain(SECRET);
    }
  }

  @Test
  void goes_through_an_http_proxy_that_resolves_the_name() {
    try (LocalProxy proxy = LocalProxy.http("HTTP/1.1 200 Go on\r\n\r\n")) {
      Proxy setting = Proxy.httpConnect("127.0.0.1", proxy.port(), "joe", "x");

      assertEchoes(dial(setting, SECRET_PLACE, LIMIT).join());

      assertThat(proxy.heard().get(0))
          .startsWith("CONNECT hidden.example:5222 HTTP/1.1\r\n")
          .containsIgnoringCase("proxy-authorization: Basic am9lOng=");
      assertThat(dns.queries()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'HTTP/1.1 403 Forbidden\r\nContent-Length: 3\r\n\r\nno!', 403 Forbidden",
    "'HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n', 407",
    "'HTTP/1.1 502 Bad Gateway\r\n\r\n', 502",
    "'<html><body>Welcome to the hotel</body></html>\r\n\r\n', status",
    "'SSH-2.0-OpenSSH_9.2\r\n\r\n', status"
  })
  void tells_what_an_http_proxy_refused(String answer, String words) {
    try (LocalProxy proxy = LocalProxy.http(answer)) {
      TransportException failure =
          Failures.transport(
              dial(
                  Proxy.httpConnect("127.0.0.1", proxy.port(), "joe", SECRET),
                  SECRET_PLACE,
                  LIMIT));

      assertThat(failure.reason()).isEqualTo(Reason.PROXY);
      assertThat(failure).hasMessageContaining(words);
      assertThat(failure.getMessage() + failure.getCause()).doesNotContain(SECRET);
    }
  }

  @Test
  void tells_that_a_proxy_hung_up() {
    try (LocalProxy proxy = LocalProxy.closing()) {
      Proxy setting = Proxy.socks5("127.0.0.1", proxy.port());

      assertThat(Failures.transport(dial(setting, SECRET_PLACE, LIMIT)).reason())
          .isEqualTo(Reason.PROXY);
    }
  }

  @Test
  void tells_that_a_proxy_is_not_there() throws IOException {
    Proxy setting = Proxy.httpConnect("127.0.0.1", closed.number());

    TransportException failure = Failures.transport(dial(setting, SECRET_PLACE, LIMIT));

    assertThat(failure.reason()).isEqualTo(Reason.PROXY);
    assertThat(failure).hasMessageContaining("connection refused");
  }

  @Test
  void does_not_wait_for_a_silent_proxy_beyond_the_limit() {
    try (LocalProxy proxy = LocalProxy.silent()) {
      Proxy setting = Proxy.socks5("127.0.0.1", proxy.port());

      assertThat(Failures.transport(dial(setting, SECRET_PLACE, Duration.ofMillis(100))).reason())
          .isEqualTo(Reason.TIMED_OUT);
      proxy.awaitDeparture();
    }
  }

  @Test
  void asks_no_dns_for_services_behind_a_proxy_unless_told_to() {
    dns.with("_xmpp-client._tcp.example.org", "SRV", "0 0 5299 a.example.org.");
    Proxy proxy = Proxy.socks5("127.0.0.1", 1080);
    Dialer hidden = new Dialer(resolver, proxy);

    assertThat(places(hidden.locate("Example.org", List.of(), LIMIT)))
        .containsExactly(Endpoint.startTls("example.org", 5222));
    assertThat(places(hidden.locate("example.org", List.of(SECRET_PLACE), LIMIT)))
        .containsExactly(SECRET_PLACE);
    assertThat(Failures.of(hidden.locate("no_domain", List.of(), LIMIT)))
        .isInstanceOf(RefusedException.class);
    assertThat(dns.queries()).isEmpty();

    assertThat(
            places(
                new Dialer(resolver, proxy.withLocalSrv()).locate("example.org", List.of(), LIMIT)))
        .containsExactly(Endpoint.startTls("a.example.org", 5299));
  }

  @Test
  void follows_a_redirect_by_srv_only_where_no_port_is_given() {
    dns.with("_xmpp-client._tcp.pool.example", "SRV", "0 0 5299 node.example.")
        .failing("_xmpp-client._tcp.broken.example", Rcode.SERVFAIL);
    Dialer dialer = new Dialer(resolver, null);

    assertThat(places(dialer.locate(RedirectTarget.parse("pool.example"), LIMIT)))
        .containsExactly(Endpoint.startTls("node.example", 5299));
    assertThat(places(dialer.locate(RedirectTarget.parse("pool.example:5300"), LIMIT)))
        .containsExactly(Endpoint.startTls("pool.example", 5300));
    assertThat(places(dialer.locate(RedirectTarget.parse("gateway.example"), LIMIT)))
        .containsExactly(Endpoint.startTls("gateway.example", 5222));
    assertThat(places(dialer.locate(RedirectTarget.parse("broken.example"), LIMIT)))
        .containsExactly(Endpoint.startTls("broken.example", 5222));
    assertThat(places(dialer.locate(RedirectTarget.parse("[2001:db8::1]"), LIMIT)))
        .containsExactly(Endpoint.startTls("2001:db8::1", 5222));
  }
}
