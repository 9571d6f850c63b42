package im.linnet.avatar;

import im.linnet.Extension;
import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.avatar.Publications.Change;
import im.linnet.connection.BoundStream;
import im.linnet.connection.ConnectionState.Connected;
import im.linnet.connection.Containment;
import im.linnet.connection.Subscribers;
import im.linnet.connection.Subscription;
import im.linnet.disco.Disco;
import im.linnet.failure.RefusedException;
import im.linnet.jid.Jid;
import im.linnet.nickname.Nickname;
import im.linnet.pubsub.NodeEvent;
import im.linnet.pubsub.PubSub;
import im.linnet.routing.Filter;
import im.linnet.routing.Verdict;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import im.linnet.vcard.VCards;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The avatars and nicknames of contacts, rooms and occupants, and the user's own. They come from
 * vCards (XEP-0153), with the nickname that gateways such as PyMSNt add to a presence, and, if the
 * {@linkplain AvatarSettings#userAvatars() settings} say so, from nodes of accounts (XEP-0084).
 *
 * <p>If a contact announces an avatar both ways, what its node announces counts; if both are the
 * same, there is one event. Without a node the vCard counts. What is on the web only is not
 * fetched.
 *
 * <p>An avatar is fetched once for its hash, cached, and checked: its size, its kind by its
 * content, and its hash. A nickname in a presence is taken from there, without a fetch; only if the
 * avatar changes too and is fetched, the nickname is that of the vCard. The older {@code
 * jabber:x:avatar} is ignored, as those who send it send the newer form as well.
 *
 * <p>Safe for use by any thread; no method blocks. {@link AvatarSettings} bounds what others can
 * make it remember and fetch.
 */
public final class Avatars implements Extension {

  private final XmppClient client;
  private final VCards cards;
  private final AvatarSettings settings;
  private final Containment containment = new Containment(Avatars.class, "A test of addresses");
  private final Subscribers<AvatarEvent> subscribers = new Subscribers<>(Avatars.class);
  private final Owners owners;
  private final Rooms rooms;
  private final Announcer announcer;
  private final Publications publications;
  private final @Nullable OwnNodes ownNodes;

  /**
   * The avatars of a client, with standard settings. Add it to the client's builder with {@code
   * .with(Avatars::new)}.
   *
   * @param client the client
   */
  public Avatars(XmppClient client) {
    this(client, AvatarSettings.standard());
  }

  /**
   * The avatars of a client.
   *
   * @param client the client
   * @param settings the settings
   * @throws IllegalArgumentException if they ask for {@linkplain AvatarSettings#userAvatars() user
   *     avatars} and the client was built without {@link PubSub}
   */
  public Avatars(XmppClient client, AvatarSettings settings) {
    this.client = client;
    this.settings = settings;
    cards = new VCards(client);
    CardSource inCards = new CardSource(cards, settings.maxBytes());
    PubSub pubsub = settings.userAvatars() ? client.get(PubSub.class) : null;
    NodeSource nodes = pubsub == null ? null : new NodeSource(pubsub, inCards);
    owners =
        new Owners(
            nodes == null ? inCards : nodes,
            settings,
            () -> client.state() instanceof Connected now ? now.stream() : null,
            task -> client.context().callbacks().execute(task),
            subscribers::tell,
            owner -> ask(nodes, owner));
    rooms = new Rooms(settings.rooms(), settings.owners());
    announcer = new Announcer(client, cards, settings);
    ownNodes = pubsub == null ? null : new OwnNodes(client, client.get(Disco.class), pubsub);
    publications = new Publications(cards, announcer, ownNodes);
    if (pubsub != null) {
      pubsub.onEvent(Metadata.NODE, this::heard);
    }
  }

  /** Asks a node what it announces. */
  private void ask(@Nullable NodeSource nodes, Jid owner) {
    if (nodes != null) {
      nodes
          .metadata(owner)
          .whenComplete(
              (metadata, failure) -> {
                if (failure == null) {
                  owners.checked(owner, metadata.orElseGet(Metadata::none));
                }
              });
    }
  }

  @Override
  public void bound(BoundStream stream) {
    announcer.renew(stream);
    owners.renew();
  }

  @Override
  public void resumed(BoundStream stream) {
    announcer.renew(stream);
    if (settings.announcing()) {
      announcer.announceChange();
    }
    owners.resume();
  }

  /**
   * {@return the filter that reads incoming presences, also those that a claim takes, and announces
   * the own avatar in outgoing ones}
   */
  @Override
  public List<Filter> filters() {
    return List.of(new InPresences());
  }

  /**
   * Subscribes to changes of avatars and nicknames of others.
   *
   * @param subscriber is called in order with the client's other callbacks
   * @return ends the subscription
   */
  public Subscription onChange(Consumer<? super AvatarEvent> subscriber) {
    return subscribers.add(subscriber);
  }

  /**
   * The current avatar of a contact, a room or an occupant: from the cache, else fetched. Works for
   * contacts that are offline, too. Equal calls at the same time share one fetch. That of the user
   * is always fetched.
   *
   * @param owner the address; a full one means an occupant only if its presence was received,
   *     otherwise its bare address is asked. See also {@link #ofOccupant}
   * @return the avatar, empty if there is none. Fails with an {@link
   *     im.linnet.failure.UnreadableAnswerException} with a {@link RejectedPictureException} as its
   *     cause if the picture is not accepted, with {@link RefusedException} if too many wait, and
   *     otherwise as {@link XmppClient#request} does. Cancelling it gives up a fetch that nobody
   *     else waits for
   */
  public CompletableFuture<Optional<Avatar>> avatar(Jid owner) {
    boolean occupant = owner.isFull() && owners.knows(owner);
    if (owner.isSameAccount(client.address())) {
      owners.forget(owner.bare());
    }
    return owners.avatar(occupant ? owner : owner.bare(), occupant);
  }

  /**
   * The current avatar of an occupant of a room, fetched through the room (XEP-0045, section 7.5).
   *
   * @param occupant the full address in the room
   * @return the avatar, as for {@link #avatar}
   */
  public CompletableFuture<Optional<Avatar>> ofOccupant(Jid occupant) {
    return owners.avatar(occupant, occupant.isFull());
  }

  /**
   * The last known hash of an avatar.
   *
   * @param owner the address, as for {@link #avatar}
   * @return the SHA-1 hash, 40 lower-case hexadecimal digits; null if there is no avatar, or
   *     nothing is known
   */
  public @Nullable String hash(Jid owner) {
    return known(owner).hash();
  }

  /**
   * The last known nickname of an owner, see {@link AvatarEvent.Renamed}.
   *
   * @param owner the address, as for {@link #avatar}
   * @return the nickname, or null if none is known
   */
  public @Nullable String nickname(Jid owner) {
    return known(owner).nickname();
  }

  private Owner known(Jid owner) {
    return owners.get(owners.knows(owner) ? owner : owner.bare());
  }

  /**
   * Publishes an avatar of the user: stores it in the own vCard, whose other parts are kept, and
   * announces it (XEP-0153, section 3.1). An avatar that is known to be stored is not stored again.
   *
   * <p>With {@linkplain AvatarSettings#userAvatars() user avatars}, on a server with nodes for
   * accounts, it is published there first (XEP-0084, section 3), and to the vCard only if the
   * server does not do so (XEP-0398).
   *
   * @param picture a PNG, JPEG, GIF or WebP; square, of 32 to 96 pixels and below 8 KB for clients
   *     that follow XEP-0153, section 4.6, strictly; PNG for those that do so with XEP-0084
   * @return completes when it is stored and, if the user is online, announced. Fails with {@link
   *     RefusedException} if it is of another kind ({@link Avatar#of} says why) or larger than
   *     {@link AvatarSettings#maxBytes()}, or if the service stores no vCards; otherwise as {@link
   *     VCards#change} does
   */
  public CompletableFuture<Void> publish(byte[] picture) {
    return publish(picture, false, null);
  }

  /**
   * Publishes an avatar and a nickname of the user together.
   *
   * @param picture the avatar, see {@link #publish(byte[])}
   * @param nickname the nickname, one line of at most 256 code points; otherwise it is cut and
   *     cleaned
   * @return see {@link #publish(byte[])}. Fails with {@link RefusedException}, too, if there is
   *     nothing to be seen in the nickname
   */
  public CompletableFuture<Void> publish(byte[] picture, String nickname) {
    return publish(picture, true, nickname);
  }

  private CompletableFuture<Void> publish(
      byte[] picture, boolean named, @Nullable String nickname) {
    Avatar avatar;
    try {
      avatar = Avatar.of(picture);
    } catch (RejectedPictureException rejected) {
      return refused("It can't be an avatar: " + rejected.getMessage());
    }
    if (avatar.size() > settings.maxBytes()) {
      return refused(
          "The avatar has %d bytes, more than the limit of %d. Make it smaller, or set"
                  .formatted(avatar.size(), settings.maxBytes())
              + " AvatarSettings.maxBytes");
    }
    owners.keep(avatar);
    return named
        ? publishNamed(true, avatar, nickname == null ? "" : nickname)
        : publications.publish(new Change(true, avatar, false, null));
  }

  /**
   * Publishes a nickname of the user: stores it in the own vCard, whose other parts are kept, and
   * announces it if the {@linkplain AvatarSettings#nicknameInPresence() settings} say so.
   *
   * @param nickname the nickname, see {@link #publish(byte[], String)}
   * @return see {@link #publish(byte[], String)}
   */
  public CompletableFuture<Void> publishNickname(String nickname) {
    return publishNamed(false, null, nickname);
  }

  private CompletableFuture<Void> publishNamed(
      boolean photo, @Nullable Avatar avatar, String nickname) {
    Nickname name = Nickname.tidied(nickname);
    return name == null
        ? refused("There is nothing to be seen in the nickname. Choose one with visible characters")
        : publications.publish(new Change(photo, avatar, true, name.text()));
  }

  /**
   * Removes the user's avatar from the own vCard, and announces that there is none. With
   * {@linkplain AvatarSettings#userAvatars() user avatars} the node says so, too (XEP-0084, section
   * 3.5).
   *
   * @return see {@link #publish(byte[])}
   */
  public CompletableFuture<Void> remove() {
    return publications.publish(new Change(true, null, false, null));
  }

  /**
   * Reads the own vCard and announces the avatar in it, in the last presence that the user has
   * broadcast (XEP-0153, section 4.4). Needed only after this program has changed the card by other
   * means: the first presence on a stream does the same.
   *
   * @return completes when it is announced; if the user has not broadcast a presence, the next one
   *     announces it. Fails as {@link VCards#own} does
   */
  public CompletableFuture<Void> announce() {
    RequestChain<Void> announced = new RequestChain<>();
    announced.then(
        cards.own(),
        card -> {
          announcer.known(card);
          announced.then(announcer.repeat(), sent -> announced.complete(null));
        });
    return announced;
  }

  private static CompletableFuture<Void> refused(String why) {
    return CompletableFuture.failedFuture(new RefusedException(why));
  }

  /** Reads and writes what presences say of avatars. */
  private final class InPresences implements Filter {

    @Override
    public Verdict outgoing(Stanza stanza) {
      if (!(stanza instanceof Presence presence)) {
        return Verdict.pass();
      }
      Jid to = presence.to();
      if (to != null && to.isFull() && presence.type() == Presence.Type.AVAILABLE) {
        rooms.visited(to);
      }
      return settings.announcing() ? announcer.outgoing(presence) : Verdict.pass();
    }

    @Override
    public Verdict incoming(Stanza stanza) {
      if (stanza instanceof Presence presence && isOfInterest(presence)) {
        containment.call(Avatars.this::heard, presence);
      }
      return Verdict.pass();
    }

    private boolean isOfInterest(Presence presence) {
      Jid from = presence.from();
      if (from == null || presence.isUnavailable()) {
        return from != null && from.isFull();
      }
      return presence.type() == Presence.Type.AVAILABLE
          && (presence.element().child("x", VCardUpdate.NAMESPACE) != null
              || from.isSameAccount(client.address()));
    }
  }

  private void heard(NodeEvent<Metadata> event) {
    Jid owner = event.source().service();
    if (owner.equals(client.address().bare())) {
      heardOwn(event);
    } else if (settings.wanted().test(owner)) {
      if (event instanceof NodeEvent.Published<Metadata> published) {
        Metadata metadata = published.item().payload();
        if (metadata != null) {
          owners.heard(owner, metadata);
        }
      } else if (isEnd(event, owners.get(owner))) {
        owners.gone(owner);
      }
    }
  }

  /** Whether an event means that what an earlier one has announced is there no longer. */
  private static boolean isEnd(NodeEvent<Metadata> event, Owner owner) {
    return owner.isByEvent()
        && (event instanceof NodeEvent.Purged<Metadata>
            || event instanceof NodeEvent.Deleted<Metadata>
            || (event instanceof NodeEvent.Retracted<Metadata> retracted
                && retracted.id().equals(owner.hash())));
  }

  /**
   * Another resource of the account has published. If the server puts that into the card, the hash
   * in the presence changes, too.
   */
  private void heardOwn(NodeEvent<Metadata> event) {
    if (ownNodes == null
        || !settings.announcing()
        || !(event instanceof NodeEvent.Published<Metadata> published)) {
      return;
    }
    Metadata metadata = published.item().payload();
    Metadata.Info best = metadata == null ? null : metadata.best(settings.maxBytes());
    if (metadata == null || (best == null && !metadata.disabled())) {
      return;
    }
    ownNodes
        .support()
        .whenComplete(
            (support, failure) -> {
              if (support == OwnNodes.Support.CONVERTED_NODES) {
                announcer.claimed(event.source().service(), best == null ? "" : best.hash());
              }
            });
  }

  private void heard(Presence presence) {
    Jid from = presence.from();
    if (from == null) {
      return;
    }
    Jid own = client.address();
    if (from.isSameAccount(own)) {
      if (from.isFull() && !from.equals(own) && settings.announcing()) {
        announcer.heard(from, presence);
      }
      return;
    }
    if (presence.isUnavailable()) {
      // Only occupants are known by a full address; for them it ends with their stay.
      owners.forget(from);
      return;
    }
    VCardUpdate update = presence.payload(VCardUpdate.TYPE);
    if (update != null && settings.wanted().test(from.bare())) {
      boolean occupant = rooms.isOccupant(presence, from);
      owners.heard(occupant ? from : from.bare(), occupant, update);
    }
  }
}
