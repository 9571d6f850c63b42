package im.linnet.presence;

import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState;
import im.linnet.connection.ConnectionState.Closed;
import im.linnet.connection.ConnectionState.Closing;
import im.linnet.connection.ConnectionState.Connected;
import im.linnet.connection.Subscribers;
import im.linnet.connection.Subscription;
import im.linnet.failure.RefusedException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Presence;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The user's own presence, the latest presence of others, and invitations (RFC 6121, sections 3 and
 * 4). It only remembers what the server sends unasked and never sends a probe.
 *
 * <p>Safe for use by any thread; no method blocks. Subscribers are called in order with the
 * client's other callbacks. {@link PresenceLimits} bounds what others can make it remember.
 */
public final class Presences implements Extension {

  private static final Logger LOG = LoggerFactory.getLogger(Presences.class);

  private final XmppClient client;
  private final Predicate<? super Jid> wanted;
  private final PresenceCache cache;
  private final Invitations invitations;
  private final Subscribers<PresenceEvent> subscribers = new Subscribers<>(Presences.class);
  private final Subscribers<Invitation> hosts = new Subscribers<>(Presences.class);
  private volatile OwnPresence own = OwnPresence.NONE;

  /** Whether the last bound stream may be resumed; accessed by callbacks only. */
  private boolean mayGoOn;

  /**
   * The last presence that the user set.
   *
   * @param presence the presence, or null
   * @param kept whether to send it again on each new stream
   * @param stream the stream on which it was sent, or null
   */
  private record OwnPresence(
      @Nullable Presence presence, boolean kept, @Nullable BoundStream stream) {

    static final OwnPresence NONE = new OwnPresence(null, false, null);

    /** The same presence, on the resumed form of its stream. */
    OwnPresence on(BoundStream resumed) {
      return stream == null ? this : new OwnPresence(presence, kept, resumed);
    }

    @SuppressWarnings("ReferenceEquality") // two streams may have been negotiated to the same end
    boolean saidOn(@Nullable BoundStream other) {
      return stream == other;
    }
  }

  /**
   * The presences of a client, with standard limits. Add it to the client's builder with {@code
   * .with(Presences::new)}.
   *
   * @param client the client
   */
  public Presences(XmppClient client) {
    this(client, PresenceLimits.standard(), contact -> true);
  }

  /**
   * The presences of a client.
   *
   * @param client the client
   * @param limits how much to remember
   * @param wanted says for a bare address whether to remember its presence; a test for roster
   *     contacts keeps strangers from using up their room. Not called for invitations and the own
   *     account. Called in order with the client's callbacks
   */
  public Presences(XmppClient client, PresenceLimits limits, Predicate<? super Jid> wanted) {
    this.client = client;
    this.wanted = wanted;
    cache = new PresenceCache(limits);
    invitations = new Invitations(limits.invitations());
    client.onPresence(this::received);
    client.onState(this::changed);
  }

  @Override
  public void bound(BoundStream stream) {
    OwnPresence before = own;
    Presence presence = before.presence();
    if (before.kept() && presence != null && !before.saidOn(stream)) {
      own = new OwnPresence(presence, true, stream);
      client.send(presence).whenComplete((sent, failure) -> logged(failure));
    }
  }

  private static void logged(@Nullable Throwable failure) {
    if (failure != null) {
      LOG.debug("The presence was not sent again: {}", failure.getMessage());
    }
  }

  /**
   * A managed stream may be resumed, and then the server sends only changes (XEP-0198, section 5).
   */
  private void changed(ConnectionState state) {
    if (state instanceof Connected connected) {
      BoundStream stream = connected.stream();
      if (stream.resumed()) {
        own = own.on(stream);
      } else {
        forget();
      }
      mayGoOn = stream.managed();
    } else if (!mayGoOn || state instanceof Closed) {
      forget();
    }
  }

  private void forget() {
    OwnPresence said = own;
    if (!said.kept() && !said.saidOn(stream())) {
      own = OwnPresence.NONE;
    }
    if (cache.clear()) {
      subscribers.tell(new PresenceEvent.Forgotten());
    }
  }

  /**
   * Sends the user's presence to the server, which broadcasts it to the contacts (RFC 6121, section
   * 4.2). It holds as long as this stream. The server sends no presences to an unavailable client
   * (section 4.5), so unavailable presence clears all known presences, without an event.
   *
   * @param presence available or unavailable, without recipient
   * @return completes when it was sent; fails with {@link RefusedException} if the service's
   *     profile refuses it, with {@link im.linnet.failure.TransportException} if there is no
   *     connection
   * @throws IllegalArgumentException if it is of another type or has a recipient
   */
  public CompletableFuture<Void> set(Presence presence) {
    requireBroadcast(presence);
    own = new OwnPresence(presence, false, stream());
    return say(presence);
  }

  /**
   * Sends the user's presence now, if there is a connection, and again at the start of every later
   * stream. {@link #set} ends this.
   *
   * @param presence available or unavailable, without recipient
   * @return completes when it was sent, or at once if there is no connection; fails with {@link
   *     RefusedException} if the service's profile refuses it, with {@link
   *     im.linnet.failure.TransportException} if the client is closed
   * @throws IllegalArgumentException if it is of another type or has a recipient
   */
  public CompletableFuture<Void> keep(Presence presence) {
    requireBroadcast(presence);
    if (client.state() instanceof Closing || client.state() instanceof Closed) {
      return say(presence);
    }
    BoundStream stream = stream();
    own = new OwnPresence(presence, true, stream);
    return stream == null ? CompletableFuture.completedFuture(null) : say(presence);
  }

