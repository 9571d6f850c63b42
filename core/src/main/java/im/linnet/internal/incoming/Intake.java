package im.linnet.internal.incoming;

import im.linnet.internal.netty.StreamDecoder;
import im.linnet.internal.netty.StreamPipeline;
import im.linnet.xml.StanzaAllowance;
import io.netty.channel.ChannelHandlerContext;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection's part in the {@link Inflow}: measures what is read, and has the reading stop and
 * go on. The decoder knows only how much it was fed, so the first stanza of a chunk counts for all
 * of it. Belongs to the event loop, but for {@link #nudge}.
 */
public final class Intake {

  private final Inflow inflow;
  private final ChannelHandlerContext ctx;
  private final @Nullable StreamDecoder decoder;
  private long counted;

  /** The reading begins; it does not stop while something is awaited from the server. */
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

  /** Sets which stanzas may be larger than others. */
  public void allow(StanzaAllowance larger) {
    if (decoder != null) {
      decoder.allow(larger);
    }
  }

  /** How many bytes were read that have not been counted. */
  public int uncounted() {
    long fed = fed();
    int size = (int) Math.min(Integer.MAX_VALUE, fed - counted);
    counted = fed;
    return size;
  }

  /** Stops reading if too much waits. */
  public void review() {
    inflow.review();
  }

  /** Something is awaited now; from any thread. */
  public void nudge() {
    inflow.nudge();
  }

  /** The connection is over. */
  public void end() {
    inflow.end(ctx.channel());
  }
}
