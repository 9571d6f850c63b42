package im.linnet;

import im.linnet.connection.Backlog;
import im.linnet.connection.BacklogLimits;
import im.linnet.connection.ConnectPermit;
import im.linnet.connection.KeepAlive;
import im.linnet.connection.ReconnectPolicy;
import im.linnet.connection.SavedStream;
import im.linnet.connection.WireEvent;
import im.linnet.endpoint.Endpoint;
import im.linnet.endpoint.Proxy;
import im.linnet.failure.Where;
import im.linnet.jid.Jid;
import im.linnet.journal.StreamJournal;
import im.linnet.observe.ClientListener;
import im.linnet.routing.Filter;
import im.linnet.sasl.FastTokens;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.UserAgent;
import im.linnet.stream.StreamFeature;
import im.linnet.stream.StreamOpening;
import im.linnet.stream.Transport;
import im.linnet.tls.TlsPolicy;
import im.linnet.xml.Element;
import im.linnet.xml.XmlLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IllformedLocaleException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Builds an {@link XmppClient}. Only {@link #sasl} is required; the other settings have sensible
 * defaults. Not thread-safe.
 */
public final class ClientBuilder {

  final Jid account;
  ServiceProfile profile = ServiceProfile.standard();
  Duration requestLimit = Duration.ofSeconds(30);

  final @Nullable String resource;
  private @Nullable ClientResources resources;
  private @Nullable Sasl sasl;
  @Nullable UserAgent userAgent;
  FastTokens fastTokens = FastTokens.inMemory();
  boolean bind2 = true;
  TlsPolicy tls = TlsPolicy.system();
  @Nullable Proxy proxy;
  @Nullable KeepAlive keepAlive;
  ReconnectPolicy reconnect = ReconnectPolicy.never();
  @Nullable Executor callbacks;
  @Nullable Consumer<WireEvent> wire;
  @Nullable String language;
  Consumer<Where> progress = where -> {};
  Duration attemptLimit = Duration.ofSeconds(20);
  Duration connectLimit = Duration.ofSeconds(60);
  Duration closeLimit = Duration.ofSeconds(5);
  XmlLimits limits = XmlLimits.session();
  int answerBytes = 16 << 20;
  Duration filterLimit = Duration.ofSeconds(30);
  BacklogLimits backlogLimits = BacklogLimits.standard();
  @Nullable Consumer<Backlog> backlogWatcher;
  @Nullable SavedStream saved;
  @Nullable StreamJournal journal;
  Duration journalLimit = Duration.ofSeconds(30);
  @Nullable ConnectPermit permit;
  Consumer<Element> savedUncertain = stanza -> {};
  UnaryOperator<List<StreamFeature>> steps = UnaryOperator.identity();
  private final List<Filter> filters = new ArrayList<>();
  private final List<ClientListener> listeners = new ArrayList<>();
  Duration slowCallbacks = Duration.ofMillis(500);
  private UnaryOperator<List<Filter>> filterOrder = UnaryOperator.identity();
  UnaryOperator<StreamOpening> opening = UnaryOperator.identity();
  final List<Endpoint> endpoints = new ArrayList<>();
  final List<Transport> transports = new ArrayList<>();
  final Set<String> aliases = new LinkedHashSet<>();
  final List<Function<? super XmppClient, ? extends Extension>> extensions = new ArrayList<>();

  ClientBuilder(Jid account) {
    this.account = account.bare();
    this.resource = account.resource();
  }

  /**
   * Sets how the user signs in.
   *
   * @param mechanisms the mechanisms, in order of preference; {@link Sasl#none()} if custom steps
   *     sign the user in
   * @return this builder
   */
  public ClientBuilder sasl(Sasl mechanisms) {
    sasl = mechanisms;
    return this;
  }

  /**
   * Sets what the client says about itself when it signs in by SASL2 (XEP-0388); by default the id
   * that came with a kept token, or a random one. Set one with an id of this installation to get
   * the same resource from the server after each start (XEP-0386); a server may also keep a record
   * of each id, which grows with those that never come again.
   *
   * @param agent the user agent
   * @return this builder
   */
  public ClientBuilder userAgent(UserAgent agent) {
    userAgent = agent;
    return this;
  }

  /**
   * Binds the resource after signing in rather than within (Bind 2, XEP-0386), which costs a round
   * trip. A server that binds within may drop the messages that it stored while the user was
   * offline, as it expects the client to fetch them from the archive (section 3.2; ejabberd 24.12
   * does so). Call this if the client does not fetch its archive and must not miss them. It is not
   * necessary if the client's address has a resource, which is always bound after signing in.
   *
   * @return this builder
   */
  public ClientBuilder withoutBind2() {
    bind2 = false;
    return this;
  }

  /**
   * Sets where tokens for the next sign-in are kept (FAST, XEP-0484); by default in memory, so that
   * a client that reconnects needs neither its password nor a second round trip. Used only where
   * TLS verifies the server.
   *
   * @param store the store; {@link FastTokens#none()} to use no tokens
   * @return this builder
   */
  public ClientBuilder fastTokens(FastTokens store) {
    fastTokens = store;
    return this;
  }

  /**
   * Sets the profile of the service; by default that of a standard XMPP server.
   *
   * @param serviceProfile the profile
   * @return this builder
   */
  public ClientBuilder profile(ServiceProfile serviceProfile) {
    profile = serviceProfile;
    return this;
  }

  /**
   * Adds an endpoint to connect to, instead of a DNS look-up. The certificate must still be for the
   * account's domain, unless a {@link #transport} with TLS of its own says otherwise. Endpoints are
   * tried in the order added; one that failed in the last hour is tried last.
   *
   * @param endpoint the endpoint
   * @return this builder
   */
  public ClientBuilder endpoint(Endpoint endpoint) {
    endpoints.add(endpoint);
    return this;
  }

  /**
   * Adds a transport. Transports are consulted before the client's own TCP, so one may also serve
   * TCP endpoints; the first that serves an endpoint is used. Whether it uses the {@link #proxy} is
   * for the transport to say. If it can discover endpoints of the account's domain, those are used,
   * too, unless an {@link #endpoint} is set: see {@link Transport#alternatives}.
   *
   * @param transport the transport, such as WebSocket
   * @return this builder
   */
  public ClientBuilder transport(Transport transport) {
    transports.add(transport);
    return this;
  }

  /**
   * Allows the server to bind an address of another domain, for services with several domain names.
   * By default a bound address outside the account's domain is refused. May be called several
   * times. Does not change the names accepted in the certificate: see {@link
   * TlsPolicy.Builder#alsoAccept}.
   *
   * @param domain the other domain
   * @return this builder
   * @throws IllegalArgumentException if it is not a domain
   */
  public ClientBuilder aliasDomain(String domain) {
    Jid jid = Jid.of(domain);
    if (!jid.equals(jid.domainJid())) {
      throw new IllegalArgumentException("domain: %s (expected: a domain)".formatted(domain));
    }
    aliases.add(jid.domain());
    return this;
  }

  /**
   * Sets the TLS policy; by default TLS is required and the platform's authorities are trusted.
   *
   * @param policy the policy
   * @return this builder
   */
  public ClientBuilder tls(TlsPolicy policy) {
    tls = policy;
    return this;
  }

  /**
   * Sets a proxy for all connections, except those that a {@link #transport} opens by itself.
   *
   * @param through the proxy
   * @return this builder
   */
  public ClientBuilder proxy(Proxy through) {
    proxy = through;
    return this;
  }

  /**
   * Sets the keep-alive for idle connections, instead of the profile's.
   *
   * @param how the keep-alive
   * @return this builder
   */
  public ClientBuilder keepAlive(KeepAlive how) {
    keepAlive = how;
    return this;
  }

  /**
   * Sets whether and when the client reconnects after losing its connection; by default never. Most
   * programs want {@link ReconnectPolicy#standard()}, which replaces a lost session but does not
   * retry a first {@link XmppClient#connect} that fails.
   *
   * @param policy the policy
   * @return this builder
   */
  public ClientBuilder reconnect(ReconnectPolicy policy) {
    reconnect = policy;
    return this;
  }

  /**
   * Sets a stream that another client has {@linkplain XmppClient#suspend() suspended}; the first
   * connection resumes it if possible. For extensions it counts as a new stream: they get {@link
   * Extension#bound}.
   *
   * @param stream the stream
   * @param uncertain is called, in order with the other callbacks, with each stanza that the other
   *     client sent and whose fate is unknown because the stream can't be resumed
   * @return this builder
   * @throws IllegalArgumentException if the stream belongs to another account
   */
  public ClientBuilder resume(SavedStream stream, Consumer<Element> uncertain) {
    Jid bound = stream.jid();
    boolean sameUser = account.local() == null || account.local().equals(bound.local());
    boolean here = account.domain().equals(bound.domain()) || aliases.contains(bound.domain());
    if (!sameUser || !here) {
      throw new IllegalArgumentException(
          "stream: of %s (expected: of %s, or of a domain that aliasDomain has named before)"
              .formatted(bound.bare(), account));
    }
    saved = stream;
    savedUncertain = uncertain;
    return this;
  }

  /**
   * Records the client's managed streams, so that another client can resume one even if this
   * process is killed: see {@link StreamJournal}. With a journal, received stanzas are acknowledged
   * only after subscribers have handled them, however long that takes, and an attempt to resume a
   * stream waits for them. A stream that is not managed is not recorded.
   *
   * @param records the journal of this client alone
   * @return this builder
   */
  public ClientBuilder journal(StreamJournal records) {
    journal = records;
    return this;
  }

  /**
   * Sets how long the {@link #journal} may take for a record; by default 30 seconds.
   *
   * @param limit the limit
   * @return this builder
   * @throws IllegalArgumentException if it is not positive
   */
  public ClientBuilder journalLimit(Duration limit) {
    journalLimit = positive("limit", limit);
    return this;
  }

  /**
   * Sets who allows connection attempts, beside the {@link #reconnect} policy; by default each is
   * allowed.
   *
   * @param asked is asked before each attempt
   * @return this builder
   */
  public ClientBuilder permit(ConnectPermit asked) {
    permit = asked;
    return this;
  }

  /**
   * Adds an extension.
   *
   * @param factory creates it, usually a constructor: {@code Roster::new}
   * @return this builder
   */
  public ClientBuilder with(Function<? super XmppClient, ? extends Extension> factory) {
    extensions.add(factory);
    return this;
  }

  /**
   * Adds several extensions, such as those that an artifact bundles.
   *
   * @param factories create them, in this order
   * @return this builder
   */
  public ClientBuilder with(
      List<? extends Function<? super XmppClient, ? extends Extension>> factories) {
    extensions.addAll(factories);
    return this;
  }

  /**
   * Sets the threads and the resolver to use, shared with other clients. The client does not close
   * them.
   *
   * @param shared the resources
   * @return this builder
   */
  public ClientBuilder resources(ClientResources shared) {
    resources = shared;
    return this;
  }

  /**
   * Sets the executor that runs subscribers, one at a time; by default virtual threads, or threads
   * of the client's resources before JDK 21.
   *
   * <p>Tasks that the executor rejects are kept in order and resubmitted until it accepts them;
   * meanwhile reading pauses and the stanzas are not acknowledged to the server. Stanzas still
   * rejected when the client is closed are dropped and counted: see {@link XmppClient#dropped()}.
   *
   * @param executor the executor; must not run tasks on the thread that submits them
   * @return this builder
   */
  public ClientBuilder callbacks(Executor executor) {
    callbacks = executor;
    return this;
  }

  /**
   * Sets the user's preferred language. It becomes the default language of the stream: the server
   * uses it for its own texts and for stanzas sent without a language (RFC 6120, sections 4.7.4 and
   * 8.1.5). It is also preferred among the languages of a received text: see {@link
   * im.linnet.stanza.Message#body()}. By default the server decides.
   *
   * @param tag a language tag, such as {@code de-CH}
   * @return this builder
   * @throws IllegalArgumentException if it is not a language tag (RFC 5646, section 2.1)
   */
  public ClientBuilder language(String tag) {
    try {
      new Locale.Builder().setLanguageTag(tag);
    } catch (IllformedLocaleException malformed) {
      throw new IllegalArgumentException(
          "tag: %s (expected: a language tag, such as de-CH)".formatted(malformed.getMessage()),
          malformed);
    }
    language = tag.isEmpty() ? null : tag;
    return this;
  }

  /**
   * Sets how long connecting may take.
   *
   * @param each limit for one address of an endpoint, from the first packet to the bound stream,
   *     and for all its addresses together until one works; by default 20 seconds. With many
   *     endpoints, each gets its share of {@code whole} to prove that it works, but at least 5
   *     seconds
   * @param whole limit for all endpoints and redirects together; by default 60 seconds
   * @return this builder
   * @throws IllegalArgumentException if one is not positive
   */
  public ClientBuilder connectLimits(Duration each, Duration whole) {
    attemptLimit = positive("each", each);
    connectLimit = positive("whole", whole);
    return this;
  }

  private static Duration positive(String name, Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("%s: %s (expected: > 0)".formatted(name, limit));
    }
    return limit;
  }

  /**
   * Sets how long an answer to a request may take; by default 30 seconds.
   *
   * @param limit the limit
   * @return this builder
   * @throws IllegalArgumentException if it is not positive
   */
  public ClientBuilder requestLimit(Duration limit) {
    requestLimit = positive("limit", limit);
    return this;
  }

  /**
   * Sets how long {@link XmppClient#shutdown()} may take, including the sending of queued stanzas;
   * by default 5 seconds.
   *
   * @param limit the limit; zero to close at once
   * @return this builder
   * @throws IllegalArgumentException if it is negative
   */
  public ClientBuilder closeLimit(Duration limit) {
    if (limit.isNegative()) {
      throw new IllegalArgumentException("limit: %s (expected: >= 0)".formatted(limit));
    }
    closeLimit = limit;
    return this;
  }

  /**
   * Sets the XML limits once the user is signed in. For answers to this client's requests see
   * {@link #answerBytes}.
   *
   * @param session the limits; by default {@link XmlLimits#session()}
   * @return this builder
   */
  public ClientBuilder limits(XmlLimits session) {
    limits = session;
    return this;
  }

  /**
   * Sets the largest answer to a request, in bytes on the wire, such as a roster of thousands of
   * contacts, the rooms of a large service, or a picture. By default 16 MiB. It applies only to the
   * answer to a pending request, with its id and from the address it was sent to; everything else
   * is limited by {@link XmlLimits#stanzaBytes()}, which answers may always have. {@link
   * RequestOptions#answerBytes} overrides it for one request. The other {@link #limits} apply to
   * answers too, except {@link XmlLimits#textBytes()}.
   *
   * <p>Only one answer is read at a time; in memory it takes up to a few dozen times its size.
   *
   * @param most the limit in bytes
   * @return this builder
   * @throws IllegalArgumentException if it is less than 1
   */
  public ClientBuilder answerBytes(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("answerBytes: %d (expected: >= 1)".formatted(most));
    }
    answerBytes = most;
    return this;
  }

  /**
   * Adds a filter to those of the extensions; see {@link #filters}.
   *
   * @param filter filters the client's stanzas
   * @return this builder
   */
  public ClientBuilder filter(Filter filter) {
    filters.add(Objects.requireNonNull(filter, "filter"));
    return this;
  }

  /**
   * Changes the list of filters. The first is nearest to the user, the last nearest to the wire.
   * The standard list is sorted by {@linkplain Filter.Layer layer}; within a layer come the filters
   * of the extensions, in the order these were added, then the {@linkplain #filter program's own}.
   *
   * @param change maps the standard list to the one to use; called when the client is built
   * @return this builder
   */
  public ClientBuilder filters(UnaryOperator<List<Filter>> change) {
    filterOrder = change;
    return this;
  }

  /** All filters, in order. */
  List<Filter> filters(List<Extension> made) {
    List<Filter> all = new ArrayList<>();
    made.forEach(extension -> all.addAll(extension.filters()));
    all.addAll(filters);
    all.sort(Comparator.comparing(Filter::layer));
    return List.copyOf(filterOrder.apply(all));
  }

  /**
   * Sets how long one filter may delay one stanza; by default 30 seconds.
   *
   * @param limit the limit
   * @return this builder
   * @throws IllegalArgumentException if it is not positive
   */
  public ClientBuilder filterLimit(Duration limit) {
    filterLimit = positive("limit", limit);
    return this;
  }

  /**
   * Sets how much may wait for subscribers before reading pauses.
   *
   * @param most the limits; by default {@link BacklogLimits#standard()}
   * @return this builder
   */
  public ClientBuilder backlog(BacklogLimits most) {
    backlogLimits = most;
    return this;
  }

  /**
   * Sets a watcher that is called when reading pauses because subscribers lag behind, and when it
   * resumes.
   *
   * @param watcher is called with the backlog; in order, but does not wait for other callbacks
   * @return this builder
   */
  public ClientBuilder onBacklog(Consumer<Backlog> watcher) {
    backlogWatcher = watcher;
    return this;
  }

  /**
   * Changes the list of negotiation steps. Steps are tried in list order. The last standard step
   * enables stream management; steps that send stanzas must come before it, as those of {@linkplain
   * Extension#steps() extensions} do.
   *
   * @param change maps the standard list, including the extensions' steps, to the one to use
   * @return this builder
   */
  public ClientBuilder steps(UnaryOperator<List<StreamFeature>> change) {
    steps = change;
    return this;
  }

  /**
   * Changes the stream header that the client sends. By default it carries the account's domain and
   * the language, and under TLS the account.
   *
   * @param change maps the header of each stream to the one to send; called on the event loop, must
   *     not block
   * @return this builder
   */
  public ClientBuilder opening(UnaryOperator<StreamOpening> change) {
    opening = change;
    return this;
  }

  /**
   * Sets a watcher for the XML sent and received, without secrets; for debugging.
   *
   * @param watcher is called in order with the other callbacks
   * @return this builder
   */
  public ClientBuilder onWire(Consumer<WireEvent> watcher) {
    wire = watcher;
    return this;
  }

  /**
   * Sets a watcher for the progress of connecting: it gets each phase as it begins.
   *
   * @param watcher is called in order with the other callbacks
   * @return this builder
   */
  public ClientBuilder onProgress(Consumer<Where> watcher) {
    progress = watcher;
    return this;
  }

  /**
   * Adds a listener to those of the extensions. Unlike other callbacks it is called on the event
   * loop: see {@link ClientListener}.
   *
   * @param listener is called with each event
   * @return this builder
   */
  public ClientBuilder listener(ClientListener listener) {
    listeners.add(Objects.requireNonNull(listener, "listener"));
    return this;
  }

  /** All listeners, in order. */
  List<ClientListener> listeners(List<Extension> made) {
    List<ClientListener> all = new ArrayList<>();
    made.forEach(extension -> all.addAll(extension.listeners()));
    all.addAll(listeners);
    return all;
  }

  /**
   * Sets how long a callback may run before it is reported as slow, to {@link
   * ClientListener#slowCallback} and as an event of the flight recorder; by default 500 ms.
   *
   * @param limit the limit
   * @return this builder
   * @throws IllegalArgumentException if it is not positive
   */
  public ClientBuilder slowCallbacks(Duration limit) {
    slowCallbacks = positive("limit", limit);
    return this;
  }

  /**
   * Builds the client, without connecting it.
   *
   * @return the client
   * @throws IllegalStateException if {@link #sasl} is missing, an extension was added twice, or the
   *     Netty version on the class path is incompatible
   */
  public XmppClient build() {
    Sasl mechanisms = sasl;
    if (mechanisms == null) {
      throw new IllegalStateException(
          "sasl: absent (expected: how to sign in, such as .sasl(Sasl.password(..)))");
    }
    if (resources != null) {
      return new Assembly(this, mechanisms, resources).client(null);
    }
    ClientResources own = ClientResources.forOneClient();
    try {
      return new Assembly(this, mechanisms, own).client(own);
    } catch (RuntimeException failure) {
      own.shutdown();
      throw failure;
    }
  }
}
