package im.linnet.bookmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.jid.Jid;
import im.linnet.test.Xml;
import im.linnet.xml.Element;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bookmarks as elements, new and old. */
class BookmarkTest {

  private static final Jid ROOM = Jid.of("theplay@conference.shakespeare.lit");

  private static Element conference(String attributes, String content) {
    return Xml.element(
        "<conference xmlns='urn:xmpp:bookmarks:1' %s>%s</conference>"
            .formatted(attributes, content));
  }

  @Test
  void a_bookmark_is_read_and_written() {
    Element element =
        conference(
            "name='The Play' autojoin='true'",
            "<nick>JC</nick><password>Gl0b3</password>"
                + "<extensions><state xmlns='urn:x' minimized='true'/></extensions>");
    Bookmark bookmark = Bookmark.read(ROOM, element);
    assertThat(bookmark.name()).isEqualTo("The Play");
    assertThat(bookmark.autojoin()).isTrue();
    assertThat(bookmark.nick()).isEqualTo("JC");
    assertThat(bookmark.password()).isEqualTo("Gl0b3");
    assertThat(bookmark.extensions()).hasSize(1);
    assertThat(bookmark.toElement()).isEqualTo(element);
    assertThat(bookmark.toString()).contains("The Play").doesNotContain("Gl0b3");
  }

  @Test
  void nothing_is_mandatory() {
    Bookmark bookmark = Bookmark.read(ROOM, conference("", ""));
    assertThat(bookmark).isEqualTo(Bookmark.of(ROOM)).hasSameHashCodeAs(Bookmark.of(ROOM));
    assertThat(bookmark.autojoin()).isFalse();
    assertThat(bookmark.toElement()).isEqualTo(conference("", ""));
    assertThat(Bookmark.of(ROOM.withResource("nick")).room()).isEqualTo(ROOM);
  }

  @ParameterizedTest
  @CsvSource({"true,true", "1,true", "' 1 ',true", "false,false", "0,false", "yes,false"})
  void autojoin_is_a_boolean_of_xml_schema(String text, boolean expected) {
    Bookmark bookmark = Bookmark.read(ROOM, conference("autojoin='" + text + "'", ""));
    assertThat(bookmark.autojoin()).isEqualTo(expected);
  }

  @Test
  void what_others_have_added_is_kept() {
    Element element =
        conference(
            "name='Old' pinned='yes'",
            "<nick>JC</nick><extensions><a xmlns='urn:a'/><b xmlns='urn:b'>text</b></extensions>"
                + "<odd xmlns='urn:odd'><deep/></odd><unknown/>");
    Element changed = Bookmark.read(ROOM, element).name("New").nick(null).toElement();
    assertThat(changed)
        .isEqualTo(
            conference(
                "name='New' pinned='yes'",
                "<extensions><a xmlns='urn:a'/><b xmlns='urn:b'>text</b></extensions>"
                    + "<odd xmlns='urn:odd'><deep/></odd><unknown/>"));
  }

  @Test
  void a_program_has_extensions_of_its_own() {
    Element first = Element.of("state", "urn:x", "1");
    Element second = Element.of("state", "urn:x", "2");
    Element other = Element.of("state", "urn:y");
    Bookmark bookmark = Bookmark.of(ROOM).extension(first).extension(other).extension(second);
    assertThat(bookmark.extensions()).containsExactly(other, second);
    assertThat(bookmark.withoutExtension("state", "urn:x").extensions()).containsExactly(other);
  }

  @Test
  void texts_that_cannot_be_sent_are_noticed_when_it_is_written() {
    Bookmark bookmark = Bookmark.of(ROOM).name("\u0000");
    assertThatThrownBy(bookmark::toElement).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void old_bookmarks_are_converted() {
    OldStorage storage =
        new OldStorage(
            Xml.element(
                "<storage xmlns='storage:bookmarks'>"
                    + "<url name='Works' url='http://the-tech.mit.edu/Shakespeare/'/>"
                    + "<conference jid='theplay@conference.shakespeare.lit' name='The Play'"
                    + " autojoin='1'><nick>JC</nick><password>Gl0b3</password>"
                    + "<state xmlns='urn:x'/></conference>"
                    + "<conference jid='theplay@conference.shakespeare.lit' name='Again'/>"
                    + "<conference jid='@@'/><conference name='Nowhere'/>"
                    + "<conference jid='room@conference.example.com/nick'/>"
                    + "<conference xmlns='urn:x' jid='other@conference.example.com'/>"
                    + "</storage>"));
    assertThat(storage.bookmarks())
        .containsExactly(
            Bookmark.of(ROOM)
                .name("The Play")
                .autojoin(true)
                .nick("JC")
                .password("Gl0b3")
                .extension(Element.of("state", "urn:x")));
    assertThat(storage.contains(ROOM)).isTrue();
    OldStorage without = storage.without(ROOM);
    assertThat(without.contains(ROOM)).isFalse();
    assertThat(without.element().children())
        .extracting(Element::name)
        .containsExactlyInAnyOrder("url", "conference", "conference", "conference", "conference");
  }

  @Test
  void of_each_room_there_is_one() {
    Jid second = Jid.of("second@conference.shakespeare.lit");
    Jid third = Jid.of("third@conference.shakespeare.lit");
    Found found =
        new Found(
            List.of(Bookmark.of(ROOM).name("new")),
            old(ROOM, "stored", second, "stored", third, "stored"),
            old(ROOM, "node", second, "node"));
    assertThat(found.all())
        .containsExactly(
            Bookmark.of(ROOM).name("new"),
            Bookmark.of(second).name("node"),
            Bookmark.of(third).name("stored"));
    assertThat(found.old()).extracting(Bookmark::room).containsExactly(second, third);
    assertThat(found.get(third)).isNotNull();
    assertThat(found.get(Jid.of("a@b"))).isNull();
  }

  private static OldStorage old(Object... rooms) {
    StringBuilder text = new StringBuilder("<storage xmlns='storage:bookmarks'>");
    for (int i = 0; i < rooms.length; i += 2) {
      text.append("<conference jid='%s' name='%s'/>".formatted(rooms[i], rooms[i + 1]));
    }
    return new OldStorage(Xml.element(text.append("</storage>").toString()));
  }
}
