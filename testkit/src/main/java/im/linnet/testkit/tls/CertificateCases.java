package im.linnet.testkit.tls;

import static im.linnet.testkit.tls.CertificateCase.Verdict.ACCEPTED;
import static im.linnet.testkit.tls.CertificateCase.Verdict.UNTRUSTED;
import static im.linnet.testkit.tls.CertificateCase.Verdict.WRONG_NAME;

import im.linnet.testkit.tls.CertificateCase.Verdict;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Certificates that a client has to accept or refuse, whatever way led it to the server: trust (RFC
 * 5280), names (RFC 6120, section 13.7.1; RFC 9525) and strength. Made when asked for, within about
 * a second; the certificates for servers share one key, as no client may rely on it.
 *
 * <pre>{@code
 * for (CertificateCase each : CertificateCases.create()) {
 *   SSLContext server = each.shown().serverContext();
 *   // Does a client that trusts each.anchor() reach each.domain()?
 * }
 * }</pre>
 */
public final class CertificateCases {

  private static final String DOMAIN = "example.test";
  private static final String BELOW = "im.example.test";
  private static final String IDN = "xn--bcher-kva.test";
  private static final String ADDRESS = "127.0.0.1";

  private final TestCertificates root = TestCertificates.create();
  private final TestCertificate key = root.server(DOMAIN);
  private final List<CertificateCase> cases = new ArrayList<>();

  private CertificateCases() {}

  /** {@return all cases, with certificates of their own} */
  public static List<CertificateCase> create() {
    CertificateCases made = new CertificateCases();
    made.names();
    made.wildcards();
    made.services();
    made.lookalikes();
    made.addresses();
    made.issuers();
    made.constraints();
    made.validity();
    made.strength();
    return List.copyOf(made.cases);
  }

  /**
   * The domains of cases.
   *
   * @param cases the cases
   * @return each domain once, IP addresses left out
   */
  public static Set<String> domains(List<CertificateCase> cases) {
    Set<String> domains = new LinkedHashSet<>();
    cases.stream()
        .map(CertificateCase::domain)
        .filter(domain -> !domain.equals(ADDRESS))
        .forEach(domains::add);
    return domains;
  }

  private void names() {
    dns(ACCEPTED, DOMAIN, DOMAIN);
    dns(ACCEPTED, DOMAIN, "EXAMPLE.Test");
    dns(ACCEPTED, DOMAIN, "other.test", DOMAIN);
    dns(WRONG_NAME, DOMAIN, "other.test");
    dns(WRONG_NAME, DOMAIN, "evil.example.test");
    dns(WRONG_NAME, DOMAIN, "example.test.evil.test");
    dns(WRONG_NAME, DOMAIN, "ample.test");
    dns(WRONG_NAME, BELOW, DOMAIN);
    add("a common name alone", DOMAIN, r -> r.commonName(DOMAIN), WRONG_NAME);
    add("no name at all", DOMAIN, r -> r, WRONG_NAME);
    add(
        "the domain as common name, another as DNS name",
        DOMAIN,
        r -> r.commonName(DOMAIN).dns("other.test"),
        WRONG_NAME);
  }

  private void wildcards() {
    dns(ACCEPTED, BELOW, "*.example.test");
    dns(ACCEPTED, "xn--bcher-kva.example.test", "*.example.test");
    dns(WRONG_NAME, DOMAIN, "*.example.test");
    dns(WRONG_NAME, "a.b.example.test", "*.example.test");
    dns(WRONG_NAME, DOMAIN, "*.test");
    dns(WRONG_NAME, DOMAIN, "*");
    dns(WRONG_NAME, BELOW, "i*.example.test");
    dns(WRONG_NAME, BELOW, "*m.example.test");
    dns(WRONG_NAME, BELOW, "im.*.test");
    dns(WRONG_NAME, BELOW, "*.*.test");
    dns(WRONG_NAME, "xn--bcher-kva.example.test", "xn--*.example.test");
  }

  private void services() {
    service(ACCEPTED, "xmpp-client");
    service(ACCEPTED, "xmpps-client");
    service(WRONG_NAME, "xmpp-server");
    service(WRONG_NAME, "imap");
    add("SRVName of another", DOMAIN, r -> r.srvName("xmpp-client", "other.test"), WRONG_NAME);
    address(ACCEPTED, DOMAIN, DOMAIN);
    address(ACCEPTED, IDN, "b\u00fccher.test");
    address(WRONG_NAME, DOMAIN, "juliet@example.test");
    address(WRONG_NAME, DOMAIN, "example.test/balcony");
    address(WRONG_NAME, DOMAIN, "other.test");
  }

  private void lookalikes() {
    dns(ACCEPTED, IDN, IDN);
    dns(ACCEPTED, IDN, "XN--BCHER-KVA.test");
    dns(WRONG_NAME, IDN, "xn--bcher-kvb.test");
    dns(WRONG_NAME, IDN, "bucher.test");
    // The domain with a Cyrillic letter.
    dns(WRONG_NAME, DOMAIN, "xn--xample-2of.test");
    dns(WRONG_NAME, DOMAIN, "example.test.");
    dns(WRONG_NAME, DOMAIN, ".example.test");
    dns(WRONG_NAME, DOMAIN, "example.test ");
    // No letters of dNSName, so the names are malformed.
    dns(WRONG_NAME, IDN, "b\u00fccher.test");
    dns(WRONG_NAME, DOMAIN, "\u0435xample.test");
    dns(WRONG_NAME, DOMAIN, "example.test\0.evil.test");
    dns(WRONG_NAME, DOMAIN, "example.test\0");
    address(WRONG_NAME, DOMAIN, "\u0435xample.test");
    address(WRONG_NAME, DOMAIN, "example.test\0");
  }

