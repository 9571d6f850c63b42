package im.linnet.roster;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.jid.Jid;
import im.linnet.roster.Contact.Subscription;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Answers and pushes in whatever order their threads bring them. */
class RosterCopyTest {

  private final RosterEvents events = new RosterEvents();
  private final Events told = new Events();
  private final RosterCopy copy = new RosterCopy(events);

  RosterCopyTest() {
    events.subscribe(told);
  }

  private static RosterSnapshot roster(String version, Contact... contacts) {
    return RosterSnapshot.of(version, List.of(contacts));
  }

  private @Nullable String versionNow() {
    RosterSnapshot snapshot = copy.snapshot();
    return snapshot == null ? null : snapshot.version();
  }

  private List<String> told() {
    events.deliver();
    return told.rest();
  }

  @Test
  void a_push_that_overtakes_the_answer_it_follows_is_not_lost() {
    RosterCopy.Load load = copy.begin();
    copy.pushed(Contacts.of("b"), "v2");
    copy.replaced(load, roster("v1", Contacts.of("a")));

    assertThat(copy.contacts()).containsExactly(Contacts.of("a"), Contacts.of("b"));
    assertThat(versionNow()).isEqualTo("v2");
    assertThat(told()).containsExactly("Added b", "Added a");
  }

  @Test
  void a_push_that_the_answer_contains_changes_nothing() {
    RosterCopy.Load load = copy.begin();
    copy.pushed(Contacts.of("b"), "v1");
    copy.replaced(load, roster("v2", Contacts.of("a"), Contacts.of("b")));

    assertThat(versionNow()).isEqualTo("v2");
    assertThat(told()).containsExactly("Added b", "Added a");
  }

  @Test
  void a_removal_that_overtakes_the_answer_is_not_undone() {
    RosterCopy.Load load = copy.begin();
    copy.pushed(Contacts.of("a", Subscription.REMOVE), "v2");
    copy.replaced(load, roster("v1", Contacts.of("a")));

    assertThat(copy.contacts()).isEmpty();
    assertThat(told()).isEmpty();
  }

  @Test
  void a_push_before_the_load_of_a_new_stream_makes_the_version_void() {
    copy.replaced(copy.begin(), roster("v1", Contacts.of("a")));
    copy.outdated();
    copy.pushed(Contacts.of("b"), "v5");

    assertThat(copy.begin().version()).isNull();
  }

  @Test
  void a_push_on_a_stream_that_goes_on_has_a_version() {
    copy.replaced(copy.begin(), roster("v1", Contacts.of("a")));
    copy.outdated();
    copy.outdated();
    copy.connected(true);
    copy.pushed(Contacts.of("b"), "v2");

    assertThat(versionNow()).isEqualTo("v2");
  }

  @Test
  void a_push_on_another_stream_has_none_until_the_load() {
    copy.replaced(copy.begin(), roster("v1", Contacts.of("a")));
    copy.outdated();
    copy.connected(false);
    copy.outdated();
    copy.connected(true);
    copy.pushed(Contacts.of("b"), "v5");

    assertThat(versionNow()).isNull();
  }

  @Test
  void a_push_without_version_makes_the_version_void() {
    copy.replaced(copy.begin(), roster("v1", Contacts.of("a")));
    copy.pushed(Contacts.of("b"), null);

    assertThat(copy.begin().version()).isNull();
    assertThat(copy.snapshot()).isNull();
  }

  @Tag("P13")
  @Test
  void versions_have_no_order_so_an_old_one_may_come_back() {
    copy.replaced(copy.begin(), roster("9", Contacts.of("a")));
    copy.pushed(Contacts.of("b"), "7");
    copy.pushed(Contacts.of("b", Subscription.REMOVE), "9");

    assertThat(versionNow()).isEqualTo("9");
    assertThat(copy.contacts()).containsExactly(Contacts.of("a"));
  }

  @Test
  void a_failed_load_keeps_the_version() {
    copy.replaced(copy.begin(), roster("v1", Contacts.of("a")));
    copy.failed(copy.begin());
    copy.pushed(Contacts.of("b"), "v2");

    assertThat(versionNow()).isEqualTo("v2");
  }

  @Test
  void what_is_stored_does_not_replace_what_is_known() {
    copy.replaced(copy.begin(), roster("v1", Contacts.of("a")));
    copy.restore(roster("v0", Contacts.of("z")));

    assertThat(copy.contacts()).containsExactly(Contacts.of("a"));
  }

