package im.linnet.benchmarks.peers;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** What Linnet does by default and peers need to be given. */
public final class Tls {

  private Tls() {}

  /**
   * Trusts one certificate.
   *
   * @param anchor the certificate, in PEM
   * @return a trust manager
   * @throws GeneralSecurityException if it is none
   * @throws IOException if it can't be read
   */
  public static X509TrustManager trusting(Path anchor)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream pem = Files.newInputStream(anchor)) {
      store.setCertificateEntry(
          "anchor", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    return (X509TrustManager) trust.getTrustManagers()[0];
  }

  /**
   * One context for all sessions, so that TLS sessions are resumed.
   *
   * @param anchor the certificate to trust, in PEM
   * @return a context
   * @throws GeneralSecurityException if it is none
   * @throws IOException if it can't be read
   */
  public static SSLContext context(Path anchor) throws GeneralSecurityException, IOException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {trusting(anchor)}, null);
    return context;
  }

  /** Sockets that send at once (TCP_NODELAY), without which peers sometimes wait for 40 ms. */
  public static final class PromptSockets extends SocketFactory {

    private final SocketFactory sockets;

    /** Plain sockets. */
    public PromptSockets() {
      this(SocketFactory.getDefault());
    }

    /**
     * Sockets of a factory.
     *
     * @param sockets makes them
     */
    public PromptSockets(SocketFactory sockets) {
      this.sockets = sockets;
    }

    @Override
    public Socket createSocket() throws IOException {
      Socket socket = sockets.createSocket();
      socket.setTcpNoDelay(true);
      return socket;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return createSocket(InetAddress.getByName(host), port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      Socket socket = sockets.createSocket(host, port);
      socket.setTcpNoDelay(true);
      return socket;
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort)
        throws IOException {
      return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
        throws IOException {
      return createSocket(host, port);
    }
  }
}
