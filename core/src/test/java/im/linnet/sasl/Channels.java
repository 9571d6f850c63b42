package im.linnet.sasl;

import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import im.linnet.stream.Features;
import im.linnet.xml.Element;
import java.lang.reflect.Proxy;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.util.Collections;
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

  /** The place that they lead to. */
  public static final Endpoint PLACE = Endpoint.startTls("server.example.com", 5222);

  private Channels() {}

  /** {@return some TLS session} */
  public static SSLSession tls() {
    try {
      return SSLContext.getDefault().createSSLEngine().getSession();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** {@return a TLS session in which the client has shown a certificate} */
  public static SSLSession certified() {
    Certificate[] shown = {new Shown()};
    return (SSLSession)
        Proxy.newProxyInstance(
            Channels.class.getClassLoader(),
            new Class<?>[] {SSLSession.class},
            (proxy, method, arguments) ->
                method.getName().equals("getLocalCertificates")
                    ? shown
                    : method.invoke(tls(), arguments));
  }

  /** A certificate that nobody reads. */
  private static final class Shown extends Certificate {

    private static final long serialVersionUID = 1L;

    Shown() {
      super("shown");
    }

    @Override
    public byte[] getEncoded() {
      return new byte[0];
    }

    @Override
    public void verify(PublicKey key) {}

    @Override
    public void verify(PublicKey key, String provider) {}

    @Override
    public String toString() {
      return "shown";
    }

    @Override
    public PublicKey getPublicKey() {
      throw new UnsupportedOperationException();
    }
  }

  static SaslChannel certified(String... offered) {
    return of("user@example.com", certified(), PLACE, offered);
  }

  static SaslChannel secure(String... offered) {
    return of("user@example.com", tls(), PLACE, offered);
  }

  static SaslChannel clear(String... offered) {
    return of("user@example.com", null, PLACE, offered);
  }

  static SaslChannel of(
      String account, @Nullable SSLSession tls, Endpoint endpoint, String... offered) {
    return channel(account, tls, tls != null, endpoint, offered);
  }

  /** A connection under TLS with somebody unknown. */
  static SaslChannel unverified(String... offered) {
    return channel(
        "user@example.com", tls(), false, Endpoint.startTls("example.com", 5222), offered);
  }

  /**
   * A connection under TLS to an unverified peer, to which the client has presented a certificate.
   */
  static SaslChannel unverifiedButCertified(String... offered) {
    return channel("user@example.com", certified(), false, PLACE, offered);
  }

  private static SaslChannel channel(
      String account,
      @Nullable SSLSession tls,
      boolean secure,
      Endpoint endpoint,
      String... offered) {
    return new Channel(
        Jid.of(account),
        Collections.unmodifiableSet(new LinkedHashSet<>(List.of(offered))),
        new Features(Element.of("features", "http://etherx.jabber.org/streams")),
        tls,
        secure,
        endpoint);
  }

  private record Channel(
      Jid account,
      Set<String> offered,
      Features features,
      @Nullable SSLSession tls,
      boolean secure,
      Endpoint endpoint)
      implements SaslChannel {

    @Override
    public byte @Nullable [] channelBinding(String type) {
      return null;
    }

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
