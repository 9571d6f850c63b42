package im.linnet.internal.incoming;

import im.linnet.internal.netty.StreamDecoder;
import im.linnet.internal.netty.StreamPipeline;
import im.linnet.xml.StanzaAllowance;
import io.netty.channel.ChannelHandlerContext;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection's view of the {@link Inflow}: measures what is read, and pauses and resumes
 * reading. The decoder only knows how much it was fed, so the first stanza of a chunk counts for
 * the whole chunk. Belongs to the event loop, except {@link #nudge}.
 */
public final class Intake {

  private final Inflow inflow;
  private final ChannelHandlerContext ctx;
  private final @Nullable StreamDecoder decoder;
  private long counted;

  /** Begins reading; reading does not pause while something is awaited from the server. */
  public Intake(Inflow inflow, ChannelHandlerContext ctx, BooleanSupplier awaits) {
    this.inflow = inflow;
    this.ctx = ctx;
    decoder = StreamPipeline.of(ctx.channel()).decoder();
    counted = fed();
    inflow.begin(ctx.channel(), awaits);
  }

  private long fed() {
    return decoder == null ? 0 : decoder.fed();
  }

  /** Sets which stanzas may exceed the usual size limit. */
  public void allow(StanzaAllowance larger) {
    if (decoder != null) {
      decoder.allow(larger);
    }
  }

  /** How many bytes were read and not counted yet. */
  public int uncounted() {
    long fed = fed();
    int size = (int) Math.min(Integer.MAX_VALUE, fed - counted);
    counted = fed;
    return size;
  }

  /** Pauses reading if too much waits. */
  public void review() {
    inflow.review();
  }

  /** Something is awaited now: checks again whether to read. From any thread. */
  public void nudge() {
    inflow.nudge();
  }

  /** The connection is over. */
  public void end() {
    inflow.end(ctx.channel());
  }
}
