package im.linnet.trace;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.ClientBuilder;
import im.linnet.XmppClient;
import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.sasl.FastToken;
import im.linnet.sasl.FastTokens;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.UserAgent;
import im.linnet.testkit.peer.Script;
import im.linnet.testkit.peer.ScriptedPeer;
import im.linnet.testkit.tls.TestCertificates;
import im.linnet.tls.TlsPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No secret of a login is in the file or on the page, and the login can still be followed. */
@Timeout(120)
class SecretsTest {

  private static final TestCertificates AUTHORITY = TestCertificates.create();
  private static final String DOMAIN = "example.com";
  private static final String ADDRESS = "juliet@example.com/balcony";
  private static final String PASSWORD = "wherefore-art-thou";
  private static final UUID AGENT = UUID.fromString("d4565fa7-4d72-4749-b3d3-740edbf87770");
  private static final String SASL2 = " xmlns='urn:xmpp:sasl:2'";

  @TempDir private Path folder;

  private final ScriptedPeer peer =
      ScriptedPeer.listen().withTls(AUTHORITY.server(DOMAIN).serverContext());

  /** What the client sent and the peer's answers, as they were on the wire. */
  private final List<String> sent = Collections.synchronizedList(new ArrayList<>());

  private ClientBuilder builder() {
    return XmppClient.builder("juliet@example.com")
        .sasl(Sasl.password(PASSWORD))
        .endpoint(Endpoint.startTls("127.0.0.1", peer.port()))
        .tls(TlsPolicy.builder().trust(AUTHORITY.trustAnchor()).build());
  }

  /** Logs in; returns the file and the page as one text. */
  private String traced(ClientBuilder builder, Consumer<Script> login) throws Exception {
    peer.script(login);
    Path file = folder.resolve("client.trace");
    try (peer;
        TraceFile trace = TraceFile.create(file);
        XmppClient client = builder.listener(trace.listener()).build()) {
      client.connect().get(40, TimeUnit.SECONDS);
    }
    return text(file);
  }

