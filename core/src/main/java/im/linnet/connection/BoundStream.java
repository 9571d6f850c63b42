package im.linnet.connection;

import im.linnet.endpoint.Endpoint;
import im.linnet.failure.Redirect;
import im.linnet.jid.Jid;
import im.linnet.stream.Features;
import im.linnet.xml.Element;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a negotiation: a stream on which stanzas can be exchanged. Immutable. Clients make
 * them; {@link #builder} is for tests and stand-ins.
 */
public final class BoundStream {

  private final Jid jid;
  private final Endpoint endpoint;
  private final List<Redirect> redirects;
  private final String mechanism;
  private final @Nullable String signInProtocol;
  private final @Nullable String tlsProtocol;
  private final @Nullable String cipherSuite;
  private final boolean verified;
  private final Features features;
  private final boolean managed;
  private final boolean resumed;

  /** What may be true of a stream. */
  private enum Fact {
    VERIFIED,
    MANAGED,
    RESUMED
  }

  private BoundStream(Builder builder) {
    jid = builder.jid;
    endpoint = builder.endpoint;
    redirects = List.copyOf(builder.redirects);
    mechanism = builder.mechanism;
    signInProtocol = builder.signInProtocol;
    tlsProtocol = builder.tlsProtocol;
    cipherSuite = builder.cipherSuite;
    verified = builder.facts.contains(Fact.VERIFIED);
    features = builder.features;
    managed = builder.facts.contains(Fact.MANAGED);
    resumed = builder.facts.contains(Fact.RESUMED);
  }

  /**
   * Begins a stream without redirects, mechanism, TLS and features, neither managed nor resumed.
   *
   * @param jid the address that the server bound
   * @param endpoint the place connected to
   * @return a builder, for one thread
   */
  public static Builder builder(Jid jid, Endpoint endpoint) {
    return new Builder(jid, endpoint);
  }

  /**
   * {@return the address that the server bound (RFC 6120, section 7); it may differ from the one
   * requested}
   */
  public Jid jid() {
    return jid;
  }

  /** {@return the place connected to} */
  public Endpoint endpoint() {
    return endpoint;
  }

  /** {@return the redirects that led there, oldest first} */
  public List<Redirect> redirects() {
    return redirects;
  }

  /** {@return the SASL mechanism that was used; empty if there was none} */
  public String mechanism() {
    return mechanism;
  }

  /**
   * {@return the namespace of the protocol that carried the mechanism: {@code urn:xmpp:sasl:2} for
   * SASL2 (XEP-0388), {@code urn:ietf:params:xml:ns:xmpp-sasl} for SASL (RFC 6120); null for any
   * other way to sign in}
   */
  public @Nullable String signInProtocol() {
    return signInProtocol;
  }

  /** {@return the TLS protocol, such as {@code TLSv1.3}, or null for a stream in clear text} */
  public @Nullable String tlsProtocol() {
    return tlsProtocol;
  }

  /** {@return the TLS cipher suite, or null for a stream in clear text} */
  public @Nullable String cipherSuite() {
    return cipherSuite;
  }

  /**
   * {@return whether TLS has verified that the server is that of the account; false in clear text
   * and if the policy is {@link im.linnet.tls.TlsPolicy.Builder#insecurelyTrustAnyone}}
   */
  public boolean verified() {
    return verified;
  }

  /** {@return the features that the server offered last} */
  public Features features() {
    return features;
  }

  /** {@return whether the server acknowledges stanzas (XEP-0198)} */
  public boolean managed() {
    return managed;
  }

  /**
   * {@return whether this continues the stream that was lost before, with all state that the server
   * had for it: address, presence, and undelivered stanzas (XEP-0198, section 5)}
   */
  public boolean resumed() {
    return resumed;
  }

  private List<@Nullable Object> parts() {
    return Arrays.asList(
        jid,
        endpoint,
        redirects,
        mechanism,
        signInProtocol,
        tlsProtocol,
        cipherSuite,
        verified,
        features,
        managed,
        resumed);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BoundStream stream && parts().equals(stream.parts());
  }

  @Override
  public int hashCode() {
    return parts().hashCode();
  }

  /** {@return what was negotiated, but for the features} */
  @Override
  public String toString() {
    return "BoundStream[%s at %s, %s%s, %s%s%s%s]"
        .formatted(
            jid,
            endpoint,
            mechanism.isEmpty() ? "no mechanism" : mechanism,
            "urn:xmpp:sasl:2".equals(signInProtocol) ? " by SASL2" : "",
            tlsProtocol == null ? "clear text" : tlsProtocol,
            tlsProtocol == null || verified ? "" : " with an unverified server",
            managed ? ", managed" : "",
            resumed ? ", resumed" : "");
  }

  /** Sets up a {@link BoundStream}. */
  public static final class Builder {

    private final Jid jid;
    private final Endpoint endpoint;
    private List<Redirect> redirects = List.of();
    private String mechanism = "";
    private @Nullable String signInProtocol;
    private @Nullable String tlsProtocol;
    private @Nullable String cipherSuite;
    private Features features =
        new Features(Element.of("features", "http://etherx.jabber.org/streams"));
    private final Set<Fact> facts = EnumSet.noneOf(Fact.class);

    private Builder(Jid jid, Endpoint endpoint) {
      this.jid = Objects.requireNonNull(jid, "jid");
      this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
    }

    /**
     * Sets the redirects that led to the endpoint.
     *
     * @param oldestFirst the redirects
     * @return this builder
     */
    public Builder redirects(List<Redirect> oldestFirst) {
      redirects = List.copyOf(oldestFirst);
      return this;
    }

    /**
     * Sets the SASL mechanism.
     *
     * @param name its registered name
     * @return this builder
     */
    public Builder mechanism(String name) {
      mechanism = Objects.requireNonNull(name, "name");
      return this;
    }

    /**
     * Sets the protocol that carried the mechanism.
     *
     * @param namespace its namespace, or null
     * @return this builder
     */
    public Builder signInProtocol(@Nullable String namespace) {
      signInProtocol = namespace;
      return this;
    }

    /**
     * Sets that TLS protects the stream.
     *
     * @param protocol such as {@code TLSv1.3}
     * @param suite the cipher suite
     * @return this builder
     */
    public Builder tls(String protocol, String suite) {
      tlsProtocol = Objects.requireNonNull(protocol, "protocol");
      cipherSuite = Objects.requireNonNull(suite, "suite");
      return this;
    }

    /**
     * Sets whether TLS has verified the server.
     *
     * @param server whether it has
     * @return this builder
     */
    public Builder verified(boolean server) {
      return with(Fact.VERIFIED, server);
    }

    /**
     * Sets the features that the server offered last.
     *
     * @param offered the features
     * @return this builder
     */
    public Builder features(Features offered) {
      features = Objects.requireNonNull(offered, "offered");
      return this;
    }

    /**
     * Sets whether the server acknowledges stanzas.
     *
     * @param acknowledged whether it does
     * @return this builder
     */
    public Builder managed(boolean acknowledged) {
      return with(Fact.MANAGED, acknowledged);
    }

    /**
     * Sets whether this continues a stream that was lost.
     *
     * @param again whether it does
     * @return this builder
     */
    public Builder resumed(boolean again) {
      return with(Fact.RESUMED, again);
    }

    private Builder with(Fact fact, boolean given) {
      if (given) {
        facts.add(fact);
      } else {
        facts.remove(fact);
      }
      return this;
    }

    /** {@return the stream} */
    public BoundStream build() {
      return new BoundStream(this);
    }
  }
}
