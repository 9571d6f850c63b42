package im.linnet.samples;

import im.linnet.testkit.messenger.Ending;
import im.linnet.testkit.messenger.IdleRule;
import im.linnet.testkit.messenger.MessengerService;
import im.linnet.testkit.messenger.MessengerServiceBuilder;
import im.linnet.testkit.messenger.MessengerUser;
import im.linnet.testkit.messenger.Profile;
import im.linnet.testkit.messenger.RedirectPlan;
import im.linnet.testkit.messenger.TokenBook;
import im.linnet.testkit.messenger.oauth.OauthService;
import im.linnet.testkit.tls.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Runs the stand-in for the Messenger service, for any XMPP client to connect to. */
public final class Service {

  private static final String USAGE =
      """
      Usage: samples/run messenger-service [options]
        --port PORT      where to listen on 127.0.0.1 (5222)
        --year YEAR      2011 or 2012: which state of the service to play (2012)
        --idle SECONDS   end sessions after so long without a stanza (90)
        --no-redirect    serve where the client connects, without see-other-host
        --plain          also offer PLAIN, for clients that have no X-MESSENGER-OAUTH2:
                         user name the e-mail address, password the token
        --trust FILE     where to write the certificate to trust, as PEM (messenger-ca.pem)
      Runs until it is interrupted.\
      """;

  private static final List<Option> OPTIONS =
      List.of(
          Option.port(0),
          Option.oneOf("year", "2011", "2012"),
          Option.number("idle", 1, 86_400),
          Option.flag("no-redirect"),
          Option.flag("plain"),
          Option.output("trust"));

  private Service() {}

  /**
   * Runs the program.
   *
   * @param arguments see {@code --help}
   */
  public static void main(String[] arguments) {
    Outcome.of(arguments, USAGE, OPTIONS, Service::serve);
  }

  private static void serve(Options options) throws Exception {
    TestCertificates authority = TestCertificates.create();
    Path trust = Path.of(options.get("trust", "messenger-ca.pem"));
    authority.writeTrustAnchor(trust);
    TokenBook tokens = new TokenBook(Clock.systemUTC());
    try (MessengerService service = service(options, authority, tokens).start();
        OauthService oauth = OauthService.start("any-client", StandIn.JULIET, tokens)) {
      // Ctrl-C ends the sessions in order.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> service.endSessions(Ending.CLOSE_TAG)));
      System.out.println("Listening at 127.0.0.1:" + service.front().getPort());
      System.out.println("Domain messenger.live.com, certificate to trust: " + trust);
      System.out.println("OAuth: authorize " + oauth.authorize() + ", token " + oauth.token());
      show(StandIn.ROMEO, service);
      show(StandIn.NURSE, service);
      System.out.println("Echo: " + service.echoJid());
      Thread.currentThread().join();
    }
  }

  private static void show(MessengerUser user, MessengerService service) throws IOException {
    Path token = Files.createTempFile("messenger-token-", ".txt");
    Files.writeString(token, user.token() + "\n");
    token.toFile().deleteOnExit();
    System.out.printf(
        "User %s <%s>, JID %s, token in %s%n",
        user.name(), user.email(), service.jidOf(user), token);
  }

  private static MessengerServiceBuilder service(
      Options options, TestCertificates authority, TokenBook tokens) {
    Profile profile = "2011".equals(options.get("year")) ? Profile.YEAR_2011 : Profile.YEAR_2012;
    MessengerServiceBuilder builder =
        MessengerService.builder()
            .profile(profile)
            .port(options.number("port", 5222))
            .tls(authority.server("messenger.live.com").serverContext())
            .idle(IdleRule.after(Duration.ofSeconds(options.number("idle", 90)), Ending.FIN))
            .tokens(tokens)
            .user(StandIn.JULIET)
            .user(StandIn.ROMEO)
            .user(StandIn.NURSE)
            .friends(StandIn.ROMEO, StandIn.NURSE);
    if (options.has("no-redirect")) {
      builder.redirects(RedirectPlan.none());
    }
    return options.has("plain")
        ? builder.settings(all -> all.withSignIn(all.signIn().withPlain(true)))
        : builder;
  }
}
