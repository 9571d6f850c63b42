package im.linnet.rooms;

import im.linnet.disco.DiscoInfo;
import im.linnet.disco.Identity;
import im.linnet.forms.DataForm;
import im.linnet.stanza.Iq;
import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;

/** What a room tells everybody about itself (XEP-0045, section 6.4). Immutable. */
public final class RoomInfo {

  private static final String FORM = "http://jabber.org/protocol/muc#roominfo";

  private final DiscoInfo disco;
  private final @Nullable DataForm form;

  private RoomInfo(DiscoInfo disco, @Nullable DataForm form) {
    this.disco = disco;
    this.form = form;
  }

  /**
   * Reads an answer.
   *
   * @param disco the answer of the room to a disco#info request
   * @return the information
   */
  public static RoomInfo of(DiscoInfo disco) {
    for (Element x : disco.forms()) {
      try {
        DataForm form = DataForm.of(x);
        if (FORM.equals(form.formType())) {
          return new RoomInfo(disco, form);
        }
      } catch (IllegalArgumentException malformed) {
        // Another form may be well-formed.
      }
    }
    return new RoomInfo(disco, null);
  }

  /** Reads an answer; throws IllegalArgumentException if it is none. */
  static DiscoInfo disco(Iq answer) {
    Element query = answer.payload();
    if (query == null) {
      throw new IllegalArgumentException("no answer to disco#info");
    }
    return DiscoInfo.of(query);
  }

  /** {@return the whole answer} */
  public DiscoInfo disco() {
    return disco;
  }

  /** {@return the form with further information, or null} */
  public @Nullable DataForm form() {
    return form;
  }

  /** {@return the name, or null} */
  public @Nullable String name() {
    return disco.identities().stream()
        .filter(identity -> identity.category().equals("conference"))
        .map(Identity::name)
        .filter(name -> name != null && !name.isBlank())
        .findFirst()
        .orElse(null);
  }

  /** {@return the description, or null} */
  public @Nullable String description() {
    return form == null ? null : MucUser.cut(form.text("muc#roominfo_description"));
  }

  /** {@return the number of occupants, or null if the room does not say} */
  public @Nullable Long occupants() {
    return form == null ? null : form.number("muc#roominfo_occupants");
  }

  /** {@return the SHA-1 hash of the avatar in hexadecimal (XEP-0486), or null} */
  public @Nullable String avatarHash() {
    return form == null ? null : MucUser.cut(form.text("muc#roominfo_avatarhash"));
  }

  /** {@return whether it takes only its members} */
  public boolean isMembersOnly() {
    return disco.has("muc_membersonly");
  }

  /** {@return whether it takes only those who know its password} */
  public boolean isPasswordProtected() {
    return disco.has("muc_passwordprotected");
  }

  /** {@return whether visitors can't speak} */
  public boolean isModerated() {
    return disco.has("muc_moderated");
  }

  /** {@return whether all occupants see the real addresses} */
  public boolean isNonAnonymous() {
    return disco.has("muc_nonanonymous");
  }

  /** {@return whether it stays when the last occupant leaves} */
  public boolean isPersistent() {
    return disco.has("muc_persistent");
  }

  @Override
  public String toString() {
    return "RoomInfo[" + name() + "]";
  }
}
