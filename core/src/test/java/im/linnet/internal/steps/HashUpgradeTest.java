package im.linnet.internal.steps;

import static org.assertj.core.api.Assertions.assertThat;

import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import im.linnet.failure.StreamException;
import im.linnet.sasl.Channels;
import im.linnet.sasl.PasswordSasl;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.UserAgent;
import im.linnet.stream.Features;
import im.linnet.xml.Element;
import im.linnet.xml.ElementBuilder;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Upgrades of the hash by which a server knows a password (XEP-0480). */
@Timeout(120)
class HashUpgradeTest {

  private static final String SASL2 = Sasl2Wire.NAMESPACE;
  private static final String UPGRADE = "urn:xmpp:sasl:upgrade:0";
  private static final String SCRAM = "urn:xmpp:scram-upgrade:0";
  private static final String TASK = "UPGR-SCRAM-SHA-512";
  private static final String SALT = "QV9TWENSWFE2c2VrOGJmX1o=";
  private static final PasswordSasl SASL = Sasl.password("pencil").allowUpgrade();

  private final ScramServer scram = new ScramServer("pencil", 4096);
  private final ScriptedNegotiation server = ScriptedNegotiation.offering("SCRAM-SHA-256");

  private HashUpgradeTest offer(String... upgrades) {
    ElementBuilder authentication =
        Element.builder("authentication", SASL2).child("mechanism", "SCRAM-SHA-256");
    for (String task : upgrades) {
      authentication.child(Element.of("upgrade", UPGRADE, task));
    }
    server.offers(
        new Features(
            Element.builder("features", "http://etherx.jabber.org/streams")
                .child(authentication.build())
                .build()));
    return this;
  }

  private Element challenge(Element authenticate) {
    Element first = Objects.requireNonNull(authenticate.child("initial-response", SASL2));
    return Element.of("challenge", SASL2, scram.challenge(first).text());
  }

  /** What the server says after the proof: its own proof, and what is left to do. */
  private Element more(Element response, String task) {
    return more(scram.success(response).text(), task);
  }

  private static Element more(String data, String task) {
    return Element.builder("continue", SASL2)
        .child("additional-data", data.isEmpty() ? null : data)
        .child(Element.builder("tasks", SASL2).child("task", task).build())
        .build();
  }

  private static Element salt(String text, String iterations) {
    return Element.builder("task-data", SASL2)
        .child(Element.of("pepper", SCRAM, "eA=="))
        .child(
            Element.builder("salt", SCRAM).attribute("iterations", iterations).text(text).build())
        .build();
  }

  private static Element success() {
    return Element.builder("success", SASL2)
        .child("authorization-identifier", "user@example.com")
        .build();
  }

  private CompletionStage<SignedIn> signIn(Sasl sasl) {
    return SignIn.run(
        server,
        sasl,
        NegotiatedChannel.of(
            server, server.features().get("authentication", SASL2), true, Runnable::run),
        new Sasl2Wire(UserAgent.random(), List.of()));
  }

  private AuthenticationException fails(Reason reason) {
    Throwable failure = Channels.failure(() -> signIn(SASL));
    assertThat(failure).isInstanceOf(AuthenticationException.class);
    AuthenticationException known = (AuthenticationException) failure;
    assertThat(known.reason()).as(known.getMessage()).isEqualTo(reason);
    return known;
  }

  private List<String> asked() {
    return server.sent.get(0).children("upgrade", UPGRADE).stream().map(Element::text).toList();
  }

  @Test
  void gives_the_server_the_salted_password_of_a_stronger_hash() throws Exception {
    offer("UPGR-SCRAM-SHA-1", "UPGR-SCRAM-SHA-256", TASK, "UPGR-X");
    server
        .reply(this::challenge)
        .reply(response -> more(response, TASK))
        .reply(salt(" " + SALT + "\n", "5000"))
        .reply(success());
    assertThat(signIn(SASL)).isCompletedWithValueMatching(in -> in.success().is("success", SASL2));
    assertThat(asked()).containsExactly(TASK);
    assertThat(server.verbs()).containsExactly("authenticate", "response", "next", "task-data");
    assertThat(server.sent.get(2).attribute("task")).isEqualTo(TASK);
    Element hash = Objects.requireNonNull(server.sent.get(3).child("hash", SCRAM));
    byte[] expected =
        SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
            .generateSecret(
                new PBEKeySpec("pencil".toCharArray(), Base64.getDecoder().decode(SALT), 5000, 512))
            .getEncoded();
    assertThat(Base64.getDecoder().decode(hash.text())).isEqualTo(expected);
  }