  private static String text(Path file) throws Exception {
    Path page = file.resolveSibling("page.html");
    TracePage.write(file, page);
    return Files.readString(file) + Files.readString(page);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void bound(Script script) {
    script.bind(DOMAIN, ADDRESS).answerAll(element -> "");
  }

  @Test
  void of_plain() throws Exception {
    String text =
        traced(
            builder().sasl(Sasl.password(PASSWORD).allowPlain()),
            s -> s.secureStream(DOMAIN).signIn(DOMAIN, "PLAIN").then(SecretsTest::bound));
    assertThat(text)
        .contains("mechanism=\\\"PLAIN\\\"", "[hidden]")
        .doesNotContain(PASSWORD, base64("\0juliet\0" + PASSWORD));
  }

  /** The proof lets somebody guess the password; the nonces and the salt help. */
  @Test
  void of_scram() throws Exception {
    String text =
        traced(
            builder(),
            s -> s.secureStream(DOMAIN).signInByScram(DOMAIN, PASSWORD).then(SecretsTest::bound));
    assertThat(text).contains("mechanism=\\\"SCRAM-SHA-256\\\"", "[hidden]");
    List<String> exchanged =
        peer.transcript()
            .lines()
            .flatMap(line -> Pattern.compile(">([A-Za-z0-9+/=]{16,})</").matcher(line).results())
            .map(found -> found.group(1))
            .toList();
    assertThat(exchanged).hasSizeGreaterThanOrEqualTo(2);
    assertThat(text).doesNotContain(PASSWORD).doesNotContain(exchanged);
  }

  /** SASL2 (XEP-0388) that issues a token for the next login, which uses it (XEP-0484). */
  @Test
  void of_sasl2_and_its_tokens() throws Exception {
    FastTokens tokens = FastTokens.inMemory();
    String first = "token-of-the-first-login";
    String text =
        traced(
            sasl2(tokens),
            s ->
                s.then(SecretsTest::offered)
                    .answer(auth -> note(auth.toString(), issued(first)))
                    .then(SecretsTest::features));
    assertThat(text)
        .contains("urn:xmpp:sasl:2", "[hidden]")
        .doesNotContain(PASSWORD, base64("\0juliet\0" + PASSWORD), first);
    assertThat(kept(tokens)).isEqualTo(first);
  }

  @Test
  void of_a_login_by_a_token() throws Exception {
    FastTokens tokens = FastTokens.inMemory();
    String token = "token-of-an-earlier-login";
    String next = "token-for-the-next-login";
    tokens.save(
        Jid.of("juliet@example.com"),
        FastToken.of("HT-SHA-256-NONE", token, Instant.now().plus(Duration.ofDays(1)), AGENT));
    String text =
        traced(
            sasl2(tokens),
            s ->
                s.then(SecretsTest::offered)
                    .answer(auth -> note(auth.toString(), proven(token, issued(next))))
                    .then(SecretsTest::features));
    assertThat(text).contains("HT-SHA-256-NONE").doesNotContain(PASSWORD, token, next);
    assertThat(sent).singleElement().asString().contains("HT-SHA-256-NONE");
    assertThat(text).doesNotContain(responses());
    assertThat(kept(tokens)).isEqualTo(next);
  }

  @Test
  void of_the_messenger_s_own_mechanism() throws Exception {
    Path file = folder.resolve("messenger.trace");
    Traced.messenger(file);
    assertThat(text(file))
        .contains("X-MESSENGER-OAUTH2", "[hidden]", "see-other-host")
        .doesNotContain(Traced.TOKEN, Traced.TOKEN.substring(0, 12));
  }

  @Test
  void of_a_resumption() throws Exception {
    Path file = folder.resolve("resumption.trace");
    Traced.resumption(file);
    assertThat(text(file)).contains("previd", "[hidden]").doesNotContain("secret-id");
  }

  private ClientBuilder sasl2(FastTokens tokens) {
    return builder()
        .sasl(Sasl.password(PASSWORD).allowPlain())
        .userAgent(UserAgent.of(AGENT))
        .fastTokens(tokens);
  }

  private static void offered(Script script) {
    script
        .secureStream(DOMAIN)
        .openStream(
            DOMAIN,
            "<authentication"
                + SASL2
                + "><mechanism>PLAIN</mechanism><inline><fast xmlns='urn:xmpp:fast:0'>"
                + "<mechanism>HT-SHA-256-NONE</mechanism></fast></inline></authentication>");
  }

  private static void features(Script script) {
    script
        .send(
            "<stream:features><bind"
                + " xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></stream:features>")
        .expectLike("<iq type='set' id='{bind}'/>")
        .send(
            "<iq type='result' id='{bind}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>"
                + ADDRESS
                + "</jid></bind></iq>")
        .answerAll(element -> "");
  }

  private String note(String received, String answer) {
    sent.add(received);
    return answer;
  }

  /** The texts that were sent in the login. */
  private List<String> responses() {
    return sent.stream()
        .flatMap(xml -> Pattern.compile(">([A-Za-z0-9+/=]{16,})<").matcher(xml).results())
        .map(found -> found.group(1))
        .toList();
  }

  private static String issued(String token) {
    return ("<success%s><authorization-identifier>juliet@example.com</authorization-identifier>"
            + "<token xmlns='urn:xmpp:fast:0' token='%s' expiry='%s'/></success>")
        .formatted(SASL2, token, Instant.now().plus(Duration.ofDays(1)));
  }

  /** The answer of a server that knows the token. */
  private static String proven(String token, String success) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] proof = mac.doFinal("Responder".getBytes(StandardCharsets.UTF_8));
      return success.replaceFirst(
          ">",
          "><additional-data>" + Base64.getEncoder().encodeToString(proof) + "</additional-data>");
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String kept(FastTokens tokens) throws Exception {
    FastToken kept = tokens.load(Jid.of("juliet@example.com"));
    return Objects.requireNonNull(kept).secret();
  }
}
