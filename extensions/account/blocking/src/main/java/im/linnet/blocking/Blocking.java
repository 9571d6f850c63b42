package im.linnet.blocking;

import im.linnet.Extension;
import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.Subscribers;
import im.linnet.connection.Subscription;
import im.linnet.failure.RefusedException;
import im.linnet.failure.StanzaException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Reply;
import im.linnet.stanza.Stanza;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.xml.Element;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The account's block list (XEP-0191): addresses whose stanzas the server does not deliver to the
 * user, and to which it sends nothing of the user. The list belongs to the account; all its clients
 * share it. It is loaded on each new stream and then follows the server's pushes and the answers to
 * the requests of this client.
 *
 * <p>A push is believed only if it names no sender, or comes from the own account or its server;
 * any other is answered as an unsupported request. The list holds at most 100,000 entries and 16 Mi
 * characters; a larger answer is malformed, and pushes beyond that are refused with {@code
 * resource-constraint}.
 *
 * <p>The list is information for the user. It is the server that blocks.
 *
 * <p>Safe for use by any thread; no method blocks. All futures fail with {@link StanzaException} if
 * the server refuses, {@code service-unavailable} or {@code feature-not-implemented} meaning that
 * it has no block lists, and as {@link XmppClient#request(Iq)} does.
 */
public final class Blocking implements Extension {

  /** The namespace, and the disco feature of servers with block lists. */
  public static final String NAMESPACE = "urn:xmpp:blocking";

  /** The namespace of the error condition {@code <blocked/>}. */
  public static final String ERRORS = "urn:xmpp:blocking:errors";

  private static final Logger LOG = LoggerFactory.getLogger(Blocking.class);
  private static final String PRIVACY_LISTS = "jabber:iq:privacy";

  private final XmppClient client;
  private final Subscribers<BlockingEvent> subscribers = new Subscribers<>(Blocking.class);
  private final BlockList list = new BlockList();

  /**
   * The block list of a client's account. Add it to the client's builder with {@code
   * .with(Blocking::new)}.
   *
   * <p>It also answers the pushes of privacy lists (XEP-0016), which ejabberd sends together with
   * those of the block list.
   *
   * @param client the client
   * @throws IllegalStateException if another handler answers one of these pushes already
   */
  public Blocking(XmppClient client) {
    this.client = client;
    client.onRequest(Iq.Type.SET, "block", NAMESPACE, push -> answer(push, this::block).now());
    client.onRequest(Iq.Type.SET, "unblock", NAMESPACE, push -> answer(push, this::unblock).now());
    client.onRequest(Iq.Type.SET, "query", PRIVACY_LISTS, this::privacyList);
  }

  @Override
  public void bound(BoundStream stream) {
    list.outdated();
    load()
        .whenComplete(
            (loaded, failure) -> {
              if (failure != null) {
                LOG.debug("The block list was not loaded: {}", failure.toString());
              }
            });
  }

  /**
   * Requests the list (section 3.2). Only needed to learn when it is loaded, or why not: each new
   * stream does the same.
   *
   * @return the entries; malformed ones are left out. Fails with {@link
   *     im.linnet.failure.UnreadableAnswerException} if there are too many
   */
  public CompletableFuture<Set<Jid>> load() {
    PendingChange load = list.begin();
    RequestChain<Set<Jid>> entries = chain(load);
    entries.then(
        client.request(Iq.get(null, Element.of("blocklist", NAMESPACE)), BlockedItems::list),
        answered -> {
          list.loaded(load, answered);
          announce();
          entries.complete(list.entries());
        });
    return entries;
  }

  /**
   * {@return whether the list was loaded on the current stream, or the last one if there is none,
   * and nothing is missing in it}
   */
  public boolean isLoaded() {
    return list.isComplete();
  }

  /** {@return the entries, as last loaded, pushed and changed} */
  public Set<Jid> blocked() {
    return list.entries();
  }

  /**
   * Whether an address is blocked, by the rules of section 6: by its full address, by its bare one,
   * or by its domain.
   *
   * @param jid the address
   * @return true if an entry applies to it
   */
  public boolean isBlocked(Jid jid) {
    return entryFor(jid) != null;
  }

  /**
   * The entry that blocks an address, which is what has to be unblocked.
   *
   * @param jid the address
   * @return the narrowest entry that applies to it, or null
   */
  public @Nullable Jid entryFor(Jid jid) {
    return list.match(jid);
  }

  /**
   * Subscribes to changes of the list. No change is reported twice, even after a new sign-in.
   *
   * @param subscriber is called with each, in order with the client's callbacks
   * @return ends the subscription
   */
  public Subscription onChange(Consumer<? super BlockingEvent> subscriber) {
    return subscribers.add(subscriber);
  }

  /**
   * Blocks addresses (section 3.3). The server also sends them unavailable presence of the user.
   *
   * @param jids full or bare addresses, or domains; at least one
   * @return completes when the server has blocked them, and {@link #blocked()} has them. Fails with
   *     {@link RefusedException} if there is none
   */
  public CompletableFuture<Void> block(Jid... jids) {
    return block(List.of(jids));
  }

  /**
   * Blocks addresses.
   *
   * @param jids see {@link #block(Jid...)}
   * @return see {@link #block(Jid...)}
   */
  public CompletableFuture<Void> block(Collection<Jid> jids) {
    Set<Jid> all = new LinkedHashSet<>(jids);
    return all.isEmpty()
        ? nothing("block")
        : request(BlockedItems.of("block", all), change -> list.blocked(change, all));
  }

  /**
   * Blocks an address and says why (XEP-0377, section 6). Servers without the feature {@link
   * Report#NAMESPACE} block the address and ignore the report.
   *
   * @param jid the address
   * @param report the reason
   * @return completes when the server has blocked it. Fails with {@link RefusedException} if a text
   *     of the report contains a character that can't be sent
   */
  public CompletableFuture<Void> report(Jid jid, Report report) {
    Element request;
    try {
      request = BlockedItems.reported(jid, report);
    } catch (IllegalArgumentException unsendable) {
      return CompletableFuture.failedFuture(
          new RefusedException("The report can't be sent: " + unsendable.getMessage()));
    }
    return request(request, change -> list.blocked(change, List.of(jid)));
  }

  /**
   * Removes entries from the list (section 3.4): {@link #entryFor} finds the one that blocks an
   * address.
   *
   * @param jids the entries, at least one
   * @return completes when the server has unblocked them, and {@link #blocked()} no longer has
   *     them. Fails with {@link RefusedException} if there is none
   */
  public CompletableFuture<Void> unblock(Jid... jids) {
    return unblock(List.of(jids));
  }

  /**
   * Removes entries from the list.
   *
   * @param jids see {@link #unblock(Jid...)}
   * @return see {@link #unblock(Jid...)}
   */
  public CompletableFuture<Void> unblock(Collection<Jid> jids) {
    Set<Jid> all = new LinkedHashSet<>(jids);
    // Without an item it would unblock all.
    return all.isEmpty()
        ? nothing("unblock")
        : request(BlockedItems.of("unblock", all), change -> list.unblocked(change, all));
  }

  /**
   * Removes all entries from the list (section 3.5).
   *
   * @return completes when the server has unblocked all
   */
  public CompletableFuture<Void> unblockAll() {
    return request(Element.of("unblock", NAMESPACE), list::cleared);
  }

  /**
   * Whether a request failed because the user blocks the recipient (section 3.3). Not all servers
   * say so: ejabberd sends the condition {@code not-acceptable} alone.
   *
   * @param failure the failure of a request
   * @return true if it is a {@link StanzaException} with {@code <blocked/>}
   */
  public static boolean saysBlocked(Throwable failure) {
    if (!(failure instanceof StanzaException refused)) {
      return false;
    }
    Element condition = refused.error().application();
    Element answer = refused.answer();
    return (condition != null && condition.is("blocked", ERRORS))
        || (answer != null && names(answer.child("error")));
  }

  /**
   * Whether a stanza of type error came back because the user blocks the recipient.
   *
   * @param returned a message or presence as received
   * @return true if it has an error with {@code <blocked/>}; see {@link #saysBlocked(Throwable)}
   */
  public static boolean saysBlocked(Stanza returned) {
    return returned.error() != null && names(returned.element().child("error"));
  }

  private static boolean names(@Nullable Element error) {
    return error != null && error.child("blocked", ERRORS) != null;
  }

  private static CompletableFuture<Void> nothing(String what) {
    return CompletableFuture.failedFuture(
        new RefusedException("There is no address to " + what + ": name at least one"));
  }

  private CompletableFuture<Void> request(Element payload, Consumer<PendingChange> apply) {
    PendingChange change = list.begin();
    RequestChain<Void> done = chain(change);
    done.then(
        client.request(Iq.set(null, payload)),
        answer -> {
          apply.accept(change);
          announce();
          done.complete(null);
        });
    return done;
  }

  /** A chain that ends a change of the list, in any way. */
  private <T> RequestChain<T> chain(PendingChange change) {
    RequestChain<T> chain = new RequestChain<>();
    chain.whenComplete((done, failure) -> list.end(change));
    return chain;
  }

  private Reply answer(Iq push, Function<Element, Reply> reader) {
    Element payload = push.payload();
    if (!isTrusted(push.from())) {
      return Reply.error(Condition.SERVICE_UNAVAILABLE);
    }
    Reply reply = payload == null ? Reply.error(Condition.BAD_REQUEST) : reader.apply(payload);
    deliver();
    return reply;
  }

  private Reply block(Element pushed) {
    Set<Jid> jids = BlockedItems.in(pushed);
    if (jids.isEmpty()) {
      return Reply.error(Condition.BAD_REQUEST);
    }
    return list.pushed(jids, true) ? Reply.result() : Reply.error(Condition.RESOURCE_CONSTRAINT);
  }

  private Reply unblock(Element pushed) {
    Set<Jid> jids = BlockedItems.in(pushed);
    if (pushed.firstChild() == null) {
      list.pushedClear();
    } else if (jids.isEmpty()) {
      return Reply.error(Condition.BAD_REQUEST);
    } else {
      list.pushed(jids, false);
    }
    return Reply.result();
  }

  private CompletionStage<Reply> privacyList(Iq push) {
    Reply reply =
        isTrusted(push.from()) ? Reply.result() : Reply.error(Condition.SERVICE_UNAVAILABLE);
    return reply.now();
  }

  private boolean isTrusted(@Nullable Jid from) {
    Jid own = client.address().bare();
    return from == null || from.equals(own) || from.equals(own.domainJid());
  }

  private void announce() {
    client.context().callbacks().execute(this::deliver);
  }

  /** Called in order with the client's callbacks only, which keeps the events in order. */
  private void deliver() {
    for (BlockingEvent event = list.nextEvent(); event != null; event = list.nextEvent()) {
      subscribers.tell(event);
    }
  }
}
