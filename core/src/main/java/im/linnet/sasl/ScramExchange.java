package im.linnet.sasl;

import com.ongres.saslprep.SASLprep;
import im.linnet.failure.AuthenticationException;
import im.linnet.failure.AuthenticationException.Reason;
import im.linnet.sasl.ScramMemory.Derivation;
import im.linnet.xml.Element;
import im.linnet.xml.XmlText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One sign-in by SCRAM (RFC 5802, section 5):
 *
 * <pre>
 * START    → client-first →           FIRST
 * FIRST    ← server-first, client-final →   FINAL    (derives the keys: slow)
 * FINAL    ← server-final              PROVEN   (in a challenge or in the success)
 * PROVEN   ← salt, hash →                       (only if the user allows upgrades, XEP-0480)
 * </pre>
 */
final class ScramExchange implements SaslExchange {

  private enum Step {
    START,
    FIRST,
    FINAL,
    PROVEN
  }

  private static final int MAX_ERROR = 64;

  private final Scram scram;
  private final SaslChannel channel;
  private final String nonce;
  private final ScramUpgrade upgrade;
  private Gs2Header header = Gs2Header.UNSUPPORTED;
  private String clientFirstBare = "";
  private String user = "";
  private byte[] serverSignature = {};
  private @Nullable Derivation derivation;
  private @Nullable ScramKeys keys;
  private boolean closed;
  private Step step = Step.START;

  ScramExchange(Scram scram, SaslChannel channel) {
    this.scram = scram;
    this.channel = channel;
    this.nonce = scram.nonces().get();
    this.upgrade = ScramUpgrade.of(scram, channel);
  }

  @Override
  public CompletionStage<Optional<byte[]>> initialResponse() {
    header = scram.header(channel);
    user = new String(prepared(scram.credentials().user(channel).toCharArray(), "user name"));
    clientFirstBare = "n=" + user.replace("=", "=3D").replace(",", "=2C") + ",r=" + nonce;
    step = Step.FIRST;
    return CompletableFuture.completedStage(Optional.of(utf8(header.text() + clientFirstBare)));
  }

  @Override
  public CompletionStage<byte[]> respond(byte[] challenge) {
    return switch (step) {
      case FIRST -> clientFinal(text(challenge));
      case FINAL -> CompletableFuture.completedStage(verify(text(challenge)));
      default -> throw failure(Reason.MALFORMED, "The server sent a challenge too many");
    };
  }

  @Override
  public void succeeded(byte[] additional) {
    if (step == Step.FINAL && additional.length > 0) {
      verify(text(additional));
    } else if (step != Step.PROVEN) {
      throw unproven("it announced success without its signature");
    } else if (additional.length > 0) {
      throw failure(Reason.MALFORMED, "The server sent data after its signature");
    }
  }

  @Override
  public List<Element> elements() {
    return upgrade.requests();
  }

  /** Without the server's proof it would be given what an impostor could sign in with. */
  @Override
  public @Nullable String continued(byte[] additional, List<String> tasks) {
    succeeded(additional);
    return upgrade.choose(tasks);
  }

  @Override
  public CompletionStage<List<Element>> task(List<Element> data) {
    char[] password = scram.credentials().take();
    char[] prepared = {};
    try {
      prepared = prepared(password, "password");
      return upgrade.answer(data, prepared);
    } finally {
      Arrays.fill(password, '\0');
      Arrays.fill(prepared, '\0');
    }
  }

  @Override
  public void refused(String condition) {
    if (derivation != null) {
      scram.memory().forget(derivation);
    }
  }

  /** Synchronized with {@link #proven()}, which must not remember wiped keys. */
  @Override
  public synchronized void close() {
    closed = true;
    Arrays.fill(serverSignature, (byte) 0);
    if (keys != null) {
      keys.wipe();
      keys = null;
    }
  }

  private CompletionStage<byte[]> clientFinal(String serverFirst) {
    requireNoError(serverFirst);
    ScramRules rules = scram.rules();
    ScramServerFirst first = ScramServerFirst.of(serverFirst, nonce, rules.maxIterations());
    OfferHash.check(first.offerHash(), scram.hash(), channel, rules.protection());
    return keys(first).thenApply(used -> proof(used, serverFirst, first));
  }

