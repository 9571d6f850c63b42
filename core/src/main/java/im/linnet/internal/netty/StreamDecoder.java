package im.linnet.internal.netty;

import im.linnet.failure.StreamError;
import im.linnet.failure.StreamException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.stanza.Stanza;
import im.linnet.stream.Transport.Framing;
import im.linnet.xml.Element;
import im.linnet.xml.StanzaAllowance;
import im.linnet.xml.StreamEvents;
import im.linnet.xml.StreamHeader;
import im.linnet.xml.StreamParseException;
import im.linnet.xml.StreamParser;
import im.linnet.xml.XmlLimits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Feeds the bytes of one connection to a {@link StreamParser} and passes on the resulting {@link
 * StreamHeader}, {@link Element} and {@link StreamEnd}.
 *
 * <p>A fault in the input is passed on once, as an exception; later input is discarded.
 * Deliberately not a {@code ByteToMessageDecoder}, which passes leftover bytes to the next handler
 * when it is removed.
 *
 * <p>Stanzas are in {@code jabber:client} here, whatever the content namespace of the stream; only
 * this class and the {@link StreamEncoder} know the latter.
 */
public final class StreamDecoder extends ChannelInboundHandlerAdapter implements StreamEvents {

  /** The handler's name in the pipeline. */
  public static final String NAME = "decoder";

  private final Framing framing;
  private @Nullable StreamParser parser;
  private @Nullable ChannelHandlerContext context;
  private Reading reading = Reading.BLANKS;

  /** Whether an event is being delivered. */
  private boolean delivering;

  private @Nullable StanzaAllowance allowance;
  private long fed;

  /** How many elements the current frame has held, if the stream is framed. */
  private int elements;

  private @Nullable String lang;
  private String contentNamespace = Stanza.NAMESPACE;

  /** What happens to input. */
  private enum Reading {
    /** The stream has not begun: whitespace is skipped. */
    BLANKS,
    /** Input belongs to the stream. */
    STREAM,
    /** No input may arrive until TLS has begun. */
    HELD,
    /** Input is discarded after a fault. */
    FAILED
  }

  /**
   * A decoder that waits for a stream to begin.
   *
   * @param limits the limits of the parser
   */
  public StreamDecoder(XmlLimits limits) {
    this(limits, Framing.STREAM);
  }

  /**
   * A decoder that waits for a stream to begin.
   *
   * @param limits the limits of the parser
   * @param framing the framing; with frames (RFC 7395) each element stands alone
   */
  public StreamDecoder(XmlLimits limits, Framing framing) {
    this.framing = framing;
    this.parser = new StreamParser(limits, this);
  }

  /**
   * Discards the stream and waits for another on the same connection. Whitespace before it is
   * skipped: it may be a keep-alive of the previous stream (RFC 6120, section 4.6.1).
   *
   * @param newLimits the limits for the new stream
   */
  public void restart(XmlLimits newLimits) {
    pauseIfDelivering();
    parser = new StreamParser(newLimits, this);
    read(Reading.BLANKS);
  }

  /** Gives back memory that a silent stream does not need. */
  public void forget() {
    if (parser != null) {
      parser.forget();
    }
  }

  /**
   * Changes the limits from the next element on.
   *
   * @param newLimits the new limits
   */
  public void limits(XmlLimits newLimits) {
    if (parser != null) {
      parser.limits(newLimits);
    }
  }

  /**
   * A session has begun; sets which elements may exceed the limits.
   *
   * @param larger returns the size allowed for an element
   */
  public void allow(StanzaAllowance larger) {
    allowance = larger;
    if (parser != null) {
      parser.allowance(larger);
    }
  }

  /** {@return how many bytes have been read, including the whole current chunk} */
  public long fed() {
    return fed;
  }

  /** {@return the language in the stream's header, or null (RFC 6120, section 4.7.4)} */
  public @Nullable String lang() {
    return lang;
  }

  /**
   * Accepts no more bytes until {@link #restart}. Called while handling the element after which the
   * server must wait for us to start TLS; a byte that arrives nevertheless may be injected.
   */
  public void hold() {
    read(Reading.HELD);
    pauseIfDelivering();
  }

  /** Changes the state; a fault is final. */
  private void read(Reading next) {
    reading = reading == Reading.FAILED ? reading : next;
  }

  /**
   * How far the stream has been read, if an element is incomplete.
   *
   * @return the bytes of the stream so far, or 0 between two elements
   */
  public long unfinished() {
    return parser != null && parser.isWithinElement() ? parser.position() : 0;
  }

  private void pauseIfDelivering() {
    if (delivering && parser != null) {
      parser.pause();
    }
  }

