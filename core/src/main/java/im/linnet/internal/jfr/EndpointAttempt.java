package im.linnet.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** See the description. */
@Name("im.linnet.EndpointAttempt")
@Label("Endpoint Attempt")
@Category("Linnet")
@Description("One endpoint was tried")
@StackTrace(false)
final class EndpointAttempt extends Event {

  @Label("Client")
  @Description("Distinguishes the clients of this process")
  int client;

  @Label("Phase")
  @Description("The phase in which it failed; SESSION if a stream was bound")
  String phase = "";

  @Label("Result")
  @Description("How it ended")
  String result = "";

  @Label("Elapsed")
  @Description("From its start")
  @Timespan(Timespan.NANOSECONDS)
  long elapsed;
}
