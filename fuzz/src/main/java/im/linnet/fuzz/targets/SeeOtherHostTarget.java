package im.linnet.fuzz.targets;

import static java.nio.charset.StandardCharsets.UTF_8;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.TransportException;
import im.linnet.fuzz.FuzzTarget;
import im.linnet.internal.redirect.RedirectTarget;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Texts of {@code see-other-host}, of a server over TCP and of one over WebSocket: a target has a
 * host that the text names and a port, and one over TCP never leads to a URI.
 */
public final class SeeOtherHostTarget implements FuzzTarget {

  private static final Endpoint TCP = Endpoint.startTls("localhost", 5222);
  private static final Endpoint WEB = Endpoint.at(URI.create("wss://localhost/ws"));

  /** A target. */
  public SeeOtherHostTarget() {}

  @Override
  public void run(byte[] input) {
    String text = new String(input, UTF_8);
    RedirectTarget tcp = read(TCP, text);
    if (tcp != null) {
      require(tcp.uri() == null, "a URI over TCP");
      check(tcp, text);
      String written = tcp.host().indexOf(':') < 0 ? tcp.host() : '[' + tcp.host() + ']';
      written += tcp.port() == null ? "" : ":" + tcp.port();
      require(tcp.equals(read(TCP, written)), "another target when written and read");
    }
    RedirectTarget web = read(WEB, text);
    if (web != null) {
      URI uri = web.uri();
      require(uri == null || "wss".equalsIgnoreCase(uri.getScheme()), "a URI without TLS");
      check(web, text);
    }
  }

  private static @Nullable RedirectTarget read(Endpoint from, String text) {
    try {
      return RedirectTarget.parse(from, text);
    } catch (TransportException malformed) {
      return null;
    }
  }

  private static void check(RedirectTarget target, String text) {
    Integer port = target.port();
    require(port == null || (port >= 1 && port <= 65535), "a port out of range");
    require(!target.host().isEmpty() && target.host().length() <= 255, "the length of the host");
    String lower = text.toLowerCase(Locale.ROOT);
    String host = target.host().toLowerCase(Locale.ROOT);
    require(host.endsWith(".") || lower.contains(host), "a host that the text does not name");
    require(target.host().chars().allMatch(c -> c > ' ' && c < 0x7F), "a host that is not ASCII");
    require(target.endpoint().toString() != null, "an endpoint");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
