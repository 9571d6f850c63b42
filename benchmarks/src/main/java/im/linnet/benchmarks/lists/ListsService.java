package im.linnet.benchmarks.lists;

import im.linnet.benchmarks.client.CannedStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers one client with the lists; the pages of the archive come one after the other. */
final class ListsService implements CannedStream.Service {

  private static final String FEATURES =
      "<identity category='conference' type='text'/>"
          + "<feature var='http://jabber.org/protocol/muc'/>"
          + "<feature var='http://jabber.org/protocol/disco#info'/>"
          + "<feature var='urn:xmpp:mam:2'/>";

  private final PreparedLists lists;
  private int page;

  ListsService(PreparedLists lists) {
    this.lists = lists;
  }

  @Override
  public boolean answer(String request, String tag, OutputStream output) throws IOException {
    if (request.isEmpty()) {
      presence(tag, output);
    } else if (tag.contains("jabber:iq:roster")) {
      say(output, result(request) + "<query xmlns='jabber:iq:roster'>");
      output.write(lists.contacts);
      say(output, "</query></iq>");
    } else if (tag.contains("disco#info")) {
      say(
          output,
          result(request)
              + "<query xmlns='http://jabber.org/protocol/disco#info'>"
              + FEATURES
              + "</query></iq>");
    } else if (tag.contains("disco#items")) {
      say(output, result(request) + "<query xmlns='http://jabber.org/protocol/disco#items'/></iq>");
    } else if (tag.contains("urn:xmpp:mam:2")) {
      messages(request, attribute(tag, "queryid"), output);
    } else {
      return false;
    }
    return true;
  }

  private void messages(String request, String query, OutputStream output) throws IOException {
    say(output, lists.pages[page].replace(PreparedLists.QUERY, query));
    int first = page * ListKind.PAGE;
    page = (page + 1) % lists.pages.length;
    say(
        output,
        result(request)
            + "<fin xmlns='urn:xmpp:mam:2'%s><set xmlns='http://jabber.org/protocol/rsm'>"
                .formatted(page == 0 ? " complete='true'" : "")
            + "<first index='%d'>a%d</first><last>a%d</last><count>%d</count></set></fin></iq>"
                .formatted(first, first, first + ListKind.PAGE - 1, ListKind.ARCHIVE.entries));
  }

  private void presence(String tag, OutputStream output) throws IOException {
    String to = attribute(tag, "to");
    if (!to.startsWith(ListsPeer.ROOM)) {
      return;
    }
    boolean leaves = attribute(tag, "type").equals("unavailable");
    if (!leaves) {
      output.write(lists.occupants);
    }
    say(
        output,
        "<presence from='%s' to='%s' id='%s'%s><x xmlns='http://jabber.org/protocol/muc#user'>"
                .formatted(
                    to, ListsPeer.USER, attribute(tag, "id"), leaves ? " type='unavailable'" : "")
            + "<item affiliation='member' role='%s'/><status code='110'/></x></presence>"
                .formatted(leaves ? "none" : "participant"));
    if (!leaves) {
      say(
          output,
          "<message from='%s' to='%s' type='groupchat'><subject>Verona</subject></message>"
              .formatted(ListsPeer.ROOM, ListsPeer.USER));
    }
  }

  private static String result(String request) {
    String to = attribute(request, "to");
    return "<iq type='result' id='%s' to='%s'%s>"
        .formatted(
            attribute(request, "id"), ListsPeer.USER, to.isEmpty() ? "" : " from='" + to + "'");
  }

  private static String attribute(String tag, String name) {
    Matcher value = Pattern.compile("\\b" + name + "=[\"']([^\"']*)").matcher(tag);
    return value.find() ? value.group(1) : "";
  }

  private static void say(OutputStream output, String xml) throws IOException {
    output.write(xml.getBytes(StandardCharsets.UTF_8));
  }
}
