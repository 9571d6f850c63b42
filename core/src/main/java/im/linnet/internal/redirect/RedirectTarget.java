package im.linnet.internal.redirect;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.internal.dns.HostName;
import im.linnet.internal.dns.Resolver;
import im.linnet.xml.XmlText;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The value of a {@code <see-other-host/>} (RFC 6120, section 4.9.3.19): {@code host}, {@code
 * host:port}, {@code [v6]} or {@code [v6]:port}. On a stream over WebSocket also the URI of another
 * WebSocket with TLS (RFC 7395, section 3.6.1).
 *
 * <p>Surrounding spaces and tabs are ignored: the grammar has none, but they are harmless, and old
 * servers pad similar texts. Any other deviation from the grammar is rejected, because guessing
 * could lead to a host that nobody named.
 *
 * @param host a host name in lower case, or an IP address without brackets
 * @param port the TCP port, or null if none was given
 * @param uri the URI of a WebSocket, or null for TCP
 */
public record RedirectTarget(String host, @Nullable Integer port, @Nullable URI uri) {

  /** Host name, brackets and port together can't be longer. */
  private static final int MAX_LENGTH = 300;

  /** Less than what is kept of a stream error, so that no URI is followed that was cut. */
  private static final int MAX_URI = 1000;

  private static final String WSS = "wss:";

  private static final int SHOWN = 60;

  private static final Pattern GRAMMAR =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9.-]+))(?::([0-9]{1,5}))?");

  /** A TCP target. */
  public RedirectTarget(String host, @Nullable Integer port) {
    this(host, port, null);
  }

  /**
   * Parses a value.
   *
   * @param value the text of the element
   * @return the target
   * @throws TransportException for {@link Reason#REDIRECT} if it is malformed
   */
  public static RedirectTarget parse(String value) {
    if (value.length() > MAX_LENGTH) {
      throw malformed(value, "is too long");
    }
    Matcher parts = GRAMMAR.matcher(trimmed(value));
    if (!parts.matches()) {
      throw malformed(value, "is not host, host:port, [IPv6] or [IPv6]:port");
    }
    String six = parts.group(1);
    String host = six == null ? host(value, parts.group(2)) : six;
    if (six != null && (six.indexOf(':') < 0 || HostName.address(six) == null)) {
      throw malformed(value, "has no IPv6 address in its brackets");
    }
    return new RedirectTarget(host, port(value, parts.group(3)));
  }

  /**
   * Parses a value that an endpoint sent. Only a WebSocket may name another one, and no less secure
   * connection than one with TLS (RFC 7395, section 3.6.1).
   *
   * @param from the endpoint
   * @param value the text of the element
   * @return the target
   * @throws TransportException for {@link Reason#REDIRECT} if it is malformed
   */
  public static RedirectTarget parse(Endpoint from, String value) {
    boolean isUri = value.regionMatches(true, 0, WSS, 0, WSS.length());
    return from.uri() != null && isUri ? ofWebSocket(value) : parse(value);
  }

  private static RedirectTarget ofWebSocket(String value) {
    if (value.length() > MAX_URI) {
      throw malformed(value, "is too long");
    }
    try {
      Endpoint endpoint = Endpoint.at(new URI(value));
      String six = endpoint.host().indexOf(':') < 0 ? null : endpoint.host();
      if (six != null && HostName.address(six) == null) {
        throw malformed(value, "has no IPv6 address in its brackets");
      }
      String host = six == null ? host(value, endpoint.host()) : six;
      return new RedirectTarget(host, checked(value, endpoint.port()), endpoint.uri());
    } catch (URISyntaxException | IllegalArgumentException notAUri) {
      throw malformed(value, "is not the URI of a WebSocket");
    }
  }

  private static String trimmed(String value) {
    int start = 0;
    int end = value.length();
    while (start < end && isBlank(value.charAt(start))) {
      start++;
    }
    while (start < end && isBlank(value.charAt(end - 1))) {
      end--;
    }
    return value.substring(start, end);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static String host(String value, String host) {
    if (HostName.address(host) != null) {
      return host;
    }
    HostName name = HostName.orNull(host);
    if (name == null) {
      throw malformed(value, "has no host name that could exist");
    }
    return name.text();
  }

  private static @Nullable Integer port(String value, @Nullable String digits) {
    if (digits == null) {
      return null;
    }
    return checked(value, Integer.parseInt(digits));
  }

  private static int checked(String value, int port) {
    if (port < 1 || port > 65535) {
      throw malformed(value, "has a port outside 1 to 65535");
    }
    return port;
  }

  private static TransportException malformed(String value, String fault) {
    return new TransportException(
        Reason.REDIRECT,
        "The server sent us on to “%s”, which %s; its operator must mend that"
            .formatted(XmlText.shortened(value, SHOWN), fault));
  }

  /**
   * {@return the WebSocket, or the host at the given port, or at 5222 if none was given, with
   * STARTTLS}
   */
  public Endpoint endpoint() {
    return uri != null
        ? Endpoint.at(uri)
        : Endpoint.startTls(host, port == null ? Resolver.PORT : port);
  }
}
