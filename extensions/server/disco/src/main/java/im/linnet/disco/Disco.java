package im.linnet.disco;

import im.linnet.Extension;
import im.linnet.XmppClient;
import im.linnet.connection.BoundStream;
import im.linnet.connection.Subscribers;
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
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Queries the identities, features and items of others, and answers their queries (XEP-0030).
 *
 * <p>The answers contain the features of the client's extensions ({@link Extension#features});
 * further {@link #feature features} and {@link #identity identities} can be added.
 *
 * <p>Answers to {@link #info info} are cached for an hour, at most 256 of them, and not beyond the
 * session; the answer of a client is dropped when it goes offline. Safe for use by any thread.
 */
public final class Disco implements Extension {

  private static final int CACHE_SIZE = 256;
  private static final Duration CACHE_LIFETIME = Duration.ofHours(1);
  private static final Identity UNSPECIFIC = new Identity("client", "pc");

  /**
   * One thing that was added, compared by identity: adding the same twice and removing one keeps
   * the other.
   */
  private static final class Told<T> {
    private final T what;

    Told(T what) {
      this.what = what;
    }
  }

  /** One of the two questions about a node. */
  private interface NodeQuestion {
    @Nullable Reply ask(DiscoNodes nodes, Iq request, String node);
  }

  private final XmppClient client;
  private final Predicate<Jid> answered;
  private final InfoCache cache = new InfoCache(CACHE_SIZE, CACHE_LIFETIME, System::nanoTime);
  private final List<Told<String>> features = new CopyOnWriteArrayList<>();
  private final List<Told<Identity>> identities = new CopyOnWriteArrayList<>();
  private final List<Told<DiscoNodes>> nodes = new CopyOnWriteArrayList<>();
  private final List<Told<Function<Jid, @Nullable CompletableFuture<DiscoInfo>>>> sources =
      new CopyOnWriteArrayList<>();
  private final Subscribers<DiscoInfo> watchers = new Subscribers<>(Disco.class);

  /** Whether watchers are about to be called. */
  private final AtomicBoolean changing = new AtomicBoolean();

  /**
   * Answers all queries. Add it to the client's builder with {@code .with(Disco::new)}.
   *
   * @param client the client
   * @throws IllegalStateException if another handler answers these requests already
   */
  public Disco(XmppClient client) {
    this(client, anyone -> true);
  }

  /**
   * Answers the own account, the own server, and the addresses that a predicate allows. Others get
   * the answer that the server gives for an absent resource (section 8).
   *
   * @param client the client
   * @param answered says whether another address is answered; called in order with the client's
   *     callbacks
   * @throws IllegalStateException if another handler answers these requests already
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
   * Queries the identities and features of the own server.
   *
   * @return the information, see {@link #info(Jid, String)}
   */
  public CompletableFuture<DiscoInfo> serverInfo() {
    return info(client.address().domainJid());
  }

  /**
   * Queries the identities and features of an entity (section 3).
   *
   * @param entity the entity to query
   * @return the information from a {@linkplain #source source}, else as for {@link #info(Jid,
   *     String)}
   */
  public CompletableFuture<DiscoInfo> info(Jid entity) {
    return info(entity, null);
  }

  /**
   * Queries the identities and features of a node of an entity (section 3.2).
   *
   * @param entity the entity to query
   * @param node the node, or null for the entity itself
   * @return the information, from the cache or from a request. Fails with {@link
   *     im.linnet.failure.StanzaException} if the answer is an error, with {@link
   *     im.linnet.failure.UnreadableAnswerException} if it does not match the query, with a {@link
   *     im.linnet.failure.TransportException} if there was no answer, with {@link RefusedException}
   *     if the node can't be sent. Equal queries at the same time share one request, which is
   *     forgotten when all of them are cancelled
   */
  public CompletableFuture<DiscoInfo> info(Jid entity, @Nullable String node) {
    if (node == null) {
      for (Told<Function<Jid, @Nullable CompletableFuture<DiscoInfo>>> source : sources) {
        CompletableFuture<DiscoInfo> known = source.what.apply(entity);
        if (known != null) {
          return known;
        }
      }
    }
    return cache.get(entity, node, () -> ask(entity, node, DiscoInfo.TYPE));
  }

  /**
   * Queries the items of an entity (section 4). Never cached, because they change.
   *
   * @param entity the entity to query
   * @return the items, see {@link #items(Jid, String)}
   */
  public CompletableFuture<DiscoItems> items(Jid entity) {
    return items(entity, null);
  }

  /**
   * Queries the items of a node of an entity (section 4.2).
   *
   * @param entity the entity to query
   * @param node the node, or null for the entity itself
   * @return the items; fails as {@link #info(Jid, String)} does. Cancelling it forgets the request
   */
  public CompletableFuture<DiscoItems> items(Jid entity, @Nullable String node) {
    return ask(entity, node, DiscoItems.TYPE);
  }

  /**
   * Drops the cached answers of an entity, so that the next query is sent.
   *
   * @param entity the entity; a bare address includes all its resources
   */
  public void forget(Jid entity) {
    cache.forget(entity);
  }

  /**
   * Adds a feature to the client's answers.
   *
   * @param name the name of the feature
   * @return removes it again
   * @throws IllegalArgumentException if the name can't be sent
   */
  public Subscription feature(String name) {
    requireSendable(DiscoInfo.of(List.of(), Set.of(name)));
    return tell(features, name);
  }

  /**
   * Adds an identity to the client's answers, which then replaces {@code client/pc}.
   *
   * @param identity the identity
   * @return removes it again
   * @throws IllegalArgumentException if a part of it can't be sent
   */
  public Subscription identity(Identity identity) {
    requireSendable(identity);
    return tell(identities, identity);
  }

  /**
   * Adds nodes to the client's answers (sections 3.2 and 4.2). Of several that know a node, the
   * first one added answers; a node that none knows is answered with {@code item-not-found}.
   *
   * @param answers answers queries of nodes
   * @return removes them again
   */
  public Subscription nodes(DiscoNodes answers) {
    return add(nodes, answers);
  }

  /**
   * Adds a source of what others answer that is better than a query, such as entity capabilities:
   * {@link #info(Jid)} consults it first.
   *
   * @param answers returns the future answer of an entity, or null if it knows nothing of this
   *     entity; called by any thread
   * @return ends it
   */
  public Subscription source(Function<Jid, @Nullable CompletableFuture<DiscoInfo>> answers) {
    return add(sources, Objects.requireNonNull(answers, "answers"));
  }

  /**
   * Subscribes to changes of the client's own answer.
   *
   * @param subscriber is called with the current answer, in order with the client's callbacks; once
   *     for all the changes that are made before
   * @return ends the subscription
   */
  public Subscription onOwnInfo(Consumer<? super DiscoInfo> subscriber) {
    return watchers.add(subscriber);
  }

  /** {@return the client's current answer} */
  public DiscoInfo ownInfo() {
    Set<String> all = new TreeSet<>();
    features.forEach(feature -> all.add(feature.what));
    client.extensions().forEach(extension -> all.addAll(extension.features()));
    List<Identity> told = identities.stream().map(identity -> identity.what).distinct().toList();
    return DiscoInfo.of(told.isEmpty() ? List.of(UNSPECIFIC) : told, all);
  }

  /** Fails now if it can't be written, so that no answer fails because of it later. */
  private static void requireSendable(Payload told) {
    told.toElement();
  }

  private static <T> Subscription add(List<Told<T>> all, T what) {
    Told<T> told = new Told<>(what);
    all.add(told);
    return () -> all.remove(told);
  }

  private <T> Subscription tell(List<Told<T>> all, T what) {
    Told<T> told = new Told<>(what);
    all.add(told);
    changed();
    return () -> {
      if (all.remove(told)) {
        changed();
      }
    };
  }

  private void changed() {
    if (!watchers.isEmpty() && changing.compareAndSet(false, true)) {
      client
          .context()
          .callbacks()
          .execute(
              () -> {
                changing.set(false);
                watchers.tell(ownInfo());
              });
    }
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
    return tell(request, DiscoNodes::info, ownInfo());
  }

  private CompletionStage<Reply> tellItems(Iq request) {
    return tell(request, DiscoNodes::items, new DiscoItems(null, List.of()));
  }

  private CompletionStage<Reply> tell(Iq request, NodeQuestion question, Payload answer) {
    Element query = request.payload();
    if (!isAnswered(request.from())) {
      return Reply.error(Condition.SERVICE_UNAVAILABLE).now();
    }
    String node = query == null ? null : query.attribute("node");
    return (node == null ? Reply.result(answer) : ofNode(request, question, node)).now();
  }

  private Reply ofNode(Iq request, NodeQuestion question, String node) {
    for (Told<DiscoNodes> each : nodes) {
      Reply reply = question.ask(each.what, request, node);
      if (reply != null) {
        return reply;
      }
    }
    return Reply.error(Condition.ITEM_NOT_FOUND);
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
