package im.linnet.testkit.messenger;

import im.linnet.testkit.xml.XmlText;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The archive's requests {@code <list/>} and {@code <retrieve/>} (XEP-0136, section 7). */
final class HistoryService implements IqService {
  @Override
  public boolean handle(Iq iq) throws IOException {
    boolean list = iq.gets(Ns.ARCHIVE, "list");
    if (!rule(iq).served() || !(list || iq.gets(Ns.ARCHIVE, "retrieve")) || !iq.toService()) {
      return false;
    }
    String with = iq.payload().attribute("with");
    String contact = with == null ? null : Accounts.bare(with);
    if (list) {
      list(iq, contact);
    } else if (contact == null) {
      iq.error("bad-request");
    } else {
      retrieve(iq, contact);
    }
    return true;
  }

  private static void list(Iq iq, @Nullable String contact) throws IOException {
    History history = iq.session().account().history();
    List<String> contacts =
        history.contacts().stream()
            .filter(each -> contact == null || each.equals(contact))
            .toList();
    if (contacts.isEmpty()) {
      listNothing(iq, contact);
    } else {
      iq.result(list(history.headers(contacts)));
    }
  }

  private static void listNothing(Iq iq, @Nullable String contact) throws IOException {
    switch (rule(iq).empty()) {
      case EMPTY_LIST -> iq.result(list(""));
      case EMPTY_CHAT ->
          iq.result(list(contact == null ? "" : History.chat(contact, Instant.EPOCH, "")));
      case NO_CHILD -> iq.result("");
      case ITEM_NOT_FOUND -> iq.error("item-not-found");
    }
  }

  private static void retrieve(Iq iq, String contact) throws IOException {
    List<History.Line> lines = iq.session().account().history().with(contact);
    String start = iq.payload().attribute("start");
    if (start == null && !rule(iq).newestWithoutStart()) {
      iq.error("bad-request");
    } else if (lines.isEmpty()) {
      retrieveNothing(iq, contact, start);
    } else if (start != null && !isSame(start, lines.get(0).at())) {
      iq.error("item-not-found");
    } else {
      iq.result(History.chat(contact, lines.get(0).at(), History.content(lines)));
    }
  }

  private static void retrieveNothing(Iq iq, String contact, @Nullable String start)
      throws IOException {
    switch (rule(iq).empty()) {
      case EMPTY_LIST, EMPTY_CHAT -> iq.result(emptyChat(contact, start));
      case NO_CHILD -> iq.result("");
      case ITEM_NOT_FOUND -> iq.error("item-not-found");
    }
  }

  private static String emptyChat(String contact, @Nullable String start) {
    return "<chat xmlns='%s' with='%s'%s/>"
        .formatted(
            Ns.ARCHIVE,
            XmlText.escape(contact),
            start == null ? "" : " start='" + XmlText.escape(start) + "'");
  }

  private static boolean isSame(String start, Instant known) {
    try {
      return Instant.parse(start).equals(known);
    } catch (DateTimeException malformed) {
      return false;
    }
  }

  private static String list(String content) {
    return "<list xmlns='" + Ns.ARCHIVE + "'>" + content + "</list>";
  }

  private static HistoryRule rule(Iq iq) {
    return iq.session().site().settings().offer().history();
  }
}
