package im.linnet.internal.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** See the description. */
@Name("im.linnet.StanzaDropped")
@Label("Stanza Dropped")
@Category("Linnet")
@Description("A stanza, or another element, was received and delivered to no one")
@StackTrace(false)
final class StanzaDropped extends Event {

  @Label("Client")
  @Description("Distinguishes the clients of this process")
  int client;

  @Label("Reason")
  @Description("Why, as in Dropped.Reason")
  String reason = "";
}
