package im.linnet.sasl;

import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Connections to sign in on, and what comes of it. */
public final class Channels {

  private Channels() {}

  /** {@return some TLS session} */
  public static SSLSession tls() {
    try {
      return SSLContext.getDefault().createSSLEngine().getSession();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  static SaslChannel secure(String... offered) {
    return of("user@example.com", tls(), null, offered);
  }

  static SaslChannel clear(String... offered) {
    return of("user@example.com", null, null, offered);
  }

  static SaslChannel of(
      String account, @Nullable SSLSession tls, @Nullable Endpoint endpoint, String... offered) {
    return new Channel(
        Jid.of(account), new LinkedHashSet<>(List.of(offered)), tls, tls != null, endpoint);
  }

  /** A connection under TLS with somebody unknown. */
  static SaslChannel unverified(String... offered) {
    return new Channel(
        Jid.of("user@example.com"), new LinkedHashSet<>(List.of(offered)), tls(), false, null);
  }

  private record Channel(
      Jid account,
      Set<String> offered,
      @Nullable SSLSession tls,
      boolean secure,
      @Nullable Endpoint endpoint)
      implements SaslChannel {

    @Override
    public Executor computing() {
      return ForkJoinPool.commonPool();
    }

    @Override
    public CompletionStage<Void> ended() {
      return new CompletableFuture<>();
    }
  }

  /** {@return what work threw, or its stage failed with, without wrapping} */
  public static Throwable failure(Supplier<? extends CompletionStage<?>> work) {
    Throwable failure;
    try {
      Object result = work.get().toCompletableFuture().get(20, TimeUnit.SECONDS);
      throw new AssertionError("expected a failure, not " + result);
    } catch (ExecutionException e) {
      failure = e.getCause();
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    } catch (RuntimeException e) {
      failure = e;
    }
    while (failure instanceof CompletionException && failure.getCause() != null) {
      failure = failure.getCause();
    }
    if (failure == null) {
      throw new AssertionError("a failure without cause");
    }
    return failure;
  }
}
