package im.linnet.carbons;

import im.linnet.Extension;
import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.carbons.Carbon.Direction;
import im.linnet.connection.BoundStream;
import im.linnet.connection.Subscribers;
import im.linnet.connection.Subscription;
import im.linnet.forwarding.Copied;
import im.linnet.forwarding.Forwarded;
import im.linnet.jid.Jid;
import im.linnet.routing.Claim;
import im.linnet.routing.Filter;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Message;
import im.linnet.stanza.Stanza;
import im.linnet.stream.Inline;
import im.linnet.xml.Element;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies of the messages that the user's other devices send and receive (XEP-0280), so that all of
 * them show the same conversations. They are enabled on each stream: within Bind 2 where the server
 * takes that, otherwise by a request once the stream is bound; a server without carbons refuses it,
 * and nothing else happens.
 *
 * <p>Copies reach {@link #onCarbon} only, not {@link XmppClient#onMessage}, unless {@link
 * Delivery#AMONG_MESSAGES} is chosen. Only those from the user's own bare address count, as anybody
 * can send what looks like one (section 11); others are dropped and {@linkplain #forged() counted}.
 *
 * <p>Safe for use by any thread; no method blocks.
 */
public final class Carbons implements Extension {

  /** The namespace, and the name of the feature in service discovery. */
  public static final String NAMESPACE = "urn:xmpp:carbons:2";

  private static final Logger LOG = LoggerFactory.getLogger(Carbons.class);
  private static final String HINTS = "urn:xmpp:hints";

  /** Where copies are delivered. */
  public enum Delivery {
    /** To {@link #onCarbon} only. */
    APART,
    /**
     * To {@link XmppClient#onMessage}, too: each as an ordinary message with its own sender and
     * recipient, in order with the others. {@link #direction} tells them from messages to this
     * device. Chosen explicitly, because a program that answers each message, such as a bot, would
     * otherwise answer what another device has received, and even what its own user has sent.
     *
     * <p>Messages and invitations of rooms, and events of nodes, still go to {@link #onCarbon}
     * only. In an encrypted chat add the extension that decrypts before this one, so that copies
     * are unwrapped first.
     */
    AMONG_MESSAGES
  }

  private enum Copies {
    WANTED,
    UNWANTED
  }

  private final XmppClient client;
  private final Delivery delivery;
  private final Subscribers<Carbon> subscribers = new Subscribers<>(Carbons.class);
  private Copies copies = Copies.WANTED;
  private boolean enabled;
  private boolean boundWithThem;
  private long forged;

  /**
   * Enables carbons, which are delivered to {@link #onCarbon}. Add it to the client's builder with
   * {@code .with(Carbons::new)}.
   *
   * @param client the client
   */
  public Carbons(XmppClient client) {
    this(client, Delivery.APART);
  }

  /**
   * Enables carbons. Add it to the client's builder with {@code .with(client -> new Carbons(client,
   * Carbons.Delivery.AMONG_MESSAGES))}.
   *
   * @param client the client
   * @param delivery where copies are delivered
   */
  public Carbons(XmppClient client, Delivery delivery) {
    this.client = client;
    this.delivery = Objects.requireNonNull(delivery, "delivery");
    for (Direction direction : Direction.values()) {
      client.claim(
          Claim.payload(name(direction), NAMESPACE).of(Message.class),
          stanza -> take(direction, stanza));
    }
  }

  static String name(Direction direction) {
    return direction == Direction.SENT ? "sent" : "received";
  }

  @Override
  public List<Filter> filters() {
    return delivery == Delivery.AMONG_MESSAGES ? List.of(new CopiesAmongMessages(this)) : List.of();
  }

  @Override
  public List<Inline> inline() {
    return List.of(new WithBinding(this));
  }

  /** Whether a stream that is about to be bound should have them. */
  synchronized boolean toBindWith() {
    boundWithThem = false;
    return copies == Copies.WANTED;
  }

  synchronized void boundWithThem() {
    boundWithThem = true;
  }

  /** Asks under the lock, so that no {@link #disable()} gets in between and is undone. */
  @Override
  public synchronized void bound(BoundStream stream) {
    enabled = boundWithThem;
    boundWithThem = false;
    if (copies == Copies.WANTED && !enabled) {
      ask(copies)
          .whenComplete(
              (done, failure) -> {
                if (failure != null) {
                  LOG.debug("The server does not enable carbons: {}", failure.toString());
                }
              });
    }
  }

  /** {@return whether the server sends copies on the current stream, or did on the last one} */
  public synchronized boolean enabled() {
    return enabled;
  }

  /** {@return how many copies were dropped because they are not from the user's own account} */
  public synchronized long forged() {
    return forged;
  }

  /**
   * Enables copies, on this stream and later ones (section 4). Only needed after {@link
   * #disable()}, or to learn why the server refuses.
   *
   * @return completes when the server has enabled them. Fails with a {@link
   *     im.linnet.failure.StanzaException} if it refuses, and as {@link XmppClient#request(Iq)}
   *     does
   */
  public CompletableFuture<Void> enable() {
    return want(Copies.WANTED);
  }

  /**
   * Disables copies, on this stream and later ones (section 5).
   *
   * @return completes when the server has disabled them; fails as {@link #enable()} does
   */
  public CompletableFuture<Void> disable() {
    return want(Copies.UNWANTED);
  }

  private synchronized CompletableFuture<Void> want(Copies wanted) {
    copies = wanted;
    return ask(wanted);
  }

  private CompletableFuture<Void> ask(Copies wanted) {
    boolean enables = wanted == Copies.WANTED;
    RequestChain<Void> asked = new RequestChain<>();
    asked.then(
        client.request(Iq.set(null, Element.of(enables ? "enable" : "disable", NAMESPACE))),
        answer -> {
          synchronized (this) {
            enabled = enables;
          }
          asked.complete(null);
        });
    return asked;
  }

  /**
   * Subscribes to copies.
   *
   * @param subscriber is called with each, in order with the client's callbacks
   * @return ends the subscription
   */
  public Subscription onCarbon(Consumer<? super Carbon> subscriber) {
    return subscribers.add(subscriber);
  }

  /**
   * Tells a copy from a message to this device, among those that {@link XmppClient#onMessage}
   * delivers. A sender can't forge a copy, nor make a message to this device look like one.
   *
   * @param message a message that this client delivered
   * @return which way the message went; null if it is no copy, and always with {@link
   *     Delivery#APART}
   */
  public @Nullable Direction direction(Message message) {
    Copied copied = delivery == Delivery.APART ? null : Copied.in(message);
    if (copied == null) {
      return null;
    }
    return copied == Copied.SENT ? Direction.SENT : Direction.RECEIVED;
  }

  /**
   * Marks a message so that servers copy it to no other device (section 9).
   *
   * @param message the message
   * @return the message with the mark
   */
  public static Message privately(Message message) {
    return message.toBuilder()
        .payload(Element.of("private", NAMESPACE))
        .payload(Element.of("no-copy", HINTS))
        .build();
  }

  private void take(Direction direction, Stanza stanza) {
    if (!isByServer(stanza)) {
      synchronized (this) {
        forged++;
      }
      LOG.debug("Dropped what looks like a carbon, from {}", stanza.from());
      return;
    }
    Carbon carbon = read(direction, stanza.element());
    if (carbon == null) {
      LOG.debug("Dropped a carbon without a message that can be read");
    } else {
      tell(carbon);
    }
  }

  void tell(Carbon carbon) {
    subscribers.tell(carbon);
  }

  /** Whether the user's own account has sent it, for which only the user's server can speak. */
  boolean isByServer(Stanza stanza) {
    Jid from = stanza.from();
    return from == null || from.equals(client.address().bare());
  }

  /** The copy in a message of the server's; null if it is none that a server makes. */
  @Nullable Carbon read(Direction direction, Element outer) {
    Element wrapper = outer.child(name(direction), NAMESPACE);
    List<Element> forwarded =
        wrapper == null ? List.of() : wrapper.children("forwarded", Forwarded.NAMESPACE);
    if (forwarded.size() != 1) {
      return null;
    }
    try {
      Forwarded read = Forwarded.of(forwarded.get(0));
      Message message = CopiesAmongMessages.unmarked(read.message());
      return isOfAccount(direction, message)
          ? Carbon.of(direction, new Forwarded(message, read.delay()))
          : null;
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  /**
   * Whether a server may have copied a message: one that this account sent or received, neither a
   * room's nor itself a copy (XEP-0280, section 6.1).
   */
  private boolean isOfAccount(Direction direction, Message message) {
    Jid party = direction == Direction.SENT ? message.from() : message.to();
    boolean isCopy =
        message.element().child("sent", NAMESPACE) != null
            || message.element().child("received", NAMESPACE) != null;
    return !isCopy
        && message.type() != Message.Type.GROUPCHAT
        && (party == null || isOwn(party.bare()));
  }

  private boolean isOwn(Jid bare) {
    return bare.equals(client.address().bare()) || bare.equals(client.account().bare());
  }
}
