package im.linnet.gateway;

import im.linnet.jid.Jid;
import im.linnet.routing.Claim;
import im.linnet.routing.Filter;
import im.linnet.routing.Verdict;
import im.linnet.stanza.Presence;
import im.linnet.stanza.Stanza;
import im.linnet.xml.Element;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Takes the subscription requests of expected gateways out of the general flow, by a mark that only
 * this client knows and a claim on the mark. All others pass unchanged.
 */
final class Welcome implements Filter {

  private static final String MARK = "expected";

  private final String namespace = "urn:uuid:" + UUID.randomUUID();
  private final Predicate<Jid> expected;

  /** Takes the requests of the domains that the predicate names. */
  Welcome(Predicate<Jid> expected) {
    this.expected = expected;
  }

  /** The claim on the marked requests. */
  Claim claim() {
    return Claim.payload(MARK, namespace).of(Presence.class);
  }

  @Override
  public Verdict incoming(Stanza stanza) {
    Jid from = stanza.from();
    return from != null
            && from.local() == null
            && stanza instanceof Presence presence
            && presence.type() == Presence.Type.SUBSCRIBE
            && expected.test(from.bare())
        ? Verdict.replace(presence.toBuilder().payload(Element.of(MARK, namespace)).build())
        : Verdict.pass();
  }
}
