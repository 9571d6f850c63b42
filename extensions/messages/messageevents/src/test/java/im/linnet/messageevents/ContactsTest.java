package im.linnet.messageevents;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.connection.BoundStream;
import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.messageevents.Contacts.Notice;
import org.junit.jupiter.api.Test;

class ContactsTest {

  private static final Jid PHONE = Jid.of("romeo@montague.net/phone");
  private static final Jid DESK = Jid.of("romeo@montague.net/desk");

  private final Contacts contacts = new Contacts(4);

  @Test
  void strangers_cannot_fill_the_memory() {
    for (int i = 0; i < 1000; i++) {
      contacts.wrote(Jid.of("x" + i + "@evil.example/x"), "1");
      contacts.wrote(PHONE, "m" + i);
    }
    assertThat(contacts.size()).isEqualTo(4);
    assertThat(contacts.get(DESK).requested()).isEqualTo("m999");
  }

  @Test
  void a_new_stream_forgets_all_once() {
    BoundStream stream = stream(false);
    contacts.wrote(DESK, "1");
    contacts.on(stream);
    assertThat(contacts.size()).isZero();
    contacts.asked(PHONE);
    contacts.on(stream);
    contacts.on(stream(true));
    contacts.on(null);
    assertThat(contacts.get(PHONE).asked()).isTrue();
    contacts.on(stream(false));
    assertThat(contacts.size()).isZero();
  }

  private static BoundStream stream(boolean resumed) {
    return BoundStream.builder(Jid.of("juliet@capulet.com/x"), Endpoint.startTls("localhost", 5222))
        .resumed(resumed)
        .build();
  }

  @Test
  void the_client_that_wrote_last_gets_the_notices() {
    contacts.wrote(PHONE, "1");
    contacts.wrote(DESK, "2");
    assertThat(contacts.begin(PHONE)).isNull();
    assertThat(requireNonNull(contacts.begin(PHONE.bare())).to()).isEqualTo(DESK);
  }

  @Test
  void what_was_not_sent_may_be_sent_again() {
    contacts.wrote(PHONE, "1");
    Notice begun = requireNonNull(contacts.begin(PHONE));
    assertThat(contacts.begin(PHONE)).isNull();
    contacts.unsent(begun);
    assertThat(contacts.begin(PHONE)).isEqualTo(begun);
    Notice ended = requireNonNull(contacts.end(PHONE));
    assertThat(contacts.end(PHONE)).isNull();
    contacts.unsent(ended);
    assertThat(contacts.end(PHONE)).isEqualTo(ended);
  }

  @Test
  void what_changed_since_is_not_taken_back() {
    contacts.wrote(PHONE, "1");
    Notice first = requireNonNull(contacts.begin(PHONE));
    contacts.wrote(PHONE, "2");
    Notice second = requireNonNull(contacts.begin(PHONE));
    contacts.unsent(first);
    assertThat(contacts.end(PHONE)).isNotNull();
    contacts.unsent(second);
    contacts.left(PHONE);
    contacts.unsent(first);
    assertThat(contacts.size()).isZero();
  }

  @Test
  void only_the_client_that_wrote_last_takes_along_what_is_known() {
    contacts.wrote(PHONE, "1");
    contacts.left(DESK);
    assertThat(contacts.size()).isEqualTo(1);
    contacts.left(PHONE);
    assertThat(contacts.size()).isZero();
    contacts.asked(PHONE);
    contacts.left(PHONE.bare());
    assertThat(contacts.size()).isZero();
  }
}
