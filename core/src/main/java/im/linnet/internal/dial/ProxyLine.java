package im.linnet.internal.dial;

import im.linnet.endpoint.Endpoint;
import im.linnet.endpoint.Proxy;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.internal.dns.HostName;
import im.linnet.xml.XmlText;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.PromiseNotifier;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A TCP connection to a proxy, which resolves the endpoint's name and connects to it.
 *
 * @param endpoint the endpoint
 * @param proxy the proxy
 */
record ProxyLine(Endpoint endpoint, Proxy proxy) implements Line {

  /** The proxy's own text may be anything; a longer one would bury the message. */
  private static final int MAX_WORDS = 120;

  @Override
  public String host() {
    return proxy.host();
  }

  @Override
  public InetSocketAddress place(InetAddress address) {
    return new InetSocketAddress(address, proxy.port());
  }

  @Override
  public boolean isDirect() {
    return false;
  }

  @Override
  public Opening open(InetAddress address, EventLoop loop) {
    ProxyHandler handler = handler(place(address));
    handler.setConnectTimeoutMillis(0);
    ChannelInitializer<Channel> handshake =
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel channel) {
            channel.pipeline().addLast("proxy", handler).addLast(new Silence());
            if (proxy.protocol() == Proxy.Protocol.HTTP_CONNECT) {
              channel.pipeline().addBefore("proxy", null, new ConnectAnswer(proxy.user() != null));
            }
          }
        };
    ChannelFuture connected = DirectLine.bootstrap(loop).handler(handshake).connect(destination());
    Promise<Channel> usable = loop.newPromise();
    connected.addListener(done -> passOn(done, handler, usable));
    return new Opening(connected.channel(), usable);
  }

  /** Passes on the failure to reach the proxy, which the handler does not report. */
  private static void passOn(Future<?> connected, ProxyHandler handler, Promise<Channel> usable) {
    if (connected.isSuccess()) {
      handler.connectFuture().addListener(new PromiseNotifier<>(false, usable));
    } else {
      usable.tryFailure(connected.cause());
    }
  }

  private ProxyHandler handler(InetSocketAddress address) {
    String user = proxy.user();
    String password = proxy.password();
    boolean open = user == null || password == null;
    return switch (proxy.protocol()) {
      case SOCKS5 ->
          open ? new Socks5ProxyHandler(address) : new Socks5ProxyHandler(address, user, password);
      case HTTP_CONNECT ->
          open ? new HttpProxyHandler(address) : new HttpProxyHandler(address, user, password);
    };
  }

  /** The unresolved name: the proxy resolves it. */
  private InetSocketAddress destination() {
    InetAddress literal = HostName.address(endpoint.host());
    return literal == null
        ? InetSocketAddress.createUnresolved(endpoint.host(), endpoint.port())
        : new InetSocketAddress(literal, endpoint.port());
  }

  @Override
  public TransportException failure(InetAddress address, Throwable cause) {
    if (cause instanceof ProxyConnectException said) {
      return new TransportException(
          Reason.PROXY,
          "The proxy %s did not connect to %s: %s".formatted(proxy, endpoint, words(said)),
          cause);
    }
    return new TransportException(
        Reason.PROXY,
        "The proxy %s (%s) can't be used: %s"
            .formatted(proxy, address.getHostAddress(), TcpFailure.of(cause).words()),
        cause);
  }

  /** The proxy's response, without the addresses that the handler prefixes. */
  private static String words(ProxyConnectException said) {
    if (said instanceof ConnectAnswer.Refused refused) {
      return String.valueOf(refused.getMessage());
    }
    String message = String.valueOf(said.getMessage());
    int status = message.indexOf(", ", Math.max(message.indexOf(" => "), 0));
    String words = status < 0 ? message : message.substring(status + 2);
    return XmlText.shortened(words, MAX_WORDS);
  }

  /**
   * The end of the pipeline during the handshake. Closes on a failure without reporting it, because
   * the future already has.
   */
  private static final class Silence extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }
}
