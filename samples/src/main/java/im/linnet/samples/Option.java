package im.linnet.samples;

import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An option of a sample.
 *
 * @param name its name, without the dashes
 * @param check checks its value; null for a flag, which has none
 */
record Option(String name, @Nullable Check check) {

  private static final int MAX_DIGITS = 9;

  /** Checks the value of an option. */
  interface Check {

    /**
     * Checks a value.
     *
     * @return the expected form if the value does not have it; else null
     */
    @Nullable String expected(String value);
  }

  private static Check that(Predicate<String> good, String expected) {
    return value -> good.test(value) ? null : expected;
  }

  static Option flag(String name) {
    return new Option(name, null);
  }

  /** A whole number within bounds. */
  static Option number(String name, int least, int most) {
    return new Option(
        name,
        that(
            value -> isNumber(value, least, most),
            "a whole number from %d to %d".formatted(least, most)));
  }

  private static boolean isNumber(String value, int least, int most) {
    return value.matches("[0-9]{1," + MAX_DIGITS + "}")
        && Integer.parseInt(value) >= least
        && Integer.parseInt(value) <= most;
  }

  static Option port(int least) {
    return number("port", least, 65_535);
  }

  static Option oneOf(String name, String... values) {
    return new Option(
        name, that(value -> List.of(values).contains(value), String.join(" or ", values)));
  }

  /** The address of a user. */
  static Option account(String name) {
    return new Option(
        name,
        that(
            value -> isJid(value) && Jid.of(value).local() != null,
            "an address such as juliet@example.com"));
  }

  /** Any address. */
  static Option jid(String name) {
    return new Option(name, that(Option::isJid, "an address such as romeo@example.com"));
  }

  static Option domain(String name) {
    return new Option(
        name,
        that(
            value -> isJid(value) && Jid.of(value).equals(Jid.of(value).domainJid()),
            "a domain such as example.com"));
  }

  private static boolean isJid(String value) {
    try {
      Jid.of(value);
      return true;
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  static Option host() {
    return host("host");
  }

  static Option host(String name) {
    return new Option(name, that(Option::isHost, "a host name or an IP address"));
  }

  private static boolean isHost(String value) {
    try {
      return !Endpoint.startTls(value, 1).host().isBlank();
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  /** Any text that is not empty. */
  static Option text(String name) {
    return new Option(name, that(value -> !value.isBlank(), "a text"));
  }

  /** A file to read. */
  static Option input(String name) {
    return new Option(name, that(Option::isReadable, "a file that can be read"));
  }

  private static boolean isReadable(String value) {
    try {
      Path file = Path.of(value);
      return Files.isRegularFile(file) && Files.isReadable(file);
    } catch (InvalidPathException malformed) {
      return false;
    }
  }

  /** A file to write. */
  static Option output(String name) {
    return new Option(name, that(Option::isNoFolder, "a file to write"));
  }

  private static boolean isNoFolder(String value) {
    try {
      return !value.isEmpty() && !Files.isDirectory(Path.of(value));
    } catch (InvalidPathException malformed) {
      return false;
    }
  }
}
