package im.linnet.testkit.gateway;

import im.linnet.testkit.gateway.GatewayEvent.SignedOff;
import im.linnet.testkit.gateway.GatewayEvent.Unregistered;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An XMPP user as the gateway knows it, registered or not. Created by {@link GatewayService#user}.
 * Thread-safe; methods that send return when the stanzas are on their way.
 */
public final class GatewayUser {
  private final Site site;
  private final String jid;

  GatewayUser(Site site, String jid) {
    this.site = site;
    this.jid = Addresses.user(jid);
  }

  /** {@return the bare address} */
  public String jid() {
    return jid;
  }

  /** {@return whether the user is registered} */
  public boolean registered() {
    return username() != null;
  }

  /** {@return the registered address on the legacy network, or null} */
  public @Nullable String username() {
    return site.computed(
        () -> {
          Account.Credentials credentials = account().credentials();
          return credentials == null ? null : credentials.username();
        });
  }

  /**
   * Waits up to 30 seconds for something that this user does; earlier events count, too.
   *
   * @param type the type of event
   * @param <E> the type of event
   * @return the first such event
   * @throws AssertionError if it does not happen; the message lists all events
   */
  public <E extends GatewayEvent> E await(Class<E> type) {
    return await(type, event -> true);
  }

  /**
   * Waits up to 30 seconds for something that this user does; earlier events count, too.
   *
   * @param type the type of event
   * @param wanted the condition
   * @param <E> the type of event
   * @return the first such event
   * @throws AssertionError if it does not happen; the message lists all events
   */
  public <E extends GatewayEvent> E await(Class<E> type, Predicate<? super E> wanted) {
    return site.events().await(type, event -> event.user().equals(jid) && wanted.test(event));
  }

  /**
   * Compares the registered password.
   *
   * @param password the expected one
   * @return whether the user is registered with it
   */
  public boolean hasPassword(String password) {
    return site.computed(
        () -> {
          Account.Credentials credentials = account().credentials();
          return credentials != null && credentials.password().equals(password);
        });
  }

  /** {@return whether the user has a session that can be used} */
  public boolean signedOn() {
    return site.computed(
        () -> {
          Session session = site.session(jid);
          return session != null && session.ready();
        });
  }

  /** {@return the state on the legacy network; offline without a session} */
  public LegacyState state() {
    return profile(Profile::state, LegacyState.OFFLINE);
  }

  /** {@return the personal message on the legacy network, empty for none} */
  public String personalMessage() {
    return profile(Profile::personalMessage, "");
  }

  /** {@return the nickname on the legacy network, empty without a session} */
  public String nickname() {
    return profile(Profile::nickname, "");
  }

  /** {@return the SHA-1 of the picture on the legacy network, or null for none} */
  public @Nullable String avatarHash() {
    return site.<@Nullable String>computed(
        () -> {
          Session session = site.session(jid);
          return session == null ? null : session.profile().hash();
        });
  }

  /**
   * {@return a copy of the contact list on the legacy network, by the contacts' addresses there}
   */
  public Map<String, Subscription> list() {
    return site.computed(() -> new LinkedHashMap<>(account().list()));
  }

  /**
   * Changes the contact list on the legacy network, as from another client there. The change is
   * pushed when the user signs on next.
   *
   * @param contact the contact's address on the legacy network
   * @param wanted the state
   * @throws IllegalArgumentException if there is no such person
   */
  public void list(String contact, Subscription wanted) {
    site.locked(() -> account().list().put(site.require(contact).id(), wanted));
  }

  /**
   * Registers the user without a stanza, as if it had happened earlier. Nothing of the contact list
   * counts as announced.
   *
   * @param username the address on the legacy network
   * @param password the password
   */
  public void register(String username, String password) {
    site.locked(() -> account().register(username, password));
  }

  /** Ends registration and session, as an administrator of the gateway may do. */
  public void unregister() {
    site.locked(() -> Registrations.end(site, account(), Unregistered.Cause.GATEWAY));
  }

  /** Ends the session, as the legacy network does when the user signs on elsewhere. */
  public void signOff() {
    site.locked(
        () -> {
          Session session = site.session(jid);
          if (session != null) {
            session.end(SignedOff.Cause.GATEWAY);
          }
        });
  }

  /**
   * Finishes a sign-on that {@link GatewayFault#SIGN_ON_STALLS} has stopped.
   *
   * @throws IllegalStateException if there is no session
   */
  public void finishSignOn() {
    site.locked(
        () -> {
          Session session = site.session(jid);
          if (session == null) {
            throw new IllegalStateException(jid + " has not begun to sign on to " + site.domain());
          }
          session.finishSignOn();
        });
  }

  /**
   * Pushes roster entries in the form of the settings, whether or not there is a session.
   *
   * @param pushes the pushes, unchecked
   */
  public void push(Push... pushes) {
    push(List.of(pushes));
  }

  /**
   * Pushes roster entries in the form of the settings, whether or not there is a session.
   *
   * @param pushes the pushes, unchecked
   */
  public void push(List<Push> pushes) {
    site.locked(
        () -> {
          Session session = site.session(jid);
          Pushes.send(site, jid, session == null ? jid : session.client(), pushes);
        });
  }

  /**
   * Pushes many contacts at once, who are named {@code flood0@hotmail.com} and so on and exist only
   * in these pushes.
   *
   * @param number how many
   */
  public void flood(int number) {
    List<Push> pushes = new ArrayList<>(number);
    for (int i = 0; i < number; i++) {
      pushes.add(Push.added(site.jid("flood" + i + "@hotmail.com"), "Flood " + i, "Flood"));
    }
    push(pushes);
  }

  /** Sends presences of the gateway and of all contacts who are online, without a session. */
  public void announce() {
    site.locked(() -> Announcement.send(site, account()));
  }

  /**
   * Sends a text from the gateway itself.
   *
   * @param text the text
   */
  public void write(String text) {
    site.locked(() -> site.sendMessage(jid, site.domain(), null, text, null));
  }

  /**
   * Requests the user's vCard once more, unless a request is open.
   *
   * @throws IllegalStateException if the user is not signed on
   */
  public void requestCard() {
    site.locked(() -> site.ready(jid).profile().requestCard());
  }

  private <T> T profile(Function<Profile, T> part, T none) {
    return site.computed(
        () -> {
          Session session = site.session(jid);
          return session == null ? none : part.apply(session.profile());
        });
  }

  private Account account() {
    return site.account(jid);
  }

  /** {@return the bare address} */
  @Override
  public String toString() {
    return jid;
  }
}
