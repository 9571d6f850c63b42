package im.linnet.testkit.messenger;

import java.io.IOException;

/** XEP-0199. */
final class PingService implements IqService {
  @Override
  public boolean handle(Iq iq) throws IOException {
    boolean answered = iq.session().site().settings().offer().ping();
    if (!answered || !iq.gets(Ns.PING, "ping") || !iq.toService()) {
      return false;
    }
    iq.result("");
    return true;
  }
}
