package im.linnet.internal.netty;

import im.linnet.connection.WireEvent;
import im.linnet.xml.Element;
import im.linnet.xml.Redaction;
import im.linnet.xml.StreamHeader;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.util.function.Consumer;

/**
 * Reports everything sent and received, without secrets. Only in the pipeline if a callback is set.
 */
public final class WireTap extends ChannelDuplexHandler {

  private final Consumer<WireEvent> watcher;

  /**
   * A tap.
   *
   * @param watcher called on the event loop, so it must not block
   */
  public WireTap(Consumer<WireEvent> watcher) {
    this.watcher = watcher;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof Element element) {
      show(false, Redaction.of(element));
    } else if (message instanceof StreamHeader) {
      show(false, "<stream:stream>");
    } else if (message instanceof StreamEnd) {
      show(false, "</stream:stream>");
    }
    ctx.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (message instanceof Element element) {
      show(true, Redaction.of(element));
    } else if (message instanceof StreamOpen open) {
      String lang = open.lang() == null ? "" : " xml:lang='" + open.lang() + "'";
      show(true, "<stream:stream to='" + open.to() + "'" + lang + ">");
    } else if (message instanceof StreamClose) {
      show(true, "</stream:stream>");
    } else if (message instanceof Whitespace) {
      show(true, "(a blank)");
    }
    ctx.write(message, promise);
  }

  private void show(boolean outgoing, String xml) {
    watcher.accept(WireEvent.of(outgoing, xml));
  }
}
