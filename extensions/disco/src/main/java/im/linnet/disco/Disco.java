package im.linnet.disco;

import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.Subscription;
import im.linnet.failure.RefusedException;
import im.linnet.jid.Jid;
import im.linnet.stanza.Iq;
import im.linnet.stanza.Payload;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Reply;
import im.linnet.stanza.StanzaError.Condition;
import im.linnet.xml.Element;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Asks others what they are and can do, and answers those who ask this client (XEP-0030).
 *
 * <p>What the client can do is told by its extensions ({@link Extension#features}); further {@link
 * #feature features} and {@link #identity identities} can be added.
 *
 * <p>Answers to {@link #info info} are kept for an hour, 256 of them at most, and not beyond the
 * session; what is known of a client is forgotten when it goes offline. Safe for use by any thread.
 */
public final class Disco implements Extension {

  private static final int CACHE_SIZE = 256;
  private static final Duration CACHE_LIFETIME = Duration.ofHours(1);
  private static final Identity UNSPECIFIC = new Identity("client", "pc");

  /** Something told, once: who adds the same twice and takes one back keeps the other. */
  private static final class Told<T> {
    private final T what;

    Told(T what) {
      this.what = what;
    }
  }

  private final XmppClient client;
  private final Predicate<Jid> answered;
  private final InfoCache cache = new InfoCache(CACHE_SIZE, CACHE_LIFETIME, System::nanoTime);
  private final List<Told<String>> features = new CopyOnWriteArrayList<>();
  private final List<Told<Identity>> identities = new CopyOnWriteArrayList<>();

  /**
   * Answers whoever asks; to be given to the client's builder as {@code .with(Disco::new)}.
   *
   * @param client the client
   * @throws IllegalStateException if somebody else answers these requests already
   */
  public Disco(XmppClient client) {
    this(client, anyone -> true);
  }

  /**
   * Answers the own account, the own server, and others if they are allowed to know that the client
   * is there. Anyone else is told what the server says when there is no such resource (section 8).
   *
   * @param client the client
   * @param answered tells whether another address is answered; called in order with the client's
   *     callbacks
   * @throws IllegalStateException if somebody else answers these requests already
   */
  public Disco(XmppClient client, Predicate<Jid> answered) {
    this.client = client;
    this.answered = answered;
    client.onRequest(Iq.Type.GET, "query", DiscoInfo.NAMESPACE, this::tellInfo);
    client.onRequest(Iq.Type.GET, "query", DiscoItems.NAMESPACE, this::tellItems);
    client.onPresence(this::forgetWhoLeft);
  }

  @Override
  public void bound(BoundStream stream) {
    cache.clear();
  }

  @Override
  public Set<String> features() {
    return Set.of(DiscoInfo.NAMESPACE, DiscoItems.NAMESPACE);
  }

  /**
   * What the own server is and can do.
   *
   * @return the information, see {@link #info(Jid, String)}
   */
  public CompletableFuture<DiscoInfo> serverInfo() {
    return info(client.address().domainJid());
  }

  /**
   * What an entity is and can do (section 3).
   *
   * @param entity whom to ask
   * @return the information, see {@link #info(Jid, String)}
   */
  public CompletableFuture<DiscoInfo> info(Jid entity) {
    return info(entity, null);
  }

  /**
   * What a part of an entity is and can do (section 3.2).
   *
   * @param entity whom to ask
   * @param node the part, or null for the entity itself
   * @return the information, kept or asked for. Fails with {@link
   *     im.linnet.failure.StanzaException} if the answer is an error, with {@link
   *     im.linnet.failure.UnreadableAnswerException} if it is none to this question, with a {@link
   *     im.linnet.failure.TransportException} if there was none, with {@link RefusedException} if
   *     the node can't be asked about. Who asks the same meanwhile shares the request, which is
   *     forgotten when all of them cancel
   */
  public CompletableFuture<DiscoInfo> info(Jid entity, @Nullable String node) {
    return cache.get(entity, node, () -> ask(entity, node, DiscoInfo.TYPE));
  }

  /**
   * What belongs to an entity (section 4). Never kept, as it changes.
   *
   * @param entity whom to ask
   * @return the items, see {@link #items(Jid, String)}
   */
  public CompletableFuture<DiscoItems> items(Jid entity) {
    return items(entity, null);
  }

  /**
   * What belongs to a part of an entity (section 4.2).
   *
   * @param entity whom to ask
   * @param node the part, or null for the entity itself
   * @return the items; fails as {@link #info(Jid, String)} does. Cancelling it forgets the request
   */
  public CompletableFuture<DiscoItems> items(Jid entity, @Nullable String node) {
    return ask(entity, node, DiscoItems.TYPE);
  }

  /**
   * Forgets what is known of an entity, so that the next question is asked.
   *
   * @param entity the entity; a bare address stands for all its resources, too
   */
  public void forget(Jid entity) {
    cache.forget(entity);
  }

  /**
   * Tells who asks that the client can do something.
   *
   * @param name the name of the feature
   * @return ends that
   * @throws IllegalArgumentException if the name can't be sent
   */
  public Subscription feature(String name) {
    requireSendable(new DiscoInfo(null, List.of(), Set.of(name), List.of()));
    return add(features, name);
  }

  /**
   * Tells who asks that the client is something, in place of {@code client/pc}.
   *
   * @param identity what it is
   * @return ends that
   * @throws IllegalArgumentException if a part of it can't be sent
   */
  public Subscription identity(Identity identity) {
    requireSendable(identity);
    return add(identities, identity);
  }

  /** {@return what this client tells of itself now} */
  public DiscoInfo ownInfo() {
    Set<String> all = new TreeSet<>();
    features.forEach(feature -> all.add(feature.what));
    client.extensions().forEach(extension -> all.addAll(extension.features()));
    List<Identity> told = identities.stream().map(identity -> identity.what).toList();
    return new DiscoInfo(null, told.isEmpty() ? List.of(UNSPECIFIC) : told, all, List.of());
  }

  /** Written in vain once, so that no answer fails because of it later. */
  private static void requireSendable(Payload told) {
    told.toElement();
  }

  private static <T> Subscription add(List<Told<T>> all, T what) {
    Told<T> told = new Told<>(what);
    all.add(told);
    return () -> all.remove(told);
  }

  private <T extends Payload> CompletableFuture<T> ask(
      Jid entity, @Nullable String node, Payload.Type<T> type) {
    Iq question;
    try {
      question =
          Iq.get(
              entity,
              Element.builder(type.name(), type.namespace()).attribute("node", node).build());
    } catch (IllegalArgumentException unsendable) {
      return CompletableFuture.failedFuture(
          new RefusedException("No entity has such a node: " + unsendable.getMessage()));
    }
    return client.request(question, answer -> read(answer, type));
  }

  private static <T extends Payload> T read(Iq answer, Payload.Type<T> type) {
    T payload = answer.payload(type);
    if (payload == null) {
      throw new IllegalArgumentException(
          "no <%s xmlns='%s'/> that can be read".formatted(type.name(), type.namespace()));
    }
    return payload;
  }

  private CompletionStage<Reply> tellInfo(Iq request) {
    return tell(request, ownInfo());
  }

  private CompletionStage<Reply> tellItems(Iq request) {
    return tell(request, new DiscoItems(null, List.of()));
  }

  private CompletionStage<Reply> tell(Iq request, Payload answer) {
    Element query = request.payload();
    if (!isAnswered(request.from())) {
      return Reply.error(Condition.SERVICE_UNAVAILABLE).now();
    }
    if (query != null && query.attribute("node") != null) {
      return Reply.error(Condition.ITEM_NOT_FOUND).now();
    }
    return Reply.result(answer).now();
  }

  private boolean isAnswered(@Nullable Jid from) {
    Jid own = client.address();
    return from == null
        || from.bare().equals(own.bare())
        || from.equals(own.domainJid())
        || answered.test(from);
  }

  private void forgetWhoLeft(Presence presence) {
    Jid from = presence.from();
    if (from != null && presence.isUnavailable()) {
      cache.forget(from);
    }
  }
}
