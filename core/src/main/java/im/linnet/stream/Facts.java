package im.linnet.stream;

import im.linnet.jid.Jid;
import im.linnet.xml.Element;
import org.jspecify.annotations.Nullable;

/**
 * What a negotiation has established so far. Steps use it to decide whether they are due, and add
 * facts by {@link Negotiation#note}, several at a time if needed. Immutable: each {@code with..}
 * method returns a changed copy.
 */
public final class Facts {

  private static final Facts NONE = new Facts(Protection.NONE, null, null, null, null, null, null);

  /** What TLS does for the stream. */
  private enum Protection {
    NONE,
    UNVERIFIED,
    VERIFIED
  }

  private final Protection protection;
  private final @Nullable String protocol;
  private final @Nullable String mechanism;
  private final @Nullable Jid jid;
  private final @Nullable Element enabled;
  private final @Nullable Element resumed;
  private final @Nullable Element refused;

  private Facts(
      Protection protection,
      @Nullable String protocol,
      @Nullable String mechanism,
      @Nullable Jid jid,
      @Nullable Element enabled,
      @Nullable Element resumed,
      @Nullable Element refused) {
    this.protection = protection;
    this.protocol = protocol;
    this.mechanism = mechanism;
    this.jid = jid;
    this.enabled = enabled;
    this.resumed = resumed;
    this.refused = refused;
  }

  /** {@return the facts of a new connection} */
  public static Facts none() {
    return NONE;
  }

  /**
   * {@return whether TLS protects the stream; the server's certificate was verified as the client's
   * {@link im.linnet.tls.TlsPolicy} requires, which may be not at all: see {@link #verified()}}
   */
  public boolean secure() {
    return protection != Protection.NONE;
  }

  /**
   * Whether TLS protects the stream and has verified that the server is that of the account. It has
   * not if the policy is {@link im.linnet.tls.TlsPolicy.Builder#insecurelyTrustAnyone}: then anyone
   * on the network path may have answered. A transport that has its own TLS vouches for the server.
   *
   * @return whether it is verified; false in clear text
   */
  public boolean verified() {
    return protection == Protection.VERIFIED;
  }

  /** {@return whether the user is signed in} */
  public boolean authenticated() {
    return mechanism != null;
  }

  /** {@return the mechanism by which the user signed in, such as {@code SCRAM-SHA-256}, or null} */
  public @Nullable String mechanism() {
    return mechanism;
  }

  /**
   * {@return the protocol by which the user signed in: the namespace of SASL, of SASL2, or of
   * another one; null if it was not noted}
   */
  public @Nullable String protocol() {
    return protocol;
  }

  /** {@return whether a resource is bound, on this stream or on the one it resumes} */
  public boolean bound() {
    return jid != null;
  }

  /** {@return the address that the server bound, or null} */
  public @Nullable Jid jid() {
    return jid;
  }

  /** {@return whether stream management is active (XEP-0198)} */
  public boolean managed() {
    return enabled != null || resumed != null;
  }

  /** {@return the server's {@code <enabled/>} (XEP-0198, section 3), or null} */
  public @Nullable Element enabled() {
    return enabled;
  }

  /** {@return the server's {@code <resumed/>} (XEP-0198, section 5), or null} */
  public @Nullable Element resumed() {
    return resumed;
  }

  /** {@return the server's {@code <failed/>} if it refused to resume the lost stream, or null} */
  public @Nullable Element refused() {
    return refused;
  }

  /** {@return a copy for a stream under TLS that has verified the server} */
  public Facts withSecure() {
    return new Facts(Protection.VERIFIED, protocol, mechanism, jid, enabled, resumed, refused);
  }

  /** {@return a copy for a stream under TLS that has not verified the server} */
  public Facts withUnverified() {
    return new Facts(Protection.UNVERIFIED, protocol, mechanism, jid, enabled, resumed, refused);
  }

  /**
   * Adds that the user is signed in.
   *
   * @param name the name of the method; for SASL that of the mechanism
   * @return a copy with this fact
   */
  public Facts withMechanism(String name) {
    return new Facts(protection, protocol, name, jid, enabled, resumed, refused);
  }

  /**
   * Adds that the user is signed in by a protocol with a namespace.
   *
   * @param namespace the namespace, such as {@code urn:xmpp:sasl:2}
   * @param name the name of the mechanism
   * @return a copy with both
   */
  public Facts withSignIn(String namespace, String name) {
    return new Facts(protection, namespace, name, jid, enabled, resumed, refused);
  }

  /**
   * Adds that the server bound a resource.
   *
   * @param address the full address
   * @return a copy with this fact
   */
  public Facts withJid(Jid address) {
    return new Facts(protection, protocol, mechanism, address, enabled, resumed, refused);
  }

  /**
   * Adds that the server enabled stream management (XEP-0198, section 3).
   *
   * @param answer the {@code <enabled/>}; malformed attributes are treated as absent
   * @return a copy with this fact
   */
  public Facts withEnabled(Element answer) {
    return new Facts(protection, protocol, mechanism, jid, answer, resumed, refused);
  }

  /**
   * Adds that the server resumed the lost stream, with its address (XEP-0198, section 5).
   *
   * @param stream the lost stream
   * @param answer the {@code <resumed/>}; checked by {@link Negotiation#note}
   * @return a copy with this fact
   */
  public Facts withResumed(LostStream stream, Element answer) {
    return new Facts(protection, protocol, mechanism, stream.jid(), enabled, answer, refused);
  }

  /**
   * Adds that the server can't resume the lost stream, so a new one must be bound.
   *
   * @param answer the {@code <failed/>}, which may contain the number of stanzas the server has
   *     handled
   * @return a copy with this fact
   */
  public Facts withRefused(Element answer) {
    return new Facts(protection, protocol, mechanism, jid, enabled, resumed, answer);
  }

  /** {@return the facts, without the server's elements} */
  @Override
  public String toString() {
    return "Facts[secure=%s, verified=%s, protocol=%s, mechanism=%s, jid=%s, managed=%s, resumed=%s]"
        .formatted(secure(), verified(), protocol, mechanism, jid, managed(), resumed != null);
  }
}
