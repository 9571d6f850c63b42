package im.linnet.fuzz.targets;

import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.sasl.SaslChannel;
import im.linnet.stream.Features;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A connection on which SCRAM may be used, and nothing else. */
final class ScriptedChannel implements SaslChannel {

  @Override
  public Jid account() {
    return Jid.of("juliet@example.com");
  }

  @Override
  public Set<String> offered() {
    return Set.of("SCRAM-SHA-256");
  }

  @Override
  public Features features() {
    return Features.none();
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
    return Endpoint.startTls("localhost", 5222);
  }

  @Override
  public byte @Nullable [] channelBinding(String type) {
    return null;
  }

  @Override
  public Executor computing() {
    return Runnable::run;
  }

  @Override
  public CompletionStage<Void> ended() {
    return new CompletableFuture<>();
  }
}
