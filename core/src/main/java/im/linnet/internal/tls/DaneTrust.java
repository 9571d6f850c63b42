package im.linnet.internal.tls;

import im.linnet.internal.dane.Association;
import im.linnet.internal.dane.Association.Usage;
import im.linnet.internal.dane.Dane;
import im.linnet.tls.PublicKeyPin;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;

/**
 * Verifies the server's certificates by what the DNS says of them (RFC 7671, section 4): one
 * association that matches suffices.
 *
 * <table>
 *   <caption>What is checked beside the association</caption>
 *   <tr><td>DANE-EE</td><td>strength and pins; neither name, dates nor revocation (section 5.1)</td></tr>
 *   <tr><td>DANE-TA</td><td>everything, with the association's authority as trust anchor</td></tr>
 *   <tr><td>PKIX-EE, PKIX-TA</td><td>everything, as without DANE</td></tr>
 * </table>
 *
 * <p>An authority must be in the server's chain or whole in the DNS (section 5.2). For one
 * connection, so nothing is resumed.
 */
final class DaneTrust extends EngineTrust {

  private final Dane dane;
  private final ServerTrust usual;

  /**
   * Prepares the checks of a connection.
   *
   * @param dane what the DNS says of the server
   * @param usual the checks of the client's policy
   */
  DaneTrust(Dane dane, ServerTrust usual) {
    this.dane = dane;
    this.usual = usual.accepting(dane.names());
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    if (!dane.binds()) {
      usual.checkServerTrusted(chain, authType, engine);
    } else if (matches(Usage.DANE_EE, chain[0])) {
      usual.checkPins(chain, authType, engine);
      usual.checkStrength(chain);
    } else {
      checkIssued(chain, authType, engine);
    }
  }

  private void checkIssued(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    CertificateException mismatch =
        new DaneMismatch("its key is " + PublicKeyPin.of(chain[0]), null);
    Set<X509Certificate> authorities = authorities(chain);
    if (!authorities.isEmpty()) {
      try {
        usual.trusting(authorities).checkServerTrusted(chain, authType, engine);
        return;
      } catch (CertificateException notByThem) {
        mismatch = notByThem;
      }
    }
    Set<X509Certificate> constrained = constrained(chain);
    boolean own = matches(Usage.PKIX_EE, chain[0]);
    if (!own && constrained.isEmpty()) {
      throw mismatch;
    }
    usual.checkServerTrusted(chain, authType, engine);
    if (!own) {
      usual.trusting(constrained).checkServerTrusted(chain, authType, engine);
    }
  }

  private boolean matches(Usage usage, X509Certificate certificate) {
    return dane.associations().stream()
        .anyMatch(one -> one.usage() == usage && one.matches(certificate));
  }

  /** The authorities that the DNS trusts: of the chain, and those that it has whole. */
  private Set<X509Certificate> authorities(X509Certificate[] chain) {
    Set<X509Certificate> authorities = new LinkedHashSet<>();
    Arrays.stream(chain)
        .skip(1)
        .filter(certificate -> matches(Usage.DANE_TA, certificate))
        .forEach(authorities::add);
    dane.associations().stream()
        .filter(one -> one.usage() == Usage.DANE_TA)
        .map(Association::certificate)
        .flatMap(Optional::stream)
        .forEach(authorities::add);
    return authorities;
  }

  /** The authorities that are trusted here and that the DNS names as well. */
  private Set<X509Certificate> constrained(X509Certificate[] chain) {
    Set<X509Certificate> constrained = new LinkedHashSet<>();
    Stream.concat(Arrays.stream(chain).skip(1), Arrays.stream(usual.getAcceptedIssuers()))
        .filter(certificate -> matches(Usage.PKIX_TA, certificate))
        .forEach(constrained::add);
    return constrained;
  }

  @Override
  public void resumeServerTrusted(X509Certificate[] chain, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("Nothing is resumed where the DNS names the certificates");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return usual.getAcceptedIssuers();
  }
}
