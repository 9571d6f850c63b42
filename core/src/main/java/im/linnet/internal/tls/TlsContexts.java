package im.linnet.internal.tls;

import im.linnet.tls.ReferenceName;
import im.linnet.tls.TlsPolicy;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The contexts of one policy in one implementation of TLS, with the sessions that can be resumed.
 * To forget the sessions, the contexts are replaced.
 */
abstract sealed class TlsContexts permits JavaContexts, BoringContexts {

  /** How long a session may be resumed without verifying the server's certificates again. */
  static final int SESSION_SECONDS = 3600;

  static final int MAX_SESSIONS = 1024;

  /** The versions. */
  static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

  /**
   * The suites with forward secrecy and without known breaks. Those with CBC and SHA-1 are for old
   * servers; finite fields are left out, as a server may choose a weak one.
   */
  private static final Pattern SUITES =
      Pattern.compile(
          "TLS_(ECDHE_(ECDSA|RSA)_WITH_)?(AES_(128|256)_GCM_SHA\\d+|CHACHA20_POLY1305_SHA256)"
              + "|TLS_ECDHE_(ECDSA|RSA)_WITH_AES_(128|256)_CBC_SHA");

  static TlsContexts of(TlsPolicy policy, TrustManager trust)
      throws SSLException, GeneralSecurityException {
    return policy.boringSsl() ? new BoringContexts(policy, trust) : new JavaContexts(policy, trust);
  }

  /**
   * The handler of one connection.
   *
   * @param allocator the channel's allocator
   * @param to the name that the certificate must contain, the port, and what is announced
   * @param worker does what takes time
   */
  abstract SslHandler handler(ByteBufAllocator allocator, Towards to, Executor worker);

  /**
   * The engine of a connection that a transport secures.
   *
   * @param allocator allocates its buffers
   * @param to the name that the certificate must contain, the port, and what is announced
   */
  abstract SSLEngine engine(ByteBufAllocator allocator, Towards to);

  /**
   * The server of one connection.
   *
   * @param name the name that the certificate must contain, announced unless it is an address
   * @param port the port, for which sessions are kept
   * @param protocol the protocol to announce by ALPN, or null
   */
  record Towards(ReferenceName name, int port, @Nullable String protocol) {

    List<SNIServerName> announced() {
      return name.address()
          ? List.of()
          : List.of(new SNIHostName(name.text().getBytes(StandardCharsets.US_ASCII)));
    }
  }

  /** Those of the suites that an implementation enables which we want, in its order. */
  static String[] withoutWeak(Stream<String> enabled) {
    return enabled
        .filter(suite -> SUITES.matcher(suite.toUpperCase(Locale.ROOT)).matches())
        .toArray(String[]::new);
  }
}