  /** Sets the content namespace of the next stream. */
  void contentNamespace(String namespace) {
    contentNamespace = namespace;
    if (parser != null && reading == Reading.BLANKS) {
      parser.contentNamespace(namespace, Stanza.NAMESPACE);
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    StreamPipeline.of(ctx.channel()).reads(this);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof ByteBuf bytes)) {
      ctx.fireChannelRead(message);
      return;
    }
    try {
      read(ctx, bytes);
    } finally {
      bytes.release();
    }
  }

  private void read(ChannelHandlerContext ctx, ByteBuf bytes) {
    if (reading == Reading.FAILED || !bytes.isReadable()) {
      return;
    }
    if (reading == Reading.HELD) {
      fail(ctx, injection());
      return;
    }
    elements = 0;
    try {
      feed(ctx, bytes);
    } catch (StreamParseException fault) {
      fail(ctx, asStreamException(fault));
    }
    if (isFramed() && isIncomplete()) {
      fail(ctx, badFrame());
    }
  }

  private boolean isFramed() {
    return framing == Framing.FRAMES;
  }

  /** Whether a frame ends within an element; whitespace alone is ignored. */
  private boolean isIncomplete() {
    return reading == Reading.STREAM && parser != null && !parser.isBetweenElements();
  }

  /** RFC 7395, section 3.3.3: a message is one complete element. */
  private static StreamException badFrame() {
    return StreamException.byClient(
        StreamError.Condition.BAD_FORMAT,
        "The server sent a WebSocket message that is not one complete element");
  }

  private void feed(ChannelHandlerContext ctx, ByteBuf bytes) {
    fed += bytes.readableBytes();
    if (bytes.hasArray()) {
      int offset = bytes.arrayOffset() + bytes.readerIndex();
      feed(ctx, bytes.array(), offset, bytes.readableBytes());
      return;
    }
    byte[] copy = Scratch.borrow();
    try {
      while (bytes.isReadable()) {
        int length = Math.min(bytes.readableBytes(), copy.length);
        bytes.readBytes(copy, 0, length);
        feed(ctx, copy, 0, length);
      }
    } finally {
      Scratch.giveBack(copy);
    }
  }

  private void feed(ChannelHandlerContext ctx, byte[] array, int offset, int length) {
    int from = offset;
    int end = offset + length;
    while (from < end && reading != Reading.FAILED) {
      StreamParser current = parser;
      if (current == null || reading == Reading.HELD) {
        fail(ctx, injection());
        return;
      }
      from = reading == Reading.BLANKS ? beginning(current, array, from, end) : from;
      from += from < end ? current.feed(array, from, end - from) : 0;
    }
  }

  /** The index of the stream's first byte, or the end if it has not begun. */
  private int beginning(StreamParser current, byte[] array, int from, int end) {
    int at = from;
    while (at < end && isSpace(array[at])) {
      at++;
    }
    if (at < end) {
      reading = Reading.STREAM;
      beginFrames(current);
    }
    return at;
  }

  private void beginFrames(StreamParser current) {
    if (isFramed()) {
      byte[] root = Frames.root();
      current.feed(root, 0, root.length);
    }
  }

  private static boolean isSpace(byte octet) {
    return octet == ' ' || octet == '\n' || octet == '\r' || octet == '\t';
  }

  private void fail(ChannelHandlerContext ctx, Throwable fault) {
    reading = Reading.FAILED;
    parser = null;
    ctx.fireExceptionCaught(fault);
  }

  private static TransportException injection() {
    return new TransportException(
        Reason.TLS_INJECTION,
        "Bytes in clear text followed the server's consent to TLS; they were discarded unread."
            + " Somebody between here and the server may be injecting them");
  }

  private StreamException asStreamException(StreamParseException fault) {
    return StreamException.byClient(
        StreamError.Condition.of(fault.condition().wireName()),
        "What the server sent can't be read: " + fault.getMessage() + remedy(fault),
        fault);
  }

  /** How to allow larger input; nothing does before the server is authenticated. */
  private String remedy(StreamParseException fault) {
    if (allowance == null || fault.condition() != StreamParseException.Condition.POLICY_VIOLATION) {
      return "";
    }
    return fault.isBeyondAllowance()
        ? ". ClientBuilder.answerBytes sets how much an answer may be, RequestOptions.answerBytes"
            + " for one"
        : ". ClientBuilder.limits sets how much is read";
  }

  @Override
  public void streamOpened(StreamHeader header) {
    if (!isFramed()) {
      opened(header);
    }
  }

  private void opened(StreamHeader header) {
    lang = header.lang();
    pass(header);
  }

  @Override
  public void element(Element element) {
    if (isFramed() && ++elements > 1 && context != null && reading != Reading.FAILED) {
      fail(context, badFrame());
      return;
    }
    Object read = isFramed() ? Frames.read(element, contentNamespace) : element;
    if (read instanceof StreamHeader header) {
      opened(header);
    } else {
      pass(read);
    }
  }

  @Override
  public void streamClosed() {
    pass(new StreamEnd());
  }

  private void pass(Object event) {
    ChannelHandlerContext ctx = context;
    if (ctx == null || reading == Reading.FAILED) {
      return;
    }
    delivering = true;
    try {
      ctx.fireChannelRead(event);
    } finally {
      delivering = false;
    }
  }
}
