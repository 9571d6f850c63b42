package im.linnet.internal.connect;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;

/**
 * What DNS says of a domain's two services, and where that leads (RFC 6120, section 3.2; XEP-0368).
 *
 * @param domain the domain
 * @param direct the records of {@code _xmpps-client}
 * @param startTls the records of {@code _xmpp-client}
 */
record Services(HostName domain, Answer direct, Answer startTls) {

  /** More places are not worth anybody's time, and the list comes from outside. */
  static final int MAX_ENDPOINTS = 32;

  /**
   * The places to try, in their order.
   *
   * @param fallback what the caller named for the case that DNS has nothing; may be empty
   * @param random where the lots of RFC 2782 come from
   * @throws TransportException if the domain has no such service, or nobody can tell
   */
  List<Endpoint> endpoints(List<Endpoint> fallback, RandomGenerator random) {
    List<Service> usable = new ArrayList<>();
    collect(direct, true, usable);
    collect(startTls, false, usable);
    if (!usable.isEmpty()) {
      List<Endpoint> ordered = Service.inOrder(usable, random);
      return List.copyOf(ordered.subList(0, Math.min(ordered.size(), MAX_ENDPOINTS)));
    }
    // A declined STARTTLS service also rules out the fallback, which is that very service.
    if (declined(startTls)) {
      throw new TransportException(
          Reason.NO_SERVICE,
          "The domain %s offers no XMPP service, so says its DNS (SRV target “.”)"
              .formatted(domain));
    }
    if (!fallback.isEmpty()) {
      return List.copyOf(fallback);
    }
    TransportException failure = failure();
    if (failure != null) {
      throw failure;
    }
    return List.of(Endpoint.startTls(domain.text(), Resolver.PORT));
  }

  /** Why the absence of usable records is no proof that there are none. */
  private @Nullable TransportException failure() {
    if (startTls.failure() != null) {
      return startTls.failure();
    }
    if (direct.failure() != null) {
      return direct.failure();
    }
    return startTls.found() || (direct.found() && !declined(direct))
        ? new TransportException(
            Reason.UNRESOLVED,
            "No SRV record of %s can be used: each needs a host name and a port above 0"
                .formatted(domain))
        : null;
  }

  /** A single target of “.”: the service is decidedly not available at this domain (RFC 2782). */
  private static boolean declined(Answer answer) {
    return answer.records().size() == 1
        && answer.records().get(0) instanceof SRVRecord srv
        && srv.getTarget().equals(Name.root);
  }

  private static void collect(Answer answer, boolean directTls, List<Service> usable) {
    for (Record record : answer.records()) {
      if (record instanceof SRVRecord srv && srv.getPort() != 0) {
        HostName target = HostName.orNull(srv.getTarget().toString(true));
        if (target != null) {
          usable.add(
              new Service(
                  srv.getPriority(),
                  srv.getWeight(),
                  new Endpoint(target.text(), srv.getPort(), directTls)));
        }
      }
    }
  }
}