  @Test
  void asks_for_nothing_unless_the_user_allows_it() {
    offer(TASK);
    server.reply(this::challenge);
    assertThat(signIn(Sasl.password("pencil"))).isNotCompleted();
    assertThat(asked()).isEmpty();
  }

  @Test
  void asks_whoever_answered_for_nothing() {
    offer(TASK);
    server.unverified().reply(this::challenge);
    assertThat(signIn(SASL)).isNotCompleted();
    assertThat(asked()).isEmpty();
  }

  @Test
  void asks_for_nothing_that_is_not_offered() {
    offer();
    server.reply(this::challenge);
    assertThat(signIn(SASL)).isNotCompleted();
    assertThat(asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "dj1iV1Z1WVd4MA==", "eA=="})
  void gives_nothing_to_a_server_that_has_not_proved_itself(String data) {
    offer(TASK);
    server.reply(this::challenge).reply(response -> more(data, TASK));
    fails(Reason.SERVER_UNPROVEN);
    assertThat(server.verbs()).containsExactly("authenticate", "response", "abort");
  }

  @Test
  void does_no_task_that_it_has_not_asked_for() {
    offer(TASK);
    server.reply(this::challenge).reply(response -> more(response, "UPGR-SCRAM-SHA-1"));
    assertThat(fails(Reason.TASK)).hasMessageContaining("UPGR-SCRAM-SHA-1");
    assertThat(server.verbs()).containsExactly("authenticate", "response", "abort");
  }

  @Test
  void does_each_task_once() {
    offer(TASK);
    server
        .reply(this::challenge)
        .reply(response -> more(response, TASK))
        .reply(salt(SALT, "4096"))
        .reply(more("", TASK));
    fails(Reason.TASK);
    assertThat(server.verbs())
        .containsExactly("authenticate", "response", "next", "task-data", "abort");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 4096, MALFORMED",
    "no base64, 4096, MALFORMED",
    "QV9TWENSWFE2c2VrOGJmX1o=, 4095, MALFORMED",
    "QV9TWENSWFE2c2VrOGJmX1o=, 1, MALFORMED",
    "QV9TWENSWFE2c2VrOGJmX1o=, -4096, MALFORMED",
    "QV9TWENSWFE2c2VrOGJmX1o=, '', MALFORMED",
    "QV9TWENSWFE2c2VrOGJmX1o=, 10000001, COST"
  })
  void refuses_a_salt_that_breaks_the_rules(String salt, String iterations, Reason reason) {
    offer(TASK);
    server
        .reply(this::challenge)
        .reply(response -> more(response, TASK))
        .reply(salt(salt, iterations));
    assertThat(fails(reason).toString()).doesNotContain("pencil");
    assertThat(server.verbs()).containsExactly("authenticate", "response", "next", "abort");
  }

  @Test
  void refuses_a_task_without_a_salt_and_one_that_was_not_begun() {
    offer(TASK);
    server
        .reply(this::challenge)
        .reply(response -> more(response, TASK))
        .reply(Element.of("task-data", SASL2));
    fails(Reason.MALFORMED);
    ScriptedNegotiation other = ScriptedNegotiation.offering("SCRAM-SHA-256");
    other.offers(server.features());
    other.reply(salt(SALT, "4096"));
    assertThat(
            Channels.failure(
                () ->
                    SignIn.run(
                        other,
                        SASL,
                        NegotiatedChannel.of(
                            other,
                            other.features().get("authentication", SASL2),
                            true,
                            Runnable::run),
                        new Sasl2Wire(UserAgent.random(), List.of()))))
        .isInstanceOf(StreamException.class);
  }

  @Test
  void reports_that_the_server_refuses_in_the_end() {
    offer(TASK);
    server
        .reply(this::challenge)
        .reply(response -> more(response, TASK))
        .reply(salt(SALT, "4096"))
        .reply(
            Element.builder("failure", SASL2)
                .child(Element.of("temporary-auth-failure", ScriptedNegotiation.NS))
                .build());
    assertThat(fails(Reason.REFUSED).retryable()).isTrue();
  }
}
