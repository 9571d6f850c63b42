package im.linnet;

import im.linnet.connection.BoundStream;
import im.linnet.connection.SavedStream;
import im.linnet.connection.WireEvent;
import im.linnet.failure.Where;
import im.linnet.internal.callbacks.BacklogWatch;
import im.linnet.internal.callbacks.CallbackThreads;
import im.linnet.internal.callbacks.Completions;
import im.linnet.internal.callbacks.FallbackExecutor;
import im.linnet.internal.callbacks.SerialExecutor;
import im.linnet.internal.connect.Connector;
import im.linnet.internal.connect.FreshCredentials;
import im.linnet.internal.connect.SecondAttempt;
import im.linnet.internal.dane.Dane;
import im.linnet.internal.dane.DaneLookup;
import im.linnet.internal.dial.Dialer;
import im.linnet.internal.incoming.Inflow;
import im.linnet.internal.incoming.Router;
import im.linnet.internal.incoming.StanzaPublisher;
import im.linnet.internal.jfr.Flight;
import im.linnet.internal.management.Management;
import im.linnet.internal.management.Records;
import im.linnet.internal.management.Resumption;
import im.linnet.internal.management.StreamManagement;
import im.linnet.internal.network.ClientNetworks;
import im.linnet.internal.network.Discovery;
import im.linnet.internal.observe.Listeners;
import im.linnet.internal.outgoing.Outgoing;
import im.linnet.internal.outgoing.OwnAddress;
import im.linnet.internal.race.PlaceMemory;
import im.linnet.internal.routing.FilterChain;
import im.linnet.internal.session.Clearance;
import im.linnet.internal.session.Lifecycle;
import im.linnet.internal.session.Reconnector;
import im.linnet.internal.session.SessionCarryOver;
import im.linnet.internal.session.SessionHandler;
import im.linnet.internal.steps.Bind2;
import im.linnet.internal.steps.BoundAddress;
import im.linnet.internal.steps.Fast;
import im.linnet.internal.steps.LegacySession;
import im.linnet.internal.steps.ResourceBinding;
import im.linnet.internal.steps.Sasl2Authentication;
import im.linnet.internal.steps.SaslAuthentication;
import im.linnet.internal.steps.StartTls;
import im.linnet.internal.stream.KnownFeatures;
import im.linnet.internal.stream.NegotiationPlan;
import im.linnet.internal.stream.NegotiationSettings;
import im.linnet.internal.tls.ChannelBindings;
import im.linnet.internal.tls.TlsEngines;
import im.linnet.internal.tls.TlsFailures;
import im.linnet.jid.Jid;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.UserAgent;
import im.linnet.stanza.Stanza;
import im.linnet.stream.Facts;
import im.linnet.stream.Inline;
import im.linnet.stream.StreamFeature;
import im.linnet.stream.StreamOpening;
import im.linnet.xml.Element;
import im.linnet.xml.XmlLimits;
import io.netty.channel.EventLoop;
import java.lang.ref.WeakReference;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Wires the parts of a client together. {@link Lifecycle} makes connections, and a bound stream
 * starts a session in {@link Lifecycle}; this cycle is closed by a field set once both exist.
 */
final class Assembly {

  private final ClientBuilder settings;
  private final Sasl mechanisms;
  private final ClientResources used;
  private final EventLoop loop;
  private final CallbackThreads threads;
  private final Listeners listeners;
  private final SerialExecutor inOrder;
  private final Records records;
  private final Management management;
  private final FilterChain filters;

  /** Whether an attempt failed for a reason that the next one does not meet. */
  private final AtomicBoolean again = new AtomicBoolean();

  private final KnownFeatures offers;
  private @Nullable Lifecycle lifecycle;
  private volatile @Nullable NegotiationPlan plan;

  /** Prepares a client with these settings, on these threads. */
  Assembly(ClientBuilder settings, Sasl mechanisms, ClientResources used) {
    this.settings = settings;
    this.mechanisms = mechanisms;
    this.used = used;
    loop = used.nextLoop();
    offers = new KnownFeatures(again, used.features());
    threads =
        new CallbackThreads(
            settings.callbacks == null ? used.callbacks() : settings.callbacks, loop);
    listeners = new Listeners(loop, Flight.ofClient(), settings.slowCallbacks);
    inOrder = new SerialExecutor(threads, listeners);
    records = new Records(settings.journal, loop, settings.journalLimit);
    management = new Management(loop, records);
    filters = new FilterChain(loop, new FallbackExecutor(used.threads()), settings.filterLimit);
  }

