package im.linnet.rostersync;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.jid.Jid;
import im.linnet.roster.Contact;
import im.linnet.roster.Contact.Subscription;
import im.linnet.stanza.Presence;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a suggestion needs: the whole table of subscriptions, and the rules of XEP-0144. */
class PlanTest {

  private static final Jid FRIEND = Jid.of("friend%hotmail.com@msn.example.com");

  @ParameterizedTest
  @CsvSource({
    "NONE, NONE, ''",
    "NONE, TO, SUBSCRIBE",
    "NONE, FROM, SUBSCRIBED",
    "NONE, BOTH, SUBSCRIBED SUBSCRIBE",
    "TO, NONE, UNSUBSCRIBE",
    "TO, TO, ''",
    "TO, FROM, SUBSCRIBED UNSUBSCRIBE",
    "TO, BOTH, SUBSCRIBED",
    "FROM, NONE, UNSUBSCRIBED",
    "FROM, TO, UNSUBSCRIBED SUBSCRIBE",
    "FROM, FROM, ''",
    "FROM, BOTH, SUBSCRIBE",
    "BOTH, NONE, UNSUBSCRIBE UNSUBSCRIBED",
    "BOTH, TO, UNSUBSCRIBED",
    "BOTH, FROM, UNSUBSCRIBE",
    "BOTH, BOTH, ''",
  })
  void leads_from_each_subscription_to_each(Subscription own, Wanted wanted, String types) {
    List<Presence.Type> expected =
        types.isEmpty()
            ? List.of()
            : Arrays.stream(types.split(" ")).map(Presence.Type::valueOf).toList();
    assertThat(Plan.presences(own, wanted)).isEqualTo(expected);
    List<Step> steps = Plan.steps(contact(own, "Friend", "A"), suggest(wanted, "Friend", "A"));
    assertThat(steps).isEqualTo(expected.stream().<Step>map(Step.Say::new).toList());
  }

  @Test
  void an_end_state_then_sets_the_item_if_it_differs() {
    Contact own = contact(Subscription.BOTH, "Friend", "A");
    assertThat(steps(own, Wanted.BOTH, "Ann", "B")).containsExactly(put("Ann", "B"));
    assertThat(steps(own, Wanted.BOTH, null)).as("nothing given, nothing changed").isEmpty();
    assertThat(steps(own, Wanted.BOTH, null, "B")).containsExactly(put("Friend", "B"));
    assertThat(steps(null, Wanted.BOTH, null))
        .containsExactly(put(null), say(Presence.Type.SUBSCRIBED), say(Presence.Type.SUBSCRIBE));
    assertThat(steps(null, Wanted.FROM, "Ann", "B", "C"))
        .containsExactly(put("Ann", "B", "C"), say(Presence.Type.SUBSCRIBED));
  }

  @Test
  void what_is_not_there_is_not_removed() {
    assertThat(steps(null, Wanted.NONE, "Ann")).isEmpty();
    assertThat(steps(null, Wanted.REMOVE, "Ann")).isEmpty();
    assertThat(steps(null, Wanted.DELETE, "Ann")).isEmpty();
    assertThat(steps(null, Wanted.MODIFY, "Ann")).isEmpty();
    assertThat(steps(contact(Subscription.NONE, null), Wanted.REMOVE, null))
        .containsExactly(new Step.Remove());
  }

  /** Servers repeat a request until it is answered, also if the contact is to see nothing. */
  @ParameterizedTest
  @CsvSource({
    "NONE, NONE, UNSUBSCRIBED",
    "NONE, TO, UNSUBSCRIBED SUBSCRIBE",
    "NONE, BOTH, SUBSCRIBED SUBSCRIBE",
    "TO, TO, UNSUBSCRIBED",
    "TO, BOTH, SUBSCRIBED",
    "BOTH, TO, UNSUBSCRIBED",
    "BOTH, BOTH, ''",
  })
  void answers_the_request_that_it_came_with(Subscription own, Wanted wanted, String types) {
    Suggestion asking =
        new Suggestion(FRIEND.domainJid(), FRIEND, wanted, "Friend", set("A"), true);
    List<Presence.Type> expected =
        types.isEmpty()
            ? List.of()
            : Arrays.stream(types.split(" ")).map(Presence.Type::valueOf).toList();

    assertThat(Plan.steps(contact(own, "Friend", "A"), asking))
        .isEqualTo(expected.stream().<Step>map(Step.Say::new).toList());
  }

