package im.linnet.internal.dial;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.Where;
import im.linnet.failure.XmppException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import javax.net.ssl.SSLException;

/**
 * Detects a server that expects TLS from the start where we use STARTTLS, and the reverse, and says
 * what to try. First in the pipeline of a connection that begins in clear text, until the server
 * has sent something.
 */
public final class WrongPort extends ChannelInboundHandlerAdapter {

  /** The first byte of a TLS record: an alert or a handshake, in SSL 3 and later. */
  private static final int ALERT = 21;

  private static final int HANDSHAKE = 22;
  private static final int MAJOR = 3;

  private final Endpoint endpoint;

  /**
   * Checks the first bytes of a connection.
   *
   * @param endpoint the endpoint, for the advice
   */
  public WrongPort(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof ByteBuf bytes) || !bytes.isReadable()) {
      ctx.fireChannelRead(message);
      return;
    }
    ctx.pipeline().remove(this);
    if (isTls(bytes)) {
      bytes.release();
      ctx.fireExceptionCaught(
          new TransportException(Reason.TLS_FAILED, "The server answered in TLS; " + direct()));
    } else {
      ctx.fireChannelRead(message);
    }
  }

  private static boolean isTls(ByteBuf bytes) {
    int type = bytes.getUnsignedByte(bytes.readerIndex());
    return (type == ALERT || type == HANDSHAKE)
        && (bytes.readableBytes() < 2 || bytes.getUnsignedByte(bytes.readerIndex() + 1) == MAJOR);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    ctx.fireExceptionCaught(
        new TransportException(
            Reason.CLOSED, "The server closed the connection without a word; " + direct()));
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.fireExceptionCaught(
        cause instanceof IOException
            ? new TransportException(
                Reason.RESET,
                "The connection broke before the server said a word; " + direct(),
                cause)
            : cause);
  }

  private String direct() {
    return "if this port is for TLS from the first byte, as 5223 and 443 usually are, connect to it"
        + " by ClientBuilder.endpoint(Endpoint.directTls(\"%s\", %d))"
            .formatted(endpoint.host(), endpoint.port());
  }

  /**
   * Adds advice to the failure of a handshake at the start of a connection.
   *
   * @param endpoint the endpoint
   * @param failure the failure, explained
   * @return the failure, with advice if the server does not seem to expect TLS
   */
  public static XmppException ofDirectTls(Endpoint endpoint, XmppException failure) {
    if (!(failure instanceof TransportException failed)
        || failed.reason() != Reason.TLS_FAILED
        || !isUnexpected(failed)) {
      return failure;
    }
    TransportException advised =
        new TransportException(
            Reason.TLS_FAILED,
            failed.words()
                + "; if this port is for STARTTLS, as 5222 usually is, connect to it by"
                + " ClientBuilder.endpoint(Endpoint.startTls(\"%s\", %d))"
                    .formatted(endpoint.host(), endpoint.port()),
            failed);
    Where where = failed.where();
    return where == null ? advised : advised.at(where);
  }

  private static boolean isUnexpected(Throwable failure) {
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      boolean broken = cause instanceof IOException && !(cause instanceof SSLException);
      if (broken || cause instanceof NotSslRecordException) {
        return true;
      }
    }
    return false;
  }
}
