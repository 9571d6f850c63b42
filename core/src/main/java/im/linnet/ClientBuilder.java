package im.linnet;

import im.linnet.connection.Backlog;
import im.linnet.connection.BacklogLimits;
import im.linnet.connection.KeepAlive;
import im.linnet.connection.ReconnectPolicy;
import im.linnet.connection.SavedStream;
import im.linnet.connection.WireEvent;
import im.linnet.endpoint.Endpoint;
import im.linnet.endpoint.Proxy;
import im.linnet.failure.Where;
import im.linnet.jid.Jid;
import im.linnet.routing.Filter;
import im.linnet.sasl.Sasl;
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
 * Sets up an {@link XmppClient}. Only {@link #sasl} has to be given; everything else has a value
 * that is right for most. For one thread.
 */
public final class ClientBuilder {

  final Jid account;
  ServiceProfile profile = ServiceProfile.standard();
  Duration requestLimit = Duration.ofSeconds(30);

  final @Nullable String resource;
  private @Nullable ClientResources resources;
  private @Nullable Sasl sasl;
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
  Consumer<Element> savedUncertain = stanza -> {};
  UnaryOperator<List<StreamFeature>> steps = UnaryOperator.identity();
  private final List<Filter> filters = new ArrayList<>();
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
   * @param mechanisms the mechanisms, in the order preferred; {@link Sasl#none()} if steps of one's
   *     own sign the user in
   * @return this builder
   */
  public ClientBuilder sasl(Sasl mechanisms) {
    sasl = mechanisms;
    return this;
  }

  /**
   * Sets what is special about the service; by default it is a standard XMPP server.
   *
   * @param serviceProfile the profile
   * @return this builder
   */
  public ClientBuilder profile(ServiceProfile serviceProfile) {
    profile = serviceProfile;
    return this;
  }

  /**
   * Names a place to connect to instead of looking it up in DNS. The certificate must be for the
   * account's domain all the same. May be called again for more places to try, in this order; one
   * that has failed in the last hour is tried last.
   *
   * @param endpoint the place
   * @return this builder
   */
  public ClientBuilder endpoint(Endpoint endpoint) {
    endpoints.add(endpoint);
    return this;
  }

  /**
   * Adds a way to reach endpoints. It is asked before the client's own, so it may also take TCP
   * places to itself; of several, the first that serves an endpoint reaches it. A proxy set by
   * {@link #proxy} is not gone through.
   *
   * @param transport the transport, such as that of a WebSocket artifact
   * @return this builder
   */
  public ClientBuilder transport(Transport transport) {
    transports.add(transport);
    return this;
  }

  /**
   * Lets the server bind an address of another domain, as services do that have several names for
   * one: the user signs in under one of them and is known to others by another. By default an
   * address of another domain than the account's is refused. May be called again for more. What the
   * certificate has to name does not change by it: see {@link TlsPolicy.Builder#alsoAccept}.
   *
   * @param domain the other domain
   * @return this builder
   * @throws IllegalArgumentException if it is no domain
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
   * Sets whom to trust; by default TLS is required and the platform's authorities are trusted.
   *
   * @param policy the policy
   * @return this builder
   */
  public ClientBuilder tls(TlsPolicy policy) {
    tls = policy;
    return this;
  }

  /**
   * Sets a proxy that all connections go through.
   *
   * @param through the proxy
   * @return this builder
   */
  public ClientBuilder proxy(Proxy through) {
    proxy = through;
    return this;
  }

  /**
   * Sets how a silent connection is kept, in place of what the profile says.
   *
   * @param how what is sent, and when
   * @return this builder
   */
  public ClientBuilder keepAlive(KeepAlive how) {
    keepAlive = how;
    return this;
  }

  /**
   * Sets whether and when a client that lost its connection makes another by itself; by default
   * never. Most programs want {@link ReconnectPolicy#standard()}: it makes up for a lost session,
   * while a first {@link XmppClient#connect} that fails is reported and not tried again.
   *
   * @param policy the policy
   * @return this builder
   */
  public ClientBuilder reconnect(ReconnectPolicy policy) {
    reconnect = policy;
    return this;
  }

  /**
   * Sets a stream that another client has {@linkplain XmppClient#suspend() left}: the first
   * connection resumes it, if it can. Extensions are told of it as of a new one.
   *
   * @param stream the stream
   * @param uncertain is called, in order with the other callbacks, with each stanza that was sent
   *     by the other client, if the stream can't be resumed and nobody knows whether it arrived
   * @return this builder
   * @throws IllegalArgumentException if the stream is another account's
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
   * Adds an extension.
   *
   * @param factory makes it, usually its constructor: {@code Roster::new}
   * @return this builder
   */
  public ClientBuilder with(Function<? super XmppClient, ? extends Extension> factory) {
    extensions.add(factory);
    return this;
  }

  /**
   * Sets the threads and the resolver to use, shared with other clients; whoever made them closes
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
   * Sets the executor that subscribers are called on, one at a time; by default virtual threads,
   * and before JDK 21 threads of the client's resources.
   *
   * <p>What the executor refuses is kept in order and given to it again until it takes it; until
   * then reading pauses and nothing of it is acknowledged to the server. What it has not taken when
   * the client is closed is dropped and counted: see {@link XmppClient#dropped()}.
   *
   * @param executor the executor; must not run tasks on the thread that submits them
   * @return this builder
   */
  public ClientBuilder callbacks(Executor executor) {
    callbacks = executor;
    return this;
  }

  /**
   * Sets the language that the user prefers. The server is asked for its words in it, and puts it
   * on what the client sends without another (RFC 6120, sections 4.7.4 and 8.1.5). What arrives in
   * several languages is shown in this one, if it is there: see {@link
   * im.linnet.stanza.Message#body()}. By default the server decides.
   *
   * @param tag a language tag, such as {@code de-CH}
   * @return this builder
   * @throws IllegalArgumentException if it is none (RFC 5646, section 2.1)
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
   * @param each one address of an endpoint, from the first packet to the bound stream, and all of
   *     them together until one serves; by default 20 seconds. Where there are many endpoints, each
   *     has its share of {@code whole} to show that it serves, but at least 5 seconds
   * @param whole all endpoints and redirects together; by default 60 seconds
   * @return this builder
   * @throws IllegalArgumentException if one is not above zero
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
   * @throws IllegalArgumentException if it is not above zero
   */
  public ClientBuilder requestLimit(Duration limit) {
    requestLimit = positive("limit", limit);
    return this;
  }

  /**
   * Sets how long {@link XmppClient#shutdown()} may take; by default 5 seconds, for what is unsent
   * too.
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
   * Sets what the server may demand of this client once the user is signed in. They hold for what
   * anybody can send; for answers to requests of this client see {@link #answerBytes}.
   *
   * @param session the limits; by default {@link XmlLimits#session()}
   * @return this builder
   */
  public ClientBuilder limits(XmlLimits session) {
    limits = session;
    return this;
  }

  /**
   * Sets how many bytes the answer to a request may have, on the wire: a roster of thousands of
   * contacts, the rooms of a large service, a picture. By default 16 MiB. It counts only for an
   * answer to a request of this client, by the request's id, from whom it went to; all else is held
   * to {@link XmlLimits#stanzaBytes()}, which answers may always have. A single request may say
   * otherwise: see {@link RequestOptions#answerBytes}. The other {@link #limits} hold for answers
   * too, but not {@link XmlLimits#textBytes()}.
   *
   * <p>One answer at a time is read, and takes up to some tens of times its bytes while it is held.
   *
   * @param most how many bytes
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
   * Adds a filter of the program's own to those of the extensions; see {@link #filters}.
   *
   * @param filter stands on the way of the client's stanzas
   * @return this builder
   */
  public ClientBuilder filter(Filter filter) {
    filters.add(Objects.requireNonNull(filter, "filter"));
    return this;
  }

  /**
   * Changes the list of filters. It begins nearest to the user and ends at the wire: sorted by
   * {@linkplain Filter.Layer layer}, and within a layer those of the extensions, as these were
   * added, then the {@linkplain #filter program's own}.
   *
   * @param change gets the standard list, when the client is built, and gives the one to use
   * @return this builder
   */
  public ClientBuilder filters(UnaryOperator<List<Filter>> change) {
    filterOrder = change;
    return this;
  }

  /** All filters, in their order. */
  List<Filter> filters(List<Extension> made) {
    List<Filter> all = new ArrayList<>();
    made.forEach(extension -> all.addAll(extension.filters()));
    all.addAll(filters);
    all.sort(Comparator.comparing(Filter::layer));
    return List.copyOf(filterOrder.apply(all));
  }

  /**
   * Sets how long one filter may hold up one stanza; by default 30 seconds.
   *
   * @param limit the limit
   * @return this builder
   * @throws IllegalArgumentException if it is not above zero
   */
  public ClientBuilder filterLimit(Duration limit) {
    filterLimit = positive("limit", limit);
    return this;
  }

  /**
   * Sets how much may wait for subscribers before nothing more is read.
   *
   * @param most the limits; by default {@link BacklogLimits#standard()}
   * @return this builder
   */
  public ClientBuilder backlog(BacklogLimits most) {
    backlogLimits = most;
    return this;
  }

  /**
   * Tells when reading pauses as subscribers lag behind, and when it goes on.
   *
   * @param watcher is called with what waits; in order, but not behind the other callbacks
   * @return this builder
   */
  public ClientBuilder onBacklog(Consumer<Backlog> watcher) {
    backlogWatcher = watcher;
    return this;
  }

  /**
   * Changes the list of negotiation steps. Where steps stand in the list is the order in which they
   * are tried. The last of the standard list has the server count stanzas: a step that sends any
   * stands before it, as those of {@linkplain Extension#steps() extensions} do.
   *
   * @param change gets the standard list, with the extensions' steps in it, and gives the one to
   *     use
   * @return this builder
   */
  public ClientBuilder steps(UnaryOperator<List<StreamFeature>> change) {
    steps = change;
    return this;
  }

  /**
   * Changes the stream header that the client sends. By default it names the account's domain and
   * the language, and under TLS the account too.
   *
   * @param change gets the header of each stream and gives the one to send; called on the event
   *     loop, must not block
   * @return this builder
   */
  public ClientBuilder opening(UnaryOperator<StreamOpening> change) {
    opening = change;
    return this;
  }

  /**
   * Shows what goes over the wire, without secrets; for finding faults.
   *
   * @param watcher is called in order with the other callbacks
   * @return this builder
   */
  public ClientBuilder onWire(Consumer<WireEvent> watcher) {
    wire = watcher;
    return this;
  }

  /**
   * Shows how connecting goes on: each phase as it begins, and where.
   *
   * @param watcher is called in order with the other callbacks
   * @return this builder
   */
  public ClientBuilder onProgress(Consumer<Where> watcher) {
    progress = watcher;
    return this;
  }

  /**
   * Builds the client, without connecting it. Reads certificates where the policy names files.
   *
   * @return the client
   * @throws IllegalStateException if {@link #sasl} was not given, extensions contradict each other,
   *     or another version of Netty is on the class path than this library needs
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
