package im.linnet.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** See the description. */
@Name("im.linnet.StreamEnded")
@Label("Stream Ended")
@Category("Linnet")
@Description("The connection of a bound stream has ended")
@StackTrace(false)
final class StreamEnded extends Event {

  @Label("Client")
  @Description("Distinguishes the clients of this process")
  int client;

  @Label("Result")
  @Description("Why")
  String result = "";

  @Label("Elapsed")
  @Description("Since the stream was bound or resumed")
  @Timespan(Timespan.NANOSECONDS)
  long elapsed;
}