  @Test
  void items_with_a_resource_are_found_as_long_as_there_is_one() {
    Jid whole = Jid.of("msn.localhost");
    Contact one = at("msn.localhost/one", Subscription.NONE);
    Contact two = at("msn.localhost/two", Subscription.NONE);
    copy.replaced(copy.begin(), roster("v1", Contacts.of("a"), one, two));

    assertThat(copy.contact(whole)).isEqualTo(one);
    assertThat(copy.contact(two.jid())).isEqualTo(two);
    copy.pushed(at("msn.localhost/one", Subscription.REMOVE), "v2");
    assertThat(copy.contact(whole)).isEqualTo(two);
    copy.pushed(at("msn.localhost", Subscription.BOTH), "v3");
    assertThat(copy.contact(whole)).isEqualTo(at("msn.localhost", Subscription.BOTH));
    assertThat(copy.contact(whole.withResource("three"))).isEqualTo(copy.contact(whole));
    assertThat(copy.contact(two.jid())).isEqualTo(two);
    copy.replaced(copy.begin(), roster("v4", Contacts.of("a"), two));
    assertThat(copy.contact(whole)).isEqualTo(two);
    copy.replaced(copy.begin(), roster("v5", Contacts.of("a")));
    assertThat(copy.contact(whole)).isNull();
    assertThat(copy.contact(two.jid())).isNull();
  }

  private static Contact at(String jid, Subscription subscription) {
    return Contact.builder(Jid.of(jid)).subscription(subscription).build();
  }

  @Test
  void no_more_requests_are_remembered_than_a_person_waits_for() {
    Requests requests = new Requests();
    for (int i = 0; i < 1000; i++) {
      requests.begin(Jid.of("c" + i + "@x/r"));
    }
    assertThat(requests.over(Jid.of("c743@x"))).isFalse();
    assertThat(requests.over(Jid.of("c744@x"))).isTrue();
    assertThat(requests.over(Jid.of("c744@x"))).isFalse();
    assertThat(requests.over(Jid.of("c999@x"))).isTrue();
  }

  @Test
  void two_loads_at_once_end_in_the_later_answer() {
    RosterCopy.Load first = copy.begin();
    RosterCopy.Load second = copy.begin();
    copy.replaced(first, roster("v1", Contacts.of("a")));
    copy.replaced(second, roster("v2", Contacts.of("b")));

    assertThat(copy.contacts()).containsExactly(Contacts.of("b"));
    assertThat(versionNow()).isEqualTo("v2");
  }

  @Test
  void pushes_add_no_contacts_beyond_a_number() {
    List<Contact> full =
        IntStream.range(0, RosterCopy.MOST).mapToObj(n -> Contacts.of("c" + n)).toList();
    copy.replaced(copy.begin(), RosterSnapshot.of("v1", full));
    events.deliver();
    assertThat(versionNow()).isEqualTo("v1");

    assertThat(copy.pushed(Contacts.of("one-more"), "v2")).isFalse();
    assertThat(copy.contacts()).hasSize(RosterCopy.MOST);
    assertThat(versionNow()).as("what is missing is asked for").isNull();
    assertThat(copy.pushed(removal("c1"), "v3")).isTrue();
    assertThat(copy.pushed(Contacts.of("one-more"), "v4")).isTrue();
  }

  @Test
  void pushes_add_no_more_than_so_much_text() {
    String name = "x".repeat(1 << 20);
    int fits = (int) (RosterCopy.MOST_WEIGHT >> 20) - 1;
    for (int n = 0; n < fits; n++) {
      assertThat(copy.pushed(named("c" + n, name), null)).isTrue();
      events.deliver();
    }
    assertThat(copy.pushed(named("more", name + name), null)).isFalse();
    assertThat(copy.pushed(named("c0", null), null)).isTrue();
    events.deliver();
    assertThat(copy.pushed(named("more", name), null)).isTrue();
  }

  @Test
  void no_more_events_wait_for_a_slow_subscriber_than_so_many() {
    for (int n = 0; n < RosterCopy.MOST; n++) {
      assertThat(copy.pushed(named("romeo", "name " + n), null)).isTrue();
    }
    assertThat(copy.pushed(named("romeo", "another"), null)).isFalse();
    events.deliver();
    assertThat(copy.pushed(named("romeo", "another"), null)).isTrue();
  }

  @Test
  void a_load_during_which_a_push_was_refused_is_not_complete() {
    for (int n = 0; n < RosterCopy.MOST; n++) {
      copy.pushed(named("romeo", "name " + n), null);
    }
    RosterCopy.Load load = copy.begin();
    assertThat(copy.pushed(Contacts.of("b"), "v2")).isFalse();
    copy.replaced(load, roster("v1", Contacts.of("a")));
    assertThat(versionNow()).isNull();
  }

  private static Contact named(String local, @Nullable String name) {
    return Contact.builder(Jid.of(local + "@localhost")).name(name).build();
  }

  private static Contact removal(String local) {
    return Contacts.of(local, Subscription.REMOVE);
  }
}
