package im.linnet.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.ongres.scram.common.ScramFunctions;
import com.ongres.scram.common.ScramMechanism;
import com.ongres.scram.common.StringPreparation;
import im.linnet.failure.AuthenticationException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Row A25: what is remembered from one SCRAM sign-in to the next, and what never is. */
@DisplayName("A25 keys remembered between sign-ins")
class ScramMemoryTest {

  private static final String SALT = "W22ZaJ0SNY7soEsUEjb6gQ==";
  private static final String OTHER_SALT = "QSXCR+Q6sek8bf92";

  private final AtomicInteger derived = new AtomicInteger();
  private String password = "pencil";

  /** Its password is asked for exactly when keys are derived. */
  private final PasswordSasl fetched =
      Sasl.password(
          () -> {
            derived.incrementAndGet();
            return password.toCharArray();
          });

  private final PasswordSasl sasl = fetched.rememberKeys(true);

  /** One sign-in up to the server's verdict. */
  private record Proved(SaslExchange exchange, String clientProof, String serverSignature) {

    void accepted() {
      exchange.succeeded(serverSignature.getBytes(UTF_8));
      exchange.close();
    }
  }

  private static Proved prove(Sasl sasl, ScramHash hash, String account, String salt, int count) {
    SaslMechanism mechanism =
        sasl.mechanisms().stream()
            .filter(one -> one.name().equals(hash.mechanism()))
            .findFirst()
            .orElseThrow();
    SaslExchange exchange =
        mechanism.start(Channels.of(account, Channels.tls(), Channels.PLACE, mechanism.name()));
    String first = message(exchange.initialResponse().toCompletableFuture().join().orElseThrow());
    String nonce = first.substring(first.indexOf(",r=") + 3) + "more";
    String serverFirst = "r=" + nonce + ",s=" + salt + ",i=" + count;
    byte[] answer = exchange.respond(serverFirst.getBytes(UTF_8)).toCompletableFuture().join();
    String[] parts = message(answer).split(",p=", -1);
    String authMessage = first.substring("n,,".length()) + "," + serverFirst + "," + parts[0];
    return new Proved(exchange, parts[1], "v=" + signature(hash, salt, count, authMessage));
  }

  /** The server's side, for the password that it knows. */
  private static String signature(ScramHash hash, String salt, int count, String authMessage) {
    ScramMechanism family = ScramMechanism.byName(hash.mechanism());
    byte[] salted =
        ScramFunctions.saltedPassword(
            family,
            StringPreparation.NO_PREPARATION,
            "pencil".toCharArray(),
            Base64.getDecoder().decode(salt),
            count);
    byte[] key = ScramFunctions.serverKey(family, salted);
    return Base64.getEncoder()
        .encodeToString(ScramFunctions.serverSignature(family, key, authMessage));
  }

