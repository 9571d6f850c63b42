package im.linnet.internal.dns;

import im.linnet.failure.RefusedException;
import im.linnet.xml.XmlText;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.TextParseException;

/**
 * A host name that DNS can be asked for (RFC 1123, section 2.1). Checked here, so that an invalid
 * name costs no query.
 *
 * <p>An underscore is rejected: it is for service labels, and a target that contains one refers to
 * a record, not to a host.
 *
 * @param text A-labels in lower case, without the trailing dot
 */
public record HostName(String text) {

  private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

  /** Without leading zeros, which some implementations read as octal. */
  private static final Pattern IPV4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");

  /**
   * Candidates for an address; the JDK decides, but it would also accept groups with more digits.
   */
  private static final Pattern IPV6 =
      Pattern.compile(
          "(?=[^:]*:)(?![^%]*[0-9A-Fa-f]{5})[0-9A-Fa-f:.]{2,45}(?:%[0-9A-Za-z._-]{1,64})?");

  private static final int MAX_NAME = 253;
  private static final int MAX_LABEL = 63;

  /**
   * Checks a name.
   *
   * @throws RefusedException if it is not a host name
   */
  public HostName {
    text = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    text = text.toLowerCase(Locale.ROOT);
    String fault = fault(text);
    if (fault != null) {
      throw new RefusedException(
          "Not a host name: “%s” %s; check how the domain is spelt"
              .formatted(XmlText.shortened(text, MAX_LABEL), fault));
    }
  }

  /** The name in a text, or null if it is not a host name. */
  public static @Nullable HostName orNull(String text) {
    try {
      return new HostName(text);
    } catch (RefusedException notAName) {
      return null;
    }
  }

  /**
   * The address that a text spells, or null if it spells none; nothing is looked up. Without
   * brackets; a zone must be one of this machine's interfaces.
   */
  public static @Nullable InetAddress address(String text) {
    boolean six = IPV6.matcher(text).matches();
    if (!six && !IPV4.matcher(text).matches()) {
      return null;
    }
    try {
      // In brackets the JDK reads it as an address or rejects it, but never as a name.
      return InetAddress.getByName(six ? "[" + text + "]" : text);
    } catch (UnknownHostException malformed) {
      return null;
    }
  }

  /** Whether it names this machine (RFC 6761, section 6.3), so that DNS must not be asked. */
  public boolean isLocal() {
    return text.equals("localhost") || text.endsWith(".localhost");
  }

  /** The name as a host. One without a dot stays relative, for the system's search list. */
  Name host() {
    return name(text.indexOf('.') < 0 ? text : text + ".");
  }

  /** The name as absolute, ignoring the search list. */
  public Name absolute() {
    return name(text + ".");
  }

  /**
   * The name under which a service of this domain is announced (RFC 2782), always absolute; null if
   * it would be too long to exist.
   */
  public @Nullable Name service(String service) {
    return below(service + "._tcp", absolute());
  }

  /**
   * The name with further labels before it, such as {@code _5222._tcp}.
   *
   * @param labels the labels, from the left
   * @param name an absolute name
   * @return the name; null if it would be too long to exist
   */
  public static @Nullable Name below(String labels, Name name) {
    try {
      return Name.concatenate(Name.fromString(labels), name);
    } catch (NameTooLongException tooLong) {
      return null;
    } catch (TextParseException impossible) {
      throw new IllegalStateException("labels do not parse", impossible);
    }
  }

  private static Name name(String text) {
    try {
      return Name.fromString(text);
    } catch (TextParseException impossible) {
      throw new IllegalStateException("a checked name does not parse", impossible);
    }
  }

  private static @Nullable String fault(String text) {
    if (text.isEmpty()) {
      return "is empty";
    }
    if (text.length() > MAX_NAME) {
      return "is longer than 253 characters";
    }
    String[] labels = text.split("\\.", -1);
    for (String label : labels) {
      String fault = faultOfLabel(label);
      if (fault != null) {
        return fault;
      }
    }
    boolean number = labels[labels.length - 1].chars().allMatch(c -> c >= '0' && c <= '9');
    return number ? "ends in a number, as only addresses do" : null;
  }

  private static @Nullable String faultOfLabel(String label) {
    if (label.isEmpty()) {
      return "has an empty label";
    }
    if (label.length() > MAX_LABEL) {
      return "has a label of more than 63 characters";
    }
    if (label.startsWith("-") || label.endsWith("-")) {
      return "has a label that begins or ends with a hyphen";
    }
    boolean allowed = label.chars().allMatch(HostName::isAllowed);
    return allowed ? null : "has a character that is not a letter, a digit or a hyphen";
  }

  private static boolean isAllowed(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  }

  @Override
  public String toString() {
    return text;
  }
}
