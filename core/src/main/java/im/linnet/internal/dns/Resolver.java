package im.linnet.internal.dns;

import im.linnet.endpoint.Dns;
import im.linnet.endpoint.Endpoint;
import im.linnet.failure.RefusedException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.internal.netty.Nanos;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Cache;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import org.xbill.DNS.hosts.HostsFileParser;
import org.xbill.DNS.lookup.LookupSession;

/**
 * Finds a domain's service (RFC 6120, section 3.2; RFC 2782; XEP-0368) and the addresses of hosts.
 * Answers are cached as long as their TTL allows.
 *
 * <p>Many clients share one resolver. All methods may be called on any thread and never block.
 * Futures complete on the resolver's thread or on the JDK's timer. The resolver's thread is a
 * daemon that also reads the hosts file and ends when idle. The sockets belong to the DNS library,
 * which keeps one selector thread for the whole process.
 */
public final class Resolver implements AutoCloseable {

  /** The port for client connections (RFC 6120, section 14.7). */
  public static final int PORT = 5222;

  /** After this silence the server, or the next one, is asked again, because UDP loses packets. */
  private static final Duration ONE_TRY = Duration.ofSeconds(2);

  private static final int TRIES_PER_SERVER = 2;

  /**
   * How long a question may stay open once its twin (A and AAAA, or the two services) has returned
   * records: some DNS servers drop questions that they don't understand. See RFC 8305, section 3.
   */
  private static final Duration GRACE = Duration.ofMillis(500);

  /** The same if its twin has returned none: enough for one repetition. */
  private static final Duration LONG_GRACE = Duration.ofSeconds(3);

  private static final int MAX_CACHED = 10_000;

  /**
   * An answer, and whether the DNS server found it authentic by DNSSEC (RFC 4035, section 3.2.3).
   *
   * @param records the answer: aliases and the records that they lead to; empty if there are none
   * @param authentic whether DNSSEC vouches for all of it, or for there being none
   */
  public record Vouched(List<Record> records, boolean authentic) {

    /** Makes an unmodifiable copy. */
    public Vouched {
      records = List.copyOf(records);
    }

    /** {@return the records of one type} */
    public <T extends Record> List<T> of(Class<T> type) {
      return records.stream().filter(type::isInstance).map(type::cast).toList();
    }
  }

  private final Dns dns;
  private final Supplier<Random> random;
  private final HostsFileParser hosts;
  private final ThreadPoolExecutor worker;

  /** Belongs to the worker; created when DNS is first used, because that loads some 300 classes. */
  private @Nullable Lookups lookups;

  /**
   * How questions are asked.
   *
   * @param servers asks the DNS servers
   * @param session asks them what is not cached, with the search list and across aliases
   */
  private record Lookups(ExtendedResolver servers, LookupSession session) {}

  /**
   * A resolver that also uses the system's hosts file.
   *
   * @param dns the DNS servers and time limits
   */
  public Resolver(Dns dns) {
    this(dns, new HostsFileParser(), ThreadLocalRandom::current);
  }

