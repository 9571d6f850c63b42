package im.linnet.benchmarks.memory;

import im.linnet.jid.Jid;
import java.util.concurrent.TimeoutException;

/**
 * A room on a {@link MemoryLine} which a client joins.
 *
 * @param name its name
 */
public record MemoryRoom(String name) {

  /** The nickname with which clients join. */
  public static final String NICK = "juliet";

  private static final String OCCUPANT =
      "<presence from='%s/%s'><x xmlns='http://jabber.org/protocol/muc#user'>"
          + "<item affiliation='member' role='participant'/>%s</x></presence>";

  private static final String FEATURES =
      "<iq type='result' from='%s' id='%s'><query"
          + " xmlns='http://jabber.org/protocol/disco#info'><identity category='conference'"
          + " type='text'/><feature var='http://jabber.org/protocol/muc'/></query></iq>";

  /** {@return its address} */
  public Jid address() {
    return Jid.of(name + "@chat.localhost");
  }

  /**
   * {@return the presence of somebody in it}
   *
   * @param nick the nickname
   */
  public String occupant(String nick) {
    return OCCUPANT.formatted(address(), nick, "");
  }

  /** {@return the presence with which it tells the client that it is in} */
  public String self() {
    return OCCUPANT.formatted(address(), NICK, "<status code='110'/>");
  }

  /**
   * Tells a client that joins what the room is, and waits for its presence.
   *
   * @param line the client's
   * @throws TimeoutException if the client does not ask
   * @throws InterruptedException if the thread was interrupted
   */
  public void letIn(MemoryLine line) throws InterruptedException, TimeoutException {
    String asked = line.hear("</iq>");
    while (!asked.contains("to=\"" + address() + "\"")) {
      asked = line.hear("</iq>");
    }
    line.say(FEATURES.formatted(address(), MemoryLine.id(asked)));
    line.hear("to=\"" + address() + "/" + NICK + "\"");
  }
}
