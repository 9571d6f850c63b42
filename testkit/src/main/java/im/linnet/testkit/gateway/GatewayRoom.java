package im.linnet.testkit.gateway;

import java.util.Set;

/**
 * A room of one user, for a test to drive. Created by {@link GatewayService#room} and {@link
 * GatewayContact#invite}. Thread-safe; methods that act fail with an {@link IllegalStateException}
 * if the user is not signed on or the room is gone.
 */
public final class GatewayRoom {
  private final Site site;
  private final String user;
  private final String name;

  GatewayRoom(Site site, String user, String name) {
    this.site = site;
    this.user = user;
    this.name = name;
  }

  /** {@return the name} */
  public String name() {
    return name;
  }

  /** {@return the address} */
  public String jid() {
    return site.addresses().room(name);
  }

  /** {@return whether the user is in the room} */
  public boolean joined() {
    return site.computed(
        () -> {
          Session session = site.session(user);
          Room room = session == null ? null : session.rooms().find(name);
          return room != null && room.joined();
        });
  }

  /** {@return the contacts in the room, by their addresses on the legacy network} */
  public Set<String> occupants() {
    return site.computed(() -> room().occupants());
  }

  /**
   * A contact joins.
   *
   * @param contact the contact's address on the legacy network
   */
  public void join(String contact) {
    site.locked(() -> room().contactJoins(site.require(contact)));
  }

  /**
   * A contact leaves.
   *
   * @param contact the contact's address on the legacy network
   */
  public void leave(String contact) {
    site.locked(() -> room().contactLeaves(site.require(contact)));
  }

  /**
   * A contact says something. It becomes history if the user has not joined yet.
   *
   * @param contact the contact's address on the legacy network
   * @param text the text
   */
  public void say(String contact, String text) {
    site.locked(() -> room().say(site.require(contact).id(), text));
  }

  private Room room() {
    Room room = site.ready(user).rooms().find(name);
    if (room == null) {
      throw new IllegalStateException(user + " has no room " + name);
    }
    return room;
  }

  /** {@return the address} */
  @Override
  public String toString() {
    return jid();
  }
}
