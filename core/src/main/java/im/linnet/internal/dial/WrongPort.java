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
 * Finds out that TLS begins with the connection where we mean to ask for it by STARTTLS, and the
 * reverse, and says what to try. Stands first in the pipeline of a connection that begins in clear
 * text, until the server has said a word.
 */
public final class WrongPort extends ChannelInboundHandlerAdapter {

  /** The first bytes of a TLS record: an alert or a handshake, of SSL 3 and everything after it. */
  private static final int ALERT = 21;

  private static final int HANDSHAKE = 22;
  private static final int MAJOR = 3;

  private final Endpoint endpoint;

  /**
   * Watches what a connection begins with.
   *
   * @param endpoint the place, for the advice
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
   * Adds to the failure of a handshake with which a connection began what else may help.
   *
   * @param endpoint the place
   * @param failure the failure, explained
   * @return it, with advice where it looks as if the server did not expect TLS
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
