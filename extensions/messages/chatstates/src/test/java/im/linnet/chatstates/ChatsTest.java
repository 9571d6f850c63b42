package im.linnet.chatstates;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.BoundStream;
import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ChatsTest {

  private static final Jid PHONE = Jid.of("romeo@montague.net/phone");
  private static final Jid DESK = Jid.of("romeo@montague.net/desk");
  private static final Jid BARE = PHONE.bare();

  private final Chats chats = new Chats(4);

  @Test
  void what_is_heard_holds_for_the_client_and_its_account() {
    chats.heard(PHONE, ChatState.COMPOSING);
    assertThat(chats.get(PHONE).likes()).isTrue();
    assertThat(chats.get(BARE).heard()).isEqualTo(ChatState.COMPOSING);
    assertThat(chats.get(DESK)).isEqualTo(Chats.Chat.NEW);
    chats.heard(DESK, null);
    assertThat(chats.get(BARE).likes()).isFalse();
    assertThat(chats.get(PHONE).likes()).isTrue();
  }

  @Test
  void nobody_is_told_the_same_twice_in_a_row() {
    assertThat(chats.tell(PHONE, ChatState.COMPOSING)).isTrue();
    assertThat(chats.tell(PHONE, ChatState.COMPOSING)).isFalse();
    assertThat(chats.tell(DESK, ChatState.COMPOSING)).isTrue();
    assertThat(chats.tell(PHONE, ChatState.PAUSED)).isTrue();
    assertThat(chats.tell(PHONE, ChatState.COMPOSING)).isTrue();
    chats.untold(PHONE, ChatState.PAUSED);
    assertThat(chats.tell(PHONE, ChatState.COMPOSING)).isFalse();
    chats.untold(PHONE, ChatState.COMPOSING);
    assertThat(chats.tell(PHONE, ChatState.COMPOSING)).isTrue();
  }

  @Test
  void a_client_that_leaves_takes_along_what_its_account_has_from_it() {
    chats.heard(DESK, ChatState.ACTIVE);
    chats.heard(PHONE, ChatState.ACTIVE);
    chats.forget(DESK);
    assertThat(chats.get(BARE).likes()).isTrue();
    chats.forget(PHONE);
    assertThat(chats.get(BARE)).isEqualTo(Chats.Chat.NEW);
    assertThat(chats.size()).isZero();
  }

  @Test
  void an_account_that_leaves_takes_along_all_its_clients() {
    chats.heard(DESK, ChatState.ACTIVE);
    chats.heard(PHONE, ChatState.ACTIVE);
    chats.heard(Jid.of("nurse@capulet.com/x"), ChatState.ACTIVE);
    chats.forget(BARE);
    assertThat(chats.size()).isEqualTo(2);
    assertThat(chats.get(DESK)).isEqualTo(Chats.Chat.NEW);
    assertThat(chats.get(PHONE)).isEqualTo(Chats.Chat.NEW);
  }

  @Test
  void a_client_that_sends_back_is_told_no_more_nor_its_account_because_of_it() {
    chats.heard(DESK, ChatState.ACTIVE);
    chats.heard(PHONE, ChatState.ACTIVE);
    chats.refused(DESK);
    assertThat(chats.get(DESK).likes()).isFalse();
    assertThat(chats.get(BARE).likes()).isTrue();
    chats.refused(PHONE);
    assertThat(chats.get(BARE).likes()).isFalse();
    chats.heard(PHONE, ChatState.ACTIVE);
    chats.refused(BARE);
    assertThat(chats.get(PHONE).likes()).isFalse();
    chats.on(stream(false));
    chats.refused(BARE);
    assertThat(chats.get(BARE).likes()).isFalse();
  }

  @Test
  @DisplayName("Q09: bounded, the one not used for longest goes first")
  void strangers_cannot_fill_the_memory() {
    for (int i = 0; i < 1000; i++) {
      chats.heard(Jid.of("x@evil.example/" + i), ChatState.ACTIVE);
      chats.heard(PHONE, ChatState.ACTIVE);
    }
    assertThat(chats.size()).isEqualTo(4);
    assertThat(chats.get(PHONE).likes()).isTrue();
  }

  @Test
  void a_new_stream_forgets_all_once() {
    BoundStream stream = stream(false);
    chats.heard(DESK, ChatState.ACTIVE);
    chats.on(stream);
    assertThat(chats.size()).isZero();
    chats.likes(PHONE, true);
    chats.on(stream);
    chats.on(stream(true));
    chats.on(null);
    assertThat(chats.get(PHONE).likes()).isTrue();
    chats.on(stream(false));
    assertThat(chats.size()).isZero();
  }

  private static BoundStream stream(boolean resumed) {
    return BoundStream.builder(Jid.of("juliet@capulet.com/x"), Endpoint.startTls("localhost", 5222))
        .resumed(resumed)
        .build();
  }
}
