package im.linnet.internal.dane;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.internal.dns.HostName;
import im.linnet.internal.dns.Resolver;
import im.linnet.internal.dns.Resolver.Vouched;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.Type;

/**
 * Asks the DNS which certificate the server at an endpoint has, as RFC 7673, section 3, describes.
 * Each answer must be vouched for by DNSSEC:
 *
 * <pre>
 *   SRV names the host ─► host has addresses ─► TLSA at _port._tcp.host
 *        │ no                  │ no                 │ none         │ the look-up fails
 *        ▼                     ▼                    ▼              ▼
 *     nothing               nothing              nothing       not connected to
 * </pre>
 *
 * <p>Nothing is asked unless the user trusts what the DNS servers say of DNSSEC. Immutable; futures
 * complete as those of {@link Resolver}.
 */
public final class DaneLookup {

  private final Resolver resolver;

  /**
   * A look-up.
   *
   * @param resolver asks the DNS servers
   */
  public DaneLookup(Resolver resolver) {
    this.resolver = resolver;
  }

  /**
   * Asks about an endpoint.
   *
   * @param domain the account's domain in A-labels
   * @param endpoint the endpoint; if its host is the domain, no SRV record needs to name it
   * @param named whether the user named the endpoint, so that no SRV record needs to
   * @return what the DNS says; fails with {@link TransportException} if the server must not be
   *     connected to
   */
  public CompletableFuture<Dane> of(String domain, Endpoint endpoint, boolean named) {
    HostName host = HostName.orNull(endpoint.host());
    if (!resolver.isTrusted() || endpoint.uri() != null || host == null || host.isLocal()) {
      return CompletableFuture.completedFuture(Dane.NOTHING);
    }
    HostName of = HostName.orNull(domain);
    if (named || host.equals(of)) {
      return associations(host, endpoint.port()).thenApply(found -> new Dane(found, List.of()));
    }
    return namesHost(of, host, endpoint)
        .thenCompose(
            vouched ->
                vouched
                    ? associations(host, endpoint.port())
                        .thenApply(found -> new Dane(found, List.of(host.text())))
                    : CompletableFuture.completedFuture(Dane.NOTHING));
  }

  /** Whether an SRV record that DNSSEC vouches for leads to the endpoint (section 3.1). */
  private CompletableFuture<Boolean> namesHost(
      @Nullable HostName domain, HostName host, Endpoint endpoint) {
    Name service =
        domain == null
            ? null
            : domain.service(endpoint.directTls() ? "_xmpps-client" : "_xmpp-client");
    return service == null
        ? CompletableFuture.completedFuture(false)
        : ask(service, Type.SRV, endpoint)
            .thenApply(
                answer ->
                    answer.authentic()
                        && answer.of(SRVRecord.class).stream()
                            .anyMatch(srv -> leadsTo(srv, host, endpoint.port())));
  }

  private static boolean leadsTo(SRVRecord srv, HostName host, int port) {
    return srv.getPort() == port && host.absolute().equals(srv.getTarget());
  }

  /** Where addresses have no signatures, TLSA records have none, and may fail (section 3.2). */
  private CompletableFuture<List<Association>> associations(HostName host, int port) {
    Endpoint at = Endpoint.startTls(host.text(), port);
    CompletableFuture<Vouched> six = ask(host.absolute(), Type.AAAA, at);
    CompletableFuture<Vouched> four = ask(host.absolute(), Type.A, at);
    return six.exceptionallyCompose(failed -> four)
        .thenCombine(four.exceptionallyCompose(failed -> six), DaneLookup::owners)
        .thenCompose(
            owners -> {
              if (owners.isEmpty()) {
                return CompletableFuture.completedFuture(List.of());
              }
              Set<Name> bases = new LinkedHashSet<>(owners);
              bases.add(host.absolute());
              return first(List.copyOf(bases), port, at);
            });
  }

  /** Who owns the addresses: the host, or what it is an alias of (RFC 7671, section 7). */
  private static Set<Name> owners(Vouched six, Vouched four) {
    Set<Name> owners = new LinkedHashSet<>();
    addOwner(six, six.of(AAAARecord.class), owners);
    addOwner(four, four.of(ARecord.class), owners);
    return owners;
  }

  private static void addOwner(Vouched answer, List<? extends Record> found, Set<Name> owners) {
    if (answer.authentic() && !found.isEmpty()) {
      owners.add(found.get(0).getName());
    }
  }

  /** The associations at the first of the names that has some (section 3.3). */
  private CompletableFuture<List<Association>> first(List<Name> bases, int port, Endpoint at) {
    if (bases.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    List<Name> others = bases.subList(1, bases.size());
    Name name = HostName.below("_" + port + "._tcp", bases.get(0));
    if (name == null) {
      return first(others, port, at);
    }
    return ask(name, Type.TLSA, at)
        .thenCompose(
            answer -> {
              List<TLSARecord> records = answer.of(TLSARecord.class);
              return answer.authentic() && !records.isEmpty()
                  ? CompletableFuture.completedFuture(Association.usable(records))
                  : first(others, port, at);
            });
  }

  private CompletableFuture<Vouched> ask(Name name, int type, Endpoint at) {
    CompletableFuture<Vouched> asked;
    try {
      asked = resolver.vouched(name, type);
    } catch (TransportException closed) {
      asked = CompletableFuture.failedFuture(closed);
    }
    return asked.exceptionallyCompose(
        failed -> CompletableFuture.failedFuture(inWords(failed, type, at)));
  }

  private static XmppException inWords(Throwable failed, int type, Endpoint at) {
    return failed instanceof TransportException known && known.reason() == Reason.CLOSED_HERE
        ? known
        : new TransportException(
            Reason.UNRESOLVED,
            ("%s is not connected to, as its %s records can't be looked up with DNSSEC (RFC 7673,"
                    + " section 3): %s")
                .formatted(at, Type.string(type), words(failed)),
            failed);
  }

  private static String words(Throwable failed) {
    return failed instanceof XmppException said ? said.words() : String.valueOf(failed);
  }
}
