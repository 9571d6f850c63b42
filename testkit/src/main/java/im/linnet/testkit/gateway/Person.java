package im.linnet.testkit.gateway;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A person on the legacy network, now. Guarded by the site's lock. */
final class Person {
  private final String id;
  private String nickname;
  private List<String> groups;
  private LegacyState state;
  private String personalMessage;
  private @Nullable Avatar avatar;

  Person(LegacyContact contact) {
    id = contact.id();
    nickname = contact.nickname();
    groups = contact.groups();
    state = contact.state();
    personalMessage = contact.personalMessage();
    avatar = contact.avatar();
  }

  String id() {
    return id;
  }

  String nickname() {
    return nickname;
  }

  void nickname(String other) {
    nickname = other;
  }

  List<String> groups() {
    return groups;
  }

  void groups(List<String> others) {
    groups = List.copyOf(others);
  }

  LegacyState state() {
    return state;
  }

  String personalMessage() {
    return personalMessage;
  }

  void state(LegacyState other, String message) {
    state = other;
    personalMessage = message;
  }

  @Nullable Avatar avatar() {
    return avatar;
  }

  void avatar(@Nullable Avatar other) {
    avatar = other;
  }
}
