package im.linnet.testkit.small;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An address (RFC 7622). Local part and domain are compared in lower case; no other preparation is
 * done.
 *
 * @param local the account, or null for the domain itself
 * @param domain the server or component
 * @param resource the session, or null
 */
record Address(@Nullable String local, String domain, @Nullable String resource) {
  private static final int LONGEST_PART = 1023;

  /** {@return the address, or null if the text is none} */
  static @Nullable Address parse(String text) {
    int slash = text.indexOf('/');
    String bare = slash < 0 ? text : text.substring(0, slash);
    String resource = slash < 0 ? null : text.substring(slash + 1);
    int at = bare.indexOf('@');
    String local = at < 0 ? null : bare.substring(0, at).toLowerCase(Locale.ROOT);
    String domain = bare.substring(at + 1).toLowerCase(Locale.ROOT);
    boolean valid = isPart(local) && isPart(domain) && isPart(resource) && domain.indexOf('@') < 0;
    return valid ? new Address(local, domain, resource) : null;
  }

  private static boolean isPart(@Nullable String part) {
    return part == null || (!part.isEmpty() && part.length() <= LONGEST_PART);
  }

  Address bare() {
    return resource == null ? this : new Address(local, domain, null);
  }

  Address with(String otherResource) {
    return new Address(local, domain, otherResource);
  }

  @Override
  public String toString() {
    return (local == null ? "" : local + "@") + domain + (resource == null ? "" : "/" + resource);
  }
}