  private void addresses() {
    add("the IP address", ADDRESS, r -> r.ip(ip(ADDRESS)), ACCEPTED);
    add("another IP address", ADDRESS, r -> r.ip(ip("127.0.0.2")), WRONG_NAME);
    add("an IP address for a domain", DOMAIN, r -> r.ip(ip(ADDRESS)), WRONG_NAME);
    dns(WRONG_NAME, ADDRESS, ADDRESS);
    dns(WRONG_NAME, ADDRESS, "*.0.0.1");
  }

  private void issuers() {
    TestCertificates intermediate = root.intermediate();
    TestCertificate good = named(intermediate);
    TestCertificates stranger = TestCertificates.create();
    TestCertificate own = root.request().dns(DOMAIN).selfSigned();
    chain("by an intermediate authority", good, ACCEPTED);
    chain("by two intermediate authorities", named(intermediate.intermediate()), ACCEPTED);
    chain("without the intermediate authority", good.withoutIntermediates(), UNTRUSTED);
    chain("with a foreign certificate after it", good.followedBy(own.certificate()), ACCEPTED);
    chain("self-signed", own, UNTRUSTED);
    chain("by a stranger with the name of the authority", named(stranger), UNTRUSTED);
    chain(
        "by a stranger, who sends the root of the authority",
        named(stranger).followedBy(root.trustAnchor()),
        UNTRUSTED);
    trusted("self-signed and trusted itself", DOMAIN, own, ACCEPTED);
    trusted("self-signed and trusted itself, for another domain", BELOW, own, WRONG_NAME);
    trusted("the authority's, but one certificate is trusted alone", DOMAIN, own, named(root));
  }

  private void constraints() {
    chain("by a certificate with CA:false", named(root.intermediateWithoutAuthority()), UNTRUSTED);
    chain("within the path length", named(root.intermediateOfPathLength(0)), ACCEPTED);
    chain(
        "deeper than the path length",
        named(root.intermediateOfPathLength(0).intermediate()),
        UNTRUSTED);
    chain("within the name constraints", named(root.intermediateConstrainedTo(DOMAIN)), ACCEPTED);
    chain("outside of them", named(root.intermediateConstrainedTo("other.test")), UNTRUSTED);
    add("for clients", DOMAIN, r -> r.dns(DOMAIN).forClient(), UNTRUSTED);
    add("for lists of revocations", DOMAIN, r -> r.dns(DOMAIN).forRevocationLists(), UNTRUSTED);
    byte[] anything = Der.octetString(new byte[0]);
    add(
        "a critical extension that nobody knows",
        DOMAIN,
        r -> r.dns(DOMAIN).extension("1.2.3.4", true, anything),
        UNTRUSTED);
    add(
        "an uncritical extension that nobody knows",
        DOMAIN,
        r -> r.dns(DOMAIN).extension("1.2.3.4", false, anything),
        ACCEPTED);
  }

  private void validity() {
    add("expired", DOMAIN, r -> r.dns(DOMAIN).expired(), UNTRUSTED);
    add("not yet valid", DOMAIN, r -> r.dns(DOMAIN).notYetValid(), UNTRUSTED);
    chain("by an authority that has expired", named(root.intermediateExpired()), UNTRUSTED);
    TestCertificate old = root.request().dns(DOMAIN).expired().selfSigned();
    trusted("expired and trusted itself", DOMAIN, old, UNTRUSTED);
  }

  private void strength() {
    chain("an RSA key", root.request().dns(DOMAIN).rsa().issue(), ACCEPTED);
    chain("a short RSA key", root.request().dns(DOMAIN).weakRsa().issue(), UNTRUSTED);
    add("signed with SHA-1", DOMAIN, r -> r.dns(DOMAIN).signedWithSha1(), UNTRUSTED);
    chain("by an authority signed with SHA-1", named(root.intermediateSignedBySha1()), UNTRUSTED);
  }

  private void dns(Verdict verdict, String domain, String... names) {
    add("DNS " + Arrays.toString(names) + " for " + domain, domain, r -> r.dns(names), verdict);
  }

  private void service(Verdict verdict, String service) {
    add("SRVName of " + service, DOMAIN, r -> r.srvName(service, DOMAIN), verdict);
  }

  private void address(Verdict verdict, String domain, String address) {
    add("XmppAddr " + address + " for " + domain, domain, r -> r.xmppAddr(address), verdict);
  }

  private void add(
      String name, String domain, UnaryOperator<CertificateRequest> content, Verdict verdict) {
    TestCertificate shown = content.apply(root.request().keyOf(key)).issue();
    add(name, domain, shown, root.trustAnchor(), verdict);
  }

  private void chain(String name, TestCertificate shown, Verdict verdict) {
    add(name, DOMAIN, shown, root.trustAnchor(), verdict);
  }

  private void trusted(String name, String domain, TestCertificate own, Verdict verdict) {
    add(name, domain, own, own.certificate(), verdict);
  }

  private void trusted(String name, String domain, TestCertificate own, TestCertificate shown) {
    add(name, domain, shown, own.certificate(), UNTRUSTED);
  }

  private void add(
      String name, String domain, TestCertificate shown, X509Certificate anchor, Verdict verdict) {
    // Control characters of names would confuse who reads the reports of the tests.
    String printable = name.replace("\0", "<NUL>");
    cases.add(new CertificateCase(printable, domain, shown, anchor, verdict));
  }

  private TestCertificate named(TestCertificates issuer) {
    return issuer.request().dns(DOMAIN).keyOf(key).issue();
  }

  private static InetAddress ip(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(literal, e);
    }
  }
}
