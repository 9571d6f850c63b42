package im.linnet.tls;

import java.nio.file.Path;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The TLS settings of a client. The default, {@link #system()}, is right for public services: TLS
 * is required, and the certificate must be issued by one of the platform's authorities for the
 * domain of the account.
 *
 * <p>Not configurable: TLS 1.3 or 1.2, forward secrecy, no broken ciphers, and a certificate's
 * common name is ignored (RFC 9525).
 *
 * <p>Immutable. The {@link Builder}'s methods read files immediately, so errors are reported where
 * the file is named; passwords are used immediately and not kept.
 */
public final class TlsPolicy {

  private static final TlsPolicy SYSTEM = builder().build();

  private final Set<Choice> choices;
  private final Set<X509Certificate> anchors;
  private final @Nullable X509TrustManager trustManager;
  private final @Nullable X509KeyManager clientKey;
  private final Set<PublicKeyPin> pins;
  private final Revocation revocation;
  private final Set<String> alsoAccepted;
  private final @Nullable Provider provider;
  private final @Nullable KeyingMaterialExporter exporter;

  /** The options of a policy that are on or off. */
  private enum Choice {
    REQUIRED,
    VERIFIED,
    SECRETS_TO_ANYONE,
    WEAK_CERTIFICATES,
    PLATFORM_ANCHORS,
    KEYS_ALONE,
    RESUMED,
    BORING_SSL
  }

  private TlsPolicy(Builder builder) {
    EnumSet<Choice> made = builder.choices.clone();
    if (made.contains(Choice.VERIFIED)) {
      made.remove(Choice.SECRETS_TO_ANYONE);
    }
    choices = Collections.unmodifiableSet(made);
    anchors = Collections.unmodifiableSet(new LinkedHashSet<>(builder.anchors));
    trustManager = builder.trustManager;
    clientKey = builder.clientKey;
    pins = Collections.unmodifiableSet(new LinkedHashSet<>(builder.pins));
    revocation = builder.revocation;
    alsoAccepted = Collections.unmodifiableSet(new LinkedHashSet<>(builder.alsoAccepted));
    provider = builder.provider;
    exporter = builder.exporter;
  }

  /** {@return the default policy: TLS required, the platform's authorities trusted} */
  public static TlsPolicy system() {
    return SYSTEM;
  }

  /** {@return a builder initialised with {@link #system()}} */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return a builder initialised with this policy} */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.choices.clear();
    builder.choices.addAll(choices);
    builder.anchors.addAll(anchors);
    builder.trustManager = trustManager;
    builder.clientKey = clientKey;
    builder.pins.addAll(pins);
    builder.revocation = revocation;
    builder.alsoAccepted.addAll(alsoAccepted);
    builder.provider = provider;
    builder.exporter = exporter;
    return builder;
  }

  /** {@return whether a stream without TLS is refused} */
  public boolean required() {
    return choices.contains(Choice.REQUIRED);
  }

  /** {@return whether the server's certificate is verified; false is insecure} */
  public boolean verified() {
    return choices.contains(Choice.VERIFIED);
  }

  /**
   * {@return whether passwords and tokens may be sent under TLS: the server is verified, or the
   * user allowed to send them to an unverified one}
   */
  public boolean secretsSent() {
    return verified() || choices.contains(Choice.SECRETS_TO_ANYONE);
  }

  /** {@return whether certificates with SHA-1 signatures or short keys are accepted} */
  public boolean weakCertificates() {
    return choices.contains(Choice.WEAK_CERTIFICATES);
  }

  /** {@return whether the platform's authorities are trusted} */
  public boolean platformAnchors() {
    return choices.contains(Choice.PLATFORM_ANCHORS);
  }

  /** {@return the certificates trusted in addition to the platform's, or instead of them} */
  public Set<X509Certificate> anchors() {
    return anchors;
  }

  /** {@return the trust manager used instead of anchors, or null} */
  public @Nullable X509TrustManager trustManager() {
    return trustManager;
  }

  /** {@return the keys one of which must vouch for a server; empty for any} */
  public Set<PublicKeyPin> pins() {
    return pins;
  }

  /** {@return whether pinned keys are trusted instead of authorities} */
  public boolean keysAlone() {
    return choices.contains(Choice.KEYS_ALONE);
  }

  /** {@return how revoked certificates are noticed} */
  public Revocation revocation() {
    return revocation;
  }

  /** {@return whether TLS sessions may be resumed} */
  public boolean resumed() {
    return choices.contains(Choice.RESUMED);
  }

  /** {@return the client's certificate and key, or null} */
  public @Nullable X509KeyManager clientKey() {
    return clientKey;
  }

  /** {@return the names accepted in a certificate besides the account's domain, in lower case} */
  public Set<String> alsoAccepted() {
    return alsoAccepted;
  }

  /** {@return the implementation of TLS; null for the platform's preferred one, or BoringSSL} */
  public @Nullable Provider provider() {
    return provider;
  }

  /** {@return whether TLS is done by BoringSSL} */
  public boolean boringSsl() {
    return choices.contains(Choice.BORING_SSL);
  }

  /**
   * {@return the exporter of the implementation; null for that of its sessions, if they have one}
   */
  public @Nullable KeyingMaterialExporter exporter() {
    return exporter;
  }

  /** {@return the settings in short, without keys} */
  @Override
  public String toString() {
    List<String> words = new ArrayList<>();
    words.add(required() ? "required" : "clear text allowed");
    if (!verified()) {
      words.add(secretsSent() ? "anyone trusted, with secrets" : "anyone trusted");
    } else if (keysAlone()) {
      words.add("pinned keys alone: " + pins);
    } else if (trustManager != null) {
      words.add("trust by " + trustManager.getClass().getName());
    } else {
      words.add("anchors: " + (platformAnchors() ? "platform + " : "") + anchors.size());
    }
    if (weakCertificates()) {
      words.add("weak certificates");
    }
    if (!pins.isEmpty() && !keysAlone()) {
      words.add("pinned keys: " + pins);
    }
    if (revocation != Revocation.UNCHECKED) {
      words.add("revocation: " + revocation);
    }
    if (!resumed()) {
      words.add("no resumption");
    }
    if (clientKey != null) {
      words.add("client certificate");
    }
    if (!alsoAccepted.isEmpty()) {
      words.add("also accepted: " + alsoAccepted);
    }
    if (provider != null) {
      words.add("by " + provider.getName());
    }
    if (boringSsl()) {
      words.add("by BoringSSL");
    }
    return "TlsPolicy[" + String.join(", ", words) + "]";
  }

  /** Builds a policy. Not thread-safe. */
  public static final class Builder {

    private final Set<X509Certificate> anchors = new LinkedHashSet<>();
    private final Set<PublicKeyPin> pins = new LinkedHashSet<>();
    private final Set<String> alsoAccepted = new LinkedHashSet<>();
    private final EnumSet<Choice> choices =
        EnumSet.of(Choice.REQUIRED, Choice.VERIFIED, Choice.PLATFORM_ANCHORS, Choice.RESUMED);
    private Revocation revocation = Revocation.UNCHECKED;
    private @Nullable X509TrustManager trustManager;
    private @Nullable X509KeyManager clientKey;
    private @Nullable Provider provider;
    private @Nullable KeyingMaterialExporter exporter;

    private Builder() {}

    /**
     * Trusts only the certificates in a file: authorities, or a server's self-signed certificate.
     * The file is read immediately.
     *
     * @param pem one or more certificates, each between {@code -----BEGIN CERTIFICATE-----} and
     *     {@code -----END CERTIFICATE-----}
     * @return this
     * @throws java.io.UncheckedIOException if the file can't be read
     * @throws IllegalArgumentException if it contains no certificate, or a broken one
     */
    public Builder trust(Path pem) {
      return trustOnly(Pem.certificates(pem));
    }

    /**
     * Trusts only these certificates.
     *
     * @param certificates authorities, or servers' self-signed certificates
     * @return this
     * @throws IllegalArgumentException if there are none
     */
    public Builder trust(X509Certificate... certificates) {
      return trustOnly(List.of(certificates));
    }

    /**
     * Trusts only the trusted certificate entries of a key store.
     *
     * @param store a loaded store; private key entries are ignored
     * @return this
     * @throws IllegalArgumentException if it has no trusted entry or is not loaded
     */
    public Builder trust(KeyStore store) {
      return trustOnly(trustedEntries(store));
    }

    /**
     * Delegates the verification of certificate chains to a trust manager. The domain in the
     * certificate is still checked by the client.
     *
     * @param manager called once per full handshake, on a worker thread, so it may block
     * @return this
     */
    public Builder trust(X509TrustManager manager) {
      trustNobody();
      trustManager = manager;
      return this;
    }

    /**
     * Trusts the certificates in a file in addition.
     *
     * @param pem as in {@link #trust(Path)}
     * @return this
     * @throws java.io.UncheckedIOException if the file can't be read
     * @throws IllegalArgumentException if it contains no certificate, or a broken one
     * @throws IllegalStateException if a trust manager is set
     */
    public Builder alsoTrust(Path pem) {
      return trustMore(Pem.certificates(pem));
    }

    /**
     * Trusts these certificates in addition.
     *
     * @param certificates authorities, or servers' self-signed certificates
     * @return this
     * @throws IllegalArgumentException if there are none
     * @throws IllegalStateException if a trust manager is set
     */
    public Builder alsoTrust(X509Certificate... certificates) {
      return trustMore(List.of(certificates));
    }

    private Builder trustOnly(List<X509Certificate> certificates) {
      trustNobody();
      return trustMore(certificates);
    }

    /** Pins that were set in place of authorities are gone with them. */
    private void trustNobody() {
      choices.remove(Choice.PLATFORM_ANCHORS);
      if (choices.remove(Choice.KEYS_ALONE)) {
        pins.clear();
      }
      anchors.clear();
      trustManager = null;
    }

    private Builder trustMore(List<X509Certificate> certificates) {
      if (certificates.isEmpty()) {
        throw new IllegalArgumentException("trust: no certificate (expected: at least one)");
      }
      if (trustManager != null) {
        throw new IllegalStateException("A trust manager decides alone: nothing can be added");
      }
      if (choices.contains(Choice.KEYS_ALONE)) {
        throw new IllegalStateException("Pinned keys decide alone: nothing can be added");
      }
      anchors.addAll(certificates);
      return this;
    }

    /**
     * Requires one of these keys, in addition to everything else: a certificate of one of the
     * trusted authorities does not suffice. The key is that of the server, or of an authority that
     * issued its certificate, directly or through others; it does not count that a server only
     * shows a certificate with the key. So an authority that was deceived or broken into can't help
     * to impersonate the server.
     *
     * <p>A server that gets a new key is refused. Pin a second key that the service keeps for that
     * day, or an authority's (RFC 7469, section 4.3). With a {@linkplain #trust(X509TrustManager)
     * trust manager}, authorities count whose certificates the server sends or the manager lists.
     *
     * @param keys the keys; further calls add to them
     * @return this
     * @throws IllegalArgumentException if there are none
     */
    public Builder pin(PublicKeyPin... keys) {
      if (keys.length == 0) {
        throw new IllegalArgumentException("pin: no key (expected: at least one)");
      }
      pins.addAll(List.of(keys));
      return this;
    }

    /**
     * Trusts one of these keys alone, instead of authorities: a server with the key, however its
     * certificate is signed, or one whose certificate was issued by the key of an authority that
     * the server shows. Unlike with {@link #trust(X509Certificate...)}, the certificate can be
     * renewed with the same key. Its domain and its dates are checked as usual.
     *
     * @param keys the keys; {@link #pin} adds to them
     * @return this
     * @throws IllegalArgumentException if there are none
     */
    public Builder trustKeys(PublicKeyPin... keys) {
      trustNobody();
      pins.clear();
      choices.add(Choice.KEYS_ALONE);
      return pin(keys);
    }

    /**
     * Refuses revoked certificates, by the strictest choice, {@link Revocation#QUERIED}.
     *
     * @return this
     */
    public Builder checkRevocation() {
      return checkRevocation(Revocation.QUERIED);
    }

    /**
     * Refuses revoked certificates. Has no effect with a {@linkplain #trust(X509TrustManager) trust
     * manager}, which decides alone.
     *
     * @param how how they are noticed
     * @return this
     */
    public Builder checkRevocation(Revocation how) {
      revocation = Objects.requireNonNull(how, "how");
      return this;
    }

    /**
     * Requires a full handshake for each connection. By default a connection resumes, if possible,
     * the TLS session of an earlier one to the same domain and port (RFC 8446, section 2.2): of the
     * same client, or of another one with the same {@code ClientResources}, the same proxy and this
     * same policy object. On resumption the certificate is checked again against the domain and the
     * clock; sessions are not used for more than an hour. Resumption lets a server link two
     * connections of the same program, and so perhaps two accounts.
     *
     * @return this
     */
    public Builder withoutResumption() {
      choices.remove(Choice.RESUMED);
      return this;
    }

    /**
     * Presents a client certificate if the server requests one, as SASL EXTERNAL needs (XEP-0178).
     *
     * @param store a loaded store with at least one private key
     * @param password the password of the keys; not kept, so it can be wiped after the call
     * @return this
     * @throws IllegalArgumentException if there is no key, or the password is wrong
     */
    public Builder clientCertificate(KeyStore store, char[] password) {
      clientKey = ClientKey.of(store, password);
      return this;
    }

    /**
     * Presents a client certificate if the server requests one, as SASL EXTERNAL needs (XEP-0178).
     * The files are read immediately.
     *
     * @param chain the client's certificate, then those of its issuers, in PEM
     * @param key its private key, PKCS#8 in PEM, not encrypted
     * @return this
     * @throws java.io.UncheckedIOException if a file can't be read
     * @throws IllegalArgumentException if a file does not contain what it should
     */
    public Builder clientCertificate(Path chain, Path key) {
      List<X509Certificate> certificates = Pem.certificates(chain);
      clientKey = ClientKey.of(certificates, Pem.privateKey(key, certificates.get(0), null));
      return this;
    }

    /**
     * As {@link #clientCertificate(Path, Path)}, with an encrypted key.
     *
     * @param chain the client's certificate, then those of its issuers, in PEM
     * @param key its private key, encrypted PKCS#8 in PEM
     * @param password the password of the key; not kept, so it can be wiped after the call
     * @return this
     * @throws java.io.UncheckedIOException if a file can't be read
     * @throws IllegalArgumentException if a file does not contain what it should, or the password
     *     is wrong
     */
    public Builder clientCertificate(Path chain, Path key, char[] password) {
      List<X509Certificate> certificates = Pem.certificates(chain);
      clientKey = ClientKey.of(certificates, Pem.privateKey(key, certificates.get(0), password));
      return this;
    }

    /**
     * Accepts certificates for other names than the account's domain, for services known to have
     * such. Anyone with a certificate for one of these names can impersonate the server.
     *
     * @param names host names (internationalised ones as A-labels, {@code xn--…}) or IP addresses
     * @return this
     * @throws IllegalArgumentException if a name is invalid
     */
    public Builder alsoAccept(String... names) {
      for (String name : names) {
        alsoAccepted.add(ReferenceName.of(name).text());
      }
      return this;
    }

    /**
     * Uses another implementation of TLS than the platform's. Certificates are verified as with the
     * platform's, but by most implementations on the event loop, so a {@linkplain
     * #trust(X509TrustManager) trust manager} must not block, and {@link #checkRevocation} can't be
     * combined with it. Conscrypt 2.5 does not announce XMPP by ALPN, which a port shared with
     * other protocols may need (XEP-0368).
     *
     * @param implementation a provider of {@code SSLContext}s for TLS 1.3, such as Conscrypt's; it
     *     need not be installed
     * @return this
     */
    public Builder provider(Provider implementation) {
      provider = Objects.requireNonNull(implementation, "implementation");
      exporter = null;
      choices.remove(Choice.BORING_SSL);
      return this;
    }

    /**
     * As {@link #provider(Provider)}, with an exporter for the channel binding {@code
     * tls-exporter}. It binds a sign-in by SCRAM or by a token to the connection, so that no one
     * can relay it, not even with a stolen certificate. The platform's TLS has an exporter of its
     * own from JDK 25 on.
     *
     * @param implementation a provider of {@code SSLContext}s for TLS 1.3
     * @param exports exports keying material from its engines
     * @return this
     */
    public Builder provider(Provider implementation, KeyingMaterialExporter exports) {
      provider(implementation);
      exporter = Objects.requireNonNull(exports, "exports");
      return this;
    }

    /**
     * Uses BoringSSL, by Netty's native library, instead of the platform's TLS. Handshakes take
     * less processor time. The program needs {@code io.netty:netty-tcnative-boringssl-static}, in
     * the version of Netty's BOM; a jar of it has native code for one platform.
     *
     * <p>All other settings of the policy apply alike, and certificates are verified by the same
     * code. It exports no keying material, so the only channel binding is {@code
     * tls-server-end-point}. Restrictions in the security property {@code
     * jdk.tls.disabledAlgorithms} apply to certificates, but not to cipher suites.
     *
     * @return this
     * @throws UnsupportedOperationException if the library is not on the class path or has no
     *     native code for this platform; the message names the dependency
     */
    public Builder boringSsl() {
      BoringSsl.require();
      choices.add(Choice.BORING_SSL);
      provider = null;
      exporter = null;
      return this;
    }

    /**
     * Allows streams without TLS, for servers on the same machine and the like. Without TLS
     * everything, including passwords, can be read and changed in transit. TLS is still used if the
     * server offers it.
     *
     * @return this
     */
    public Builder insecurelyAllowClearText() {
      choices.remove(Choice.REQUIRED);
      return this;
    }

    /**
     * Accepts certificates with SHA-1 signatures or RSA keys of less than 2048 bits, for services
     * that can't get better ones. Such certificates can be forged with some effort, to impersonate
     * the server. What the platform rejects, such as MD5 or 512-bit RSA, stays rejected, as does
     * SHA-1 under the platform's own authorities.
     *
     * @return this
     */
    public Builder insecurelyAcceptWeakCertificates() {
      choices.add(Choice.WEAK_CERTIFICATES);
      return this;
    }

    /**
     * Accepts any certificate, with any issuer and any name, so anyone on the network path can
     * impersonate the server. Each connection logs a warning. Mechanisms that send a secret, such
     * as PLAIN ({@link im.linnet.sasl.PasswordSasl#allowPlain}) and those with tokens, are not used
     * unless {@link #insecurelySendSecretsToAnyone} is set. To accept a self-signed certificate,
     * use {@link #trust(Path)} instead; for a wrong name, {@link #alsoAccept}.
     *
     * @return this
     */
    public Builder insecurelyTrustAnyone() {
      choices.remove(Choice.VERIFIED);
      return this;
    }

    /**
     * As {@link #insecurelyTrustAnyone}, but mechanisms may also send passwords and tokens to the
     * unverified server. For tests in a closed network.
     *
     * @return this
     */
    public Builder insecurelySendSecretsToAnyone() {
      choices.add(Choice.SECRETS_TO_ANYONE);
      return insecurelyTrustAnyone();
    }

    /**
     * Builds the policy.
     *
     * @return the policy
     * @throws IllegalStateException if choices contradict each other: revocation and another
     *     implementation of TLS than the platform's, which would block an event loop; revocation
     *     and {@link #trustKeys}, which need no issuer; pinned keys and {@link
     *     #insecurelyTrustAnyone}
     */
    public TlsPolicy build() {
      boolean revocable = revocation != Revocation.UNCHECKED;
      if (provider != null && revocable) {
        throw new IllegalStateException(
            "checkRevocation() blocks, and provider(..) may verify certificates on an event loop:"
                + " leave out one of them");
      }
      if (choices.contains(Choice.KEYS_ALONE) && revocable) {
        throw new IllegalStateException(
            "checkRevocation() needs an issuer, and trustKeys(..) does without: leave out one of"
                + " them, or use pin(..) and trust(..)");
      }
      if (!pins.isEmpty() && !choices.contains(Choice.VERIFIED)) {
        throw new IllegalStateException(
            "Pinned keys would not be checked with insecurelyTrustAnyone(): to do without"
                + " authorities, use trustKeys(..) alone");
      }
      return new TlsPolicy(this);
    }

    private static List<X509Certificate> trustedEntries(KeyStore store) {
      List<X509Certificate> certificates = new ArrayList<>();
      try {
        for (String alias : Collections.list(store.aliases())) {
          if (store.isCertificateEntry(alias)
              && store.getCertificate(alias) instanceof X509Certificate certificate) {
            certificates.add(certificate);
          }
        }
      } catch (KeyStoreException e) {
        throw new IllegalArgumentException("trust: the key store is not loaded", e);
      }
      return certificates;
    }
  }
}
