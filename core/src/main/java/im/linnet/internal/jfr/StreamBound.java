package im.linnet.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** See the description. */
@Name("im.linnet.StreamBound")
@Label("Stream Bound")
@Category("Linnet")
@Description("A stream was bound or resumed: stanzas can be sent")
@StackTrace(false)
final class StreamBound extends Event {

  @Label("Client")
  @Description("Distinguishes the clients of this process")
  int client;

  @Label("Resumed")
  @Description("Whether the earlier stream continues (XEP-0198)")
  boolean resumed;
}
