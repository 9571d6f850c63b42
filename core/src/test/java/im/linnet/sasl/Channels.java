package im.linnet.sasl;

import im.linnet.endpoint.Endpoint;
import im.linnet.jid.Jid;
import java.lang.reflect.Proxy;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
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
    return of("user@example.com", certified(), null, offered);
  }

  static SaslChannel secure(String... offered) {
    return of("user@example.com", tls(), null, offered);
  }

  static SaslChannel clear(String... offered) {
    return of("user@example.com", null, null, offered);
  }

  static SaslChannel of(
      String account, @Nullable SSLSession tls, @Nullable Endpoint endpoint, String... offered) {
    return new SaslChannel(Jid.of(account), new LinkedHashSet<>(List.of(offered)), tls, endpoint);
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
