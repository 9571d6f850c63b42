package im.linnet.testkit.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A person on the legacy network when the gateway starts. Every user of the gateway has the persons
 * with a subscription on the contact list; the others can be added.
 *
 * @param id the address on the legacy network, such as {@code friend@hotmail.com}
 * @param nickname the display name, empty for none
 * @param groups the groups on every user's list
 * @param subscription the state on every user's list; {@link Subscription#NONE} for persons who are
 *     on nobody's
 * @param state the state
 * @param personalMessage the personal message, empty for none
 * @param avatar the picture, or null for the network's default picture
 */
public record LegacyContact(
    String id,
    String nickname,
    List<String> groups,
    Subscription subscription,
    LegacyState state,
    String personalMessage,
    @Nullable Avatar avatar) {
  private static final List<String> GROUPS = List.of("Friends", "Family", "Work", "School");
  private static final List<String> NAMES =
      List.of(
          "Ann", "Ben", "Cleo", "Dan", "Eve", "Finn", "Gwen", "Hal", "Ida", "Jack", "Kim", "Leo",
          "Mia", "Ned", "Olga", "Pia", "Quin", "Ron", "Sue", "Tom", "Una", "Vic", "Wim", "Xena",
          "Yan", "Zoe");
  private static final List<LegacyState> STATES =
      List.of(LegacyState.ONLINE, LegacyState.BUSY, LegacyState.OFFLINE, LegacyState.OUT_TO_LUNCH);

  /** Checks the address and copies the list. */
  public LegacyContact {
    groups = List.copyOf(groups);
    int at = id.indexOf('@');
    if (at < 1 || at == id.length() - 1 || id.contains("%") || id.contains("/")) {
      throw new IllegalArgumentException("id: " + id + " (expected: name@domain)");
    }
  }

  /**
   * An online person who is on nobody's list.
   *
   * @param id the address on the legacy network
   * @param nickname the display name
   * @return the person
   */
  public static LegacyContact of(String id, String nickname) {
    return new LegacyContact(
        id, nickname, List.of(), Subscription.NONE, LegacyState.ONLINE, "", null);
  }

  /**
   * Contacts on every user's list, always the same ones: each in one group, most of them mutual, in
   * several states, the first three with pictures of their own.
   *
   * @param number how many
   * @param groups the number of groups
   * @return the contacts
   */
  public static List<LegacyContact> generated(int number, int groups) {
    List<LegacyContact> all = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      String name = NAMES.get(i % NAMES.size());
      int round = i / NAMES.size();
      String suffix = round == 0 ? "" : Integer.toString(round + 1);
      LegacyState state = STATES.get(i % STATES.size());
      all.add(
          new LegacyContact(
              name.toLowerCase(Locale.ROOT) + suffix + "@hotmail.com",
              round == 0 ? name : name + " " + suffix,
              groups < 1 ? List.of() : List.of(group(i % groups)),
              subscription(i),
              state,
              state == LegacyState.OUT_TO_LUNCH ? "Back at two" : "",
              i < 3 ? Avatar.png(i + 1) : null));
    }
    return all;
  }

  private static String group(int index) {
    return index < GROUPS.size() ? GROUPS.get(index) : "Group " + (index + 1);
  }

  private static Subscription subscription(int index) {
    return switch (index % 10) {
      case 7 -> Subscription.TO;
      case 9 -> Subscription.FROM;
      default -> Subscription.BOTH;
    };
  }

  /**
   * Returns a copy with other groups.
   *
   * @param others the groups
   * @return the changed copy
   */
  public LegacyContact withGroups(String... others) {
    return new LegacyContact(
        id, nickname, List.of(others), subscription, state, personalMessage, avatar);
  }

  /**
   * Returns a copy with another state on every user's list.
   *
   * @param other the state
   * @return the changed copy
   */
  public LegacyContact withSubscription(Subscription other) {
    return new LegacyContact(id, nickname, groups, other, state, personalMessage, avatar);
  }

  /**
   * Returns a copy in another state.
   *
   * @param other the state
   * @param message the personal message, empty for none
   * @return the changed copy
   */
  public LegacyContact withState(LegacyState other, String message) {
    return new LegacyContact(id, nickname, groups, subscription, other, message, avatar);
  }

  /**
   * Returns a copy with another picture.
   *
   * @param other the picture, or null for the network's default picture
   * @return the changed copy
   */
  public LegacyContact withAvatar(@Nullable Avatar other) {
    return new LegacyContact(id, nickname, groups, subscription, state, personalMessage, other);
  }
}
