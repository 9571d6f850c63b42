package im.linnet.testkit.gateway;

import im.linnet.testkit.gateway.GatewayEvent.SignedOff;
import im.linnet.testkit.xml.XmlElement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A registered user's session with the legacy network. Guarded by the site's lock. */
final class Session {
  private final Site site;
  private final Account account;
  private final Texts texts;
  private final Resources resources = new Resources();
  private final Profile profile;
  private final SessionList contacts;
  private final SessionTyping typing;
  private final SessionRooms rooms;
  private boolean ready;
  private boolean ended;

  private Session(Site site, Account account, Texts texts) {
    this.site = site;
    this.account = account;
    this.texts = texts;
    profile = new Profile(this);
    contacts = new SessionList(this);
    typing = new SessionTyping(this);
    rooms = new SessionRooms(this);
  }

  /** Begins the session of a registered user with the presence of the first client. */
  static void open(Site site, Account account, XmlElement presence, String resource) {
    Session session = new Session(site, account, Texts.of(presence));
    site.join(session);
    site.events().add(new GatewayEvent.SignedOn(session.user(), resource));
    session.profile.requestCard();
    if (site.has(GatewayFault.LOGIN_FAILS)) {
      session.refuse();
      return;
    }
    session.resources.put(resource, presence);
    session.profile.present(presence);
    session.profile.status(presence);
    if (!site.has(GatewayFault.SIGN_ON_STALLS)) {
      session.finishSignOn();
    }
  }

  private void refuse() {
    String error =
        StanzaError.NOT_AUTHORIZED.element("auth", Stanzas.explanation(texts.loginFailed()));
    site.send(Stanzas.errorMessage(user(), site.domain(), error, "Login Failure"));
    site.events().add(new GatewayEvent.SignOnRefused(user(), true));
    end(SignedOff.Cause.GATEWAY);
  }

  /** The contact list is loaded: announces the gateway, changes of the list, and who is online. */
  void finishSignOn() {
    if (ready || ended) {
      return;
    }
    site.send(Stanzas.presence(user(), site.domain(), null, Presences.update(null, "")));
    int pushes = contacts.synchronise();
    ready = true;
    profile.echo(user());
    contacts.announce();
    site.events().add(new GatewayEvent.Ready(user(), pushes));
  }

  /** Ends the session: the gateway, the contacts and the rooms become unavailable. */
  void end(SignedOff.Cause cause) {
    if (ended) {
      return;
    }
    ended = true;
    ready = false;
    site.send(Stanzas.presence(user(), site.domain(), "unavailable", ""));
    typing.stop();
    contacts.leave();
    rooms.leave();
    site.leave(this);
    site.events().add(new SignedOff(user(), cause));
  }

  Site site() {
    return site;
  }

  Account account() {
    return account;
  }

  /** {@return the user's bare address} */
  String user() {
    return account.jid();
  }

  Texts texts() {
    return texts;
  }

  boolean ready() {
    return ready;
  }

  boolean ended() {
    return ended;
  }

  Profile profile() {
    return profile;
  }

  SessionList contacts() {
    return contacts;
  }

  SessionTyping typing() {
    return typing;
  }

  SessionRooms rooms() {
    return rooms;
  }

  /** {@return the full address of the most important client} */
  String client() {
    String resource = resources.highest();
    return resource == null ? user() : user() + "/" + resource;
  }

  /** Takes the presence of a client: the most important one determines the state. */
  void available(String resource, XmlElement presence) {
    if (resources.put(resource, presence)) {
      contacts.announceTo(user() + "/" + resource);
    }
    profile.status(resources.presence());
  }

  /** A client left; the session ends with the last one. */
  void unavailable(String resource) {
    if (!resources.remove(resource)) {
      return;
    }
    XmlElement highest = resources.presence();
    if (highest == null) {
      end(SignedOff.Cause.UNAVAILABLE);
    } else {
      profile.status(highest);
    }
  }

  /** Reports that the session can't be used yet, with the text that could not be sent. */
  void notReady(String to, String from, @Nullable String body) {
    String error = StanzaError.NOT_ALLOWED.element("wait", Stanzas.explanation(texts.notReady()));
    site.send(Stanzas.errorMessage(to, from, error, body));
  }

  /** Sends pushes as the settings say. */
  void push(List<Push> pushes) {
    if (site.has(GatewayFault.PUSHES_TWICE)) {
      Pushes.send(site, user(), client(), pushes);
    }
    Pushes.send(site, user(), client(), pushes);
  }
}