  private static String message(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  private Proved prove() {
    return prove(sasl, ScramHash.SHA_256, "user@example.com", SALT, 4096);
  }

  @Test
  void derives_once_for_the_same_server_user_hash_salt_and_count() {
    prove().accepted();
    prove().accepted();
    prove(sasl.allowPlain(), ScramHash.SHA_256, "user@example.com", SALT, 4096).accepted();
    assertThat(derived).hasValue(1);
  }

  @Test
  void derives_anew_where_anything_differs() {
    prove().accepted();
    prove(sasl, ScramHash.SHA_512, "user@example.com", SALT, 4096).accepted();
    prove(sasl, ScramHash.SHA_256, "user@example.org", SALT, 4096).accepted();
    prove(sasl, ScramHash.SHA_256, "other@example.com", SALT, 4096).accepted();
    prove(sasl.user("third"), ScramHash.SHA_256, "user@example.com", SALT, 4096).accepted();
    prove(sasl, ScramHash.SHA_256, "user@example.com", OTHER_SALT, 4096).accepted();
    prove(sasl, ScramHash.SHA_256, "user@example.com", SALT, 4097).accepted();
    assertThat(derived).hasValue(7);
  }

  @Test
  void demands_the_servers_proof_of_remembered_keys_too() {
    prove().accepted();
    Proved again = prove();
    assertThatThrownBy(() -> again.exchange().succeeded("v=AAAA".getBytes(UTF_8)))
        .asInstanceOf(type(AuthenticationException.class))
        .returns(AuthenticationException.Reason.SERVER_UNPROVEN, AuthenticationException::reason);
    assertThat(derived).hasValue(1);
  }

  @Test
  void refuses_too_many_and_too_few_iterations_whatever_is_remembered() {
    prove(sasl, ScramHash.SHA_256, "user@example.com", SALT, 5000).accepted();
    assertThatThrownBy(
            () ->
                prove(sasl.maxIterations(4096), ScramHash.SHA_256, "user@example.com", SALT, 5000))
        .asInstanceOf(type(AuthenticationException.class))
        .returns(AuthenticationException.Reason.COST, AuthenticationException::reason);
    assertThatThrownBy(() -> prove(sasl, ScramHash.SHA_256, "user@example.com", SALT, 1))
        .isInstanceOf(AuthenticationException.class);
  }

  @Test
  void keeps_nothing_of_a_server_that_has_not_proved_itself() {
    prove().exchange().close();
    Proved impostor = prove();
    assertThatThrownBy(() -> impostor.exchange().succeeded("v=AAAA".getBytes(UTF_8)))
        .isInstanceOf(AuthenticationException.class);
    impostor.exchange().close();
    prove().accepted();
    assertThat(derived).hasValue(3);
  }

  @Test
  void drops_what_a_server_refuses() {
    prove().accepted();
    password = "changed";
    prove().exchange().refused("not-authorized");
    assertThat(prove().clientProof()).isNotEmpty();
    assertThat(derived).hasValue(2);
  }

  @Test
  void drops_what_a_server_refuses_by_the_mechanism() {
    prove().accepted();
    SaslExchange refused = prove().exchange();
    assertThat(Channels.failure(() -> refused.respond("e=invalid-proof".getBytes(UTF_8))))
        .isInstanceOf(AuthenticationException.class);
    prove().accepted();
    assertThat(derived).hasValue(2);
  }

  @Test
  void forgets_when_told_in_all_copies() {
    prove().accepted();
    sasl.maxIterations(5000).forgetKeys();
    prove().accepted();
    assertThat(derived).hasValue(2);
  }

  @Test
  void keeps_nothing_of_a_fetched_password_unless_told() {
    for (int i = 0; i < 2; i++) {
      prove(fetched, ScramHash.SHA_256, "user@example.com", SALT, 4096).accepted();
      prove(sasl.rememberKeys(false), ScramHash.SHA_256, "user@example.com", SALT, 4096).accepted();
    }
    assertThat(derived).hasValue(4);
  }

  @Test
  void never_mixes_two_passwords() {
    PasswordSasl right = Sasl.password("pencil");
    PasswordSasl wrong = Sasl.password("pencil2");
    prove(right, ScramHash.SHA_256, "user@example.com", SALT, 4096).accepted();
    Proved other = prove(wrong, ScramHash.SHA_256, "user@example.com", SALT, 4096);
    assertThatThrownBy(other::accepted).isInstanceOf(AuthenticationException.class);
  }

  @Test
  void is_bounded_and_takes_no_giant_salts() {
    for (int i = 0; i <= ScramMemory.MAX_KEYS; i++) {
      prove(sasl, ScramHash.SHA_1, "user" + i + "@example.com", SALT, 4096).accepted();
    }
    int before = derived.get();
    prove(sasl, ScramHash.SHA_1, "user1@example.com", SALT, 4096).accepted();
    assertThat(derived).hasValue(before);
    prove(sasl, ScramHash.SHA_1, "user0@example.com", SALT, 4096).accepted();
    assertThat(derived).hasValue(before + 1);
    String giant = Base64.getEncoder().encodeToString(new byte[ScramMemory.MAX_SALT + 1]);
    prove(sasl, ScramHash.SHA_1, "user@example.com", giant, 4096).accepted();
    prove(sasl, ScramHash.SHA_1, "user@example.com", giant, 4096).accepted();
    assertThat(derived).hasValue(before + 3);
  }

  @Test
  void wiping_one_copy_leaves_the_remembered_keys() {
    prove().accepted();
    Proved left = prove();
    left.exchange().close();
    prove().accepted();
    sasl.forgetKeys();
    prove().accepted();
    assertThat(derived).hasValue(2);
  }

  @Test
  @DisplayName("G4 nothing shows keys")
  void shows_no_keys() {
    ScramMemory memory = ScramMemory.create();
    ScramKeys keys =
        ScramHash.SHA_1
            .keys(Channels.secure(), "pencil".toCharArray(), new byte[] {1}, 4096)
            .join();
    assertThat(keys).hasToString("ScramKeys");
    assertThat(memory).hasToString("ScramMemory[0]");
    assertThat(sasl)
        .hasToString(
            "SCRAM-SHA-512-PLUS, SCRAM-SHA-256-PLUS, SCRAM-SHA-1-PLUS, SCRAM-SHA-512,"
                + " SCRAM-SHA-256, SCRAM-SHA-1");
    assertThat(sasl.mechanisms().get(0)).hasToString("SCRAM-SHA-512-PLUS");
  }

  private static ScramMemory.Derivation derivation(String user, int iterations) {
    return new ScramMemory.Derivation(
        ScramHash.SHA_256, "example.com", user, ByteBuffer.wrap(SALT.getBytes(UTF_8)), iterations);
  }

  private static ScramKeys keys(int secret) {
    return ScramKeys.of(ScramMechanism.SCRAM_SHA_256, new byte[] {(byte) secret});
  }

  private static @Nullable String proof(@Nullable ScramKeys keys) {
    return keys == null
        ? null
        : Base64.getEncoder()
            .encodeToString(keys.prove(ScramMechanism.SCRAM_SHA_256, "message").client());
  }

  @Test
  void keys_of_several_users_and_counts_are_kept_apart() {
    ScramMemory memory = ScramMemory.create();
    memory.keep(derivation("juliet", 4096), keys(1));
    memory.keep(derivation("romeo", 4096), keys(2));
    memory.keep(derivation("romeo", 8192), keys(3));
    assertThat(proof(memory.recall(derivation("juliet", 4096)))).isEqualTo(proof(keys(1)));
    assertThat(proof(memory.recall(derivation("romeo", 4096)))).isEqualTo(proof(keys(2)));
    assertThat(proof(memory.recall(derivation("romeo", 8192)))).isEqualTo(proof(keys(3)));
    memory.forget(derivation("romeo", 4096));
    assertThat(memory.recall(derivation("romeo", 4096))).isNull();
    assertThat(proof(memory.recall(derivation("romeo", 8192)))).isEqualTo(proof(keys(3)));
  }

  @Test
  void keys_that_are_kept_again_replace_the_former() {
    ScramMemory memory = ScramMemory.create();
    memory.keep(derivation("juliet", 4096), keys(1));
    memory.keep(derivation("juliet", 4096), keys(2));
    assertThat(memory).hasToString("ScramMemory[1]");
    assertThat(proof(memory.recall(derivation("juliet", 4096)))).isEqualTo(proof(keys(2)));
  }
}
