package im.linnet.messageevents;

import im.linnet.Extension;
import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.Subscribers;
import im.linnet.connection.Subscription;
import im.linnet.delay.Delay;
import im.linnet.jid.Jid;
import im.linnet.routing.Filter;
import im.linnet.routing.Verdict;
import im.linnet.stanza.Message;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Typing notices by Message Events (XEP-0022), which gateways of the time before chat states use.
 * Of the four events only {@code composing} is supported.
 *
 * <p>Outgoing chat messages with a body ask the contact for notices, as {@link Asking} says. The
 * user's own notices name the last message of the contact that asked for them and are sent to the
 * address that it came from. A contact whose last message did not ask gets none (section 3).
 *
 * <p>Notices are reported only from contacts that were asked; others, and delayed ones, are
 * ignored. A contact counts as typing until it cancels, writes, goes offline, or sends no further
 * notice for {@link #TYPING_LIMIT}.
 *
 * <p>If the client also has an extension for chat states (XEP-0085), messages with a chat state are
 * left to that, and their senders are neither asked nor sent notices. No contact is reported twice.
 *
 * <p>The last 1,024 contacts are remembered while the stream lasts. Safe for use by any thread.
 */
public final class MessageEvents implements Extension {

  /**
   * How long a contact counts as typing without a further notice. PyMSNt cancels after 15 seconds,
   * so its own cancellation arrives first.
   */
  public static final Duration TYPING_LIMIT = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(MessageEvents.class);
  private static final String CHAT_STATES = "http://jabber.org/protocol/chatstates";
  private static final int MAX_CONTACTS = 1024;

  /** Longer ids are not remembered, so that 1,024 contacts can't fill the memory. */
  private static final int MAX_ID = 1024;

  private final XmppClient client;
  private final Asking asking;
  private final Duration limit;
  private final Contacts contacts = new Contacts(MAX_CONTACTS);
  private final Typing typing = new Typing(MAX_CONTACTS);
  private final Set<Jid> domains = ConcurrentHashMap.newKeySet();
  private final Subscribers<Change> subscribers = new Subscribers<>(MessageEvents.class);

  private record Change(Jid contact, boolean typing) {}

  /**
   * Asks contacts that ask themselves. Add it to the client's builder with {@code
   * .with(MessageEvents::new)}.
   *
   * @param client the client
   */
  public MessageEvents(XmppClient client) {
    this(client, Asking.IN_RETURN, TYPING_LIMIT);
  }

  /**
   * Asks the contacts that the user has chosen.
   *
   * @param client the client
   * @param asking which contacts to ask
   */
  public MessageEvents(XmppClient client, Asking asking) {
    this(client, asking, TYPING_LIMIT);
  }

  /**
   * Asks the contacts that the user has chosen, with another limit.
   *
   * @param client the client
   * @param asking which contacts to ask
   * @param limit how long a contact counts as typing without a further notice
   * @throws IllegalArgumentException if the limit is not positive
   */
  public MessageEvents(XmppClient client, Asking asking, Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("limit: %s (expected: > 0)".formatted(limit));
    }
    this.client = client;
    this.asking = asking;
    this.limit = limit;
    client.onMessage(this::heard);
    client.onPresence(this::left);
  }

  @Override
  public void bound(BoundStream stream) {
    contacts.on(stream);
    typing.stopAll().forEach(contact -> report(contact, false));
  }

  @Override
  public List<Filter> filters() {
    return asking == Asking.NEVER ? List.of() : List.of(new RequestInMessages());
  }

  @Override
  public Set<String> features() {
    return Set.of(MessageEvent.NAMESPACE);
  }

  /**
   * Subscribes to the typing of contacts.
   *
   * @param subscriber is called in order with the client's other callbacks, with the address that
   *     the notice came from, and true when the contact starts, false when it stops
   * @return ends the subscription
   */
  public Subscription onTyping(BiConsumer<Jid, Boolean> subscriber) {
    return subscribers.add(change -> subscriber.accept(change.contact, change.typing));
  }

  /**
   * Whether a contact is typing.
   *
   * @param contact the contact; a resourcepart is ignored
   * @return true if it has said so and has not stopped since
   */
  public boolean isTyping(Jid contact) {
    return typing.has(contact);
  }

  /**
   * Sends a contact the notice that the user is typing or has stopped (section 3.3). A message with
   * a body ends typing by itself.
   *
   * @param contact the recipient; a bare address stands for the client that wrote last
   * @param isTyping true when the user begins to type, false when the user stops without sending
   * @return whether it was sent: false if the last message of the contact did not ask for it, if
   *     the contact knows already, or if the user sends {@linkplain Asking#NEVER none}. Fails as
   *     {@link XmppClient#send} does
   */
  public CompletableFuture<Boolean> send(Jid contact, boolean isTyping) {
    Contacts.Notice notice = asking == Asking.NEVER ? null : notice(contact, isTyping);
    if (notice == null) {
      return CompletableFuture.completedFuture(false);
    }
    RequestChain<Boolean> sent = new RequestChain<>();
    sent.then(client.send(message(notice)), done -> sent.complete(true));
    sent.whenComplete(
        (done, failure) -> {
          if (failure != null) {
            contacts.unsent(notice);
          }
        });
    return sent;
  }

  private Contacts.@Nullable Notice notice(Jid contact, boolean isTyping) {
    contacts.on(client.stream());
    return isTyping ? contacts.begin(contact) : contacts.end(contact);
  }

  private static Message message(Contacts.Notice notice) {
    return Message.builder(notice.to()).type(Message.Type.CHAT).payload(notice.event()).build();
  }

  /**
   * Records that a contact supports typing notices, for example from service discovery. This holds
   * until the contact writes without asking for notices, goes offline, a message to it comes back,
   * or the stream ends.
   *
   * @param contact the contact; the address of a gateway, which is only a domain, stands for all of
   *     its contacts and holds as long as the client
   */
  public void wanted(Jid contact) {
    if (contact.isDomain()) {
      domains.add(contact);
    } else {
      contacts.on(client.stream());
      contacts.uses(contact, true);
    }
  }

  private boolean wants(Jid contact) {
    Boolean uses = contacts.get(contact).uses();
    return uses != null ? uses : asking == Asking.OFFERED || domains.contains(contact.domainJid());
  }

  /** Asks for notices in the messages of a chat. */
  private final class RequestInMessages implements Filter {

    @Override
    public Verdict outgoing(Stanza stanza) {
      Jid contact = stanza.to();
      if (contact == null
          || !(stanza instanceof Message message)
          || message.type() != Message.Type.CHAT
          || !isText(message)) {
        return Verdict.pass();
      }
      contacts.on(client.stream());
      contacts.sent(contact);
      boolean asks = asks(message);
      boolean add = !asks && message.id() != null && !hasEvent(message) && wants(contact);
      if (asks || add) {
        contacts.asked(contact);
      }
      return add
          ? Verdict.replace(message.toBuilder().payload(MessageEvent.request()).build())
          : Verdict.pass();
    }
  }

  private void heard(Message message) {
    Jid from = message.from();
    if (from == null || message.type() == Message.Type.GROUPCHAT || isCopy(message)) {
      return;
    }
    if (message.type() == Message.Type.ERROR) {
      gone(from.bare());
    } else if (isForChatStates(message)) {
      contacts.exclude(from);
      stopped(from);
    } else if (isText(message)) {
      stopped(from);
      contacts.wrote(from, requested(message));
    } else {
      noticed(from, message);
    }
  }

  /** Whether another device of the user sent or received it, by the carbons extension. */
  private static boolean isCopy(Message message) {
    return message.element().child("copied", "urn:linnet:copied:1") != null;
  }

  /** The id to answer, {@code ""} for a message without one; null if it does not ask. */
  private @Nullable String requested(Message message) {
    if (!asks(message) || Delay.isClaimed(message)) {
      return null;
    }
    String id = message.id() == null ? "" : message.id();
    return id.length() > MAX_ID ? null : id;
  }

  private void noticed(Jid from, Message message) {
    MessageEvent event = message.payload(MessageEvent.TYPE);
    if (event == null || event.kind() == MessageEvent.Kind.REQUESTED) {
      return;
    }
    if (Delay.isClaimed(message) || !contacts.get(from).asked()) {
      LOG.debug("Ignored a typing notice that is delayed or that was not asked for: {}", message);
    } else if (event.kind() == MessageEvent.Kind.COMPOSING) {
      started(from);
    } else {
      stopped(from);
    }
  }

  private void started(Jid from) {
    boolean known = typing.has(from);
    Object turn = new Object();
    Subscription timer = client.context().after(limit, () -> expired(from, turn));
    Jid displaced = typing.start(from, turn, timer);
    if (displaced != null) {
      report(displaced, false);
    }
    if (!known) {
      report(from, true);
    }
  }

  /** Ends a turn that no later notice has prolonged. */
  private void expired(Jid from, Object turn) {
    if (typing.isTurn(from, turn)) {
      stopped(from);
    }
  }

  private void stopped(Jid contact) {
    Jid from = typing.stop(contact);
    if (from != null) {
      report(from, false);
    }
  }

  private void left(Presence presence) {
    Jid from = presence.from();
    if (from != null && presence.isUnavailable()) {
      gone(from);
    }
  }

  /** Forgets a client, or all clients of a bare address: they must be asked again. */
  private void gone(Jid client) {
    contacts.left(client);
    if (typing.isFrom(client)) {
      stopped(client);
    }
  }

  private void report(Jid contact, boolean isTyping) {
    subscribers.tell(new Change(contact, isTyping));
  }

  /** Whether there is text: some clients put an empty body into a notice. */
  private static boolean isText(Message message) {
    String body = message.body();
    return body != null && !body.isBlank();
  }

  private static boolean hasEvent(Message message) {
    return message.element().child("x", MessageEvent.NAMESPACE) != null;
  }

  private static boolean asks(Message message) {
    MessageEvent event = message.payload(MessageEvent.TYPE);
    return event != null && event.kind() != MessageEvent.Kind.CANCELLED;
  }

  /** Whether another extension of this client reports the message: one with a chat state. */
  private boolean isForChatStates(Message message) {
    return message.element().children().stream()
            .anyMatch(child -> child.namespace().equals(CHAT_STATES))
        && client.extensions().stream()
            .anyMatch(extension -> extension.features().contains(CHAT_STATES));
  }
}
