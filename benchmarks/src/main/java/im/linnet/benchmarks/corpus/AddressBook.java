package im.linnet.benchmarks.corpus;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Large answers: contact lists, and vCards with pictures. */
final class AddressBook {

  private static final String ME = "juliet@capulet.example/balcony";

  private final Words words = new Words(Words.Script.LATIN, 1601);
  private int contacts;

  List<String> rosters(int count, int entries) {
    return Stream.generate(() -> roster(entries)).limit(count).toList();
  }

  List<String> vcards(int count, int pictureBytes) {
    return Stream.generate(() -> vcard(pictureBytes)).limit(count).toList();
  }

  private String roster(int entries) {
    String items = Stream.generate(this::item).limit(entries).collect(Collectors.joining());
    return "<iq type='result' id='%s' to='%s'><query xmlns='jabber:iq:roster' ver='%s'>%s</query></iq>"
        .formatted(words.id(8), ME, words.id(12), items);
  }

  private String item() {
    contacts++;
    return "<item jid='contact%d@montague.example' name='%s %s' subscription='both'><group>%s</group></item>"
        .formatted(contacts, words.word(), words.word(), words.word());
  }

  private String vcard(int pictureBytes) {
    return ("<iq type='result' id='%s' from='friend%d@montague.example' to='%s'>"
            + "<vCard xmlns='vcard-temp'><FN>%s %s</FN><NICKNAME>%s</NICKNAME>"
            + "<EMAIL><INTERNET/><PREF/><USERID>%s@montague.example</USERID></EMAIL>"
            + "<PHOTO><TYPE>image/jpeg</TYPE><BINVAL>%s</BINVAL></PHOTO></vCard></iq>")
        .formatted(
            words.id(8),
            words.upTo(50),
            ME,
            words.word(),
            words.word(),
            words.word(),
            words.word(),
            words.base64(pictureBytes));
  }
}
