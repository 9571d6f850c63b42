package im.linnet.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** See the description. */
@Name("im.linnet.ReadingPaused")
@Label("Reading Paused")
@Category("Linnet")
@Description("The client stops reading, because too much waits for callbacks")
@StackTrace(false)
final class ReadingPaused extends Event {

  @Label("Client")
  @Description("Distinguishes the clients of this process")
  int client;

  @Label("Stanzas")
  @Description("How many stanzas wait")
  int stanzas;

  @Label("Bytes")
  @Description("Their size")
  @DataAmount
  long bytes;
}
