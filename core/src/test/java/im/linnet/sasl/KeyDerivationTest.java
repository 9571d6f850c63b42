package im.linnet.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.stream.Features;
import im.linnet.xml.Element;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Deriving keys in turns, on an executor that a test runs by hand. */
class KeyDerivationTest {

  private static final byte[] SALT = {1, 2, 3, 4, 5};

  /** What is submitted, to be run one after the other. */
  private static final class ByHand implements SaslChannel, Executor {

    private final Queue<Runnable> tasks;
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    ByHand(Queue<Runnable> tasks) {
      this.tasks = tasks;
    }

    ByHand() {
      this(new ArrayDeque<>());
    }

    @Override
    public void execute(Runnable task) {
      tasks.add(task);
    }

    /** {@return how many turns were taken until nothing was left to do} */
    int run() {
      int turns = 0;
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
        turns++;
      }
      return turns;
    }

    @Override
    public Executor computing() {
      return this;
    }

    @Override
    public CompletionStage<Void> ended() {
      return end;
    }

    @Override
    public Jid account() {
      return Jid.of("user@example.com");
    }

    @Override
    public Set<String> offered() {
      return Set.of();
    }

    @Override
    public @Nullable SSLSession tls() {
      return null;
    }

    @Override
    public boolean secure() {
      return false;
    }

    @Override
    public Endpoint endpoint() {
      return Endpoint.startTls("example.com", 5222);
    }

    @Override
    public Features features() {
      return new Features(Element.of("features", "http://etherx.jabber.org/streams"));
    }

    @Override
    public byte @Nullable [] channelBinding(String type) {
      return null;
    }
  }

  private static CompletableFuture<byte[]> begin(ByHand channel, int iterations) {
    return KeyDerivation.begin(channel, "HmacSHA1", "pencil".toCharArray(), SALT, iterations);
  }

  @ParameterizedTest
  @CsvSource({
    "HmacSHA1, PBKDF2WithHmacSHA1, 160",
    "HmacSHA256, PBKDF2WithHmacSHA256, 256",
    "HmacSHA512, PBKDF2WithHmacSHA512, 512"
  })
  void derives_what_the_platform_derives(String hmac, String platform, int bits)
      throws GeneralSecurityException {
    SecretKeyFactory factory = SecretKeyFactory.getInstance(platform);
    for (String password :
        List.of("p", "pencil", "p\u00E4ssw\u00F6rt\u4E2D\uD83D\uDE00", "x".repeat(200))) {
      for (int iterations : new int[] {1, 2, 4095, 4096, 4097, 10_000}) {
        ByHand channel = new ByHand();
        CompletableFuture<byte[]> derived =
            KeyDerivation.begin(channel, hmac, password.toCharArray(), SALT, iterations);
        channel.run();
        assertThat(derived.join())
            .isEqualTo(
                factory
                    .generateSecret(new PBEKeySpec(password.toCharArray(), SALT, iterations, bits))
                    .getEncoded());
      }
    }
  }

  @Test
  void takes_a_turn_for_each_4096_iterations() {
    ByHand channel = new ByHand();
    CompletableFuture<byte[]> derived = begin(channel, 1_000_000);
    assertThat(channel.run()).isEqualTo(1 + 1_000_000 / 4096);
    assertThat(derived).isCompleted();
  }

  @Test
  void lets_a_small_one_pass_eight_that_are_huge() {
    ByHand channel = new ByHand();
    List<CompletableFuture<byte[]>> huge = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      huge.add(begin(channel, 10_000_000));
    }
    CompletableFuture<byte[]> small = begin(channel, 4096);
    int turns = 0;
    while (!small.isDone()) {
      channel.tasks.remove().run();
      turns++;
    }
    assertThat(turns).isEqualTo(9);
    assertThat(huge).allMatch(derivation -> !derivation.isDone());
    channel.end.complete(null);
    assertThat(channel.run()).isEqualTo(8);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7})
  void stops_at_its_next_turn_when_signing_in_is_over(int turnsBefore) {
    ByHand channel = new ByHand();
    CompletableFuture<byte[]> derived = begin(channel, 10_000_000);
    for (int i = 0; i < turnsBefore; i++) {
      channel.tasks.remove().run();
    }
    channel.end.complete(null);
    assertThatThrownBy(derived::join).isInstanceOf(CancellationException.class);
    assertThat(channel.run()).isEqualTo(1);
  }

  @Test
  void does_nothing_where_signing_in_is_over_already() {
    ByHand channel = new ByHand();
    channel.end.complete(null);
    assertThat(begin(channel, 10_000_000)).isCancelled();
    assertThat(channel.run()).isEqualTo(1);
  }

  @Test
  void fails_where_the_threads_are_gone() {
    Queue<Runnable> full =
        new ArrayDeque<>() {
          @Override
          public boolean add(Runnable task) {
            throw new RejectedExecutionException("closed");
          }
        };
    assertThat(begin(new ByHand(full), 4096))
        .failsWithin(0, java.util.concurrent.TimeUnit.SECONDS)
        .withThrowableThat()
        .withCauseInstanceOf(RejectedExecutionException.class);
  }
}
