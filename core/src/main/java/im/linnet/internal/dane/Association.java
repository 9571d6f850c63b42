package im.linnet.internal.dane;

import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.TLSARecord;

/**
 * A certificate association: what a TLSA record says of a server's certificate (RFC 6698, section
 * 2.1). Names are those of RFC 7218.
 *
 * @param usage what the certificate is, and whether the authorities must vouch for it as well
 * @param selector what of the certificate is compared
 * @param matching how it is compared
 * @param hex the value it is compared with, in lower-case hexadecimal
 */
public record Association(Usage usage, Selector selector, Matching matching, String hex) {

  /** More are not compared: the list comes from outside. */
  static final int MAX = 32;

  private static final HexFormat HEX = HexFormat.of();

  /** The certificate usage; the number is its place. */
  public enum Usage {
    /** An authority that issued the certificate; the platform's rules apply in addition. */
    PKIX_TA,
    /** The server's own certificate; the platform's rules apply in addition. */
    PKIX_EE,
    /** An authority that issued the certificate, trusted instead of the platform's. */
    DANE_TA,
    /** The server's own certificate; nobody needs to have signed it. */
    DANE_EE
  }

  /** What is compared; the number is its place. */
  public enum Selector {
    /** The certificate. */
    CERT,
    /** Its public key, as SubjectPublicKeyInfo. */
    SPKI
  }

  /** How it is compared; the number is its place. */
  public enum Matching {
    /** All of it. */
    FULL(""),
    /** Its hash by SHA-256. */
    SHA2_256("SHA-256"),
    /** Its hash by SHA-512. */
    SHA2_512("SHA-512");

    private final String digest;

    Matching(String digest) {
      this.digest = digest;
    }

    byte[] of(byte[] selected) {
      return this == FULL ? selected : newDigest().digest(selected);
    }

    private boolean fits(int length) {
      return this == FULL ? length > 0 : length == newDigest().getDigestLength();
    }

    private MessageDigest newDigest() {
      try {
        return MessageDigest.getInstance(digest);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("Every Java platform has " + digest, e);
      }
    }
  }

  /**
   * The associations that a client must use: those it understands (RFC 6698, section 4.1), and of
   * the hashes of one kind the strongest only (RFC 7671, section 9).
   *
   * @param records the records of an endpoint
   * @return at most {@link #MAX}
   */
  static List<Association> usable(Collection<TLSARecord> records) {
    List<Association> understood =
        records.stream().map(Association::of).flatMap(Optional::stream).distinct().toList();
    List<Association> usable = new ArrayList<>();
    for (Association one : understood) {
      boolean strongest =
          understood.stream()
              .filter(one::isOfSameKind)
              .map(Association::matching)
              .max(Comparator.naturalOrder())
              .filter(one.matching::equals)
              .isPresent();
      if ((strongest || one.matching == Matching.FULL) && usable.size() < MAX) {
        usable.add(one);
      }
    }
    return usable;
  }

  private boolean isOfSameKind(Association other) {
    return usage == other.usage && selector == other.selector;
  }

  /** The association of a record, unless it is of a kind that is not understood. */
  static Optional<Association> of(TLSARecord of) {
    byte[] data = of.getCertificateAssociationData();
    if (of.getCertificateUsage() >= Usage.values().length
        || of.getSelector() >= Selector.values().length
        || of.getMatchingType() >= Matching.values().length) {
      return Optional.empty();
    }
    Matching matching = Matching.values()[of.getMatchingType()];
    if (!matching.fits(data.length)) {
      return Optional.empty();
    }
    return Optional.of(
        new Association(
            Usage.values()[of.getCertificateUsage()],
            Selector.values()[of.getSelector()],
            matching,
            HEX.formatHex(data)));
  }

  /**
   * Compares a certificate.
   *
   * @param certificate the server's certificate, or that of an authority
   * @return whether it is the one that is meant
   */
  public boolean matches(X509Certificate certificate) {
    return HEX.formatHex(matching.of(selected(certificate))).equals(hex);
  }

  private byte[] selected(X509Certificate certificate) {
    try {
      return selector == Selector.CERT
          ? certificate.getEncoded()
          : certificate.getPublicKey().getEncoded();
    } catch (CertificateEncodingException unreadable) {
      // It has an encoding, as it came over the wire.
      throw new IllegalStateException("A certificate has no encoding", unreadable);
    }
  }

  /** {@return the certificate itself, if the association has all of it} */
  public Optional<X509Certificate> certificate() {
    if (selector != Selector.CERT || matching != Matching.FULL) {
      return Optional.empty();
    }
    try {
      ByteArrayInputStream bytes = new ByteArrayInputStream(HEX.parseHex(hex));
      return CertificateFactory.getInstance("X.509").generateCertificate(bytes)
              instanceof X509Certificate whole
          ? Optional.of(whole)
          : Optional.empty();
    } catch (CertificateException unreadable) {
      return Optional.empty();
    }
  }
}