  /**
   * A resolver with the given hosts file and source of randomness.
   *
   * @param dns the DNS servers and time limits
   * @param hosts the hosts file
   * @param random supplies the random numbers for RFC 2782
   */
  public Resolver(Dns dns, HostsFileParser hosts, Supplier<Random> random) {
    this.dns = dns;
    this.hosts = hosts;
    this.random = random;
    this.worker =
        new ThreadPoolExecutor(
            1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Resolver::thread);
    worker.allowCoreThreadTimeOut(true);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "linnet-dns");
    thread.setDaemon(true);
    return thread;
  }

  private Lookups lookups() {
    Lookups made = lookups == null ? newLookups(dns, worker) : lookups;
    lookups = made;
    return made;
  }

  private static Lookups newLookups(Dns dns, ThreadPoolExecutor worker) {
    boolean system = dns.servers().isEmpty();
    ResolverConfig config = ResolverConfig.getCurrentConfig();
    List<InetSocketAddress> servers = system ? config.servers() : dns.servers();
    ExtendedResolver all = new ExtendedResolver(servers.stream().map(Resolver::server).toList());
    all.setTimeout(Duration.ofNanos(Nanos.of(dns.limit())));
    all.setRetries(TRIES_PER_SERVER);
    Cache cache = new Cache(DClass.IN);
    cache.setMaxEntries(MAX_CACHED);
    return new Lookups(
        all,
        LookupSession.builder()
            .resolver(all)
            .cache(cache)
            .searchPath(system ? config.searchPath() : List.of())
            .executor(worker)
            .build());
  }

  private static org.xbill.DNS.Resolver server(InetSocketAddress address) {
    return new DnsServer(address, ONE_TRY);
  }

  /**
   * Finds a domain's service. Both kinds, with direct TLS and with STARTTLS, are looked up and
   * ordered together.
   *
   * <p>Without SRV records, or if the look-up fails, the result is the fallback or, without one,
   * the domain itself at port 5222 (RFC 6120, section 3.2.1, item 9): an attacker who suppresses
   * records can redirect us that way, but has no certificate for the domain. The same applies to an
   * IP address and to {@code localhost}, for which DNS is not asked.
   *
   * @param domain the domain in A-labels, or an IP address
   * @param fallback the endpoints if the domain has no SRV records, or the look-up fails; may be
   *     empty
   * @param limit how long to wait for the records, if that is less than the DNS setting
   * @return the endpoints, at least one; fails with {@link TransportException} for {@link
   *     Reason#NO_SERVICE}, {@link Reason#UNRESOLVED} or {@link Reason#CLOSED_HERE}, and with
   *     {@link RefusedException} if the domain is not valid
   */
  public CompletableFuture<Located> locate(String domain, List<Endpoint> fallback, Duration limit) {
    if (HostName.address(domain) != null) {
      return CompletableFuture.completedFuture(withoutDns(domain, fallback));
    }
    try {
      HostName name = new HostName(domain);
      if (name.isLocal()) {
        return CompletableFuture.completedFuture(withoutDns(name.text(), fallback));
      }
      Question direct = ask(name.service("_xmpps-client"), Type.SRV, limit);
      Question startTls = ask(name.service("_xmpp-client"), Type.SRV, limit);
      limitEachOther(direct, startTls);
      return direct
          .answer()
          .thenCombine(
              startTls.answer(),
              (one, other) -> new Services(name, one, other).located(fallback, random.get()));
    } catch (RefusedException | TransportException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  /** The endpoints if DNS is not asked: the fallback, otherwise the domain itself. */
  public static Located withoutDns(String domain, List<Endpoint> fallback) {
    return Located.of(fallback.isEmpty() ? List.of(Endpoint.startTls(domain, PORT)) : fallback);
  }

  /**
   * Finds a host's addresses. An IP address is returned as it is, {@code localhost} is the loopback
   * (RFC 6761), and hosts in the hosts file are not looked up in DNS.
   *
   * @param host a host name in A-labels, or an IP address without brackets
   * @return the addresses, alternating IPv6 and IPv4 (RFC 8305, section 4), at least one; fails
   *     like {@link #locate}
   */
  public CompletableFuture<List<InetAddress>> addresses(String host) {
    InetAddress literal = HostName.address(host);
    if (literal != null) {
      return CompletableFuture.completedFuture(List.of(literal));
    }
    try {
      HostName name = new HostName(host);
      if (name.isLocal()) {
        return CompletableFuture.completedFuture(Addresses.LOOPBACK);
      }
      return onWorker(() -> fromHostsFile(name))
          .thenCompose(
              found -> found.isEmpty() ? fromDns(name) : CompletableFuture.completedFuture(found));
    } catch (RefusedException | TransportException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  /** Whether the user trusts what the DNS servers say of DNSSEC. */
  public boolean isTrusted() {
    return dns.dnssecTrusted();
  }

  /**
   * Asks the DNS servers whether DNSSEC vouches for records (RFC 6840, section 5.7). Nothing is
   * cached here.
   *
   * @param name an absolute name
   * @param type the type of the records
   * @return the answer; fails with {@link TransportException} for {@link Reason#UNRESOLVED}, also
   *     if the records are forged
   * @throws TransportException with {@link Reason#CLOSED_HERE} if the resolver is closed
   */
  public CompletableFuture<Vouched> vouched(Name name, int type) {
    Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
    query.getHeader().setFlag(Flags.AD);
    return onWorker(this::lookups)
        .thenCompose(current -> current.servers().sendAsync(query, worker))
        .orTimeout(Nanos.of(dns.limit()), TimeUnit.NANOSECONDS)
        .handle(
            (reply, thrown) -> {
              if (thrown != null) {
                throw Answer.failure(name, thrown);
              }
              return new Vouched(
                  reply.getSection(Section.ANSWER), reply.getHeader().getFlag(Flags.AD));
            });
  }

  /** Clears the cache and reads the system's settings again, after a change of network. */
  public void forget() {
    onWorker(
        () -> {
          ResolverConfig.refresh();
          lookups = null;
          return true;
        });
  }

  /** Stops the resolver's thread. Pending look-ups fail. Idempotent. */
  @Override
  public void close() {
    worker.shutdown();
  }

  private List<InetAddress> fromHostsFile(HostName name) {
    List<InetAddress> found = new ArrayList<>();
    try {
      hosts.getAddressForHost(name.absolute(), Type.AAAA).ifPresent(found::add);
      hosts.getAddressForHost(name.absolute(), Type.A).ifPresent(found::add);
    } catch (IOException unreadable) {
      // Most machines need no hosts file; DNS is asked then.
      found.clear();
    }
    return found;
  }

  private CompletableFuture<List<InetAddress>> fromDns(HostName name) {
    Question six = ask(name.host(), Type.AAAA, dns.limit());
    Question four = ask(name.host(), Type.A, dns.limit());
    limitEachOther(six, four);
    return six.answer().thenCombine(four.answer(), (one, other) -> Addresses.of(name, one, other));
  }

  /** A question and its future answer. */
  private record Question(Name name, CompletableFuture<Answer> answer) {

    /** After this long without an answer, treats the question as failed. */
    void limit(Duration silence) {
      answer.completeOnTimeout(Answer.none(name), Nanos.of(silence), TimeUnit.NANOSECONDS);
    }
  }

  private Question ask(@Nullable Name name, int type, Duration limit) {
    if (name == null) {
      // The domain is too long for the service's name to exist.
      return new Question(Name.root, CompletableFuture.completedFuture(Answer.NONE));
    }
    long nanos = Math.min(Nanos.of(limit), Nanos.of(dns.limit()));
    return new Question(
        name,
        onWorker(this::lookups)
            .thenCompose(current -> current.session().lookupAsync(name, type))
            .orTimeout(nanos, TimeUnit.NANOSECONDS)
            .handle((result, thrown) -> Answer.of(name, result, thrown)));
  }

  private static void limitEachOther(Question one, Question other) {
    one.answer().thenAccept(answer -> other.limit(answer.found() ? GRACE : LONG_GRACE));
    other.answer().thenAccept(answer -> one.limit(answer.found() ? GRACE : LONG_GRACE));
  }

  private <T> CompletableFuture<T> onWorker(Supplier<T> work) {
    try {
      return CompletableFuture.supplyAsync(work, worker);
    } catch (RejectedExecutionException closed) {
      throw new TransportException(
          Reason.CLOSED_HERE, "The resolver is closed; connect before closing it", closed);
    }
  }
}
