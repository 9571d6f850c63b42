package im.linnet.internal.dns;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;

/**
 * The SRV records of a domain's two services, and the endpoints that they lead to (RFC 6120,
 * section 3.2; XEP-0368).
 *
 * @param domain the domain
 * @param direct the records of {@code _xmpps-client}
 * @param startTls the records of {@code _xmpp-client}
 */
record Services(HostName domain, Answer direct, Answer startTls) {

  /**
   * The endpoints to try.
   *
   * <p>Each service depends on its own records only. If neither has usable ones, the fallback takes
   * the place of the STARTTLS service, so it is ruled out only by that service's records: that
   * there is no such service, or records that can't be used (RFC 6120, section 3.2.1, items 8 and
   * 9).
   *
   * @param fallback the caller's endpoints if DNS has no records; may be empty
   * @param random supplies the random numbers for RFC 2782
   * @throws TransportException if the domain has no such service, or the look-up failed
   */
  Located located(List<Endpoint> fallback, Random random) {
    List<Service> usable = new ArrayList<>();
    collect(direct, true, usable);
    collect(startTls, false, usable);
    TransportException doubt = startTls.failure() == null ? direct.failure() : startTls.failure();
    if (!usable.isEmpty()) {
      return new Located(Service.inOrder(usable, random), doubt);
    }
    if (declined(startTls)) {
      throw doubt == null ? declined() : doubt;
    }
    if (!fallback.isEmpty()) {
      return new Located(List.of(fallback), doubt);
    }
    if (startTls.found()) {
      throw new TransportException(
          Reason.UNRESOLVED,
          "No SRV record of %s can be used: each needs a host name and a port above 0"
              .formatted(domain));
    }
    return new Located(List.of(List.of(Endpoint.startTls(domain.text(), Resolver.PORT))), doubt);
  }

  private TransportException declined() {
    return new TransportException(
        Reason.NO_SERVICE,
        "The domain %s offers no XMPP service, so says its DNS (SRV target “.”)".formatted(domain));
  }

  /** A single target of “.” says that the service is not available at this domain (RFC 2782). */
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
                  directTls
                      ? Endpoint.directTls(target.text(), srv.getPort())
                      : Endpoint.startTls(target.text(), srv.getPort())));
        }
      }
    }
  }
}
