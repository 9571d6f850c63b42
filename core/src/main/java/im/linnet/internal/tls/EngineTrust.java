package im.linnet.internal.tls;

import io.netty.handler.ssl.ResumableX509ExtendedTrustManager;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Verifies servers only, and only by an engine, whose peer host is the domain. */
abstract sealed class EngineTrust extends X509ExtendedTrustManager
    implements ResumableX509ExtendedTrustManager permits ServerTrust, DaneTrust {

  @Override
  public final void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw noEngine();
  }

  @Override
  public final void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw noEngine();
  }

  @Override
  public final void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw noEngine();
  }

  @Override
  public final void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    throw noEngine();
  }

  @Override
  public final void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw noEngine();
  }

  @Override
  public final void resumeClientTrusted(X509Certificate[] chain, SSLEngine engine)
      throws CertificateException {
    throw noEngine();
  }

  private static CertificateException noEngine() {
    return new CertificateException("Only servers are checked, and only by an engine's peer host");
  }
}
