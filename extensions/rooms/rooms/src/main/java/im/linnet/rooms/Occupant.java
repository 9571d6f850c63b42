package im.linnet.rooms;

import im.linnet.jid.Jid;
import im.linnet.stanza.Presence;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Somebody in a room, as of one moment. Immutable value, and small: the texts that programs seldom
 * need are kept as bytes.
 */
public final class Occupant {

  private static final int MAX_ID = 256;

  private final String nick;
  private final byte @Nullable [] id;
  private final byte @Nullable [] address;
  private final Role role;
  private final Affiliation affiliation;
  private final List<Hat> hats;
  private final Presence.@Nullable Show show;

  private Occupant(
      String nick,
      byte @Nullable [] id,
      byte @Nullable [] address,
      Role role,
      Affiliation affiliation,
      List<Hat> hats,
      Presence.@Nullable Show show) {
    this.nick = nick;
    this.id = id;
    this.address = address;
    this.role = role;
    this.affiliation = affiliation;
    this.hats = hats;
    this.show = show;
  }

  /**
   * Reads the occupant of a presence.
   *
   * @param nick the name, from the sender's address
   * @param user what the room says
   * @param presence the presence
   * @param features what is believed: everything else may be the occupant's own invention
   */
  static Occupant of(String nick, MucUser user, Presence presence, RoomFeatures features) {
    String id = features.occupantIds() ? OccupantId.in(presence.element()) : null;
    Jid real = user.jid();
    return new Occupant(
        nick,
        id == null || id.length() > MAX_ID ? null : id.getBytes(StandardCharsets.UTF_8),
        real == null ? null : real.toString().getBytes(StandardCharsets.UTF_8),
        user.role(),
        user.affiliation(),
        features.hats() ? Hat.in(presence.element()) : List.of(),
        presence.show());
  }

  /** The same occupant with another name. */
  Occupant renamed(String other) {
    return new Occupant(other, id, address, role, affiliation, hats, show);
  }

  /** The same occupant with instances that others have, too. */
  Occupant sharing(Shared<String> nicks, Shared<List<Hat>> lists) {
    return new Occupant(
        nicks.of(nick),
        id,
        address,
        role,
        affiliation,
        hats.isEmpty() ? List.of() : lists.of(hats),
        show);
  }

  /** The estimated memory in bytes, of which the place in a table is part. */
  int weight() {
    int hatBytes = 0;
    for (Hat hat : hats) {
      hatBytes += hat.uri().length() + hat.title().length();
    }
    return 40
        + 12
        + (40 + nick.length() * 2)
        + (id == null ? 0 : 24 + id.length)
        + (address == null ? 0 : 24 + address.length)
        + (hats.isEmpty() ? 0 : 40 + hatBytes);
  }

  /** {@return the name in the room} */
  public String nick() {
    return nick;
  }

  /**
   * Returns the id that stays the same when the occupant changes the nickname or comes back
   * (XEP-0421). It is only read from rooms that announce such ids: elsewhere anybody could forge
   * one.
   *
   * @return the id, or null if the room gives none
   */
  public @Nullable String id() {
    byte[] bytes = id;
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  /**
   * {@return the occupant's real address, or null if the room does not reveal it, as is usual for
   * those who are not moderators}
   */
  public @Nullable Jid jid() {
    byte[] bytes = address;
    return bytes == null ? null : Jid.received(new String(bytes, StandardCharsets.UTF_8));
  }

  /** {@return the role} */
  public Role role() {
    return role;
  }

  /** {@return the affiliation} */
  public Affiliation affiliation() {
    return affiliation;
  }

  /** {@return the hats (XEP-0317), at most eight; none from rooms that do not announce them} */
  public List<Hat> hats() {
    return hats;
  }

  /** {@return the availability in more detail, or null} */
  public Presence.@Nullable Show show() {
    return show;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Occupant that
        && nick.equals(that.nick)
        && Arrays.equals(id, that.id)
        && Arrays.equals(address, that.address)
        && role == that.role
        && affiliation == that.affiliation
        && hats.equals(that.hats)
        && show == that.show;
  }

  @Override
  public int hashCode() {
    return Objects.hash(nick, role, affiliation);
  }

  @Override
  public String toString() {
    return "Occupant[%s, %s, %s]".formatted(nick, role.wireName(), affiliation.wireName());
  }
}
