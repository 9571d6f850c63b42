package im.linnet.internal.stream;

import im.linnet.connection.BoundStream;
import im.linnet.internal.netty.EarlyStanza;
import im.linnet.internal.netty.StreamEncoder;
import im.linnet.internal.netty.StreamPipeline;
import im.linnet.jid.Jid;
import im.linnet.stream.Features;
import im.linnet.stream.StreamFeature;
import im.linnet.xml.Element;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * From the negotiation to the session: what came for it too early, and the change of handlers. For
 * the event loop.
 */
final class Handover {

  private static final int MAX_EARLY = 256;
  private static final long MAX_EARLY_BYTES = 4L << 20;

  private final NegotiationSettings settings;
  private final StreamOrigin origin;
  private final List<Element> early = new ArrayList<>();
  private long signedInAt;
  private boolean managed;
  private boolean resumed;

  Handover(NegotiationSettings settings, StreamOrigin origin) {
    this.settings = settings;
    this.origin = origin;
  }

  /** The user is signed in; so much had been read by then. */
  void signedIn(long bytesRead) {
    signedInAt = bytesRead;
  }

  /**
   * Keeps a stanza that came after the sign-in but before the last step was done.
   *
   * @param bytesRead how much has been read, with this stanza
   * @throws im.linnet.failure.StreamException if that is more than is kept
   */
  void keep(Element stanza, long bytesRead) {
    long most = Math.max(MAX_EARLY_BYTES, settings.limitsAfter().stanzaBytes());
    if (early.size() == MAX_EARLY || bytesRead - signedInAt > most) {
      throw Impasse.tooMuchEarly(MAX_EARLY, most);
    }
    early.add(stanza);
  }

  /** A stanza that is kept, or null. */
  @Nullable Element kept() {
    return early.isEmpty() ? null : early.get(0);
  }

  /** Notes how a step ended; true if nothing else is negotiated. */
  boolean isComplete(StreamFeature.@Nullable Outcome outcome) {
    resumed |= outcome == StreamFeature.Outcome.RESUMED;
    managed |= resumed || outcome == StreamFeature.Outcome.MANAGED;
    return resumed;
  }

  /** What was negotiated. */
  BoundStream stream(ChannelHandlerContext ctx, Jid jid, String mechanism, Features features) {
    SSLSession tls = tls(ctx);
    return new BoundStream(
        jid,
        origin.endpoint(),
        origin.redirects(),
        mechanism,
        tls == null ? null : tls.getProtocol(),
        tls == null ? null : tls.getCipherSuite(),
        features,
        managed,
        resumed);
  }

  /** The TLS session, or null in clear text. */
  static @Nullable SSLSession tls(ChannelHandlerContext ctx) {
    return StreamPipeline.of(ctx.channel()).tls();
  }

  /** Puts the session in the place of the negotiator; it can send from then on. */
  void replace(ChannelHandler negotiator, ChannelHandlerContext ctx, BoundStream stream) {
    ctx.pipeline().replace(negotiator, "session", settings.session().apply(stream));
  }

  /** Gives the session what was kept for it. */
  void deliver(ChannelPipeline pipeline) {
    ChannelHandlerContext before = pipeline.context(StreamEncoder.class);
    early.forEach(stanza -> before.fireChannelRead(new EarlyStanza(stanza)));
  }
}
