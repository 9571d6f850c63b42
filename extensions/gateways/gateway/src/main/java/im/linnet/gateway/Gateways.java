package im.linnet.gateway;

import im.linnet.Extension;
import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.Subscribers;
import im.linnet.connection.Subscription;
import im.linnet.disco.Disco;
import im.linnet.disco.DiscoInfo;
import im.linnet.failure.RefusedException;
import im.linnet.gateway.KnownGateway.Registration;
import im.linnet.jid.Jid;
import im.linnet.roster.Contact;
import im.linnet.roster.Roster;
import im.linnet.roster.RosterEvent;
import im.linnet.routing.Filter;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gateways to other networks (XEP-0100): finds them, follows their state, signs on and off, and
 * asks them for the addresses of contacts. Registration itself (XEP-0077) is not done here; call
 * {@link #expect} right before it.
 *
 * <h2>What ends a registration</h2>
 *
 * <p>PyMSNt and gateways like it end the registration when they receive {@code unsubscribe} or
 * {@code unsubscribed}. Servers send both when the gateway's item is removed from the roster. So
 * this extension sends neither, and stops both, and the removal of the item, when other parts of
 * the program send them to a gateway that the user is registered with: they fail with a {@link
 * im.linnet.failure.FilterException}, and nothing is sent. {@link #allowUnregistering} and {@link
 * #remove} lift this. It protects what this client sends, not what other clients of the account do.
 * To know the registrations it needs the {@linkplain Roster#load() loaded roster}.
 *
 * <h2>Which domains</h2>
 *
 * <p>A gateway is a domain that was found, is expected, or is on the roster with a subscription and
 * has not said that it is something else. At most 512 are known at a time.
 *
 * <p>Safe for use by any thread; no method blocks. Needs {@link Disco} and {@link Roster} among the
 * client's extensions.
 */
public final class Gateways implements Extension {

  private static final Logger LOG = LoggerFactory.getLogger(Gateways.class);

  private final XmppClient client;
  private final Disco disco;
  private final Roster roster;
  private final Names names;
  private final Subscribers<GatewayChange> subscribers = new Subscribers<>(Gateways.class);
  private final KnownGateways known;
  private final Welcome welcome = new Welcome(this::isExpected);
  private final Unregistering unregistering = new Unregistering(this::isRegistered);

  /**
   * The gateways of a client. Add it to the client's builder with {@code .with(Gateways::new)},
   * after {@code .with(Disco::new)} and {@code .with(Roster::new)}.
   *
   * @param client the client
   * @throws IllegalArgumentException if the client has no {@link Disco} or {@link Roster}
   */
  public Gateways(XmppClient client) {
    this.client = client;
    this.disco = client.get(Disco.class);
    this.roster = client.get(Roster.class);
    this.names = new Names(client, disco);
    this.known =
        new KnownGateways(
            change -> client.context().callbacks().execute(() -> subscribers.tell(change)));
    roster.onChange(this::rosterChanged);
    roster.onLoad(contacts -> known.rosterIsThere());
    client.onPresence(this::heard);
    client.onMessage(this::heard);
    client.claim(welcome.claim(), this::answer);
  }

  @Override
  public List<Filter> filters() {
    return List.of(welcome, unregistering);
  }

  @Override
  public void bound(BoundStream stream) {
    known.forgetHeard();
  }

  @Override
  public void lost() {
    BoundStream last = client.stream();
    if (last == null || !last.managed()) {
      known.forgetHeard();
    }
  }

  /**
   * Finds the gateways of the own server.
   *
   * @return the gateways, see {@link #find(Jid)}
   */
  public CompletableFuture<FoundGateways> find() {
    return find(client.account());
  }

  /**
   * Finds the gateways of a server: asks for its items, then up to 256 of them, eight at a time,
   * what they are (XEP-0030, sections 3 and 4).
   *
   * @param server the server
   * @return those with an identity of category gateway. A service that does not answer does not
   *     fail the search, see {@link FoundGateways#unanswered}. Fails as {@link Disco#items(Jid)}
   *     does. Cancelling it forgets all its requests
   */
  public CompletableFuture<FoundGateways> find(Jid server) {
    return new Search(disco, this::learned).of(server);
  }

  /**
   * Asks one domain whether it is a gateway.
   *
   * @param domain the domain
   * @return the gateway. Fails with {@link RefusedException} if it is something else, and as {@link
   *     Disco#info(Jid)} does
   */
  public CompletableFuture<Gateway> lookUp(Jid domain) {
    Jid jid = domain.domainJid();
    RequestChain<Gateway> found = new RequestChain<>();
    found.then(
        disco.info(jid),
        info -> {
          learned(jid, info);
          Gateway gateway = Gateway.of(jid, info);
          if (gateway == null) {
            found.completeExceptionally(
                new RefusedException(
                    jid + " is no gateway: none of its identities has the category gateway"));
          } else {
            found.complete(gateway);
          }
        });
    return found;
  }

  private void learned(Jid domain, DiscoInfo info) {
    Gateway gateway = Gateway.of(domain, info);
    if (gateway == null) {
      known.isOther(domain);
      return;
    }
    known.isNoOther(domain);
    boolean noted = known.note(domain, fact -> fact.found(gateway).subscribed(isOnRoster(domain)));
    if (!noted) {
      LOG.debug("There is no room to follow the state of {}", domain);
    }
  }

  /** {@return the gateways that were found or looked up, in this order} */
  public List<Gateway> gateways() {
    return known.found();
  }

  /**
   * The state of a gateway.
   *
   * @param gateway its domain; a localpart and a resourcepart are ignored
   * @return its state, or null if this domain is not known to be a gateway
   */
  public @Nullable GatewayState state(Jid gateway) {
    KnownGateway fact = known.get(gateway.domainJid());
    return fact == null ? null : fact.state();
  }

  /**
   * Subscribes to changes of the gateways' states.
   *
   * @param subscriber is called with each change, in order with the client's callbacks
   * @return ends the subscription
   */
  public Subscription onChange(Consumer<GatewayChange> subscriber) {
    return subscribers.add(subscriber);
  }

  /**
   * Announces that the program registers with a gateway now. The gateway then sends a subscription
   * request (XEP-0100, section 4.1.1), which is answered with {@code subscribed} and with a request
   * in return, and does not reach {@link XmppClient#onPresence}. A request of any other gateway is
   * an ordinary invitation.
   *
   * <p>It holds for one answered request, across reconnects. Close it if the registration fails.
   *
   * @param gateway the gateway's domain; a localpart and a resourcepart are ignored
   * @return ends the expectation
   */
  public Subscription expect(Jid gateway) {
    Jid domain = gateway.domainJid();
    known.isNoOther(domain);
    if (!known.note(domain, fact -> fact.registration(Registration.EXPECTED))) {
      LOG.warn("Too many gateways: the request of {} will not be answered", domain);
    }
    return () -> known.noteKnown(domain, Gateways::unexpected);
  }

  private static KnownGateway unexpected(KnownGateway fact) {
    return fact.registration() == Registration.EXPECTED
        ? fact.registration(Registration.NONE)
        : fact;
  }

  /**
   * Signs on with plain availability, see {@link #signOn(Jid, Presence)}.
   *
   * @param gateway the gateway
   * @return completes when it was sent
   */
  public CompletableFuture<Void> signOn(Jid gateway) {
    return signOn(gateway, Presence.available());
  }

  /**
   * Sends a gateway the user's presence (XEP-0100, section 4.4): it signs on to its network, or
   * changes the user's status there. The client's broadcast presence does the same for gateways
   * that are subscribed to it.
   *
   * @param gateway the gateway's domain; a localpart and a resourcepart are ignored
   * @param presence available, with show and status if wanted, without recipient
   * @return completes when it was sent; the gateway's answer is a change of its {@linkplain #state
   *     state}. Fails as {@link XmppClient#send} does
   * @throws IllegalArgumentException if the presence is of another type or has a recipient
   */
  public CompletableFuture<Void> signOn(Jid gateway, Presence presence) {
    if (presence.type() != Presence.Type.AVAILABLE || presence.to() != null) {
      throw new IllegalArgumentException(
          "presence: %s to %s (expected: available, to nobody)"
              .formatted(presence.type(), presence.to()));
    }
    Jid domain = gateway.domainJid();
    known.noteKnown(
        domain,
        fact -> fact.presence() == null ? fact.forgotten() : fact); // an old failure is over
    return client.send(presence.toBuilder().to(domain).build());
  }

  /**
   * Sends a gateway unavailable presence (XEP-0100, section 4.5): it signs off from its network.
   * The user stays registered.
   *
   * @param gateway the gateway's domain; a localpart and a resourcepart are ignored
   * @return completes when it was sent; fails as {@link XmppClient#send} does
   */
  public CompletableFuture<Void> signOff(Jid gateway) {
    return client.send(Presence.unavailable().toBuilder().to(gateway.domainJid()).build());
  }

  /**
   * Asks a gateway what the user should enter to add a contact (XEP-0100, section 6.3).
   *
   * @param gateway the gateway
   * @return the prompt; fails with {@link im.linnet.failure.StanzaException} if the gateway answers
   *     with an error, with {@link im.linnet.failure.UnreadableAnswerException} if with something
   *     else, and as {@link XmppClient#request} does
   */
  public CompletableFuture<Prompt> prompt(Jid gateway) {
    return names.prompt(gateway.domainJid(), null);
  }

  /**
   * Asks a gateway for its prompt in a language.
   *
   * @param gateway the gateway
   * @param language the preferred language, such as {@code de}
   * @return the prompt, see {@link #prompt(Jid)}; fails with {@link RefusedException}, too, if the
   *     language can't be sent
   */
  public CompletableFuture<Prompt> prompt(Jid gateway, String language) {
    return names.prompt(gateway.domainJid(), language);
  }

  /**
   * The address of a contact of another network. If the gateway uses JID Escaping, the address is
   * made here; otherwise the gateway is asked for it (XEP-0106, section 4.4; XEP-0100, section
   * 6.3). Of its answer {@code <jid/>} counts, or else {@code <prompt/>}, as PyMSNt sends it.
   *
   * @param gateway the gateway
   * @param name the contact's name on that network, such as {@code friend@hotmail.com}, as the user
   *     has entered it
   * @return the bare address, at the gateway's domain. Fails with {@link RefusedException} if the
   *     name can't be sent; with {@link im.linnet.failure.StanzaException} if the gateway refuses
   *     the name; with {@link im.linnet.failure.UnreadableAnswerException} if its answer has no
   *     address, or one at another domain; and as {@link XmppClient#request} does
   */
  public CompletableFuture<Jid> address(Jid gateway, String name) {
    return names.address(gateway.domainJid(), name);
  }

  /**
   * The name of a contact as people write it, for display.
   *
   * @param contact the contact's address
   * @return the localpart, unescaped if the contact's gateway was found and uses JID Escaping; the
   *     domain if there is no localpart
   */
  public String displayName(Jid contact) {
    String local = contact.local();
    KnownGateway fact = known.get(contact.domainJid());
    Gateway gateway = fact == null ? null : fact.gateway();
    if (local == null) {
      return contact.domain();
    }
    return gateway != null && gateway.escapesNames() ? EscapedName.unescape(local) : local;
  }

  /**
   * Lets {@code unsubscribe} and {@code unsubscribed} to a gateway pass, and the removal of its
   * roster item, until the subscription is closed. They end the registration, see above. Not needed
   * once the gateway itself has ended the subscriptions, as it does after it was asked to
   * unregister.
   *
   * @param gateway the gateway's domain; a localpart and a resourcepart are ignored
   * @return stops them again
   */
  public Subscription allowUnregistering(Jid gateway) {
    return unregistering.allow(gateway.domainJid());
  }

  /**
   * Removes a gateway from the roster (XEP-0100, section 4.3.1). The server then sends it {@code
   * unsubscribe} and {@code unsubscribed}, so that <b>PyMSNt and gateways like it end the user's
   * registration</b>. Its contacts stay on the roster.
   *
   * @param gateway the gateway's domain; a localpart and a resourcepart are ignored
   * @return completes when the server has removed it; fails as {@link Roster#remove} does
   */
  public CompletableFuture<Void> remove(Jid gateway) {
    Subscription allowed = allowUnregistering(gateway);
    RequestChain<Void> removed = new RequestChain<>();
    removed.then(roster.remove(gateway.domainJid()), removed::complete);
    removed.whenComplete((done, failure) -> allowed.close());
    return removed;
  }

  private boolean isExpected(Jid domain) {
    KnownGateway fact = known.get(domain);
    return fact != null && fact.registration() == Registration.EXPECTED;
  }

  private boolean isRegistered(Jid domain) {
    KnownGateway fact = known.get(domain);
    return fact != null && (fact.subscribed() || fact.isRegistering());
  }

  /** Approves the subscription of an expected gateway, and subscribes in return. */
  private void answer(Stanza request) {
    Jid from = request.from();
    if (from == null) {
      return;
    }
    Jid gateway = from.bare();
    known.noteKnown(gateway, fact -> fact.registration(Registration.ANSWERED));
    RequestChain<Void> answered = new RequestChain<>();
    answered.then(
        roster.approve(gateway),
        approved -> answered.then(roster.subscribe(gateway), answered::complete));
    answered.whenComplete(
        (done, failure) -> {
          if (failure != null) {
            LOG.debug("{} was not answered: {}", gateway, failure.getMessage());
            // The server repeats the request at the next sign-in.
            known.noteKnown(gateway, fact -> fact.registration(Registration.EXPECTED));
          }
        });
  }

  private boolean isOnRoster(Jid domain) {
    Contact contact = roster.contact(domain);
    return contact != null && isSubscribed(contact);
  }

  private static boolean isSubscribed(Contact contact) {
    return contact.subscription().toContact() || contact.subscription().fromContact();
  }

  private void rosterChanged(RosterEvent event) {
    Contact contact = event.contact();
    Jid domain = contact.jid().domainJid();
    if (contact.jid().local() != null
        || domain.equals(client.account().domainJid())
        || event instanceof RosterEvent.SubscriptionFailed) {
      return;
    }
    if (!(event instanceof RosterEvent.Removed) && isSubscribed(contact)) {
      known.note(domain, fact -> fact.subscribed(true));
    } else {
      known.noteKnown(domain, fact -> fact.subscribed(false));
    }
  }

  private void heard(Presence presence) {
    Jid from = presence.from();
    if (from == null || from.local() != null) {
      return;
    }
    switch (presence.type()) {
      case AVAILABLE -> known.noteHeard(from.bare(), fact -> fact.available(presence));
      case UNAVAILABLE -> known.noteHeard(from.bare(), fact -> fact.unavailable(null));
      case ERROR -> known.noteHeard(from.bare(), fact -> fact.unavailable(presence.error()));
      default -> {
        // Subscriptions are seen on the roster.
      }
    }
  }

  /** PyMSNt reports a failed sign-on by a message, before its unavailable presence. */
  private void heard(Message message) {
    Jid from = message.from();
    if (from != null && from.local() == null && message.type() == Message.Type.ERROR) {
      known.noteHeard(
          from.bare(), fact -> fact.presence() == null ? fact.unavailable(message.error()) : fact);
    }
  }
}
