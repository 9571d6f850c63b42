package im.linnet.fuzz.targets;

import static java.nio.charset.StandardCharsets.UTF_8;

import im.linnet.failure.AuthenticationException;
import im.linnet.fuzz.FuzzTarget;
import im.linnet.fuzz.Secrets;
import im.linnet.sasl.Sasl;
import im.linnet.sasl.SaslExchange;
import im.linnet.sasl.SaslMechanism;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * SCRAM: the first line is a challenge, the second one comes with success, further ones are
 * challenges between them. <code>{nonce}</code> stands for the client's nonce, <code>{v}</code> for
 * the signature that a server with the password would send, which is computed here once more. Only
 * with it the sign-in succeeds.
 */
public final class ScramTarget implements FuzzTarget {

  private static final Pattern FIRST =
      Pattern.compile("r=([^,]*),s=([A-Za-z0-9+/=]*),i=([0-9]{4})(,.*)?", Pattern.DOTALL);
  private static final Pattern NONCE = Pattern.compile(",r=([^,]*)");
  private static final int BARE = 3;

  private final ScramServer server = new ScramServer(Secrets.PASSWORD);
  private final SaslMechanism mechanism =
      Sasl.password(Secrets.PASSWORD).maxIterations(9999).mechanisms().stream()
          .filter(each -> each.name().equals("SCRAM-SHA-256"))
          .findFirst()
          .orElseThrow();

  /** A target. */
  public ScramTarget() {}

  @Override
  public void run(byte[] input) {
    if (Secrets.isIn(input)) {
      return;
    }
    String[] lines = new String(input, UTF_8).split("\n", -1);
    SaslExchange exchange = mechanism.start(new ScriptedChannel());
    try {
      play(exchange, lines);
    } catch (AuthenticationException refused) {
      Secrets.check(refused);
    } finally {
      exchange.close();
    }
  }

  private void play(SaslExchange exchange, String[] lines) {
    Optional<byte[]> first = exchange.initialResponse().toCompletableFuture().join();
    String hello = new String(first.orElseThrow(), UTF_8);
    Matcher nonce = NONCE.matcher(hello);
    String own = nonce.find() ? nonce.group(1) : "";
    String challenge = lines[0].replace("{nonce}", own);
    String reply = respond(exchange, challenge);
    String signature = signature(hello.substring(BARE), challenge, reply);
    String last = "";
    for (int i = 1; i < lines.length; i++) {
      last = lines[i].replace("{nonce}", own).replace("{v}", signature == null ? "" : signature);
      if (i + 1 < lines.length) {
        respond(exchange, last);
      }
    }
    exchange.succeeded(last.getBytes(UTF_8));
    boolean proven = signature != null && challenge.startsWith("r=" + own);
    for (int i = 1; i < lines.length && proven; i++) {
      proven = lines[i].contains("{v}") || lines[i].contains(signature);
      if (proven) {
        return;
      }
      proven = true;
    }
    throw new AssertionError("success without the server's signature");
  }

  private static String respond(SaslExchange exchange, String challenge) {
    try {
      byte[] reply = exchange.respond(challenge.getBytes(UTF_8)).toCompletableFuture().join();
      Secrets.check(new String(reply, UTF_8));
      return new String(reply, UTF_8);
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof AuthenticationException refused) {
        throw refused;
      }
      throw new AssertionError("a failure without a type", failed.getCause());
    }
  }

  /** The right signature, if the challenge is one that may be answered. */
  private @Nullable String signature(String bare, String challenge, String reply) {
    Matcher parts = FIRST.matcher(challenge);
    int proof = reply.lastIndexOf(",p=");
    if (!parts.matches() || proof < 0) {
      return null;
    }
    return server.signature(
        parts.group(2),
        Integer.parseInt(parts.group(3)),
        bare + ',' + challenge + ',' + reply.substring(0, proof));
  }
}
