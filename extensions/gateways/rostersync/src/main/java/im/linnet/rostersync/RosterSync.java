package im.linnet.rostersync;

import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.Subscribers;
import im.linnet.connection.Subscription;
import im.linnet.jid.Jid;
import im.linnet.roster.Contact;
import im.linnet.roster.Roster;
import im.linnet.rostersync.Consents.Decided;
import im.linnet.rostersync.Consents.Postponed;
import im.linnet.rostersync.Consents.Standing;
import im.linnet.rostersync.SyncEvent.Ignored;
import im.linnet.rostersync.SyncEvent.LeftToUser;
import im.linnet.rostersync.SyncEvent.Reason;
import im.linnet.routing.Filter;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Reply;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes over the contact lists that gateways suggest, with the user's consent: roster-subsync, as
 * PyMSNt 0.11 sends it, in both of its namespaces, and Roster Item Exchange (XEP-0144).
 *
 * <h2>Rules</h2>
 *
 * <ul>
 *   <li>Only a gateway that the user has may suggest: a domain, other than the own server's, that
 *       is on the roster with a subscription. It may only suggest contacts at its own domain.
 *   <li>The user is asked once for each gateway, and the {@linkplain Decision decision} is kept.
 *       Until then, and until the roster is loaded, suggestions are collected.
 *   <li>What is sent for a suggestion follows from the contact's subscription on the roster and the
 *       wanted one, not from the type of presence that it came with.
 *   <li>Everything else is handled as if this extension were not there: tags of others, malformed
 *       ones, those of a denied gateway, and those beyond the {@linkplain SyncLimits limits}. Their
 *       presences and messages reach the client's subscribers, late if they were held back.
 *   <li>Nothing is ever sent to the gateway itself, in particular no {@code unsubscribe} or {@code
 *       unsubscribed}, by which PyMSNt would end the user's registration.
 * </ul>
 *
 * <p>An applied suggestion reaches no subscriber of {@link XmppClient#onPresence}; a message that
 * has a text does. The program must {@linkplain Roster#load() load} the roster.
 *
 * <p>Safe for use by any thread; no method blocks.
 */
public final class RosterSync implements Extension {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final XmppClient client;
  private final Roster roster;
  private final SyncLimits limits;
  private final Subscribers<SyncEvent> subscribers = new Subscribers<>(RosterSync.class);
  private final AtomicBoolean settling = new AtomicBoolean();
  private final Held held = new Held();
  private final Room room;
  private final Consents consents;
  private final Work work;
  private final Intake intake;

  /**
   * Applies suggestions with consent; decisions are kept as long as the client. Add it to the
   * client's builder with {@code .with(client -> new RosterSync(client, consent))}, after {@code
   * .with(Roster::new)}.
   *
   * @param client the client
   * @param consent asks the user
   * @throws IllegalArgumentException if the client has no {@link Roster}
   */
  public RosterSync(XmppClient client, Consent consent) {
    this(client, consent, new NoStore(), SyncLimits.standard());
  }

  /**
   * Applies suggestions with consent; decisions are kept in a store.
   *
   * @param client the client
   * @param consent asks the user
   * @param store keeps this account's decisions
   * @throws IllegalArgumentException if the client has no {@link Roster}
   */
  public RosterSync(XmppClient client, Consent consent, ConsentStore store) {
    this(client, consent, store, SyncLimits.standard());
  }

  /**
   * Applies suggestions with consent, within limits.
   *
   * @param client the client
   * @param consent asks the user
   * @param store keeps this account's decisions
   * @param limits what gateways can make the client remember and send
   * @throws IllegalArgumentException if the client has no {@link Roster}
   */
  public RosterSync(XmppClient client, Consent consent, ConsentStore store, SyncLimits limits) {
    this(client, consent, store, limits, MINUTE);
  }

  /** With another length of a minute, for tests. */
  RosterSync(
      XmppClient client, Consent consent, ConsentStore store, SyncLimits limits, Duration minute) {
    this.client = client;
    this.limits = limits;
    roster = client.get(Roster.class);
    room = new Room(limits);
    consents = new Consents(consent, store, client.context().callbacks(), this::settle);
    Pace pace = new Pace(limits.perMinute(), minute, System::nanoTime);
    work = new Work(client.context(), roster, room, pace, limits.atOnce(), this::report);
    intake = new Intake(client, this::accepts, this::reportIgnored, room::leave);
    client.claim(intake.claim(), push -> {}); // it was kept by the filter
    client.onRequest(Iq.Type.SET, "x", Exchange.NAMESPACE, this::requested);
    roster.onLoad(contacts -> client.context().callbacks().execute(this::goOn));
  }

  @Override
  public List<Filter> filters() {
    return List.of(intake);
  }

  @Override
  public Set<String> features() {
    return Set.of(Exchange.NAMESPACE);
  }

  @Override
  public void bound(BoundStream stream) {
    consents.reopen();
    intake.start();
  }

  @Override
  public void resumed(BoundStream stream) {
    goOn();
  }

  /**
   * Subscribes to events.
   *
   * @param subscriber is called with each event, in order with the client's callbacks
   * @return ends the subscription
   */
  public Subscription onEvent(Consumer<SyncEvent> subscriber) {
    return subscribers.add(subscriber);
  }

  /**
   * Sets the user's decision on a gateway, for instance in the program's settings. It also ends an
   * open question.
   *
   * @param gateway the gateway's domain; a localpart and a resourcepart are ignored
   * @param decision the decision; {@link Decision#LATER} removes an earlier one
   * @return completes when the decision is stored; fails as the store does, but the decision holds
   *     as long as the client then, too
   */
  public CompletableFuture<Void> decide(Jid gateway, Decision decision) {
    return consents.decide(gateway.domainJid(), decision);
  }

  /**
   * The suggestions of a gateway that wait for a decision.
   *
   * @param gateway the gateway's domain; a localpart and a resourcepart are ignored
   * @return the suggestions, the oldest first
   */
  public List<Suggestion> waiting(Jid gateway) {
    return held.suggestions(gateway.domainJid());
  }

  /** Whether a push is taken out of the general flow; if so, it is kept. */
  private boolean accepts(Push push) {
    Reason refusal = refusal(push.gateway());
    boolean tooMany = push.suggestions().size() > limits.ofStanza();
    if (refusal == null && (tooMany || !room.take(push))) {
      refusal = Reason.FULL;
    }
    if (refusal != null) {
      report(new LeftToUser(push.gateway(), push.suggestions(), refusal));
      return refusal != Reason.FULL && queues(push);
    }
    Push replaced = held.add(push);
    if (replaced != null) {
      room.leave(replaced);
    }
    if (settling.compareAndSet(false, true)) {
      client.context().callbacks().execute(this::settleAll);
    }
    return true;
  }

  /** Keeps the order: an ordinary push follows those that are still to be put back. */
  private boolean queues(Push push) {
    boolean queued = push.ordinary() != null && intake.isPuttingBack() && room.take(push);
    if (queued) {
      intake.putBack(push);
      intake.start();
    }
    return queued;
  }

  /** Why a gateway's suggestions are not applied, as far as is known; or null. */
  private @Nullable Reason refusal(Jid gateway) {
    if (roster.isLoaded() && !isGateway(gateway)) {
      return Reason.NOT_A_GATEWAY;
    }
    return consents.isDenied(gateway) ? Reason.DENIED : null;
  }

  private boolean isGateway(Jid domain) {
    Contact contact = roster.contact(domain);
    return contact != null
        && contact.jid().local() == null
        && !domain.equals(client.account().domainJid())
        && (contact.subscription().toContact() || contact.subscription().fromContact());
  }

  private CompletionStage<Reply> requested(Iq request) {
    Jid from = request.from();
    Element x = request.payload();
    if (from == null || x == null || from.local() != null) {
      return Reply.error(Condition.FORBIDDEN).now();
    }
    Exchange exchange = Exchange.of(from.bare(), x);
    if (exchange.suggestions().isEmpty()) {
      Reason refusal = refusal(exchange.gateway());
      return (refusal == null
              ? Reply.error(Condition.BAD_REQUEST)
              : error(exchange.gateway(), refusal))
          .now();
    }
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    if (!accepts(Push.of(exchange, reply))) {
      Reason refusal = refusal(exchange.gateway());
      return error(exchange.gateway(), refusal == null ? Reason.FULL : refusal).now();
    }
    if (exchange.ignored() > 0) {
      reportIgnored(exchange);
    }
    return reply;
  }

  /** XEP-0144, section 5.1. */
  private Reply error(Jid gateway, Reason reason) {
    return switch (reason) {
      case FULL -> Reply.error(Condition.RESOURCE_CONSTRAINT);
      case DENIED -> Reply.error(Condition.FORBIDDEN);
      case NOT_A_GATEWAY ->
          Reply.error(
              roster.contact(gateway) == null ? Condition.NOT_AUTHORIZED : Condition.FORBIDDEN);
    };
  }

  private void goOn() {
    intake.start();
    settleAll();
    work.resume();
  }

  private void settleAll() {
    settling.set(false);
    held.gateways().forEach(this::settle);
  }

  /** Does with a gateway's pushes what its standing says. */
  private void settle(Jid gateway) {
    if (!roster.isLoaded()) {
      return;
    }
    Standing standing = consents.of(gateway);
    if (!isGateway(gateway)) {
      leaveToUser(gateway, Reason.NOT_A_GATEWAY);
    } else if (standing == null) {
      consents.find(gateway, () -> question(gateway));
    } else if (standing instanceof Decided decided) {
      if (decided.allowed()) {
        held.take(gateway).forEach(this::apply);
        work.start();
      } else {
        leaveToUser(gateway, Reason.DENIED);
      }
    } else if (standing instanceof Postponed) {
      // The suggestions are kept, so the gateway need not send them again.
      held.of(gateway).forEach(push -> push.reply(Reply.result()));
    }
  }

  private Question question(Jid gateway) {
    Contact contact = roster.contact(gateway);
    return new Question(
        gateway, contact == null ? null : contact.name(), held.suggestions(gateway).size());
  }

  private void apply(Push push) {
    room.leaveStanza(push);
    push.reply(Reply.result());
    push.suggestions().forEach(work::add);
  }

  private void leaveToUser(Jid gateway, Reason reason) {
    for (Push push : held.take(gateway)) {
      report(new LeftToUser(gateway, push.suggestions(), reason));
      push.reply(error(gateway, reason));
      if (push.ordinary() == null) {
        room.leave(push);
      } else {
        intake.putBack(push);
      }
    }
    intake.start();
  }

  private void reportIgnored(Exchange exchange) {
    report(new Ignored(exchange.gateway(), exchange.ignored()));
  }

  private void report(SyncEvent event) {
    if (!subscribers.isEmpty()) {
      client.context().callbacks().execute(() -> subscribers.tell(event));
    }
  }
}
