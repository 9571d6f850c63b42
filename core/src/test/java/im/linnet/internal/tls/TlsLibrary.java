package im.linnet.internal.tls;

import static org.assertj.core.api.Assumptions.assumeThat;

import im.linnet.tls.TlsPolicy;
import io.netty.handler.ssl.OpenSsl;
import io.netty.pkitesting.X509Bundle;

/** The implementations of TLS to which the same tests apply. */
enum TlsLibrary {
  /** The platform's. */
  PLATFORM,
  /** Netty's native one, skipped where it has no native code. */
  BORING_SSL;

  TlsPolicy by(TlsPolicy policy) {
    if (this == PLATFORM) {
      return policy;
    }
    assumeThat(OpenSsl.isAvailable()).as("netty-tcnative runs on this platform").isTrue();
    return policy.toBuilder().boringSsl().build();
  }

  TlsEngines engines(TlsPolicy policy) {
    return TlsEngines.of(by(policy));
  }

  TlsPair pair(TlsPolicy policy, String domain, X509Bundle serverCertificate) {
    return TlsPair.of(by(policy), domain, serverCertificate);
  }
}
