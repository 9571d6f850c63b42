package im.linnet.about;

import im.linnet.xml.Element;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A service outside of XMPP (XEP-0215, section 2), such as a TURN relay. Immutable value. */
public final class ExternalService {

  private static final String FORMS = "jabber:x:data";
  private static final int MAX_PORT = 65_535;

  private final Element element;
  private final String type;
  private final String host;

  private ExternalService(Element element, String type, String host) {
    this.element = element;
    this.type = type;
    this.host = host;
  }

  /**
   * Reads a service.
   *
   * @param service the {@code <service/>}
   * @return the service
   * @throws IllegalArgumentException if it is another element, or its type or host is missing
   */
  public static ExternalService of(Element service) {
    String type = service.attribute("type");
    String host = service.attribute("host");
    if (!service.is("service", ExternalServices.NAMESPACE)
        || type == null
        || host == null
        || host.isBlank()) {
      throw new IllegalArgumentException("service: incomplete (expected: a type and a host)");
    }
    return new ExternalService(service, type, host.strip());
  }

  /** {@return what it is, such as {@code stun} or {@code turn}} */
  public String type() {
    return type;
  }

  /** {@return its domain or address} */
  public String host() {
    return host;
  }

  /** {@return its port, or null if it does not say one} */
  public @Nullable Integer port() {
    String text = element.attribute("port");
    try {
      int port = text == null ? 0 : Integer.parseInt(text.strip());
      return port < 1 || port > MAX_PORT ? null : port;
    } catch (NumberFormatException malformed) {
      return null;
    }
  }

  /** {@return the protocol, such as {@code udp}, in lower case; null if it does not say} */
  public @Nullable String transport() {
    String text = element.attribute("transport");
    return text == null ? null : text.toLowerCase(Locale.ROOT);
  }

  /** {@return a name for display, or null} */
  public @Nullable String name() {
    return element.attribute("name");
  }

  /** {@return the user name, or null} */
  public @Nullable String username() {
    return element.attribute("username");
  }

  /** {@return the password, which is secret, or null} */
  public @Nullable String password() {
    return element.attribute("password");
  }

  /**
   * Whether it needs a user name and password. If they are absent, ask for them by {@link
   * ExternalServices#credentials}.
   *
   * @return what the server says
   */
  public boolean isRestricted() {
    String text = element.attribute("restricted");
    return "true".equals(text) || "1".equals(text);
  }

  /** {@return when user name and password expire; null if they do not, or it does not say} */
  public @Nullable Instant expires() {
    String text = element.attribute("expires");
    try {
      return text == null ? null : OffsetDateTime.parse(text.strip()).toInstant();
    } catch (DateTimeException malformed) {
      return null;
    }
  }

  /**
   * Whether user name and password can be used at a time.
   *
   * @param time the time
   * @return true if they are there and do not expire before it
   */
  public boolean isUsableAt(Instant time) {
    Instant end = expires();
    return username() != null && password() != null && (end == null || end.isAfter(time));
  }

  /** {@return extended information (section 4), each a data form as it was sent} */
  public List<Element> forms() {
    return element.children("x", FORMS);
  }

  /** {@return the {@code <service/>} as it came, with its secrets} */
  public Element element() {
    return element;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ExternalService that && element.equals(that.element);
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, host);
  }

  /** {@return what and where it is, without the password} */
  @Override
  public String toString() {
    return "ExternalService[%s at %s:%s, %s]".formatted(type, host, port(), transport());
  }
}
