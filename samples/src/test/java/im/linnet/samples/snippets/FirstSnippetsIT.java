package im.linnet.samples.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.testkit.net.RefusingPort;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.tls.TestCertificates;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a newcomer pastes first works as it stands, and shows what fails. */
@Timeout(120)
class FirstSnippetsIT {

  @AutoClose private final RefusingPort closed = RefusingPort.open();

  private static final String DOMAIN = "example.com";
  private static final String README = "README.md";

  /** What some of them print, by the name of their folder or of their class. */
  private static final Map<String, String> PRINTED =
      Map.ofEntries(
          Map.entry("about", "PT15M3S\nProsody\n2026-01-01T12:00Z\n[ExternalService[turn at turn."),
          Map.entry("archive", "2026-01-01T12:00:00Z But soft!"),
          Map.entry("blocking", "Blocked[jid=spam.example]"),
          Map.entry("bookmarks", "Changed[bookmark=Bookmark[theplay@conference.example.com"),
          Map.entry("caps", "romeo@example.com/orchard sends receipts: true"),
          Map.entry("commands", "It rains in Verona"),
          Map.entry("delay", "2026-01-01T12:00:00Z romeo@example.com: But soft!"),
          Map.entry("disco", "rooms.example.com"),
          Map.entry("forms", "Name (TEXT_SINGLE): []"),
          Map.entry("forwarding", "knows it as 28482-98726-73623\nIt passes on: But soft!"),
          Map.entry("im", "Hello"),
          Map.entry("invites", "xmpp:juliet@example.com?roster;preauth=BuM0TQ9-Fkm4k_c-fB215O38"),
          Map.entry("micrometer", "1.0"),
          Map.entry("oldarchive", "2026-01-01T12:00:00Z Romeo: Ay me!"),
          Map.entry("ping", "Romeo answers in "),
          Map.entry("presence", "Romeo Montague <romeo@example.com> asks"),
          Map.entry("privatestorage", "Buy milk"),
          Map.entry("pubsub", "today: Buy milk"),
          Map.entry("push", "Now push.example.net wakes this device"),
          Map.entry("reactor", "The server has the message of juliet@example.com/balcony"),
          Map.entry("receipts", " has arrived"),
          Map.entry("references", "through yonder window"),
          Map.entry("registration", "Welcome "),
          Map.entry("rooms", "The room calls it 28482-98726-73623"),
          Map.entry("roster", "1 contacts"),
          Map.entry("rostersync", "1 contacts"),
          Map.entry("search", "[romeo@example.com]"),
          Map.entry("timeline", "ARCHIVE romeo@example.com: But soft!\nUpToDate[]\nHERE romeo@"),
          Map.entry("trace", "Open client.html in a browser"),
          Map.entry("vcard", "Romeo Montague"),
          Map.entry("websocket", "Connected to xmpp.example.com:"),
          Map.entry("XmppClient", "Connected as juliet@example.com/balcony"));

  /** Those that need more than an account with a password, here or in other classes. */
  private static final Set<String> RUN_BY_NAME =
      Set.of(
          "extensions/gateways/component/README.md",
          "extensions/messages/upload/README.md",
          "extensions/server/jidlookup/README.md",
          "extensions/account/sasl-siblings/README.md",
          "fleet/README.md",
          "integrations/spring-boot/README.md",
          "oauth/README.md",
          "sasl-messenger/README.md",
          "stax/README.md",
          "test/README.md",
          "testkit/README.md");

  @TempDir private Path folder;

  @Test
  void the_readme_prints_what_it_says_and_sends_the_message() throws Exception {
    try (ExampleServer server = ExampleServer.start(folder, DOMAIN, signingIn("secret"))) {
      assertThat(Pasted.run(Pages.first(README), folder, server.domain(), 0))
          .isEqualTo("Connected as juliet@example.com/balcony\nThe server has the message");
      server.peer().await();
      assertThat(server.peer().connection(1).text())
          .contains("to=\"romeo@example.com\"", "<body>Hello</body>");
    }
  }

  @ParameterizedTest
  @MethodSource("firstOfPages")
  void works_and_says_goodbye(Snippet snippet) throws Exception {
    try (ExampleServer server = ExampleServer.start(folder, DOMAIN, signingIn("secret"))) {
      String output = Pasted.run(snippet, folder, server.domain(), 0);

      server.peer().await(); // with its </stream:stream>
      assertThat(output).contains(PRINTED.getOrDefault(name(snippet), ""));
    }
  }

  @Test
  void the_readme_shows_that_the_password_is_wrong() throws Exception {
    try (ExampleServer server = ExampleServer.start(folder, DOMAIN, signingIn("another"))) {
      assertThat(Pasted.run(Pages.first(README), folder, server.domain(), 1))
          .contains("AuthenticationException", "not-authorized");
    }
  }

