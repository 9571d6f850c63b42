package im.linnet.testkit.gateway;

import im.linnet.testkit.xml.XmlElement;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the user appears on the legacy network: state, personal message, nickname and picture. */
final class Profile {
  private final Session session;
  private final Site site;
  private LegacyState state = LegacyState.ONLINE;
  private String personalMessage = "";
  private String nickname;
  private @Nullable String hash;
  private boolean asking;

  Profile(Session session) {
    this.session = session;
    this.site = session.site();
    this.nickname = Addresses.node(session.user());
  }

  LegacyState state() {
    return state;
  }

  String personalMessage() {
    return personalMessage;
  }

  String nickname() {
    return nickname;
  }

  @Nullable String hash() {
    return hash;
  }

  /** Takes show and status. */
  void status(@Nullable XmlElement presence) {
    String status = presence == null ? null : Presences.child(presence, "status");
    LegacyState wanted =
        LegacyState.of(presence == null ? null : Presences.child(presence, "show"));
    String message = status == null ? "" : status;
    if (wanted != state || !message.equals(personalMessage)) {
      state = wanted;
      personalMessage = message;
      site.events().add(new GatewayEvent.StatusChanged(session.user(), state, message));
      changed();
    }
  }

  /**
   * Takes hash and nickname of a presence (XEP-0153). An empty hash is ignored, and a missing one
   * means the default picture, as PyMSNt has it.
   */
  void present(XmlElement presence) {
    Optional<XmlElement> update = presence.child(Ns.VCARD_UPDATE, "x");
    if (update.isEmpty()) {
      return;
    }
    Optional<XmlElement> photo = update.get().child(Ns.VCARD_UPDATE, "photo");
    if (photo.isEmpty()) {
      picture(null);
    } else {
      String announced = photo.get().text().strip();
      if (!announced.isEmpty() && !announced.equalsIgnoreCase(hash)) {
        requestCard();
      }
    }
    name(update.get().child(Ns.VCARD_UPDATE, "nickname").map(XmlElement::text).orElse(""));
  }

  /** Requests the user's vCard, unless a request is open. */
  void requestCard() {
    if (asking) {
      return;
    }
    asking = true;
    site.events().add(new GatewayEvent.CardRequested(session.user()));
    site.request(
        session.user(),
        site.domain() + Addresses.RESOURCE,
        "get",
        Stanzas.qualified("vCard", Ns.VCARD, ""),
        this::cardReceived);
  }

  private void cardReceived(XmlElement answer) {
    asking = false;
    if (session.ended()) {
      return;
    }
    Optional<XmlElement> card = answer.child(Ns.VCARD, "vCard");
    site.events().add(new GatewayEvent.CardReceived(session.user(), card.isPresent()));
    picture(card.map(Profile::photoHash).orElse(null));
    card.ifPresent(found -> name(cardName(found)));
  }

  private static String cardName(XmlElement card) {
    String nick = card.child(Ns.VCARD, "NICKNAME").map(XmlElement::text).orElse("");
    return nick.isEmpty() ? card.child(Ns.VCARD, "FN").map(XmlElement::text).orElse("") : nick;
  }

  private static @Nullable String photoHash(XmlElement card) {
    String encoded =
        card.child(Ns.VCARD, "PHOTO")
            .flatMap(photo -> photo.child(Ns.VCARD, "BINVAL"))
            .map(XmlElement::text)
            .orElse("");
    if (encoded.isBlank()) {
      return null;
    }
    try {
      return Avatar.sha1(Base64.getMimeDecoder().decode(encoded));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private void picture(@Nullable String other) {
    boolean same = other == null ? hash == null : other.equals(hash);
    if (!same) {
      hash = other;
      site.events().add(new GatewayEvent.AvatarChanged(session.user(), other));
    }
  }

  private void name(String other) {
    if (!other.isEmpty() && !other.equals(nickname)) {
      nickname = other;
      site.events().add(new GatewayEvent.NicknameChanged(session.user(), other));
      changed();
    }
  }

  private void changed() {
    if (session.ready()) {
      echo(session.user());
    }
  }

  /** Shows the user's own state on the legacy network, as the gateway's presence. */
  void echo(String to) {
    String status = Presences.shown(state.show(), personalMessage);
    String content = status + Presences.update(null, nickname);
    site.send(Stanzas.presence(to, site.domain(), null, content));
  }
}