  private byte[] proof(ScramKeys used, String serverFirst, ScramServerFirst first) {
    String withoutProof = header.channelBinding() + ",r=" + first.nonce();
    String authMessage = clientFirstBare + "," + serverFirst + "," + withoutProof;
    ScramKeys.Proofs proofs = scram.hash().prove(used, authMessage);
    hold(used, proofs.server());
    step = Step.FINAL;
    return utf8(withoutProof + ",p=" + Base64.getEncoder().encodeToString(proofs.client()));
  }

  /** Keeps the keys, unless {@link #close()} was called while they were derived. */
  private synchronized void hold(ScramKeys used, byte[] signature) {
    if (closed) {
      used.wipe();
      throw new CancellationException("Signing in is over");
    }
    keys = used;
    serverSignature = signature;
  }

  private CompletableFuture<ScramKeys> keys(ScramServerFirst first) {
    Derivation needed =
        new Derivation(
            scram.hash(),
            channel.account().domain(),
            user,
            ByteBuffer.wrap(first.salt()),
            first.iterations());
    derivation = needed;
    ScramKeys known = scram.memory().recall(needed);
    return known == null ? derived(first) : CompletableFuture.completedFuture(known);
  }

  private CompletableFuture<ScramKeys> derived(ScramServerFirst first) {
    char[] password = scram.credentials().take();
    char[] prepared = {};
    try {
      prepared = prepared(password, "password");
      return scram.hash().keys(channel, prepared, first.salt(), first.iterations());
    } finally {
      Arrays.fill(password, '\0');
      Arrays.fill(prepared, '\0');
    }
  }

  /**
   * Verifies {@code v=signature}, perhaps followed by optional extensions (RFC 5802, section 7).
   *
   * @return the response if it came in a challenge: an empty one
   */
  private byte[] verify(String serverFinal) {
    requireNoError(serverFinal);
    String[] parts = serverFinal.split(",", -1);
    if (!parts[0].startsWith("v=")) {
      throw unproven("its last message has no signature");
    }
    for (int i = 1; i < parts.length; i++) {
      ScramServerFirst.requireExtension(parts[i]);
    }
    if (!MessageDigest.isEqual(signature(parts[0].substring(2)), serverSignature)) {
      throw unproven("its signature is wrong");
    }
    step = Step.PROVEN;
    proven();
    return new byte[0];
  }

  /** Remembers the keys only now, so that an impostor can't fill the memory with its salts. */
  private synchronized void proven() {
    if (derivation != null && keys != null) {
      scram.memory().keep(derivation, keys);
    }
  }

  private static byte[] signature(String text) {
    try {
      return StrictBase64.decode(text);
    } catch (IllegalArgumentException e) {
      throw unproven("its signature is not base64");
    }
  }

  /** Fails on {@code e=error}, the mechanism's own form of a refusal. */
  private void requireNoError(String message) {
    if (message.startsWith("e=")) {
      String error = message.substring(2).split(",", 2)[0];
      refused(error);
      throw AuthenticationException.refused(
          scram.name(), XmlText.cut(error, MAX_ERROR), null, null, null);
    }
  }

  /**
   * SASLprep for a query (RFC 5802, section 5.1). Code points unassigned in Unicode 3.2 are
   * allowed, as passwords contain them.
   */
  private static char[] prepared(char[] text, String what) {
    if (isPlain(text)) {
      return text.clone();
    }
    char[] prepared = {};
    try {
      prepared = new SASLprep().prepareQuery(text);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      // The library throws the latter for an empty result. Without the cause, which quotes the
      // text.
      throw Credentials.invalid("The " + what + " holds characters that SASLprep forbids");
    }
    if (prepared.length == 0) {
      throw Credentials.invalid("The " + what + " is empty once it is prepared by SASLprep");
    }
    return prepared;
  }

  /** Whether a text is printable ASCII, which SASLprep does not change. */
  private static boolean isPlain(char[] text) {
    for (char c : text) {
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return text.length > 0;
  }

  private static String text(byte[] message) {
    try {
      return Utf8.decode(message);
    } catch (CharacterCodingException e) {
      throw failure(Reason.MALFORMED, "The server's SCRAM message is not UTF-8");
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static AuthenticationException unproven(String why) {
    return failure(
        Reason.SERVER_UNPROVEN,
        "The server did not prove that it knows the user: " + why + "; it may be an impostor");
  }

  private static AuthenticationException failure(Reason reason, String message) {
    return new AuthenticationException(reason, null, message, null);
  }
}
