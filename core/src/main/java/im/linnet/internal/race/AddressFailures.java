package im.linnet.internal.race;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.Phase;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Attempt;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.Where;
import im.linnet.failure.XmppException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects the failures at the addresses of one endpoint, and combines them into one. */
final class AddressFailures {

  private final Endpoint endpoint;
  private final List<XmppException> failures = new ArrayList<>();

  /** How far each of them came. */
  private final IdentityHashMap<XmppException, Phase> phases = new IdentityHashMap<>();

  private final Set<String> words = new LinkedHashSet<>();

  AddressFailures(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  /** Notes a connection that could not be opened; the failure names the address. */
  void opening(XmppException failure) {
    add(failure, Phase.CONNECTING);
    words.add(failure.words());
  }

  /** Notes a failure on an open connection. */
  void open(InetAddress address, XmppException failure) {
    add(failure, Phase.OPENING);
    words.add(address.getHostAddress() + ": " + failure.words());
  }

  private void add(XmppException failure, Phase least) {
    failures.add(failure);
    Where where = failure.where();
    phases.put(failure, where == null ? least : where.phase());
  }

  boolean isEmpty() {
    return failures.isEmpty();
  }

  /** All failures in one sentence. */
  String inWords() {
    return String.join("; ", words);
  }

  /**
   * A single failure for all: the one that came farthest, because it says the most. If it can't be
   * retried but another one can, all are listed.
   *
   * @param host the host that has the addresses
   */
  XmppException together(String host) {
    if (failures.isEmpty()) {
      return new TransportException(
          Reason.UNRESOLVED, "The host %s has no address; check how it is spelt".formatted(host));
    }
    XmppException telling = telling();
    if (failures.stream().map(XmppException::words).distinct().count() == 1) {
      return telling;
    }
    if (!telling.retryable() && failures.stream().anyMatch(XmppException::retryable)) {
      return TransportException.allFailed(
          "No address of %s could be used".formatted(host),
          failures.stream().map(failure -> Attempt.of(endpoint, failure)).toList());
    }
    if (telling instanceof TransportException transport) {
      TransportException all = new TransportException(transport.reason(), inWords(), transport);
      Where where = telling.where();
      return where == null ? all : all.at(where);
    }
    failures.stream().filter(other -> other != telling).forEach(telling::addSuppressed);
    return telling;
  }

  /** Among equally far ones, prefers a refusal: it shows that the host exists. */
  private XmppException telling() {
    XmppException telling = failures.get(0);
    for (XmppException failure : failures) {
      int farther = Comparator.<Phase>naturalOrder().compare(phase(failure), phase(telling));
      if (farther > 0 || (farther == 0 && !isRefusal(telling))) {
        telling = failure;
      }
    }
    return telling;
  }

  private Phase phase(XmppException failure) {
    return phases.getOrDefault(failure, Phase.CONNECTING);
  }

  private static boolean isRefusal(XmppException failure) {
    return failure instanceof TransportException transport && transport.reason() == Reason.REFUSED;
  }
}
