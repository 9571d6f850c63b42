package im.linnet.testkit.gateway;

import java.util.List;

/**
 * An announcement of what a contact's entry in the roster should become. Nothing is checked, so
 * that it can be forged.
 *
 * @param from the contact's address
 * @param type the type of the presence for clients that do not know the protocol, such as {@code
 *     subscribe}; the action of roster item exchange follows from it
 * @param subscription the wanted state, such as {@code both}
 * @param name the display name, empty for none
 * @param groups the groups
 */
public record Push(
    String from, String type, String subscription, String name, List<String> groups) {

  /** Copies the list. */
  public Push {
    groups = List.copyOf(groups);
  }

  /**
   * A new mutual contact.
   *
   * @param from the contact's address
   * @param name the display name, empty for none
   * @param groups the groups
   * @return the push
   */
  public static Push added(String from, String name, String... groups) {
    return new Push(from, "subscribe", "both", name, List.of(groups));
  }

  /**
   * Returns a copy with another end state.
   *
   * @param otherType the type of the presence
   * @param wanted the wanted state
   * @return the changed copy
   */
  public Push withState(String otherType, String wanted) {
    return new Push(from, otherType, wanted, name, groups);
  }

  /** {@return the action of XEP-0144, section 3.1} */
  String action() {
    if (subscription.equals("none")) {
      return "delete";
    }
    return type.equals("subscribe") ? "add" : "modify";
  }
}
