package im.linnet.benchmarks.worstcase;

import im.linnet.XmppClient;
import im.linnet.benchmarks.memory.MemoryLine;
import im.linnet.benchmarks.memory.MemoryRoom;
import im.linnet.benchmarks.worstcase.Nasty.Growth;
import im.linnet.rooms.Rooms;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is nasty for a session: floods of stanzas, most of which nobody asked for. */
final class FloodCases {

  private static final int SMALLEST = 2_000;

  private static final String ITEM =
      "<iq type='set' id='p%d'><query xmlns='jabber:iq:roster'>"
          + "<item jid='c%d@localhost' subscription='both' name='n%d'/></query></iq>";
  private static final MemoryRoom ROOM = new MemoryRoom("room");

  private FloodCases() {}

  /**
   * A flood of stanzas that needs nothing before it.
   *
   * @param name what they are
   * @param growth how its cost may grow
   * @param stanza each of them
   */
  record Stanzas(String name, Growth growth, IntFunction<String> stanza) {

    String text(int size) {
      return each(size, stanza);
    }
  }

  /** All floods. */
  static List<Nasty> all() {
    return Stream.concat(stanzas().stream().map(FloodCases::nasty), rooms().stream()).toList();
  }

  /** The floods that need nothing before them. */
  static List<Stanzas> stanzas() {
    return Stream.of(contacts(), requests(), messages(), announcements())
        .flatMap(List::stream)
        .toList();
  }

  private static Nasty nasty(Stanzas of) {
    return new Nasty(
        of.name(),
        of.growth(),
        SMALLEST,
        Nasty.UNLIMITED,
        size -> Flood.of(of.text(size), (client, line) -> {}));
  }

  private static List<Stanzas> contacts() {
    return List.of(
        // A roster is the server's to bound.
        new Stanzas("roster pushes of new contacts", Growth.LINEAR, i -> ITEM.formatted(i, i, i)),
        flood("roster pushes of one contact", i -> ITEM.formatted(i, 1, i)),
        flood("presences of new senders", i -> "<presence from='c" + i + "@localhost/r'/>"),
        flood(
            "presences of one sender",
            i -> "<presence from='c@localhost/r'><status>" + i + "</status></presence>"),
        flood("presences of new resources", i -> "<presence from='c@localhost/" + i + "'/>"),
        flood(
            "requests for subscription",
            i -> "<presence type='subscribe' from='c" + i + "@localhost'/>"));
  }

  private static List<Stanzas> requests() {
    return List.of(
        flood(
            "answers that nobody asked for", i -> "<iq type='result' from='a@b' id='" + i + "'/>"),
        flood(
            "errors that nobody asked for",
            i ->
                "<message type='error' from='a@b' id='" + i + "'><error type='cancel'/></message>"),
        flood(
            "requests",
            i ->
                "<iq type='get' from='c"
                    + i
                    + "@b/r' id='"
                    + i
                    + "'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>"),
        flood(
            "requests that nobody knows",
            i -> "<iq type='get' from='a@b' id='" + i + "'><x xmlns='urn:x'/></iq>"),
        flood("requests for acknowledgement", i -> "<r xmlns='urn:xmpp:sm:3'/>"));
  }

  private static List<Stanzas> messages() {
    return List.of(
        flood(
            "messages",
            i ->
                "<message from='c"
                    + i
                    + "@b/r' type='chat' id='"
                    + i
                    + "'><body>Hi</body></message>"),
        flood(
            "chat states",
            i ->
                "<message from='c"
                    + i
                    + "@b/r' type='chat'><composing"
                    + " xmlns='http://jabber.org/protocol/chatstates'/></message>"),
        flood(
            "receipts that nobody waits for",
            i ->
                "<message from='c@b/r'><received xmlns='urn:xmpp:receipts' id='"
                    + i
                    + "'/></message>"),
        flood(
            "results of archives",
            i ->
                "<message from='juliet@localhost'><result xmlns='urn:xmpp:mam:2' queryid='q' id='"
                    + i
                    + "'/></message>"));
  }

  private static List<Stanzas> announcements() {
    return List.of(
        flood(
            "capabilities never seen",
            i ->
                "<presence from='c"
                    + i
                    + "@b/r'><c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='n' ver='"
                    + i
                    + "'/></presence>"),
        flood(
            "invitations to rooms",
            i ->
                "<message from='room"
                    + i
                    + "@b'><x xmlns='http://jabber.org/protocol/muc#user'><invite"
                    + " from='a@b'/></x></message>"),
        flood(
            "events of nodes",
            i ->
                "<message from='c"
                    + i
                    + "@b'><event xmlns='http://jabber.org/protocol/pubsub#event'><items"
                    + " node='urn:xmpp:avatar:metadata'><item id='"
                    + i
                    + "'/></items></event></message>"),
        flood("addresses that are none", i -> "<message from='@" + i + "'/>"));
  }

  private static List<Nasty> rooms() {
    return List.of(
        room("occupants of a room", i -> ROOM.occupant("n" + i)),
        room("one occupant's presences", i -> ROOM.occupant("n1")));
  }

  private static Stanzas flood(String name, IntFunction<String> stanza) {
    return new Stanzas(name, Growth.BOUNDED, stanza);
  }

  private static Nasty room(String name, IntFunction<String> stanza) {
    return new Nasty(
        name,
        Growth.BOUNDED,
        SMALLEST,
        Nasty.UNLIMITED,
        size -> Flood.of(each(size, stanza) + ROOM.self(), FloodCases::join));
  }

  private static void join(XmppClient client, MemoryLine line) throws Exception {
    CompletableFuture<?> joining = client.get(Rooms.class).join(ROOM.address(), MemoryRoom.NICK);
    ROOM.letIn(line);
    if (joining.isDone()) {
      throw new IllegalStateException("The room was joined before it answered");
    }
  }

  /** The parts of numbers from 0, one after the other. */
  static String each(int count, IntFunction<String> part) {
    return IntStream.range(0, count).mapToObj(part).collect(Collectors.joining());
  }
}
