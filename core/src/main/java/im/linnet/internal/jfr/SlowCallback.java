package im.linnet.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** See the description. */
@Name("im.linnet.SlowCallback")
@Label("Slow Callback")
@Category("Linnet")
@Description(
    "A callback took longer than ClientBuilder.slowCallbacks allows; the thread is its own")
@StackTrace(false)
final class SlowCallback extends Event {

  @Label("Client")
  @Description("Distinguishes the clients of this process")
  int client;

  @Label("Elapsed")
  @Description("How long it took")
  @Timespan(Timespan.NANOSECONDS)
  long elapsed;
}
