package im.linnet.roster;

import im.linnet.Extension;
import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.ConnectionState.Connected;
import im.linnet.connection.Subscribers;
import im.linnet.connection.Subscription;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.jid.Jid;
import im.linnet.nickname.Nickname;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Reply;
import im.linnet.stanza.StanzaError;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.xml.Element;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The account's roster (RFC 6121, section 2): loaded on request, then kept up to date by the
 * server's pushes. A push is accepted only if it comes from the own account or names no sender
 * (section 2.1.6); any other is answered as an unsupported request.
 *
 * <p>A successful request does not change the roster here: the server then pushes the changed item
 * to every resource of the account, including this one.
 *
 * <p>An answer may contain as many contacts as {@link im.linnet.ClientBuilder#answerBytes} allows.
 * Pushes add none beyond 100,000 contacts or 32 Mi characters of names and groups; beyond that they
 * are refused with {@code resource-constraint}, and so are pushes while as much waits for a
 * subscriber.
 *
 * <p>Safe for use by any thread; no method blocks. A server sends pushes only to clients that have
 * requested the roster (section 2.2), so {@linkplain #load load} it after every sign-in, before the
 * first presence. A server with roster versioning (section 2.6) then sends only changes. All
 * futures fail with {@link RefusedException} if the service's profile refuses the stanza, and with
 * {@link StanzaException} if the server refuses a request.
 */
public final class Roster implements Extension {

  /** The namespace of rosters. */
  public static final String NAMESPACE = "jabber:iq:roster";

  private static final String VERSIONS = "urn:xmpp:features:rosterver";
  private static final String PRE_APPROVAL = "urn:xmpp:features:pre-approval";
  private final XmppClient client;
  private final RosterEvents events = new RosterEvents();
  private final RosterCopy copy = new RosterCopy(events);
  private final AcceptedChanges accepted = new AcceptedChanges();
  private final StoredRoster stored;
  private final Requests requests = new Requests();
  private final Subscribers<List<Contact>> loads = new Subscribers<>(Roster.class);

  /** The stream on which the roster was loaded, or the resumed form of it. */
  private volatile @Nullable BoundStream loadedOn;

  /**
   * The roster of a client, kept as long as the client. Add it to the client's builder with {@code
   * .with(Roster::new)}.
   *
   * @param client the client
   * @throws IllegalStateException if another handler answers roster pushes already
   */
  public Roster(XmppClient client) {
    this.client = client;
    this.stored = new StoredRoster(null, copy::snapshot);
    follow();
  }

  /**
   * The roster of a client, kept in a store between runs of the program. Add it to the client's
   * builder with {@code .with(client -> new Roster(client, store))}.
   *
   * @param client the client
   * @param store keeps this account's roster
   * @throws IllegalStateException if another handler answers roster pushes already
   */
  public Roster(XmppClient client, RosterStore store) {
    this.client = client;
    this.stored = new StoredRoster(store, copy::snapshot);
    follow();
  }

  private void follow() {
    client.onRequest(Iq.Type.SET, "query", NAMESPACE, this::pushed);
    client.onState(this::changed);
    client.onPresence(this::answered);
  }

  /**
   * Handles answers to subscription requests that no push reports. Requests go to bare addresses.
   */
  private void answered(Presence presence) {
    Jid from = presence.from();
    if (from == null || from.isFull()) {
      return;
    }
    switch (presence.type()) {
      case SUBSCRIBED, UNSUBSCRIBED -> requests.over(from);
      case ERROR -> {
        StanzaError error = presence.error();
        if (error != null && copy.refused(from, requests.over(from), error)) {
          events.deliver();
        }
      }
      default -> {
        // Not an answer.
      }
    }
  }

  private void changed(ConnectionState state) {
    if (state instanceof Connected connected) {
      copy.connected(connected.stream().resumed());
      loadStaysOrGoes(connected.stream());
    } else {
      copy.outdated();
    }
  }

  @SuppressWarnings("ReferenceEquality") // two streams may have been negotiated to the same end
  private void loadStaysOrGoes(BoundStream stream) {
    BoundStream loaded = loadedOn;
    if (stream.resumed()) {
      loadedOn = loaded == null ? null : stream;
    } else if (loaded != stream) {
      loadedOn = null;
    }
  }

  /**
   * Whether the roster was loaded on the current stream, so that {@link #contacts()} is what the
   * server has.
   *
   * @return false without a connection, and after a new sign-in until {@link #load()} has its
   *     answer
   */
  @SuppressWarnings("ReferenceEquality") // two streams may have been negotiated to the same end
  public boolean isLoaded() {
    return client.state() instanceof Connected connected && connected.stream() == loadedOn;
  }

  /**
   * Subscribes to loads: for extensions that need the whole roster.
   *
   * @param subscriber is called with the contacts after each successful {@link #load()}, and after
   *     the subscribers of {@link #onChange}, never on an event loop
   * @return ends the subscription
   */
  public Subscription onLoad(Consumer<List<Contact>> subscriber) {
    return loads.add(subscriber);
  }

  /**
   * Requests the roster (RFC 6121, section 2.1.3), or the changes since the last known version
   * (section 2.6). Subscribers get the differences only.
   *
   * @return the contacts, in the server's order; malformed items are left out. The server may send
   *     further changes as pushes
   */
  public CompletableFuture<List<Contact>> load() {
    RequestChain<List<Contact>> contacts = new RequestChain<>();
    contacts.then(stored.read().copy(), kept -> load(kept, contacts));
    return contacts;
  }

  private void load(@Nullable RosterSnapshot kept, RequestChain<List<Contact>> contacts) {
    boolean versions = offers("ver", VERSIONS);
    if (versions && kept != null) {
      copy.restore(kept);
    }
    RosterCopy.Load load = copy.begin();
    String version = load.version() == null ? "" : load.version();
    Element query =
        Element.builder("query", NAMESPACE).attribute("ver", versions ? version : null).build();
    boolean mayBeUnchanged = versions && !version.isEmpty();
    CompletableFuture<List<Contact>> answered =
        client.request(Iq.get(null, query), answer -> loaded(load, answer, mayBeUnchanged));
    contacts.then(
        answered,
        contacts::complete,
        failure -> {
          copy.failed(load);
          contacts.completeExceptionally(failure);
        });
    contacts.whenComplete(
        (loaded, failure) -> {
          if (contacts.isCancelled()) {
            copy.failed(load);
          }
        });
  }

  private List<Contact> loaded(RosterCopy.Load load, Iq answer, boolean mayBeUnchanged) {
    Element query = answer.element().child("query", NAMESPACE);
    if (query == null && answer.payload() != null) {
      throw new IllegalArgumentException("something else than a roster");
    }
    if (query == null && mayBeUnchanged) {
      copy.confirmed(load);
    } else {
      copy.replaced(
          load, query == null ? RosterSnapshot.of(null, List.of()) : RosterSnapshot.of(query));
    }
    accepted.clear();
    loadedOn = client.stream();
    announce();
    List<Contact> contacts = copy.contacts();
    loads.tell(contacts);
    return contacts;
  }

  /** {@return the contacts as last loaded and pushed, in the server's order} */
  public List<Contact> contacts() {
    return copy.contacts();
  }

  /**
   * A contact, as the server has pushed it, or accepted it from this client since.
   *
   * @param jid its address. If the roster does not have exactly this one, resourceparts are ignored
   *     on both sides
   * @return the contact, or null if it is not on the roster
   */
  public @Nullable Contact contact(Jid jid) {
    return latest(jid);
  }

  /**
   * Subscribes to the differences that loads and pushes bring, and to failed subscription requests.
   * No difference is reported twice, even after a new sign-in and {@link #load()}.
   *
   * @param subscriber is called with each event in order, one at a time, never on an event loop
   * @return ends the subscription
   */
  public Subscription onChange(Consumer<RosterEvent> subscriber) {
    return events.subscribe(subscriber);
  }

  /**
   * Adds a contact (RFC 6121, section 2.3), without a subscription request: {@link #subscribe(Jid)}
   * sends one.
   *
   * @param jid its address
   * @param name the user's name for it, or null
   * @param groups the groups to put it in
   * @return completes when the server has added it; fails with {@link RefusedException} if a name
   *     contains a character that can't be sent
   * @throws IllegalArgumentException if a group's name is empty (section 2.3.3)
   */
  public CompletableFuture<Void> add(Jid jid, @Nullable String name, Set<String> groups) {
    if (groups.contains("")) {
      throw new IllegalArgumentException("groups: an empty name (expected: names)");
    }
    Element item;
    Contact contact;
    try {
      item = Contact.item(jid, name, groups).build();
      contact = Contact.builder(jid).name(name).groups(groups).build();
    } catch (IllegalArgumentException unsendable) {
      return CompletableFuture.failedFuture(
          new RefusedException(
              "The name of the contact or of a group can't be sent: " + unsendable.getMessage()));
    }
    accepted.sent(contact);
    return set(item, () -> accepted.accepted(contact));
  }

  /**
   * Renames a contact (RFC 6121, section 2.4).
   *
   * @param jid its address
   * @param name the user's name for it, or null for none
   * @return completes when the server has changed it; fails with {@link RefusedException} if it is
   *     not on the roster as known here, or the name contains a character that can't be sent
   */
  public CompletableFuture<Void> rename(Jid jid, @Nullable String name) {
    return update(jid, contact -> add(contact.jid(), name, contact.groups()));
  }

  /**
   * Changes the groups of a contact (RFC 6121, section 2.4).
   *
   * @param jid its address
   * @param groups all groups of the contact from now on
   * @return completes when the server has changed it; fails with {@link RefusedException} if it is
   *     not on the roster as known here, or a name contains a character that can't be sent
   * @throws IllegalArgumentException if a group's name is empty (section 2.3.3)
   */
  public CompletableFuture<Void> regroup(Jid jid, Set<String> groups) {
    return update(jid, contact -> add(contact.jid(), contact.name(), groups));
  }

  /**
   * Removes a contact; the server ends the subscriptions in both directions (RFC 6121, section
   * 2.5). If the contact is a gateway to another network, that may end the user's registration with
   * it, as {@link #unsubscribe}, {@link #cancel} and {@link #deny} may; linnet-gateway stops all
   * four unless the program says that this is wanted.
   *
   * @param jid its address
   * @return completes when the server has removed it
   */
  public CompletableFuture<Void> remove(Jid jid) {
    Contact contact = copy.contact(jid);
    Element item =
        Element.builder("item", NAMESPACE)
            .attribute("jid", (contact == null ? jid : contact.jid()).toString())
            .attribute("subscription", Contact.Subscription.REMOVE.wireName())
            .build();
    accepted.forget(contact == null ? jid : contact.jid());
    return set(item, () -> {});
  }

  /**
   * Requests to see a contact's presence (RFC 6121, section 3.1).
   *
   * @param jid its address
   * @return completes when the request was sent. Subscribers of {@link #onChange} get the result:
   *     consent and refusal as a change of the contact, an undelivered request as {@link
   *     RosterEvent.SubscriptionFailed}
   */
  public CompletableFuture<Void> subscribe(Jid jid) {
    return subscribe(jid, null);
  }

  /**
   * Requests to see a contact's presence, with the user's nickname (XEP-0172, section 4.2).
   *
   * @param jid its address
   * @param nickname the user's nickname, cleaned as {@link Nickname} is; or null
   * @return completes when the request was sent, see {@link #subscribe(Jid)}
   */
  public CompletableFuture<Void> subscribe(Jid jid, @Nullable String nickname) {
    Nickname name = nickname == null ? null : Nickname.tidied(nickname);
    requests.begin(jid);
    CompletableFuture<Void> request =
        name == null ? say(Presence.Type.SUBSCRIBE, jid) : client.send(name.subscribe(jid.bare()));
    RequestChain<Void> asked = new RequestChain<>();
    asked.then(
        request,
        sent -> asked.complete(null),
        failure -> {
          requests.over(jid);
          asked.completeExceptionally(failure);
        });
    return asked;
  }

  /**
   * Ends the subscription to a contact's presence, or withdraws the request (RFC 6121, section
   * 3.3).
   *
   * @param jid its address
   * @return completes when it was sent
   */
  public CompletableFuture<Void> unsubscribe(Jid jid) {
    return say(Presence.Type.UNSUBSCRIBE, jid);
  }

  /**
   * Approves a contact's request to see the user's presence (RFC 6121, section 3.1.4).
   *
   * @param jid its address
   * @return completes when it was sent
   */
  public CompletableFuture<Void> approve(Jid jid) {
    return say(Presence.Type.SUBSCRIBED, jid);
  }

  /**
   * Approves a future request of a contact to see the user's presence (RFC 6121, section 3.4).
   * {@link #cancel} revokes the approval.
   *
   * @param jid its address
   * @return completes when it was sent; fails with {@link RefusedException} if the server does not
   *     offer it
   */
  public CompletableFuture<Void> preApprove(Jid jid) {
    if (client.state() instanceof Connected && !offers("sub", PRE_APPROVAL)) {
      return CompletableFuture.failedFuture(
          new RefusedException(
              "The server does not offer to approve in advance: wait for the request of "
                  + jid.bare()));
    }
    return approve(jid);
  }

  /**
   * Denies a contact's request to see the user's presence (RFC 6121, section 3.1.4).
   *
   * @param jid its address
   * @return completes when it was sent
   */
  public CompletableFuture<Void> deny(Jid jid) {
    return say(Presence.Type.UNSUBSCRIBED, jid);
  }

  /**
   * Revokes a contact's permission to see the user's presence (RFC 6121, section 3.2).
   *
   * @param jid its address
   * @return completes when it was sent
   */
  public CompletableFuture<Void> cancel(Jid jid) {
    return say(Presence.Type.UNSUBSCRIBED, jid);
  }

  private CompletableFuture<Void> say(Presence.Type type, Jid jid) {
    return client.send(Presence.builder(type).to(jid.bare()).build());
  }

  private CompletableFuture<Void> set(Element item, Runnable accept) {
    Element query = Element.builder("query", NAMESPACE).child(item).build();
    RequestChain<Void> done = new RequestChain<>();
    done.then(
        client.request(Iq.set(null, query)),
        answer -> {
          accept.run();
          done.complete(null);
        });
    return done;
  }

  private CompletableFuture<Void> update(
      Jid jid, Function<Contact, CompletableFuture<Void>> change) {
    Contact contact = latest(jid);
    return contact == null
        ? CompletableFuture.failedFuture(
            new RefusedException(jid.bare() + " is not on the roster: load() it, or add(..) first"))
        : change.apply(contact);
  }

  private @Nullable Contact latest(Jid jid) {
    Contact known = copy.contact(jid);
    Contact changed = accepted.get(known == null ? jid : known.jid());
    if (known == null || changed == null) {
      return changed == null ? known : changed;
    }
    // A change has a name and groups alone; the rest is the server's.
    return Contact.builder(known.jid())
        .name(changed.name())
        .groups(changed.groups())
        .subscription(known.subscription())
        .asked(known.asked())
        .approved(known.approved())
        .build();
  }

  private boolean offers(String name, String namespace) {
    return client.state() instanceof Connected connected
        && connected.stream().features().offers(name, namespace);
  }

  private CompletionStage<Reply> pushed(Iq push) {
    return answer(push).now();
  }

  private Reply answer(Iq push) {
    Jid from = push.from();
    if (from != null && !from.equals(account())) {
      return Reply.error(Condition.SERVICE_UNAVAILABLE);
    }
    Element query = push.payload();
    List<Element> items = query == null ? List.of() : query.children("item", NAMESPACE);
    if (query == null || items.size() != 1) {
      return Reply.error(Condition.BAD_REQUEST);
    }
    try {
      Contact item = Contact.of(items.get(0));
      accepted.forget(item.jid());
      if (!copy.pushed(item, query.attribute("ver"))) {
        return Reply.error(Condition.RESOURCE_CONSTRAINT);
      }
    } catch (IllegalArgumentException malformed) {
      return Reply.error(Condition.BAD_REQUEST);
    }
    announce();
    return Reply.result();
  }

  private void announce() {
    stored.write();
    events.deliver();
  }

  /** The bound account, which differs from the configured one if the service assigns it. */
  private Jid account() {
    BoundStream stream = client.stream();
    return stream == null ? client.account() : stream.jid().bare();
  }
}
