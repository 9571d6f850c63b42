package im.linnet.internal.dial;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Checks an HTTP proxy's response to CONNECT by its head (RFC 9110, section 9.3.6). Netty's handler
 * first awaits the end of the content, which never comes if the proxy neither sends a length nor
 * closes the connection.
 */
final class ConnectAnswer extends ChannelInboundHandlerAdapter {

  /** The proxy's refusal. */
  static final class Refused extends ProxyConnectException {

    private static final long serialVersionUID = 1L;

    Refused(String words) {
      super(words);
    }
  }

  /** The proxy's own text may be anything; a longer one would bury the message. */
  private static final int MAX_STATUS = 120;

  private final boolean withPassword;
  private @Nullable Refused refused;

  /**
   * A check of one response.
   *
   * @param withPassword whether the request had a user name and a password
   */
  ConnectAnswer(boolean withPassword) {
    this.withPassword = withPassword;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    String words = message instanceof HttpResponse response ? refusal(response) : null;
    if (words == null && refused == null) {
      ctx.fireChannelRead(message);
      return;
    }
    ReferenceCountUtil.release(message);
    if (words != null && refused == null) {
      refused = new Refused(words);
      ctx.fireExceptionCaught(refused);
    }
  }

  /** Why the head is a refusal, or null if it is not. */
  private @Nullable String refusal(HttpResponse response) {
    if (response.decoderResult().isFailure()) {
      return "its answer has no status of HTTP; is it a proxy of another kind?";
    }
    HttpResponseStatus status = response.status();
    return status.equals(HttpResponseStatus.OK)
        ? null
        : "status: " + shortened(status.toString()) + advice(response);
  }

  private String advice(HttpResponse response) {
    if (!response.status().equals(HttpResponseStatus.PROXY_AUTHENTICATION_REQUIRED)) {
      return "";
    }
    List<String> schemes = response.headers().getAll(HttpHeaderNames.PROXY_AUTHENTICATE);
    if (!schemes.isEmpty() && schemes.stream().noneMatch(ConnectAnswer::isBasic)) {
      return "; it wants another authentication than Basic, which is all that this client knows";
    }
    return withPassword
        ? "; it does not take this user name and password"
        : "; give it a user name and a password by Proxy.httpConnect(host, port, user, password)";
  }

  private static String shortened(String status) {
    return status.length() <= MAX_STATUS ? status : status.substring(0, MAX_STATUS) + "…";
  }

  /** A header field may list several schemes. */
  private static boolean isBasic(String schemes) {
    return schemes.regionMatches(true, 0, "Basic", 0, 5)
        || schemes.toLowerCase(Locale.ROOT).contains(", basic");
  }
}
