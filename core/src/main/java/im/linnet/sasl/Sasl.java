package im.linnet.sasl;

import im.linnet.failure.AuthenticationException;
import im.linnet.xml.XmlText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a user signs in: mechanisms with their credentials, in the client's order of preference. The
 * first one that the server offers is used (RFC 6120, section 6.3.3); if it fails, no other kind is
 * tried, only SCRAM with another hash ({@link #alternative}).
 *
 * <pre>{@code
 * Sasl scram = Sasl.password("secret");
 * Sasl certificate = Sasl.external().or(Sasl.password("secret")); // else SCRAM
 * Sasl bearer = Sasl.token("mF_9.B5f-4.1JqM"); // OAUTHBEARER
 * }</pre>
 *
 * <p>Thread-safe; one value may be shared by any number of clients. Immutable, except for the keys
 * that it may {@linkplain PasswordSasl#rememberKeys remember}.
 */
public sealed class Sasl permits PasswordSasl {

  /**
   * Conditions that may concern the mechanism rather than the user (RFC 6120, sections 6.5.7, 6.5.8
   * and 6.5.10).
   */
  private static final Set<String> OF_THE_MECHANISM =
      Set.of("invalid-mechanism", "malformed-request", "not-authorized");

  private static final int MAX_NAMES_SHOWN = 10;
  private static final int MAX_NAME_SHOWN = 32;

  private final List<SaslMechanism> mechanisms;

  Sasl(List<SaslMechanism> mechanisms) {
    this.mechanisms = List.copyOf(mechanisms);
  }

  /**
   * Signs in with a password: SCRAM-SHA-512, SCRAM-SHA-256 or SCRAM-SHA-1 (RFC 5802, RFC 7677),
   * bound to the TLS connection (-PLUS) if the server and the implementation of TLS allow it. The
   * derived keys are {@linkplain PasswordSasl#rememberKeys remembered} in this value, so
   * reconnecting, and connecting other clients that share the value, is fast.
   *
   * @param password the password
   * @return the mechanisms, which can be refined
   * @throws IllegalArgumentException if it is empty
   */
  public static PasswordSasl password(String password) {
    if (password.isEmpty()) {
      throw new IllegalArgumentException("password: empty (expected: a password)");
    }
    return new PasswordSasl(password::toCharArray, ScramMemory.create());
  }

  /**
   * Signs in with a password that is supplied on demand.
   *
   * @param password called on a worker thread at every sign-in, so it may block; returns a new
   *     array, which is wiped after use
   * @return the mechanisms, which can be refined
   */
  public static PasswordSasl password(Supplier<char[]> password) {
    return new PasswordSasl(Objects.requireNonNull(password, "password"), ScramMemory.none());
  }

  /**
   * Signs in with the client's TLS certificate: EXTERNAL (RFC 4422, appendix A). Used only on
   * connections on which the client has presented a certificate: set one by {@code
   * TlsPolicy.Builder.clientCertificate}; the server must request it.
   *
   * @return the mechanism
   */
  public static Sasl external() {
    return external("");
  }

  /**
   * Signs in with the client's TLS certificate, as one of its identities. Used under the same
   * conditions as {@link #external()}.
   *
   * @param authzid the authorization identity: a bare JID (RFC 6120, section 6.3.8)
   * @return the mechanism
   * @throws IllegalArgumentException if it contains U+0000
   */
  public static Sasl external(String authzid) {
    return of(new External(authzid));
  }

  /**
   * Signs in anonymously: ANONYMOUS (RFC 4505).
   *
   * @return the mechanism
   */
  public static Sasl anonymous() {
    return of(new Anonymous());
  }

  /**
   * Signs in with an OAuth 2.0 bearer token: OAUTHBEARER (RFC 7628).
   *
   * @param token the token
   * @return the mechanism
   */
  public static Sasl token(String token) {
    return token(TokenProvider.of(token));
  }

  /**
   * Signs in with an OAuth 2.0 bearer token that is fetched on demand: OAUTHBEARER (RFC 7628).
   *
   * @param tokens the token source: a lambda, or an implementation that is also notified of the
   *     outcome, such as the {@code TokenSource} of {@code linnet-oauth}
   * @return the mechanism
   */
  public static Sasl token(TokenProvider tokens) {
    return of(new OAuthBearer(Objects.requireNonNull(tokens, "tokens")));
  }

  /**
   * Uses no SASL mechanism, for a client whose {@linkplain im.linnet.ClientBuilder#steps steps}
   * sign it in by other means, such as those of a component (XEP-0114).
   *
   * @return an empty list of mechanisms; if SASL is needed after all, connecting fails
   */
  public static Sasl none() {
    return new Sasl(List.of());
  }

  /**
   * Signs in with custom mechanisms.
   *
   * @param mechanisms the mechanisms, in order of preference
   * @return the mechanisms
   * @throws IllegalArgumentException if there is none
   */
  public static Sasl of(SaslMechanism... mechanisms) {
    if (mechanisms.length == 0) {
      throw new IllegalArgumentException("mechanisms: none (expected: at least one)");
    }
    return new Sasl(List.of(mechanisms));
  }

  /**
   * Adds mechanisms to use if the server offers none of these.
   *
   * @param others the less preferred mechanisms
   * @return all of them
   */
  public Sasl or(Sasl others) {
    List<SaslMechanism> all = new ArrayList<>(mechanisms);
    all.addAll(others.mechanisms);
    return new Sasl(all);
  }

  /** {@return the mechanisms, in order of preference} */
  public List<SaslMechanism> mechanisms() {
    return mechanisms;
  }

  /**
   * Chooses the mechanism for a connection.
   *
   * @param channel the connection, with what the server offers
   * @return the first mechanism that is offered and usable on it
   * @throws AuthenticationException if there is none; the message says what to try
   */
  public SaslMechanism select(SaslChannel channel) {
    for (SaslMechanism mechanism : mechanisms) {
      if (channel.offered().contains(mechanism.name()) && mechanism.usableOn(channel)) {
        return mechanism;
      }
    }
    String message =
        "The server offers "
            + listed(channel.offered())
            + " and this client would sign in by "
            + this
            + ": "
            + advice(channel);
    throw channel.offered().isEmpty()
        ? AuthenticationException.nothingOffered(message)
        : new AuthenticationException(
            AuthenticationException.Reason.NO_MECHANISM, null, message, null);
  }

  /**
   * Chooses the mechanism to try after the server has refused the first message of another one, on
   * the same stream (RFC 6120, section 6.4.5). Some servers offer SCRAM with hashes that they have
   * not stored for each user; then SCRAM with another hash may succeed. There is no alternative to
   * SCRAM but SCRAM, to channel binding but channel binding, and none at all on a connection that
   * is not {@linkplain SaslChannel#secure secure}, where anyone could have refused.
   *
   * @param refused the mechanism, which has not sent a proof of the password yet
   * @param condition the condition of the refusal (RFC 6120, section 6.5)
   * @param channel the connection
   * @return a mechanism that comes later in the order of preference; null if the refusal is final
   */
  public @Nullable SaslMechanism alternative(
      SaslMechanism refused, String condition, SaslChannel channel) {
    if (!(refused instanceof Scram scram)
        || !channel.secure()
        || !OF_THE_MECHANISM.contains(condition)) {
      return null;
    }
    for (SaslMechanism mechanism :
        mechanisms.subList(mechanisms.indexOf(refused) + 1, mechanisms.size())) {
      if (mechanism instanceof Scram other
          && other.isAlternativeTo(scram)
          && channel.offered().contains(other.name())
          && other.usableOn(channel)) {
        return other;
      }
    }
    return null;
  }

  private String advice(SaslChannel channel) {
    for (SaslMechanism mechanism : mechanisms) {
      if (channel.offered().contains(mechanism.name())) {
        return mechanism.name() + " " + unsuited(mechanism, channel);
      }
    }
    if (mechanisms.stream().anyMatch(m -> m instanceof Scram scram && scram.isBindingRequired())) {
      return "requireChannelBinding() is set, and the server offers no SCRAM with it";
    }
    if (channel.offered().contains("PLAIN")
        && mechanisms.stream().anyMatch(Scram.class::isInstance)) {
      return "if the server may see the password, try allowPlain()";
    }
    return channel.offered().isEmpty()
        ? "is this a port for clients, and does the server want TLS first?"
        : "try Sasl with a mechanism that is offered";
  }

  private static String unsuited(SaslMechanism mechanism, SaslChannel channel) {
    if (mechanism instanceof External && channel.tls() != null) {
      return "needs a client certificate, and none was shown to the server; set one by"
          + " TlsPolicy.Builder.clientCertificate, or add a mechanism by or(..)";
    }
    if (mechanism instanceof Scram) {
      return unbound(channel);
    }
    if (channel.secure()) {
      return "does not suit this connection";
    }
    return channel.tls() == null
        ? "is not used without TLS; try a connection with it"
        : "sends a secret, and this server's certificate is not verified; have it verified by"
            + " TlsPolicy.Builder.trust instead of insecurelyTrustAnyone";
  }

  /** Why SCRAM with channel binding is not used. */
  private static String unbound(SaslChannel channel) {
    if (channel.tls() == null) {
      return "binds the sign-in to TLS; try a connection with it";
    }
    Set<String> types = ChannelBindingTypes.listed(channel.features());
    return types == null || types.isEmpty()
        ? "binds the sign-in to TLS, but the server does not list how (XEP-0440)"
        : "binds the sign-in to TLS by one of the server's types ("
            + listed(types)
            + "), and this connection has none of them; tls-exporter needs TLS 1.3, and JDK 25 or"
            + " TlsPolicy.Builder.provider with an exporter";
  }

  private static String listed(Collection<String> names) {
    if (names.isEmpty()) {
      return "no mechanism";
    }
    StringBuilder list = new StringBuilder();
    Iterator<String> rest = names.iterator();
    for (int i = 0; i < MAX_NAMES_SHOWN && rest.hasNext(); i++) {
      String name = rest.next();
      list.append(i == 0 ? "" : ", ");
      list.append(XmlText.shortened(name, MAX_NAME_SHOWN));
    }
    return rest.hasNext() ? list.append(" and more").toString() : list.toString();
  }

  /** {@return the names of the mechanisms, without credentials} */
  @Override
  public final String toString() {
    return listed(mechanisms.stream().map(SaslMechanism::name).toList());
  }
}