  /** Builds the client, which closes {@code own} if it is not null. */
  XmppClient client(@Nullable ClientResources own) {
    Router router = router();
    Lifecycle life = lifecycle(router, connector(router));
    lifecycle = life;
    restore();
    Outgoing outgoing =
        new Outgoing(
            stanza -> refusal(life, stanza),
            filters,
            life::sender,
            new FallbackExecutor(used.threads()));
    BuiltClient client =
        new BuiltClient(
            settings,
            router,
            life,
            outgoing,
            made -> new BuiltContext(made, loop, inOrder, router, life),
            own);
    client.extend(settings.extensions);
    filters.set(settings.filters(client.extensions()));
    listeners.set(settings.listeners(client.extensions()));
    plan = plan(client.extensions());
    Jid account = settings.account;
    client.watched(
        used.watch()
            .watch(
                client,
                () ->
                    "The client of %s was dropped and nobody has closed it; it is closed now. Call"
                            .formatted(account)
                        + " close() or shutdown() when it is done with, or use try-with-resources",
                new DroppedClient(new WeakReference<>(life), own)));
    return client;
  }

  /**
   * Why a stanza must not be sent: the service can't handle it, its sender is not this client, or a
   * component's stanza has no addressee. Else null.
   */
  private @Nullable String refusal(Lifecycle life, Stanza stanza) {
    BoundStream stream = life.stream();
    OwnAddress own = stream == null ? null : new OwnAddress(stream.jid());
    if (own != null && !own.maySend(stanza.from())) {
      return "A stanza from %s can't be sent on the stream of %s; leave its sender out"
          .formatted(stanza.from(), own.jid());
    }
    if (own != null && own.needsAddressee() && stanza.to() == null) {
      return "A stanza without an addressee can't be sent on the stream of the component %s; set one"
          .formatted(own.jid());
    }
    return settings.profile.refusal(stanza);
  }

  private void restore() {
    SavedStream left = settings.saved;
    Consumer<Element> watcher = settings.savedUncertain;
    if (left != null) {
      management.restore(
          left, Instant.now(), stanza -> inOrder.execute(() -> watcher.accept(stanza)));
    }
  }

  private Router router() {
    BacklogWatch watch =
        new BacklogWatch(inOrder, loop.ticker()::nanoTime, used.threads(), settings.backlogWatcher);
    Inflow inflow = new Inflow(settings.backlogLimits, loop, watch.andThen(listeners::reading));
    Router router =
        new Router(inOrder, inflow, new StanzaPublisher(inflow, threads), filters, listeners);
    threads.observe(router);
    router.whenEnded(
        () -> {
          filters.close();
          threads.end();
        });
    return router;
  }

  private Connector connector(Router router) {
    Dialer tcp = new Dialer(used.resolver(), settings.proxy);
    ClientNetworks networks = networks(tcp);
    return new Connector(
        loop,
        tcp.with(settings.transports, networks::network),
        dane(),
        negotiation(),
        settings.endpoints,
        settings.profile.fallbackEndpoints(),
        management::location,
        settings.attemptLimit,
        settings.connectLimit,
        () -> wire(router),
        new PlaceMemory(loop.ticker()::nanoTime),
        listeners,
        Discovery.of(settings.transports, networks));
  }

  /** What may ask which certificates the DNS names; null if it does not matter. */
  private @Nullable DaneLookup dane() {
    boolean asks = settings.proxy == null || settings.proxy.localSrv();
    return asks && used.engines().of(settings.tls, settings.proxy).heedsDane()
        ? new DaneLookup(used.resolver())
        : null;
  }

  /** What transports may use of the client. */
  private ClientNetworks networks(Dialer dialer) {
    return new ClientNetworks(
        loop,
        dialer,
        settings.account.asciiDomain(),
        used.engines().of(settings.tls, settings.proxy),
        settings.tls.required(),
        used.threads(),
        settings.attemptLimit,
        Math.max(settings.limits.stanzaBytes(), settings.answerBytes),
        new PlaceMemory(loop.ticker()::nanoTime));
  }

