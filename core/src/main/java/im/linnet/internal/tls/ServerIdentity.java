package im.linnet.internal.tls;

import im.linnet.tls.ReferenceName;
import im.linnet.xml.XmlText;
import java.net.IDN;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The names that a server's certificate must contain one of: the account's domain (RFC 6120,
 * section 13.7.2.1), regardless of the host connected to, or a name that the user accepts instead.
 *
 * <p>A certificate matches a domain (RFC 9525) by that DNS name; by a DNS name whose first label is
 * {@code *}, which stands for one label and must be followed by at least two more; by the service
 * {@code _xmpp-client} or {@code _xmpps-client} at the domain; or by the domain as an XMPP address.
 * It matches an IP address by that address only. The subject's common name is never checked.
 *
 * @param names the accepted names, the domain first
 */
record ServerIdentity(List<ReferenceName> names) {

  private static final int MAX_SHOWN = 8;
  private static final int MAX_LENGTH = 80;

  /**
   * Creates the identity of a domain.
   *
   * @param domain the account's domain, internationalised labels as A-labels
   * @param alsoAccepted further accepted names
   * @return the identity
   * @throws IllegalArgumentException if one of them is neither a host name nor an IP address
   */
  static ServerIdentity of(String domain, Collection<String> alsoAccepted) {
    List<ReferenceName> names = new ArrayList<>();
    names.add(ReferenceName.of(domain));
    alsoAccepted.forEach(name -> names.add(ReferenceName.of(name)));
    return new ServerIdentity(List.copyOf(names));
  }

  /** {@return the account's domain, normalised} */
  ReferenceName domain() {
    return names.get(0);
  }

  /**
   * Checks a certificate.
   *
   * @param certificate the server's certificate
   * @throws IdentityMismatch if it contains none of the accepted names, or its names are malformed
   */
  void check(X509Certificate certificate) throws IdentityMismatch {
    check(presentedBy(certificate));
  }

  private void check(List<PresentedName> presented) throws IdentityMismatch {
    for (ReferenceName name : names) {
      if (presented.stream().anyMatch(candidate -> matches(candidate, name))) {
        return;
      }
    }
    throw new IdentityMismatch(
        "The server's certificate %s (expected: %s); somebody may be in between. %s"
            .formatted(
                presented.isEmpty()
                    ? "names no domain at all; its common name does not count"
                    : "is for " + listed(presented.stream().map(PresentedName::text).toList()),
                listed(names.stream().map(ReferenceName::text).toList()),
                advice(presented)),
        null);
  }

  /**
   * What would help; accepting further names does not help if the certificate has none of a kind
   * that is checked.
   */
  private static String advice(List<PresentedName> presented) {
    return presented.stream()
        .map(ServerIdentity::acceptable)
        .flatMap(Optional::stream)
        .findFirst()
        .map(
            name ->
                "If this service is known to have such a certificate, see TlsPolicy.Builder.alsoAccept(\"%s\")"
                    .formatted(shown(name)))
        .orElse(
            "The service has to get a certificate with its domain in the subjectAltName (RFC"
                + " 9525)");
  }

  /** {@return the name to accept for a presented name to match, if there is one} */
  private static Optional<String> acceptable(PresentedName presented) {
    String text = lowerCase(presented.text());
    String name =
        switch (presented.kind()) {
          // The wildcard's asterisk stands for any label.
          case DNS -> text.startsWith("*.") ? "xmpp" + text.substring(1) : text;
          case SRV -> text.substring(text.indexOf('.') + 1);
          case XMPP, IP -> text;
        };
    try {
      return matches(presented, ReferenceName.of(name)) ? Optional.of(name) : Optional.empty();
    } catch (IllegalArgumentException noHostName) {
      return Optional.empty();
    }
  }

  private static List<PresentedName> presentedBy(X509Certificate certificate)
      throws IdentityMismatch {
    try {
      return PresentedName.of(certificate);
    } catch (CertificateParsingException e) {
      throw new IdentityMismatch(
          "The names in the server's certificate are malformed: " + e.getMessage(), e);
    }
  }

  private static boolean matches(PresentedName presented, ReferenceName name) {
    return switch (presented.kind()) {
      case DNS -> !name.address() && matchesDns(lowerCase(presented.text()), name);
      case SRV -> !name.address() && matchesSrv(lowerCase(presented.text()), name.text());
      case XMPP -> !name.address() && matchesXmpp(presented.text(), name.text());
      case IP -> name.address() && presented.text().equals(name.text());
    };
  }

  private static boolean matchesDns(String presented, ReferenceName name) {
    if (!presented.startsWith("*.")) {
      return presented.equals(name.text());
    }
    // A wildcard must not cover everything directly below a top-level domain.
    String parent = presented.substring(2);
    return parent.indexOf('.') > 0 && parent.equals(name.parent());
  }

  private static boolean matchesSrv(String presented, String name) {
    return presented.equals("_xmpp-client." + name) || presented.equals("_xmpps-client." + name);
  }

  /**
   * An XmppAddr may contain U-labels. Converting ours is safe: what IDNA2003 can't convert back
   * stays as it is.
   */
  private static boolean matchesXmpp(String presented, String name) {
    return lowerCase(presented).equals(name) || presented.equals(IDN.toUnicode(name));
  }

  /** Lower case for ASCII only, because other letters may map into ASCII (the Kelvin sign to k). */
  private static String lowerCase(String text) {
    boolean ascii = text.chars().allMatch(c -> c < 0x80);
    return ascii ? text.toLowerCase(Locale.ROOT) : text;
  }

  private static String listed(List<String> texts) {
    List<String> shown =
        texts.stream().limit(MAX_SHOWN).map(ServerIdentity::shown).distinct().toList();
    String list = String.join(", ", shown);
    return texts.size() <= MAX_SHOWN ? list : list + " and " + (texts.size() - MAX_SHOWN) + " more";
  }

  /** Shortened, and in printable ASCII: the text may imitate other text or contain line breaks. */
  private static String shown(String text) {
    String cut = text.length() <= MAX_LENGTH ? text : XmlText.cut(text, MAX_LENGTH) + "...";
    return cut.replaceAll("[^ -~]", "?");
  }
}
