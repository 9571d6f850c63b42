package im.linnet.benchmarks.lists;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The stanzas of the lists, made beforehand, so that the peer costs nothing. */
final class PreparedLists {

  /** Stands for the id of the query. */
  static final String QUERY = "@QUERY@";

  /** The presences of all occupants but the own one. */
  final byte[] occupants;

  /** The messages of each page, with {@link #QUERY} in them. */
  final String[] pages;

  /** The items of the contacts. */
  final byte[] contacts;

  PreparedLists() {
    occupants =
        all(ListKind.ROOM.entries - 1, PreparedLists::occupant).getBytes(StandardCharsets.UTF_8);
    pages =
        IntStream.range(0, ListKind.ARCHIVE.entries / ListKind.PAGE)
            .mapToObj(page -> all(ListKind.PAGE, i -> message(page * ListKind.PAGE + i)))
            .toArray(String[]::new);
    contacts =
        all(ListKind.ROSTER.entries, PreparedLists::contact).getBytes(StandardCharsets.UTF_8);
  }

  private static String all(int count, IntFunction<String> entry) {
    return IntStream.range(0, count).mapToObj(entry).collect(Collectors.joining());
  }

  private static String occupant(int number) {
    return ("<presence from='%s/Guest %d' to='%s' id='p%d'><show>away</show>"
            + "<x xmlns='http://jabber.org/protocol/muc#user'>"
            + "<item affiliation='member' role='participant' jid='guest%d@montague.example/home'/>"
            + "</x></presence>")
        .formatted(ListsPeer.ROOM, number, ListsPeer.USER, number, number);
  }

  private static String message(int number) {
    return ("<message to='%s' from='juliet@capulet.example'><result xmlns='urn:xmpp:mam:2'"
            + " queryid='%s' id='a%d'><forwarded xmlns='urn:xmpp:forward:0'><delay"
            + " xmlns='urn:xmpp:delay' stamp='%s'/><message xmlns='jabber:client'"
            + " from='romeo@montague.example/orchard' to='%s' type='chat' id='m%d'><body>But"
            + " soft, what light through yonder window breaks? %d</body><origin-id"
            + " xmlns='urn:xmpp:sid:0' id='m%d'/></message></forwarded></result></message>")
        .formatted(
            ListsPeer.USER, QUERY, number, stamp(number), ListsPeer.USER, number, number, number);
  }

  private static String stamp(int number) {
    return String.format(
        Locale.ROOT,
        "2026-11-%02dT%02d:%02d:00Z",
        1 + number / 1440,
        number / 60 % 24,
        number % 60);
  }

  private static String contact(int number) {
    return ("<item jid='contact%d@montague.example' name='Contact %d' subscription='both'>"
            + "<group>Friends %d</group></item>")
        .formatted(number, number, number % 20);
  }
}
