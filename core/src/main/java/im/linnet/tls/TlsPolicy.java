package im.linnet.tls;

import java.nio.file.Path;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What a user decides about TLS. The default, {@link #system()}, is right for public services: TLS
 * is required, the certificate must be vouched for by one of the platform's authorities and must
 * name the domain of the account.
 *
 * <p>Some things are not for decision: TLS 1.3 or 1.2, forward secrecy, no broken cipher, and no
 * look at a certificate's common name (RFC 9525).
 *
 * <p>Unchangeable. Files are read by the {@link Builder}'s methods, at once, so a wrong one is
 * noticed where it is named; passwords are used at once too and not kept.
 */
public final class TlsPolicy {

  private static final TlsPolicy SYSTEM = builder().build();

  private final Set<Choice> choices;
  private final Set<X509Certificate> anchors;
  private final @Nullable X509TrustManager trustManager;
  private final @Nullable X509KeyManager clientKey;
  private final Set<String> alsoAccepted;

  /** What a policy says yes to. */
  private enum Choice {
    REQUIRED,
    VERIFIED,
    SECRETS_TO_ANYONE,
    WEAK_CERTIFICATES,
    PLATFORM_ANCHORS,
    REVOCATION_CHECKED,
    RESUMED
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
    alsoAccepted = Collections.unmodifiableSet(new LinkedHashSet<>(builder.alsoAccepted));
  }

  /** {@return the default: what the platform trusts, and nothing less than TLS} */
  public static TlsPolicy system() {
    return SYSTEM;
  }

  /** {@return a builder that starts from {@link #system()}} */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return a builder that starts from this policy} */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.choices.clear();
    builder.choices.addAll(choices);
    builder.anchors.addAll(anchors);
    builder.trustManager = trustManager;
    builder.clientKey = clientKey;
    builder.alsoAccepted.addAll(alsoAccepted);
    return builder;
  }

  /** {@return whether a stream without TLS is refused} */
  public boolean required() {
    return choices.contains(Choice.REQUIRED);
  }

  /** {@return whether the server has to prove who it is; false is insecure} */
  public boolean verified() {
    return choices.contains(Choice.VERIFIED);
  }

  /**
   * {@return whether a password or a token may be sent under TLS: to a verified server, or to
   * anyone where the user wants that}
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

  /** {@return the certificates trusted beside or instead of the platform's} */
  public Set<X509Certificate> anchors() {
    return anchors;
  }

  /** {@return what decides about trust instead of anchors, or null} */
  public @Nullable X509TrustManager trustManager() {
    return trustManager;
  }

  /** {@return whether a certificate that its issuer took back is refused} */
  public boolean revocationChecked() {
    return choices.contains(Choice.REVOCATION_CHECKED);
  }

  /** {@return whether a connection may go on with the TLS session of an earlier one} */
  public boolean resumed() {
    return choices.contains(Choice.RESUMED);
  }

  /** {@return what proves to the server who the client is, or null} */
  public @Nullable X509KeyManager clientKey() {
    return clientKey;
  }

  /** {@return the names a certificate may have instead of the account's domain, in lower case} */
  public Set<String> alsoAccepted() {
    return alsoAccepted;
  }

  /** {@return the decisions in short; nothing of keys} */
  @Override
  public String toString() {
    List<String> words = new ArrayList<>();
    words.add(required() ? "required" : "clear text allowed");
    if (!verified()) {
      words.add(secretsSent() ? "anyone trusted, with secrets" : "anyone trusted");
    } else if (trustManager != null) {
      words.add("trust by " + trustManager.getClass().getName());
    } else {
      words.add("anchors: " + (platformAnchors() ? "platform + " : "") + anchors.size());
    }
    if (weakCertificates()) {
      words.add("weak certificates");
    }
    if (revocationChecked()) {
      words.add("revocation checked");
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
    return "TlsPolicy[" + String.join(", ", words) + "]";
  }

  /** Makes a policy. Not to be shared between threads. */
  public static final class Builder {

    private final Set<X509Certificate> anchors = new LinkedHashSet<>();
    private final Set<String> alsoAccepted = new LinkedHashSet<>();
    private final EnumSet<Choice> choices =
        EnumSet.of(Choice.REQUIRED, Choice.VERIFIED, Choice.PLATFORM_ANCHORS, Choice.RESUMED);
    private @Nullable X509TrustManager trustManager;
    private @Nullable X509KeyManager clientKey;

    private Builder() {}

    /**
     * Trusts the certificates in a file, and no others: authorities, or a server's own self-signed
     * certificate. It is read at once.
     *
     * @param pem one or more certificates, each between {@code -----BEGIN CERTIFICATE-----} and
     *     {@code -----END CERTIFICATE-----}
     * @return this
     * @throws java.io.UncheckedIOException if the file can't be read
     * @throws IllegalArgumentException if it holds no certificate, or a broken one
     */
    public Builder trust(Path pem) {
      return trustOnly(Pem.certificates(pem));
    }

    /**
     * Trusts these certificates, and no others.
     *
     * @param certificates authorities, or servers' own self-signed certificates
     * @return this
     * @throws IllegalArgumentException if there are none
     */
    public Builder trust(X509Certificate... certificates) {
      return trustOnly(List.of(certificates));
    }

    /**
     * Trusts the trusted entries of a key store, and no other certificates.
     *
     * @param store a loaded store; entries with private keys don't count
     * @return this
     * @throws IllegalArgumentException if it has no trusted entry or is not loaded
     */
    public Builder trust(KeyStore store) {
      return trustOnly(trustedEntries(store));
    }

    /**
     * Leaves the decision about a chain of certificates to other code. That a certificate names the
     * right domain is checked nevertheless.
     *
     * @param manager asked once per full handshake, on a worker thread, where it may block
     * @return this
     */
    public Builder trust(X509TrustManager manager) {
      choices.remove(Choice.PLATFORM_ANCHORS);
      anchors.clear();
      trustManager = manager;
      return this;
    }

    /**
     * Trusts the certificates in a file, too.
     *
     * @param pem as in {@link #trust(Path)}
     * @return this
     * @throws java.io.UncheckedIOException if the file can't be read
     * @throws IllegalArgumentException if it holds no certificate, or a broken one
     * @throws IllegalStateException if a trust manager decides
     */
    public Builder alsoTrust(Path pem) {
      return trustMore(Pem.certificates(pem));
    }

    /**
     * Trusts these certificates, too.
     *
     * @param certificates authorities, or servers' own self-signed certificates
     * @return this
     * @throws IllegalArgumentException if there are none
     * @throws IllegalStateException if a trust manager decides
     */
    public Builder alsoTrust(X509Certificate... certificates) {
      return trustMore(List.of(certificates));
    }

    private Builder trustOnly(List<X509Certificate> certificates) {
      choices.remove(Choice.PLATFORM_ANCHORS);
      anchors.clear();
      trustManager = null;
      return trustMore(certificates);
    }

    private Builder trustMore(List<X509Certificate> certificates) {
      if (certificates.isEmpty()) {
        throw new IllegalArgumentException("trust: no certificate (expected: at least one)");
      }
      if (trustManager != null) {
        throw new IllegalStateException("A trust manager decides alone: nothing can be added");
      }
      anchors.addAll(certificates);
      return this;
    }

    /**
     * Refuses certificates that their issuer took back: by the OCSP response that the server
     * staples, else by asking the issuer (OCSP, then its list). A certificate whose state can't be
     * learnt is refused as well. It has no effect on a {@linkplain #trust(X509TrustManager) trust
     * manager}.
     *
     * @return this
     */
    public Builder checkRevocation() {
      choices.add(Choice.REVOCATION_CHECKED);
      return this;
    }

    /**
     * Makes each connection begin with a full handshake. By default a connection goes on, where it
     * can, with the TLS session of an earlier one to the same domain and port (RFC 8446, section
     * 2.2): of the same client, or of another that shares its {@code ClientResources}, its proxy
     * and this very policy. It was verified then; its certificate is held against the domain and
     * the clock again, and after an hour it is not used any more. A server can tell by it that two
     * connections come from the same program, which matters if their accounts should not be linked.
     *
     * @return this
     */
    public Builder withoutResumption() {
      choices.remove(Choice.RESUMED);
      return this;
    }

    /**
     * Shows the server a certificate when it asks for one, as SASL EXTERNAL needs it (XEP-0178).
     *
     * @param store a loaded store with at least one private key
     * @param password of the keys; used at once and not kept, so it can be wiped after the call
     * @return this
     * @throws IllegalArgumentException if there is no key, or the password is wrong
     */
    public Builder clientCertificate(KeyStore store, char[] password) {
      clientKey = ClientKey.of(store, password);
      return this;
    }

    /**
     * Shows the server a certificate when it asks for one, as SASL EXTERNAL needs it (XEP-0178).
     * The files are read at once.
     *
     * @param chain the client's certificate, then those of its issuers, in PEM
     * @param key its private key, PKCS#8 in PEM, not encrypted
     * @return this
     * @throws java.io.UncheckedIOException if a file can't be read
     * @throws IllegalArgumentException if a file does not hold what it should
     */
    public Builder clientCertificate(Path chain, Path key) {
      List<X509Certificate> certificates = Pem.certificates(chain);
      clientKey = ClientKey.of(certificates, Pem.privateKey(key, certificates.get(0), null));
      return this;
    }

    /**
     * As {@link #clientCertificate(Path, Path)} with an encrypted key.
     *
     * @param chain the client's certificate, then those of its issuers, in PEM
     * @param key its private key, encrypted PKCS#8 in PEM
     * @param password of the key; used at once and not kept, so it can be wiped after the call
     * @return this
     * @throws java.io.UncheckedIOException if a file can't be read
     * @throws IllegalArgumentException if a file does not hold what it should, or the password is
     *     wrong
     */
    public Builder clientCertificate(Path chain, Path key, char[] password) {
      List<X509Certificate> certificates = Pem.certificates(chain);
      clientKey = ClientKey.of(certificates, Pem.privateKey(key, certificates.get(0), password));
      return this;
    }

    /**
     * Accepts certificates for other names than the account's domain: for services that are known
     * to have such. Whoever holds a certificate for one of them can be the server.
     *
     * @param names host names (internationalised ones as A-labels, {@code xn--…}) or IP addresses
     * @return this
     * @throws IllegalArgumentException if a name is none
     */
    public Builder alsoAccept(String... names) {
      for (String name : names) {
        alsoAccepted.add(ReferenceName.of(name).text());
      }
      return this;
    }

    /**
     * Allows streams without TLS, for servers on the same machine and the like: everything can be
     * read and changed on the way, passwords included. Where the server offers TLS it is used.
     *
     * @return this
     */
    public Builder insecurelyAllowClearText() {
      choices.remove(Choice.REQUIRED);
      return this;
    }

    /**
     * Accepts certificates that are signed with SHA-1 or belong to an RSA key of less than 2048
     * bits, for services that can't get others: with some effort they are forged, and then somebody
     * else is the server. What the platform itself refuses, such as MD5 or RSA with 512 bits,
     * remains refused; so does SHA-1 under the platform's own authorities.
     *
     * @return this
     */
    public Builder insecurelyAcceptWeakCertificates() {
      choices.add(Choice.WEAK_CERTIFICATES);
      return this;
    }

    /**
     * Trusts whatever certificate the server shows, whoever issued it to whatever name: anybody on
     * the way can be the server. Each connection logs a warning. Mechanisms that send a secret,
     * such as PLAIN ({@link im.linnet.sasl.PasswordSasl#allowPlain}) and those with tokens, are not
     * used, unless {@link #insecurelySendSecretsToAnyone} says so as well. To accept a self-signed
     * certificate, use {@link #trust(Path)} instead; for a wrong name, {@link #alsoAccept}.
     *
     * @return this
     */
    public Builder insecurelyTrustAnyone() {
      choices.remove(Choice.VERIFIED);
      return this;
    }

    /**
     * As {@link #insecurelyTrustAnyone}, and gives whoever is the server even passwords and tokens,
     * if the mechanisms send such: for tests in a closed network.
     *
     * @return this
     */
    public Builder insecurelySendSecretsToAnyone() {
      choices.add(Choice.SECRETS_TO_ANYONE);
      return insecurelyTrustAnyone();
    }

    /** {@return the policy} */
    public TlsPolicy build() {
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
