package im.linnet.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.jid.Jid;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Presence.Show;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which resource is best, and how much is remembered (SECURITY Q09). */
@Tag("Q09")
class PresenceCacheTest {

  private final PresenceCache cache = new PresenceCache(new PresenceLimits(3, 10, 5));

  private void heard(String from, int priority, @Nullable Show show) {
    Presence.Builder presence = Presence.builder(Presence.Type.AVAILABLE).priority(priority);
    cache.put(Jid.of(from), (show == null ? presence : presence.show(show)).status(from).build());
  }

  private List<@Nullable String> of(String contact) {
    return cache.of(Jid.of(contact)).stream().map(Presence::status).toList();
  }

  @Test
  void the_highest_priority_is_best_whatever_it_shows() {
    heard("a@x/low", 1, Show.CHAT);
    heard("a@x/high", 5, Show.DND);
    heard("a@x/below", -1, Show.CHAT);

    assertThat(of("a@x")).containsExactly("a@x/high", "a@x/low", "a@x/below");
  }

  @Test
  void of_equal_priorities_the_most_eager_is_best_then_the_latest() {
    PresenceCache roomy = new PresenceCache(new PresenceLimits(10, 10, 5));
    for (String resource : List.of("dnd", "xa", "away", "chat")) {
      Show show = Show.valueOf(resource.toUpperCase(java.util.Locale.ROOT));
      roomy.put(
          Jid.of("a@x/" + resource),
          Presence.builder(Presence.Type.AVAILABLE).show(show).status(resource).build());
    }
    for (String resource : List.of("first", "second")) {
      roomy.put(
          Jid.of("a@x/" + resource),
          Presence.builder(Presence.Type.AVAILABLE).status(resource).build());
    }

    assertThat(roomy.of(Jid.of("a@x")))
        .extracting(Presence::status)
        .containsExactly("chat", "second", "first", "away", "xa", "dnd");
  }

  @Test
  void a_newer_presence_replaces_that_of_its_resource() {
    heard("a@x/r", 1, null);
    heard("a@x/r", 1, Show.AWAY);

    assertThat(cache.of(Jid.of("a@x")))
        .singleElement()
        .extracting(Presence::show)
        .isEqualTo(Show.AWAY);
    assertThat(cache.exactly(Jid.of("a@x/other"))).isNull();
  }

  @Test
  void of_one_contact_the_resource_that_was_silent_for_longest_is_forgotten() {
    heard("a@x/1", 0, null);
    heard("a@x/2", 0, null);
    heard("a@x/3", 0, null);
    heard("a@x/1", 0, null);
    heard("a@x/4", 0, null);

    assertThat(of("a@x")).containsExactly("a@x/4", "a@x/1", "a@x/3");
  }

  @Test
  void a_flood_forgets_who_was_silent_for_longest() {
    for (int i = 0; i < 10; i++) {
      heard("c" + i + "@x/r", 0, null);
    }
    heard("c0@x/r", 0, Show.AWAY);
    for (int i = 0; i < 9; i++) {
      heard("flood" + i + "@x/r", 0, null);
    }

    assertThat(cache.available())
        .hasSize(10)
        .contains(Jid.of("c0@x"))
        .doesNotContain(Jid.of("c9@x"));
  }

  @Test
  void a_hundred_thousand_resources_leave_no_more_than_the_limits() {
    for (int i = 0; i < 100_000; i++) {
      heard("c" + i % 7 + "@x/" + i, 0, null);
    }

    assertThat(cache.available()).hasSizeLessThanOrEqualTo(7);
    assertThat(cache.available().stream().mapToInt(jid -> cache.of(jid).size()).sum())
        .isEqualTo(10);
  }

  @Test
  void forgets_one_resource_or_all() {
    heard("a@x/1", 0, null);
    heard("a@x/2", 0, null);
    heard("b@x", 0, null);
    cache.remove(Jid.of("a@x/1"));
    assertThat(of("a@x")).containsExactly("a@x/2");

    cache.remove(Jid.of("a@x"));
    cache.remove(Jid.of("unknown@x"));
    assertThat(cache.available()).containsExactly(Jid.of("b@x"));

    cache.remove(Jid.of("b@x"));
    assertThat(cache.clear()).isFalse();
  }

  @Test
  void large_presences_leave_no_more_than_the_limit_either() {
    PresenceCache small = new PresenceCache(new PresenceLimits(100, 1_000, 5, 10_000));
    Presence large = Presence.builder(Presence.Type.AVAILABLE).status("x".repeat(3_000)).build();
    small.put(Jid.of("nurse@x/r"), Presence.available());
    for (int i = 0; i < 1_000; i++) {
      small.put(Jid.of("c" + i % 7 + "@x/" + i % 13), large);
      small.put(Jid.of("nurse@x/r"), Presence.available());
    }
    assertThat(small.available().stream().mapToInt(jid -> small.of(jid).size()).sum()).isEqualTo(4);
    assertThat(small.of(Jid.of("nurse@x"))).hasSize(1);
    small.remove(Jid.of("nurse@x"));
    small.available().forEach(small::remove);
    for (String resource : List.of("a", "b", "c")) {
      small.put(Jid.of("a@x/" + resource), large);
    }
    assertThat(small.of(Jid.of("a@x"))).as("all was taken off the count").hasSize(3);
  }

  @Test
  void a_presence_that_is_too_large_alone_costs_nobody_else_the_place() {
    PresenceCache small = new PresenceCache(new PresenceLimits(100, 1_000, 5, 10_000));
    small.put(Jid.of("nurse@x/r"), Presence.available());
    small.put(Jid.of("a@x/r"), Presence.available());
    small.put(
        Jid.of("a@x/r"),
        Presence.builder(Presence.Type.AVAILABLE).status("x".repeat(10_000)).build());
    assertThat(small.available()).containsExactly(Jid.of("nurse@x"));
  }

  @Test
  void an_address_without_resource_is_one_of_its_own() {
    heard("a@x/1", 0, null);
    heard("a@x", 0, null);
    heard("a@x", 0, Show.AWAY);
    assertThat(of("a@x")).containsExactly("a@x/1", "a@x");
  }

  @Test
  void limits_leave_room_for_one() {
    assertThatThrownBy(() -> new PresenceLimits(1, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("resources: 0 (expected: >= 1)");
  }
}
