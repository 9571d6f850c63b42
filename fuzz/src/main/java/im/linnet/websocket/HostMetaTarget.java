package im.linnet.websocket;

import im.linnet.fuzz.FuzzTarget;
import java.io.IOException;
import java.net.URI;
import javax.xml.stream.XMLStreamException;

/**
 * Host-meta, in both formats: malformed documents have the failures that the readers declare, and
 * no link leads to anything but a WebSocket with TLS.
 */
public final class HostMetaTarget implements FuzzTarget {

  private static final int LAST_PORT = 65535;

  /** A target. */
  public HostMetaTarget() {}

  @Override
  public void run(byte[] input) {
    try {
      check(JrdReader.read(input));
    } catch (IOException malformed) {
      // As declared.
    }
    try {
      check(XrdReader.read(input));
    } catch (IOException | XMLStreamException malformed) {
      // As declared.
    }
  }

  private static void check(HostMeta found) {
    if (found.webSockets().size() > HostMeta.MAX_LINKS) {
      throw new AssertionError("too many links");
    }
    for (URI uri : found.webSockets()) {
      boolean secure = "wss".equalsIgnoreCase(uri.getScheme());
      if (!secure || uri.getHost() == null || uri.getPort() > LAST_PORT) {
        throw new AssertionError("a link that must not be followed: " + uri);
      }
    }
  }
}
