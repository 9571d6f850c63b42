package im.linnet.testkit.messenger;

import java.io.IOException;

/** The session IQ of RFC 3921, section 3: always granted. */
final class LegacySessionService implements IqService {
  @Override
  public boolean handle(Iq iq) throws IOException {
    if (!iq.sets(Ns.SESSION, "session")) {
      return false;
    }
    iq.result("");
    return true;
  }
}
