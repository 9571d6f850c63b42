package im.linnet.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** See the description. */
@Name("im.linnet.ReadingResumed")
@Label("Reading Resumed")
@Category("Linnet")
@Description("The client reads again, or its connection has ended")
@StackTrace(false)
final class ReadingResumed extends Event {

  @Label("Client")
  @Description("Distinguishes the clients of this process")
  int client;

  @Label("Elapsed")
  @Description("How long reading was paused")
  @Timespan(Timespan.NANOSECONDS)
  long elapsed;
}