  private Lifecycle lifecycle(Router router, Connector connector) {
    FreshCredentials credentials = new FreshCredentials(mechanisms);
    SessionCarryOver continuity = new SessionCarryOver(management, records);
    Clearance clearance =
        new Clearance(loop, router, management, continuity, records, settings.permit);
    SecondAttempt unguessed = new SecondAttempt(failure -> again.getAndSet(false));
    return new Lifecycle(
        loop,
        router,
        new Completions(new FallbackExecutor(used.threads()), inOrder, loop),
        settings.keepAlive == null ? settings.profile.keepAlive() : settings.keepAlive,
        settings.closeLimit,
        new Reconnector(settings.reconnect, loop, InstantSource.system()),
        continuity,
        redirect ->
            clearance.connect(
                () ->
                    credentials.connect(
                        () -> unguessed.connect(() -> connector.connect(redirect)))));
  }

  private NegotiationSettings negotiation() {
    Consumer<Where> watcher = settings.progress;
    TlsEngines engines = used.engines().of(settings.tls, settings.proxy);
    String domain = settings.account.asciiDomain();
    return new NegotiationSettings(
        settings.account,
        this::plan,
        management,
        settings.tls.required(),
        settings.tls.verified(),
        XmlLimits.beforeAuthentication(),
        settings.limits,
        used.threads(),
        (allocator, endpoint, dane) ->
            engines.handler(allocator, domain, endpoint, dane, used.threads()),
        Dane.NOTHING,
        ChannelBindings.of(settings.tls),
        failure -> TlsFailures.explain(failure, domain),
        where -> {
          listeners.reaches(where);
          inOrder.execute(() -> watcher.accept(where));
        },
        stream -> begin(stream, engines));
  }

  private NegotiationPlan plan() {
    NegotiationPlan made = plan;
    if (made == null) {
      throw new IllegalStateException("A connection is made before the client was built");
    }
    return made;
  }

  /** The negotiation steps, in order, and the inline requests. */
  private NegotiationPlan plan(List<Extension> extensions) {
    Resumption resumption = new Resumption(management);
    StreamManagement counting = new StreamManagement();
    List<StreamFeature> steps = new ArrayList<>();
    steps.add(new StartTls());
    BoundAddress rules = new BoundAddress(settings.profile.assignsAccount(), settings.aliases);
    UserAgent agent = settings.userAgent == null ? UserAgent.random() : settings.userAgent;
    Fast fast =
        new Fast(
            settings.fastTokens, agent, settings.userAgent != null, InstantSource.system(), again);
    steps.add(
        new Sasl2Authentication(
            mechanisms, fast, rules, settings.tls.secretsSent(), used.computing()));
    steps.add(new SaslAuthentication(mechanisms, settings.tls.secretsSent(), used.computing()));
    steps.add(resumption);
    steps.add(new ResourceBinding(settings.resource, rules));
    steps.add(new LegacySession());
    extensions.forEach(extension -> steps.addAll(extension.steps()));
    steps.add(counting);
    List<Inline> inlines = new ArrayList<>();
    inlines.add(resumption);
    if (settings.resource == null && settings.bind2) {
      inlines.add(new Bind2(agent, rules));
    }
    inlines.add(counting);
    extensions.forEach(extension -> inlines.addAll(extension.inline()));
    return new NegotiationPlan(this::opening, settings.steps.apply(steps), inlines, offers);
  }

  /** Names the account only under TLS (RFC 6120, section 4.7.1). */
  private StreamOpening opening(Facts facts) {
    Jid account = settings.account;
    boolean named = facts.secure() && account.local() != null && !settings.profile.assignsAccount();
    return settings.opening.apply(
        StreamOpening.to(account.domain())
            .withLanguage(settings.language)
            .withFrom(named ? account.toString() : null));
  }

  private SessionHandler begin(BoundStream stream, TlsEngines engines) {
    Lifecycle life = lifecycle;
    if (life == null) {
      throw new IllegalStateException("A stream is bound before the client was built");
    }
    SessionHandler session = life.begin(stream);
    session.ended().thenAccept(engines::streamEnded);
    return session;
  }

  /** Who is shown the XML; null if nobody is. */
  private @Nullable Consumer<WireEvent> wire(Router router) {
    Consumer<WireEvent> watcher = settings.wire;
    if (watcher == null) {
      return listeners.isWired() ? listeners::wire : null;
    }
    return event -> {
      listeners.wire(event);
      router.counted(event.xml().length(), () -> watcher.accept(event));
    };
  }
}
