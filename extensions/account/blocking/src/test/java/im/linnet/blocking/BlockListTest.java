package im.linnet.blocking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The limits of the list. */
class BlockListTest {

  private final BlockList list = new BlockList();

  private static List<Jid> many(int count) {
    List<Jid> jids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      jids.add(Jid.of("u" + i + "@example.net"));
    }
    return jids;
  }

  private void load(List<Jid> jids) {
    PendingChange load = list.begin();
    list.loaded(load, jids);
    list.end(load);
  }

  @Tag("Q09")
  @Test
  void pushes_beyond_the_most_entries_find_no_room_until_others_go() {
    load(many(BlockList.MOST));
    assertThat(list.isComplete()).isTrue();
    List<Jid> other = List.of(Jid.of("iago@example.net"));
    assertThat(list.pushed(many(1), true)).isTrue();
    assertThat(list.pushed(other, true)).isFalse();
    assertThat(list.isComplete()).isFalse();
    assertThat(list.entries()).hasSize(BlockList.MOST);
    list.pushed(many(1), false);
    assertThat(list.pushed(other, true)).isTrue();
  }

  @Test
  void pushes_beyond_the_most_characters_find_no_room() {
    String resource = "x".repeat(1000);
    int fit = (int) (BlockList.MOST_CHARACTERS / ("a.example/" + resource).length());
    boolean room = true;
    int pushed = 0;
    while (room) {
      String jid = "a.example/%06d%s".formatted(pushed, resource.substring(6));
      room = list.pushed(List.of(Jid.of(jid)), true);
      pushed++;
    }
    assertThat(list.entries()).hasSize(fit);
  }

  @Test
  void a_load_during_which_too_much_was_pushed_is_not_complete() {
    PendingChange load = list.begin();
    list.pushed(many(BlockList.MOST + 1), false);
    list.loaded(load, List.of());
    list.end(load);
    assertThat(list.isComplete()).isFalse();
    load(List.of());
    assertThat(list.isComplete()).isTrue();
  }

  @Test
  void an_answer_beyond_the_limits_is_malformed() {
    ElementBuilder answer = Element.builder("blocklist", Blocking.NAMESPACE);
    many(BlockList.MOST + 1)
        .forEach(
            jid ->
                answer.child(
                    Element.builder("item", Blocking.NAMESPACE)
                        .attribute("jid", jid.toString())
                        .build()));
    Iq request = Iq.get(null, Element.of("blocklist", Blocking.NAMESPACE)).withId("a");
    Iq iq = request.result(answer.build());
    assertThatThrownBy(() -> BlockedItems.list(iq))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("100001");
  }
}