  @ParameterizedTest
  @MethodSource("firstOfPages")
  void shows_that_there_is_no_server(Snippet snippet) throws Exception {
    try (LocalDomain domain =
        LocalDomain.of(DOMAIN, closed.number(), TestCertificates.create(), folder)) {
      assertThat(Pasted.run(snippet, folder, domain, 1))
          .contains("TransportException", "connection refused");
    }
  }

  @Test
  void a_fleet_of_one_sends_and_leaves() throws Exception {
    try (ExampleServer server = ExampleServer.start(folder, DOMAIN, signingIn("secret"))) {
      assertThat(Pasted.run(Pages.first("fleet/README.md"), folder, server.domain(), 0))
          .contains("The server has the message");
      server.peer().await();
    }
  }

  @Test
  void a_token_signs_in_to_what_was_google_s() throws Exception {
    try (ExampleServer server =
        ExampleServer.start(
            folder,
            "gmail.com",
            script ->
                script
                    .secureStream("gmail.com")
                    .openStream(
                        "gmail.com",
                        "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
                            + "<mechanism>X-OAUTH2</mechanism></mechanisms>")
                    .expectLike(
                        "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='X-OAUTH2'/>")
                    .send("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>")
                    .bind("gmail.com", "user@gmail.com/here")
                    .answerAll(new Answers()::to))) {
      Snippet snippet = Pages.first("extensions/account/sasl-siblings/README.md");

      assertThat(Pasted.run(snippet, folder, server.domain(), 0))
          .isEqualTo("Connected as user@gmail.com/here");
      server.peer().await();
    }
  }

  @Test
  void the_scripted_peer_of_the_testkit_s_page_is_content() throws Exception {
    try (LocalDomain domain =
        LocalDomain.of(DOMAIN, closed.number(), TestCertificates.create(), folder)) {
      Pasted.run(Pages.first("testkit/README.md"), folder, domain, 0);
    }
  }

  /** Its script has to be met, or it fails. */
  @Test
  void the_scripted_client_of_the_page_about_tests_is_content() throws Exception {
    try (LocalDomain domain =
        LocalDomain.of(DOMAIN, closed.number(), TestCertificates.create(), folder)) {
      Pasted.run(Pages.first("test/README.md"), folder, domain, 0);
    }
  }

  @Test
  void an_element_is_shown_by_the_jdk() throws Exception {
    try (LocalDomain domain =
        LocalDomain.of(DOMAIN, closed.number(), TestCertificates.create(), folder)) {
      assertThat(Pasted.run(Pages.first("stax/README.md"), folder, domain, 0))
          .contains("jabber:iq:roster", "jid=\"romeo@example.com\"");
    }
  }

  /** A page whose first snippet nobody runs is not forgotten in silence. */
  @Test
  void the_first_snippet_of_every_page_is_run() {
    List<String> here = firstOfPages().stream().map(each -> each.page().toString()).toList();
    assertThat(Pages.all().stream().filter(Snippet::first).map(each -> each.page().toString()))
        .allMatch(page -> here.contains(page) || RUN_BY_NAME.contains(page));
    assertThat(RUN_BY_NAME).allSatisfy(page -> assertThat(Pages.first(page).first()).isTrue());
  }

  @Test
  void all_that_is_said_to_be_printed_is_of_a_page() {
    assertThat(firstOfPages().stream().map(FirstSnippetsIT::name)).containsAll(PRINTED.keySet());
  }

  private static String name(Snippet snippet) {
    String page = snippet.page().toString();
    return page.replaceFirst("/README\\.md$|\\.java$", "").replaceFirst(".*/", "");
  }

  static List<Snippet> firstOfPages() {
    return Pages.all().stream()
        .filter(Snippet::first)
        .filter(snippet -> snippet.text().contains("builder(\"juliet@example.com\")"))
        // A page that signs in by a token asks the user for consent in a browser first.
        .filter(snippet -> snippet.text().contains("Sasl.password"))
        .filter(snippet -> !snippet.text().contains("ScriptedPeer"))
        // A page that uploads needs a service for it, too.
        .filter(snippet -> !snippet.text().contains("Uploads::new"))
        .toList();
  }

  static Consumer<Script> signingIn(String password) {
    return signingIn(password, new Answers());
  }

  static Consumer<Script> signingIn(String password, Answers answers) {
    return script ->
        script
            .secureStream(DOMAIN)
            .signInByScram(DOMAIN, password)
            .bind(DOMAIN, "juliet@example.com/balcony")
            .answerAll(answers::to);
  }
}
