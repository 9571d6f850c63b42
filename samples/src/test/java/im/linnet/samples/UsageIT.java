package im.linnet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A wrong command line gives one line that names the option, and exit code 2. */
@Timeout(120)
class UsageIT {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "Service, --year 1999, --year: “1999” (expected: 2011 or 2012)",
        "Service, --idle 0, --idle: “0” (expected: a whole number from 1 to 86400)",
        "Chat, --jid, --jid: a value is missing",
        "Chat, --jid juliet@example.com, --password-file is needed",
        "Chat, \"\", --jid is needed",
        "EchoBot, --jid @, --jid: “@” (expected: an address such as juliet@example.com)",
        "EchoBot, --to romeo@example.com, “--to” is no option",
        "EchoComponent, --domain a@b, --domain: “a@b” (expected: a domain such as example.com)",
        "EchoComponent, --domain echo.example.com, --secret-file is needed",
        "Gateway, --server openfire, --server: “openfire” (expected: prosody or ejabberd or small)",
        "Gateway, --port 5222, “--port” is no option",
        "AttachedGateway, --domain msn.localhost, --secret-file is needed",
        "AttachedGateway, --contacts many, --contacts: “many” (expected: a whole number from 0 to"
            + " 10000)",
        "FleetDemo, --nodes 2, --nodes: “2” (expected: a whole number from 3 to 9)",
        "InstantMessaging, --server openfire, --server: “openfire” (expected: prosody or prosody13"
            + " or ejabberd or ejabberd24)",
        "Notify, --jid juliet@example.com, --to or --room is needed",
        "Notify, --to a@b --room c@d, --to and --room exclude each other",
        "Notify, --to a@b --webhook 1 --text Hello, --webhook and --text exclude each other",
        "Notify, --to a@b --webhook 1 --address 0.0.0.0, --token-file is needed",
        "Notify, --to a@b --text Hello, --jid is needed",
        "Notify, --to a@b --text Hello --jid c@d, --password-file is needed or the variable"
            + " LINNET_PASSWORD",
        "Bot, --jid juliet@example.com, --owner is needed",
        "Messenger, --port 5222, --port has no effect without --host",
        "Messenger, --host localhost, --token-file is needed",
        "Messenger, --trust pom.xml, --trust has no effect without --host or --domain",
      })
  void is_said_in_one_line(String main, String arguments, String line) throws Exception {
    String[] words = arguments.isEmpty() ? new String[0] : arguments.split(" ");
    try (JavaProcess sample = JavaProcess.sample(main, words)) {
      sample.assertEnds(2);
      assertThat(sample.output()).isEqualTo(List.of(line + "; --help tells the options"));
    }
  }

  @Test
  void an_unknown_fault_is_answered_by_the_known_ones() throws Exception {
    try (JavaProcess sample = JavaProcess.sample("AttachedGateway", "--faults", "naps")) {
      sample.assertEnds(2);
      assertThat(sample.output())
          .singleElement()
          .asString()
          .startsWith("--faults: “naps” (expected: names separated by commas: ")
          .contains("login-fails");
    }
  }

  @Test
  void an_empty_address_is_said_to_be_none() throws Exception {
    try (JavaProcess sample = JavaProcess.sample("Chat", "--jid", "")) {
      sample.assertEnds(2);
      assertThat(sample.output())
          .containsExactly(
              "--jid: “” (expected: an address such as juliet@example.com); --help tells the"
                  + " options");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AttachedGateway",
        "Bot",
        "Chat",
        "EchoBot",
        "EchoComponent",
        "Gateway",
        "InstantMessaging",
        "FleetDemo",
        "Messenger",
        "Notify",
        "Service"
      })
  void help_is_no_failure(String main) throws Exception {
    try (JavaProcess sample = JavaProcess.sample(main, "--help")) {
      sample.assertEnds(0);
      assertThat(sample.output().get(0)).startsWith("Usage: samples/run ");
    }
  }

  @Test
  void a_file_without_certificates_is_named() throws Exception {
    Path file = Files.writeString(folder.resolve("not.pem"), "no certificate");
    try (JavaProcess sample =
        JavaProcess.sample(
            "EchoBot",
            "--jid",
            "juliet@example.com",
            "--password-file",
            file.toString(),
            "--trust",
            file.toString())) {
      sample.assertEnds(1);
      assertThat(sample.output()).hasSize(1).first().asString().contains("not.pem");
    }
  }
}