  private CompletableFuture<Void> say(Presence presence) {
    CompletableFuture<Void> said = client.send(presence);
    return presence.type() == Presence.Type.UNAVAILABLE ? said.thenRun(cache::clear) : said;
  }

  /** {@return the presence that was last sent on this stream, or is kept; null if none} */
  public @Nullable Presence own() {
    return own.presence();
  }

  /**
   * The latest presence of a contact, from memory; nothing is requested.
   *
   * @param contact a bare address for the contact's best resource, see {@link #of}; a full one for
   *     that resource
   * @return the presence, or null if not known to be available
   */
  public @Nullable Presence latest(Jid contact) {
    if (contact.isFull()) {
      return cache.exactly(contact);
    }
    List<Presence> resources = of(contact);
    return resources.isEmpty() ? null : resources.get(0);
  }

  /**
   * The latest presence of each available resource of a contact.
   *
   * @param contact its address; a resourcepart is ignored
   * @return the presences, the best first: by highest priority (RFC 6121, section 4.7.2.3), then by
   *     availability (chat, plain available, away, xa, dnd), then the latest. A resource with a
   *     priority below 0 gets no messages sent to the account
   */
  public List<Presence> of(Jid contact) {
    return cache.of(contact);
  }

  /**
   * {@return the bare addresses of all contacts known to be available, the most recently heard
   * last}
   */
  public List<Jid> available() {
    return cache.available();
  }

  /**
   * Subscribes to presence.
   *
   * @param subscriber is called with each event
   * @return ends the subscription
   */
  public Subscription onChange(Consumer<PresenceEvent> subscriber) {
    return subscribers.add(subscriber);
  }

  /**
   * {@return the invitations that wait for an answer, the oldest first; they survive reconnects}
   */
  public List<Invitation> invitations() {
    return invitations.all();
  }

  /**
   * Subscribes to invitations. The server repeats a waiting invitation at each sign-in; it is
   * reported again only if its nickname or text has changed.
   *
   * @param subscriber is called with each invitation
   * @return ends the subscription
   */
  public Subscription onInvitation(Consumer<Invitation> subscriber) {
    return hosts.add(subscriber);
  }

  /**
   * Accepts an invitation: the sender may see the user's presence (RFC 6121, section 3.1.4). Seeing
   * the sender's presence takes a separate request.
   *
   * @param from the sender of the invitation
   * @return completes when it was sent; the invitation then no longer waits
   */
  public CompletableFuture<Void> accept(Jid from) {
    return answer(from, Presence.Type.SUBSCRIBED);
  }

  /**
   * Refuses an invitation (RFC 6121, section 3.1.4).
   *
   * @param from the sender of the invitation
   * @return completes when it was sent; the invitation then no longer waits
   */
  public CompletableFuture<Void> deny(Jid from) {
    return answer(from, Presence.Type.UNSUBSCRIBED);
  }

  private CompletableFuture<Void> answer(Jid from, Presence.Type type) {
    return client
        .send(Presence.builder(type).to(from.bare()).build())
        .thenRun(() -> invitations.remove(from.bare()));
  }

  private void received(Presence presence) {
    Jid from = presence.from();
    Jid self = client.address();
    if (from == null) {
      return;
    }
    switch (presence.type()) {
      case AVAILABLE, UNAVAILABLE, ERROR -> availability(from, self, presence);
      case SUBSCRIBE -> invited(from, self, presence);
      case UNSUBSCRIBE -> invitations.remove(from.bare());
      default -> {
        // Answers to the user's own requests are reported by the roster.
      }
    }
  }

  private void availability(Jid from, Jid self, Presence presence) {
    boolean isBack = presence.type() == Presence.Type.ERROR;
    if (isBack && (from.bare().equals(self.bare()) || !presence.isUnavailable())) {
      LOG.debug("A presence came back, which says nothing about {}: {}", from, presence);
    } else if (from.equals(self)) {
      subscribers.tell(new PresenceEvent.Own(presence));
    } else if (!from.bare().equals(self.bare()) && !wanted.test(from.bare())) {
      LOG.debug("Took no notice of the presence of {}", from);
    } else if (presence.type() == Presence.Type.AVAILABLE) {
      cache.put(from, presence);
      subscribers.tell(new PresenceEvent.Available(presence));
    } else {
      cache.remove(from);
      subscribers.tell(new PresenceEvent.Unavailable(presence));
    }
  }

  private void invited(Jid from, Jid self, Presence request) {
    if (from.bare().equals(self.bare())) {
      return;
    }
    Invitation invitation = Invitation.of(from, request);
    if (invitations.add(invitation)) {
      hosts.tell(invitation);
    }
  }

  private @Nullable BoundStream stream() {
    return client.state() instanceof Connected connected ? connected.stream() : null;
  }

  private static void requireBroadcast(Presence presence) {
    boolean own =
        presence.type() == Presence.Type.AVAILABLE || presence.type() == Presence.Type.UNAVAILABLE;
    if (!own || presence.to() != null) {
      throw new IllegalArgumentException(
          "presence: %s to %s (expected: available or unavailable, to nobody)"
              .formatted(presence.type(), presence.to()));
    }
  }
}
