package im.linnet.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

  private static final List<Option> KNOWN =
      List.of(
          Option.account("jid"),
          Option.jid("to"),
          Option.domain("domain"),
          Option.host(),
          Option.port(1),
          Option.number("idle", 1, 86_400),
          Option.oneOf("year", "2011", "2012"),
          Option.input("password-file"),
          Option.output("trust"),
          Option.flag("wire"));

  @TempDir private Path folder;

  @Test
  void gives_what_was_given() throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), " pencil \nnot this\n");
    Options options =
        Options.of(
            KNOWN,
            ("--jid juliet@example.com/balcony --to example.com --domain example.com --host ::1"
                    + " --port 65535 --idle 1 --year 2011 --wire --trust out.pem --password-file "
                    + file)
                .split(" "));

    assertThat(options.get("jid")).isEqualTo("juliet@example.com/balcony");
    assertThat(options.number("port", 5222)).isEqualTo(65_535);
    assertThat(options.number("idle", 90)).isEqualTo(1);
    assertThat(options.has("wire")).isTrue();
    assertThat(options.secret("password-file")).isEqualTo("pencil");
    assertThat(options.needing("jid", "to").with("port", "host")).isSameAs(options);
  }

  @Test
  void knows_what_was_not_given() {
    Options options = Options.of(KNOWN);

    assertThat(options.get("jid")).isNull();
    assertThat(options.get("jid", "x")).isEqualTo("x");
    assertThat(options.number("port", 5222)).isEqualTo(5222);
    assertThat(options.has("wire")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "--jid, \"\", an address such as juliet@example.com",
        "--jid, @example.com, an address such as juliet@example.com",
        "--jid, example.com, an address such as juliet@example.com",
        "--jid, a@b@c, an address such as juliet@example.com",
        "--to, \"\", an address such as romeo@example.com",
        "--to, a@, an address such as romeo@example.com",
        "--domain, a@example.com, a domain such as example.com",
        "--domain, \"\", a domain such as example.com",
        "--host, \"\", a host name or an IP address",
        "--port, \"\", a whole number from 1 to 65535",
        "--port, 0, a whole number from 1 to 65535",
        "--port, 65536, a whole number from 1 to 65535",
        "--port, -1, a whole number from 1 to 65535",
        "--port, x, a whole number from 1 to 65535",
        "--port, 5222.0, a whole number from 1 to 65535",
        "--port, 99999999999999999999, a whole number from 1 to 65535",
        "--port, ٥٢٢٢, a whole number from 1 to 65535",
        "--idle, 0, a whole number from 1 to 86400",
        "--idle, 86401, a whole number from 1 to 86400",
        "--year, 1999, 2011 or 2012",
        "--year, \"\", 2011 or 2012",
        "--year, 2012.0, 2011 or 2012",
        "--password-file, no/such/file, a file that can be read",
        "--password-file, ., a file that can be read",
        "--trust, \"\", a file to write",
        "--trust, ., a file to write",
      })
  void names_the_option_its_value_and_what_is_expected(String name, String value, String expected) {
    assertRefused(
        "%s: “%s” (expected: %s)".formatted(name, value, expected), "--wire", name, value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--jidd", "-jid", "jid", "--", "-", "--JID", "--jid=a@b"})
  void names_what_is_no_option(String argument) {
    assertRefused("“%s” is no option".formatted(argument), argument);
  }

  @Test
  void names_an_option_without_its_value() {
    assertRefused("--port: a value is missing", "--wire", "--port");
    assertRefused("--port: a value is missing", "--port", "--wire");
  }

  @Test
  void names_an_option_given_twice() {
    assertRefused("--port is given twice", "--port", "1", "--port", "2");
    assertRefused("--wire is given twice", "--wire", "--wire");
  }

  @Test
  void names_an_option_that_is_needed_or_needs_another() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Options.of(KNOWN).needing("jid"))
        .withMessage("--jid is needed");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Options.of(KNOWN, "--port", "1").with("port", "host", "domain"))
        .withMessage("--port has no effect without --host or --domain");
  }

  @Test
  void names_options_of_which_one_is_needed_or_one_is_too_much() {
    Options both = Options.of(KNOWN, "--port", "1", "--wire");

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> both.one("jid", "to"))
        .withMessage("--jid or --to is needed");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> both.one("port", "wire"))
        .withMessage("--port and --wire exclude each other");
    assertThat(both.one("port", "jid").without("port", "to")).isSameAs(both);
  }

  @Test
  void takes_a_secret_of_the_environment_only_without_a_file() throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), "pencil\n");
    Options given = Options.of(KNOWN, "--password-file", file.toString());

    assertThat(given.secret("password-file", "PATH")).isEqualTo("pencil");
    assertThat(Options.of(KNOWN).secret("password-file", "PATH")).isEqualTo(System.getenv("PATH"));
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Options.of(KNOWN).secret("password-file", "LINNET_NO_SUCH"))
        .withMessage("--password-file is needed or the variable LINNET_NO_SUCH");
  }

  @Test
  void names_a_file_that_holds_no_secret() throws Exception {
    Path empty = Files.writeString(folder.resolve("empty"), " \nsecret\n");
    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe});

    assertNoSecret(empty, "begins with an empty line (expected: the secret)");
    assertNoSecret(binary, "is no file of UTF-8 text");
  }

  private static void assertNoSecret(Path file, String why) {
    Options options = Options.of(KNOWN, "--password-file", file.toString());
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> options.secret("password-file"))
        .withMessage("--password-file: “%s” %s".formatted(file, why));
  }

  private static void assertRefused(String message, String... arguments) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Options.of(KNOWN, arguments))
        .withMessage(message);
  }
}
