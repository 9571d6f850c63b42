package im.linnet.internal.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.PromiseNotifier;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects stanzas in buffers that fit into one TLS record each and end with a stanza. A larger
 * stanza has a buffer of its own.
 *
 * <p>So a connection that is cut has brought whole stanzas to the server. Prosody (0.12, 13.0)
 * reads a resumed stream with the parser of the stream's last connection, and ends it with {@code
 * not-well-formed} if that one broke off within a stanza.
 */
final class WholeRecords {

  /** What a TLS record can hold (RFC 8446, section 5.1). */
  static final int MOST = 1 << 14;

  private static final int TYPICAL_SIZE = 512;

  private final List<ChannelPromise> promises = new ArrayList<>(1);
  private @Nullable ByteBuf collected;

  /** The buffer to append the next stanza to. */
  ByteBuf buffer(ChannelHandlerContext ctx) {
    ByteBuf buffer = collected;
    if (buffer == null) {
      buffer = ctx.alloc().heapBuffer(TYPICAL_SIZE);
      collected = buffer;
    }
    return buffer;
  }

  /**
   * The buffer has been appended to.
   *
   * @param from where in the buffer the stanza begins
   * @param promise completes when it has been written
   */
  void add(ChannelHandlerContext ctx, int from, ChannelPromise promise) {
    ByteBuf buffer = buffer(ctx);
    if (buffer.writerIndex() > MOST && from > 0) {
      ByteBuf next = ctx.alloc().heapBuffer(Math.max(TYPICAL_SIZE, buffer.writerIndex() - from));
      next.writeBytes(buffer, from, buffer.writerIndex() - from);
      buffer.writerIndex(from);
      pass(ctx);
      collected = next;
    }
    promises.add(promise);
    if (buffer(ctx).writerIndex() >= MOST) {
      pass(ctx);
    }
  }

  /** Writes what is collected. */
  void pass(ChannelHandlerContext ctx) {
    ByteBuf buffer = collected;
    collected = null;
    if (buffer == null) {
      return;
    }
    if (promises.isEmpty()) {
      buffer.release();
    } else if (promises.size() == 1) {
      ctx.write(buffer, promises.remove(0));
    } else {
      ChannelPromise[] written = promises.toArray(ChannelPromise[]::new);
      promises.clear();
      ctx.write(buffer).addListener(new PromiseNotifier<Void, ChannelFuture>(false, written));
    }
  }

  /** The connection is over. */
  void drop() {
    ByteBuf buffer = collected;
    collected = null;
    if (buffer != null) {
      buffer.release();
      ClosedChannelException closed = new ClosedChannelException();
      promises.forEach(promise -> promise.tryFailure(closed));
      promises.clear();
    }
  }
}
