package im.linnet.integration;

import static im.linnet.integration.Call.call;
import static im.linnet.integration.Call.texted;

import im.linnet.gateway.Gateways;
import im.linnet.jid.Jid;
import im.linnet.rostersync.Decision;
import im.linnet.rostersync.RosterSync;
import im.linnet.stanza.Presence;
import java.util.stream.Stream;

/** The methods of the extensions for gateways. */
final class GatewaysCalls {

  private static final Jid GATEWAY = Jid.of("gateway.localhost");

  private GatewaysCalls() {}

  static Stream<Call<?>> all() {
    return Stream.of(
        call(Gateways.class, "find", Gateways::find),
        call(Gateways.class, "find", g -> g.find(GATEWAY)),
        call(Gateways.class, "lookUp", g -> g.lookUp(GATEWAY)),
        call(Gateways.class, "signOn", g -> g.signOn(GATEWAY)),
        call(Gateways.class, "signOn", g -> g.signOn(GATEWAY, Presence.available())),
        call(Gateways.class, "signOff", g -> g.signOff(GATEWAY)),
        call(Gateways.class, "prompt", g -> g.prompt(GATEWAY)),
        texted(Gateways.class, "prompt", (g, text) -> g.prompt(GATEWAY, text)),
        texted(Gateways.class, "address", (g, text) -> g.address(GATEWAY, text)),
        call(Gateways.class, "remove", g -> g.remove(GATEWAY)),
        call(RosterSync.class, "decide", r -> r.decide(GATEWAY, Decision.DENY)));
  }
}
