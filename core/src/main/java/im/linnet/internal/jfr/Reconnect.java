package im.linnet.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** See the description. */
@Name("im.linnet.Reconnect")
@Label("Reconnect")
@Category("Linnet")
@Description("The client is going to connect again by itself")
@StackTrace(false)
final class Reconnect extends Event {

  @Label("Client")
  @Description("Distinguishes the clients of this process")
  int client;

  @Label("Attempts")
  @Description("Consecutive attempts without a lasting session so far")
  int attempts;

  @Label("Delay")
  @Description("The time until the next attempt")
  @Timespan(Timespan.NANOSECONDS)
  long delay;
}
