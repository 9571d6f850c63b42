package im.linnet.internal.steps;

import im.linnet.jid.Jid;
import im.linnet.stream.Facts;
import im.linnet.xml.Element;
import java.util.List;

/** The checks of a {@code <success/>} of SASL2 (XEP-0388, section 2.6.1). */
record Sasl2Success(BoundAddress rules, Jid account) {

  /** The authorization identifier as sent. */
  static String address(Element success) {
    List<Element> all = success.children("authorization-identifier", Sasl2Wire.NAMESPACE);
    if (all.size() != 1) {
      throw BoundAddress.fault(
          "The server's success has %d authorization identifiers (expected: one)"
              .formatted(all.size()));
    }
    return all.get(0).text();
  }

  /**
   * Fails if the identifier is not that of the account, or does not fit what was bound: it is a
   * full address if and only if a resource was bound or a stream was resumed.
   *
   * @param facts the facts with those that the requests inside have established
   */
  void check(Element success, Facts facts) {
    Jid named = BoundAddress.read(address(success));
    rules.require(named, account);
    Jid bound = facts.jid();
    if (bound == null && named.resource() != null) {
      throw BoundAddress.fault(
          "The server's success names a resource, but it has not bound one (no <bound/>)");
    }
    boolean fits =
        bound == null
            || (named.resource() == null
                ? facts.resumed() != null && named.equals(bound.bare())
                : named.equals(bound));
    if (!fits) {
      throw BoundAddress.fault(
          "The server's success names another address than that of the stream");
    }
  }
}
