package im.linnet.testkit.gateway;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A person on the legacy network, for a test to drive. Created by {@link GatewayService#contact}.
 * Thread-safe; methods return when the stanzas are on their way, and fail with an {@link
 * IllegalStateException} if the user is not signed on.
 */
public final class GatewayContact {
  private final Site site;
  private final String id;

  GatewayContact(Site site, String id) {
    this.site = site;
    this.id = id;
  }

  /** {@return the address on the legacy network} */
  public String id() {
    return id;
  }

  /** {@return the bare XMPP address, at the gateway} */
  public String jid() {
    return site.jid(id);
  }

  /** {@return the nickname} */
  public String nickname() {
    return site.computed(() -> person().nickname());
  }

  /** {@return the picture that is announced, or null for none} */
  public @Nullable Avatar avatar() {
    return site.computed(() -> site.avatar(person()));
  }

  /**
   * Changes the state. Users who see the contact get a presence, even if it is the same.
   *
   * @param state the state
   * @param personalMessage the personal message, empty for none
   */
  public void state(LegacyState state, String personalMessage) {
    change(person -> person.state(state, personalMessage));
  }

  /**
   * Changes the nickname.
   *
   * @param nickname the nickname, empty for none
   */
  public void nickname(String nickname) {
    change(person -> person.nickname(nickname));
  }

  /**
   * Changes the picture.
   *
   * @param avatar the picture, or null for the network's default picture
   */
  public void avatar(@Nullable Avatar avatar) {
    change(person -> person.avatar(avatar));
  }

  /**
   * Changes nickname and picture at once, with one presence.
   *
   * @param nickname the nickname, empty for none
   * @param avatar the picture, or null for the network's default picture
   */
  public void appearance(String nickname, @Nullable Avatar avatar) {
    change(
        person -> {
          person.nickname(nickname);
          person.avatar(avatar);
        });
  }

  /**
   * Begins typing to a user, or goes on; it ends by {@link #stopTyping}, a message, or time. The
   * user gets a notification only if the last message asked for it.
   *
   * @param user the user's bare address
   */
  public void type(String user) {
    site.locked(() -> site.ready(user).typing().begins(person()));
  }

  /**
   * Stops typing to a user without a message.
   *
   * @param user the user's bare address
   */
  public void stopTyping(String user) {
    site.locked(() -> site.ready(user).typing().ends(person()));
  }

  /**
   * Sends a message to a user.
   *
   * @param user the user's bare address
   * @param text the text
   */
  public void write(String user, String text) {
    site.locked(
        () -> {
          Session session = site.ready(user);
          session.typing().forget(person());
          site.sendMessage(session.user(), jid() + Addresses.RESOURCE, "chat", text, null);
        });
  }

  /**
   * Opens a conversation with a user and further contacts: invites the user to a room.
   *
   * @param user the user's bare address
   * @return the room
   */
  public GatewayRoom invite(String user) {
    return site.computed(
        () -> {
          Room room = site.ready(user).rooms().create();
          room.inviteUser(person());
          return new GatewayRoom(site, Addresses.user(user), room.name());
        });
  }

  /**
   * Adds a user to the contact's own list: the user gets an ordinary subscription request.
   *
   * @param user the user's bare address
   */
  public void add(String user) {
    site.locked(() -> site.ready(user).contacts().asks(person(), "subscribe"));
  }

  /**
   * Removes a user from the contact's own list, and no longer lets the user see the presence.
   *
   * @param user the user's bare address
   */
  public void drop(String user) {
    site.locked(
        () -> {
          SessionList contacts = site.ready(user).contacts();
          contacts.lost(person());
          contacts.asks(person(), "unsubscribe", "unsubscribed");
        });
  }

  /**
   * Puts the contact into other groups on every list; users who are signed on get a push.
   *
   * @param groups the groups
   */
  public void regroup(String... groups) {
    site.locked(
        () -> {
          person().groups(List.of(groups));
          site.sessions().stream()
              .filter(Session::ready)
              .forEach(session -> session.contacts().regrouped(person()));
        });
  }

  private void change(Consumer<Person> change) {
    site.locked(
        () -> {
          Person person = person();
          change.accept(person);
          site.sessions().stream()
              .filter(Session::ready)
              .forEach(session -> session.contacts().changed(person));
        });
  }

  private Person person() {
    return site.require(id);
  }

  /** {@return the address on the legacy network} */
  @Override
  public String toString() {
    return id;
  }
}
