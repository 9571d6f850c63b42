package im.linnet.internal.netty;

import im.linnet.stanza.Stanza;
import im.linnet.stream.StreamOpening;
import im.linnet.stream.Transport.Framing;
import im.linnet.xml.Element;
import im.linnet.xml.StreamWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Encodes {@link StreamOpen}, {@link Element}, {@link Whitespace} and {@link StreamClose} as bytes.
 * Nothing is written after the closing tag.
 *
 * <p>Stanzas are in {@code jabber:client} here, whatever the content namespace of the stream; only
 * this class and the {@link StreamDecoder} know the latter.
 *
 * <p>What is written is passed on when it is flushed, or fills a TLS record.
 */
public final class StreamEncoder extends ChannelOutboundHandlerAdapter {

  /** The handler's name in the pipeline. */
  public static final String NAME = "encoder";

  private final Framing framing;
  private final Sink sink = new Sink();
  private final WholeRecords records = new WholeRecords();
  private @Nullable StreamWriter writer;
  private @Nullable String lang;
  private boolean closed;

  /** An encoder for a stream that is one XML document. */
  public StreamEncoder() {
    this(Framing.STREAM);
  }

  /**
   * An encoder.
   *
   * @param framing the framing; with frames (RFC 7395) each element stands alone
   */
  public StreamEncoder(Framing framing) {
    this.framing = framing;
  }

  /** {@return the language that the last stream was opened with, or null} */
  public @Nullable String lang() {
    return lang;
  }

  /**
   * Counts the bytes that an element takes on this stream, by encoding it without writing it; on
   * the event loop.
   *
   * @param element the element
   * @return its size in bytes
   */
  public long sizeOf(Element element) {
    sink.uncollected = 0;
    if (isFramed()) {
      frame(element);
    } else {
      writer().write(element);
    }
    return sink.uncollected;
  }

  /** Gives back memory that a silent stream does not need. */
  public void forget() {
    if (writer != null) {
      writer.forget();
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    StreamPipeline.of(ctx.channel()).writes(this);
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (message instanceof ByteBuf) {
      records.pass(ctx);
      ctx.write(message, promise);
      return;
    }
    if (closed) {
      promise.setFailure(new IllegalStateException("The stream has been closed"));
      return;
    }
    if (isFramed() && message instanceof Whitespace) {
      // With framing, keep-alive is the lower layer's job (RFC 7395, section 3.8), and no bytes ask
      // it to do that.
      ctx.write(Unpooled.EMPTY_BUFFER, promise);
      return;
    }
    ByteBuf buffer = records.buffer(ctx);
    int from = buffer.writerIndex();
    sink.target = buffer;
    try {
      encode(ctx, message);
    } catch (RuntimeException failure) {
      buffer.writerIndex(from);
      promise.setFailure(failure);
      return;
    } finally {
      sink.target = null;
    }
    records.add(ctx, from, promise);
    if (isFramed()) {
      records.pass(ctx);
    }
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    records.pass(ctx);
    ctx.flush();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    records.drop();
  }

  private void encode(ChannelHandlerContext ctx, Object message) {
    if (message instanceof StreamOpen open) {
      StreamOpening header = open.header();
      StreamPipeline.of(ctx.channel()).opened(header.contentNamespace());
      lang = header.language();
      if (isFramed()) {
        frame(Frames.open(header));
      } else {
        writer = new StreamWriter(sink, header.contentNamespace(), Stanza.NAMESPACE);
        writer.open(header.to(), header.from(), header.version(), header.language());
      }
    } else if (message instanceof StreamClose) {
      closed = true;
      close();
    } else if (isFramed() && message instanceof Element element) {
      frame(element);
    } else {
      encode(message);
    }
  }

  private boolean isFramed() {
    return framing == Framing.FRAMES;
  }

  private void frame(Element element) {
    byte[] text = element.toXml().getBytes(StandardCharsets.UTF_8);
    sink.write(text, 0, text.length);
  }

  private void close() {
    if (isFramed()) {
      frame(Frames.CLOSE);
    } else {
      writer().close();
    }
  }

  private StreamWriter writer() {
    StreamWriter current = writer;
    if (current == null) {
      throw new IllegalStateException("The stream has not been opened");
    }
    return current;
  }

  private void encode(Object message) {
    StreamWriter current = writer();
    if (message instanceof Element element) {
      current.write(element);
    } else if (message instanceof Whitespace) {
      sink.write(' ');
    } else {
      throw new IllegalArgumentException("Not to be sent: " + message.getClass());
    }
  }

  /**
   * Directs the writer, which lives as long as the stream, to the current buffer. Without one it
   * counts the bytes.
   */
  private static final class Sink extends OutputStream {

    private @Nullable ByteBuf target;
    private long uncollected;

    @Override
    public void write(int octet) {
      ByteBuf buffer = target;
      if (buffer == null) {
        uncollected++;
      } else {
        buffer.writeByte(octet);
      }
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
      ByteBuf buffer = target;
      if (buffer == null) {
        uncollected += length;
      } else {
        buffer.writeBytes(octets, offset, length);
      }
    }
  }
}
