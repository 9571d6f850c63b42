package im.linnet.internal.steps;

import static java.nio.charset.StandardCharsets.UTF_8;

import im.linnet.sasl.SaslChannel;
import im.linnet.sasl.SaslExchange;
import im.linnet.sasl.SaslMechanism;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A user's own mechanism, which says “knock” and answers every challenge by itself. */
record Knock(List<String> calls) implements SaslMechanism {

  @Override
  public String name() {
    return "X-KNOCK";
  }

  @Override
  public SaslExchange start(SaslChannel channel) {
    return new SaslExchange() {
      @Override
      public CompletionStage<Optional<byte[]>> initialResponse() {
        return CompletableFuture.completedStage(Optional.of("knock".getBytes(UTF_8)));
      }

      @Override
      public CompletionStage<byte[]> respond(byte[] challenge) {
        calls.add("respond " + new String(challenge, UTF_8));
        return CompletableFuture.completedStage(challenge);
      }

      @Override
      public void succeeded(byte[] additional) {
        calls.add("succeeded " + new String(additional, UTF_8));
      }

      @Override
      public void refused(String condition) {
        calls.add("refused " + condition);
      }

      @Override
      public void close() {
        calls.add("close");
      }
    };
  }
}
