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
 * Feeds the bytes of one connection to a {@link StreamParser} and passes on what comes out: {@link
 * StreamHeader}, {@link Element} and {@link StreamEnd}.
 *
 * <p>A fault of the server's is passed on once, as an exception; whatever comes after it is
 * discarded unread. Deliberately no {@code ByteToMessageDecoder}, which hands what it has left over
 * to the next handler when it is removed.
 *
 * <p>Stanzas are of {@code jabber:client} here, whatever the content namespace of the stream: what
 * that is, is known here and in the {@link StreamEncoder} alone.
 */
public final class StreamDecoder extends ChannelInboundHandlerAdapter implements StreamEvents {

  /** The handler's name in the pipeline. */
  public static final String NAME = "decoder";

  private final Framing framing;
  private @Nullable StreamParser parser;
  private @Nullable ChannelHandlerContext context;
  private Reading reading = Reading.BLANKS;

  /** Whether an event is under way. */
  private boolean delivering;

  private @Nullable StanzaAllowance allowance;
  private long fed;
  private @Nullable String lang;
  private String contentNamespace = Stanza.NAMESPACE;

  /** What is done with bytes. */
  private enum Reading {
    /** The stream has not begun: white space is passed over. */
    BLANKS,
    /** They are of the stream. */
    STREAM,
    /** None may come until TLS has begun. */
    HELD,
    /** They are discarded after a fault. */
    FAILED
  }

  /**
   * A decoder that waits for a stream to begin.
   *
   * @param limits what a stream may demand of us
   */
  public StreamDecoder(XmlLimits limits) {
    this(limits, Framing.STREAM);
  }

  /**
   * A decoder that waits for a stream to begin.
   *
   * @param limits what a stream may demand of us
   * @param framing how it is cut: each element stands for itself in frames (RFC 7395)
   */
  public StreamDecoder(XmlLimits limits, Framing framing) {
    this.framing = framing;
    this.parser = new StreamParser(limits, this);
  }

  /**
   * Forgets the stream and waits for another to begin on the same connection. White space before it
   * is passed over: it may be a keep-alive that belongs to the stream before (RFC 6120, section
   * 4.6.1).
   *
   * @param newLimits what the new stream may demand
   */
  public void restart(XmlLimits newLimits) {
    pauseIfDelivering();
    parser = new StreamParser(newLimits, this);
    read(Reading.BLANKS);
  }

  /**
   * Changes the limits from the next element on.
   *
   * @param newLimits what the stream may demand from now on
   */
  public void limits(XmlLimits newLimits) {
    if (parser != null) {
      parser.limits(newLimits);
    }
  }

  /**
   * Says that a session has begun, and what may be larger in it than the limits say.
   *
   * @param larger is asked about what is
   */
  public void allow(StanzaAllowance larger) {
    allowance = larger;
    if (parser != null) {
      parser.allowance(larger);
    }
  }

  /** {@return how many bytes there were so far, all of the chunk that is being read included} */
  public long fed() {
    return fed;
  }

  /** {@return the language that the stream's header names, or null (RFC 6120, section 4.7.4)} */
  public @Nullable String lang() {
    return lang;
  }

  /**
   * Accepts no more bytes until {@link #restart}: called while the element is handled after which
   * the server has to wait for us to start TLS. A byte that comes all the same may be injected.
   */
  public void hold() {
    read(Reading.HELD);
    pauseIfDelivering();
  }

  /** After a fault it stays so. */
  private void read(Reading next) {
    reading = reading == Reading.FAILED ? reading : next;
  }

  /**
   * Tells how far the element has come that is being received.
   *
   * @return the bytes of the stream up to here, or 0 between two elements
   */
  public long unfinished() {
    return parser != null && parser.isWithinElement() ? parser.position() : 0;
  }

  private void pauseIfDelivering() {
    if (delivering && parser != null) {
      parser.pause();
    }
  }

  /** The stream that begins next is of this content namespace. */
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
    try {
      feed(ctx, bytes);
    } catch (StreamParseException fault) {
      fail(ctx, asStreamException(fault));
    }
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

  /** The index of the stream's first byte, or the end if there is none yet. */
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
    if (framing == Framing.FRAMES) {
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

  /** What lets a server send more: nothing does while nobody vouches for it. */
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
    if (framing == Framing.STREAM) {
      opened(header);
    }
  }

  private void opened(StreamHeader header) {
    lang = header.lang();
    pass(header);
  }

  @Override
  public void element(Element element) {
    Object read = framing == Framing.FRAMES ? Frames.read(element, contentNamespace) : element;
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
