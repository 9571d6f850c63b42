package im.linnet.gateway;

import im.linnet.jid.Jid;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The result of {@link Gateways#find}. Immutable. */
public final class FoundGateways {

  private final List<Gateway> gateways;
  private final Map<Jid, Throwable> unanswered;

  FoundGateways(List<Gateway> gateways, Map<Jid, Throwable> unanswered) {
    this.gateways = List.copyOf(gateways);
    this.unanswered = Collections.unmodifiableMap(new LinkedHashMap<>(unanswered));
  }

  /** {@return the gateways, in the server's order} */
  public List<Gateway> gateways() {
    return gateways;
  }

  /**
   * The services that did not say what they are, and why: a gateway may be among them, for instance
   * one that is not running.
   *
   * @return the failures by address
   */
  public Map<Jid, Throwable> unanswered() {
    return unanswered;
  }

  @Override
  public String toString() {
    return "FoundGateways[%s, unanswered %s]".formatted(gateways, unanswered.keySet());
  }
}
