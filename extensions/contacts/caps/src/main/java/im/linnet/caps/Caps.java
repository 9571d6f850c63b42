package im.linnet.caps;

import im.linnet.Extension;
import im.linnet.RequestChain;
import im.linnet.XmppClient;
import im.linnet.caps.Announced.Hashed;
import im.linnet.caps.Announced.Unverifiable;
import im.linnet.connection.BoundStream;
import im.linnet.connection.Containment;
import im.linnet.disco.Disco;
import im.linnet.disco.DiscoInfo;
import im.linnet.jid.Jid;
import im.linnet.routing.Filter;
import im.linnet.routing.Verdict;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Announces what the client can do, and knows what others can do, by hashes in presences (XEP-0115
 * and XEP-0390). Needs {@link Disco}, whose {@linkplain Disco#ownInfo() own answer} is announced in
 * all available presences, so that servers deliver the events that the client's features ask for.
 * If the answer changes, the last presence that was broadcast is sent again, once for changes made
 * together.
 *
 * <p>What others can do is looked up when {@link #of} or {@link Disco#info(Jid)} is called: once
 * for all that announce the same hash, and never again if a {@link CapsStore} has it. An answer is
 * believed of others only if it matches the hash and can't be made up to match it; otherwise of its
 * sender only. A hash of XEP-0390 is preferred, as it can't be made up.
 *
 * <p>Safe for use by any thread; no method blocks. What others announce is forgotten when they go
 * offline and on a new stream; {@link CapsSettings} bounds it.
 */
public final class Caps implements Extension {

  private final XmppClient client;
  private final Disco disco;
  private final CapsSettings settings;
  private final Containment containment = new Containment(Caps.class, "A test of addresses");
  private final Entities entities;
  private final Lookups lookups;
  private final OwnCaps own;

  /**
   * The capabilities of a client, with standard settings. Add it to the client's builder with
   * {@code .with(Caps::new)}, after {@link Disco}.
   *
   * @param client the client
   * @throws IllegalArgumentException if it was built without {@link Disco}
   */
  public Caps(XmppClient client) {
    this(client, CapsSettings.standard());
  }

  /**
   * The capabilities of a client.
   *
   * @param client the client
   * @param settings the settings
   * @throws IllegalArgumentException if it was built without {@link Disco}
   */
  public Caps(XmppClient client, CapsSettings settings) {
    this.client = client;
    this.settings = settings;
    disco = client.get(Disco.class);
    entities = new Entities(settings.entities());
    lookups = new Lookups(client, settings.store(), entities);
    own = new OwnCaps(client, disco, settings.node());
    disco.nodes(own);
    disco.source(this::announced);
    disco.onOwnInfo(info -> own.changed());
  }

  @Override
  public Set<String> features() {
    return Set.of(EntityCaps.NAMESPACE, CapsHashSet.NAMESPACE);
  }

  /** {@return the filter that reads incoming presences and adds to outgoing ones} */
  @Override
  public List<Filter> filters() {
    return List.of(new InPresences());
  }

  /** Reads what the server announces in the features of a stream (XEP-0115, section 6.3). */
  @Override
  public void bound(BoundStream stream) {
    own.renew(stream);
    entities.renew(stream);
    Announced server = Announced.in(stream.features().element());
    if (server != null) {
      entities.heard(stream.jid().domainJid(), server);
    }
  }

  @Override
  public void resumed(BoundStream stream) {
    own.renew(stream);
    entities.renew(stream);
    own.changed();
  }

  /**
   * Finds out what an entity can do: from the store, from a lookup under way, or by a query.
   *
   * @param entity the address whose presence announced it, mostly a full one; others are queried
   *     like by {@link Disco#info(Jid)}
   * @return the answer; already done if it is in the memory. Fails as {@link Disco#info(Jid,
   *     String)} does, and with {@link im.linnet.failure.RefusedException} if too many lookups are
   *     under way. Cancelling it gives up a query that nobody else waits for
   */
  public CompletableFuture<DiscoInfo> of(Jid entity) {
    CompletableFuture<DiscoInfo> announced = announced(entity);
    return announced == null ? disco.info(entity) : announced;
  }

  /**
   * Finds out whether an entity has a feature.
   *
   * @param entity the address, as for {@link #of}
   * @param feature the name of the feature
   * @return whether it has; fails as {@link #of} does
   */
  public CompletableFuture<Boolean> supports(Jid entity, String feature) {
    RequestChain<Boolean> supported = new RequestChain<>();
    supported.then(of(entity), info -> supported.complete(info.has(feature)));
    return supported;
  }

  /** What an entity that has announced it can do; null if it has announced nothing. */
  private @Nullable CompletableFuture<DiscoInfo> announced(Jid entity) {
    entities.renew(client.stream());
    Announced announced = entities.get(entity);
    if (announced instanceof Unverifiable hash) {
      return disco.info(entity, hash.node());
    }
    if (!(announced instanceof Hashed hashed)) {
      return null;
    }
    DiscoInfo known = own.of(hashed.hash());
    if (known == null) {
      known = entities.answer(entity, hashed.hash());
    }
    return known == null ? lookups.of(entity, hashed) : CompletableFuture.completedFuture(known);
  }

  /** Reads incoming presences, also those that a claim takes, before they are delivered. */
  private final class InPresences implements Filter {

    @Override
    public Verdict outgoing(Stanza stanza) {
      return stanza instanceof Presence presence ? own.outgoing(presence) : Verdict.pass();
    }

    @Override
    public Verdict incoming(Stanza stanza) {
      if (stanza instanceof Presence presence) {
        containment.call(Caps.this::heard, presence);
      }
      return Verdict.pass();
    }
  }

  private void heard(Presence presence) {
    Jid from = presence.from();
    if (from == null) {
      return;
    }
    entities.renew(client.stream());
    if (presence.isUnavailable()) {
      entities.forget(from);
      return;
    }
    // A presence without capabilities says nothing: servers may leave out what has not changed.
    Announced now =
        presence.type() == Presence.Type.AVAILABLE ? Announced.in(presence.element()) : null;
    if (now != null && settings.wanted().test(from.bare()) && entities.heard(from, now)) {
      disco.forget(from);
    }
  }
}
