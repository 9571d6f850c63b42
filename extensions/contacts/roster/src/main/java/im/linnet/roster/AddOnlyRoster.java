package im.linnet.roster;

import im.linnet.Extension;
import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.connection.Subscription;
import im.linnet.jid.Jid;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The roster of a service whose contacts can be added but never changed or removed, such as the
 * Messenger service. Add it to the client's builder in place of {@link Roster}, with {@code
 * .with(AddOnlyRoster::new)}; threads and failures are as described there.
 */
public final class AddOnlyRoster implements Extension {

  private final Roster roster;

  /**
   * The roster of a client.
   *
   * @param client the client
   * @throws IllegalStateException if another handler answers roster pushes already
   */
  public AddOnlyRoster(XmppClient client) {
    roster = new Roster(client);
  }

  /** {@return see {@link Roster#load()}} */
  public CompletableFuture<List<Contact>> load() {
    return roster.load();
  }

  /** {@return see {@link Roster#contacts()}} */
  public List<Contact> contacts() {
    return roster.contacts();
  }

  /**
   * A contact.
   *
   * @param jid its address
   * @return see {@link Roster#contact(Jid)}
   */
  public @Nullable Contact contact(Jid jid) {
    return roster.contact(jid);
  }

  /**
   * Subscribes to changes.
   *
   * @param subscriber see {@link Roster#onChange}
   * @return ends the subscription
   */
  public Subscription onChange(Consumer<RosterEvent> subscriber) {
    return roster.onChange(subscriber);
  }

  /**
   * Adds a contact and requests to see its presence: an invitation (RFC 6121, sections 2.3 and
   * 3.1).
   *
   * @param jid its JID, not its e-mail address
   * @param nickname the user's nickname, shown to the contact (XEP-0172, section 4.2), or null
   * @return completes when the contact was added and the request was sent; if the service refuses
   *     to add it, no request is sent
   */
  public CompletableFuture<Void> add(Jid jid, @Nullable String nickname) {
    RequestChain<Void> asked = new RequestChain<>();
    asked.then(
        roster.add(jid, null, Set.of()),
        added -> asked.then(roster.subscribe(jid, nickname), sent -> asked.complete(null)));
    return asked;
  }

  /**
   * Accepts an invitation (RFC 6121, section 3.1.4).
   *
   * @param jid the sender of the invitation
   * @return completes when it was sent
   */
  public CompletableFuture<Void> approve(Jid jid) {
    return roster.approve(jid);
  }

  /**
   * Declines an invitation (RFC 6121, section 3.1.4).
   *
   * @param jid the sender of the invitation
   * @return completes when it was sent
   */
  public CompletableFuture<Void> deny(Jid jid) {
    return roster.deny(jid);
  }
}
