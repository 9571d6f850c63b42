package im.linnet.sasl.siblings;

import im.linnet.sasl.SaslChannel;
import im.linnet.sasl.SaslExchange;
import im.linnet.sasl.SaslMechanism;
import im.linnet.sasl.TokenExchange;
import im.linnet.sasl.TokenProvider;
import im.linnet.xml.Attribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * X-OAUTH2: an OAuth 2.0 access token of Google Talk, scope {@code
 * https://www.googleapis.com/auth/googletalk}, in the form of PLAIN. Further parameters are
 * attributes of {@code <auth/>}. A value for any number of connections; {@link #toString()} does
 * not show the token.
 */
public final class GoogleOauth2 implements SaslMechanism {

  /** The name of the mechanism. */
  public static final String NAME = "X-OAUTH2";

  /** The namespace of the attributes. */
  public static final String NAMESPACE = "http://www.google.com/talk/protocol/auth";

  private final TokenProvider tokens;
  private final @Nullable String user;
  private final List<Attribute> attributes;

  private GoogleOauth2(TokenProvider tokens, @Nullable String user, List<Attribute> attributes) {
    this.tokens = tokens;
    this.user = user;
    this.attributes = List.copyOf(attributes);
  }

  /**
   * Signs in the client's account with a fixed token.
   *
   * @param token the access token
   * @return the mechanism
   */
  public static GoogleOauth2 token(String token) {
    return tokens(TokenProvider.of(token));
  }

  /**
   * Signs in the client's account with a token that is fetched when needed.
   *
   * @param tokens supplies the token at every sign-in
   * @return the mechanism
   */
  public static GoogleOauth2 tokens(TokenProvider tokens) {
    return new GoogleOauth2(
        Objects.requireNonNull(tokens, "tokens"), null, List.of(attribute("service", "oauth2")));
  }

  /**
   * Signs in another user than the client's account.
   *
   * @param name such as {@code user@gmail.com}
   * @return a copy
   * @throws IllegalArgumentException if it is empty or contains U+0000
   */
  public GoogleOauth2 withUser(String name) {
    return new GoogleOauth2(tokens, UserAndToken.name(name), attributes);
  }

  /**
   * Sets the service that the token is for; {@code oauth2} by default. Google's browser used {@code
   * chromiumsync}.
   *
   * @param service the service
   * @return a copy
   */
  public GoogleOauth2 withService(String service) {
    return with(attribute("service", service));
  }

  /**
   * Allows the service to give the user another address than the requested one.
   *
   * @return a copy
   */
  public GoogleOauth2 allowingGeneratedJid() {
    return with(attribute("allow-generated-jid", "true"));
  }

  /**
   * Declares that the client takes its address from the answer to the bind request, as this library
   * does (with a profile that {@link im.linnet.ServiceProfile#assignsAccount() assigns accounts}).
   *
   * @return a copy
   */
  public GoogleOauth2 usingFullBindResult() {
    return with(attribute("client-uses-full-bind-result", "true"));
  }

  /**
   * Allows users to sign in whose account is not a Google account.
   *
   * @return a copy
   */
  public GoogleOauth2 allowingNonGoogleLogin() {
    return with(attribute("allow-non-google-login", "true"));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Attribute> attributes() {
    return attributes;
  }

  @Override
  public SaslExchange start(SaslChannel channel) {
    return new TokenExchange(tokens, token -> UserAndToken.message(user, token, channel));
  }

  @Override
  public boolean renewsCredentials() {
    return tokens.renews();
  }

  /** {@return the name of the mechanism} */
  @Override
  public String toString() {
    return NAME;
  }

  private GoogleOauth2 with(Attribute attribute) {
    List<Attribute> changed = new ArrayList<>(attributes);
    changed.removeIf(each -> each.name().equals(attribute.name()));
    changed.add(attribute);
    return new GoogleOauth2(tokens, user, changed);
  }

  private static Attribute attribute(String name, String value) {
    return new Attribute(NAMESPACE, name, value);
  }
}