  @Test
  void refuses_before_it_sets_the_item_and_asks_last() {
    Suggestion asking =
        new Suggestion(FRIEND.domainJid(), FRIEND, Wanted.TO, "Friend", set("A"), true);
    assertThat(Plan.steps(null, asking))
        .containsExactly(
            say(Presence.Type.UNSUBSCRIBED), put("Friend", "A"), say(Presence.Type.SUBSCRIBE));
  }

  @Test
  void refuses_the_request_of_a_contact_that_is_not_wanted() {
    for (Wanted wanted : List.of(Wanted.NONE, Wanted.REMOVE)) {
      Suggestion asking = new Suggestion(FRIEND.domainJid(), FRIEND, wanted, null, set(), true);
      assertThat(Plan.steps(null, asking)).containsExactly(say(Presence.Type.UNSUBSCRIBED));
    }
  }

  /** XEP-0144, section 3.1. */
  @Test
  void adds() {
    Contact own = contact(Subscription.NONE, "Friend", "A");
    assertThat(steps(null, Wanted.ADD, "Ann", "B"))
        .containsExactly(put("Ann", "B"), say(Presence.Type.SUBSCRIBE));
    assertThat(steps(own, Wanted.ADD, "Ann")).isEmpty();
    assertThat(steps(own, Wanted.ADD, "Ann", "A")).isEmpty();
    assertThat(steps(own, Wanted.ADD, "Ann", "B")).containsExactly(put("Friend", "A", "B"));
  }

  /** XEP-0144, section 3.2. */
  @Test
  void deletes() {
    Contact own = contact(Subscription.BOTH, "Friend", "A", "B");
    assertThat(steps(own, Wanted.DELETE, null)).containsExactly(new Step.Remove());
    assertThat(steps(own, Wanted.DELETE, null, "A", "B")).containsExactly(new Step.Remove());
    assertThat(steps(own, Wanted.DELETE, null, "A")).containsExactly(put("Friend", "B"));
    assertThat(steps(own, Wanted.DELETE, null, "C")).isEmpty();
  }

  /** XEP-0144, section 3.3. */
  @Test
  void modifies() {
    Contact own = contact(Subscription.TO, "Friend", "A");
    assertThat(steps(own, Wanted.MODIFY, "Ann")).containsExactly(put("Ann", "A"));
    assertThat(steps(own, Wanted.MODIFY, null, "B")).containsExactly(put("Friend", "B"));
    assertThat(steps(own, Wanted.MODIFY, "Friend", "A")).isEmpty();
  }

  private static List<Step> steps(
      @Nullable Contact own, Wanted wanted, @Nullable String name, String... groups) {
    return Plan.steps(own, suggest(wanted, name, groups));
  }

  private static Step say(Presence.Type type) {
    return new Step.Say(type);
  }

  private static Step put(@Nullable String name, String... groups) {
    return new Step.Put(name, set(groups));
  }

  private static Suggestion suggest(Wanted wanted, @Nullable String name, String... groups) {
    return new Suggestion(FRIEND.domainJid(), FRIEND, wanted, name, set(groups), false);
  }

  private static Contact contact(Subscription own, @Nullable String name, String... groups) {
    return Contact.builder(FRIEND).name(name).subscription(own).groups(set(groups)).build();
  }

  private static Set<String> set(String... groups) {
    return new LinkedHashSet<>(List.of(groups));
  }
}
