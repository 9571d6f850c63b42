package im.linnet.oauth;

import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the browser was redirected with (RFC 6749, sections 4.1.2 and 4.2.2). */
public sealed interface AuthorizationResponse {

  /**
   * The user consents, and the code is to be redeemed.
   *
   * @param code the code
   * @param state the state of the request, or null
   */
  record Code(String code, @Nullable String state) implements AuthorizationResponse {

    /** {@return no code} */
    @Override
    public String toString() {
      return "Code";
    }
  }

  /**
   * The user consents, and here are the tokens.
   *
   * @param tokens the tokens
   * @param state the state of the request, or null
   */
  record Granted(Tokens tokens, @Nullable String state) implements AuthorizationResponse {

    /** {@return no token} */
    @Override
    public String toString() {
      return "Granted[" + tokens + "]";
    }
  }

  /**
   * No.
   *
   * @param error what the server says
   * @param state the state of the request, or null
   */
  record Denied(OauthError error, @Nullable String state) implements AuthorizationResponse {}

  /** {@return the state of the request, to be compared with the one sent; or null} */
  @Nullable String state();

  /**
   * Reads the address that the browser was redirected to: parameters in the query, the fragment or
   * both, in any order; unknown ones are ignored.
   *
   * @param redirect the address
   * @param clock tells when tokens in it expire
   * @return the response
   * @throws IllegalArgumentException if it is none; the message quotes nothing of it
   */
  static AuthorizationResponse of(URI redirect, Clock clock) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String part : new String[] {redirect.getRawQuery(), redirect.getRawFragment()}) {
      if (part != null) {
        FormParameters.read(part).forEach(parameters::putIfAbsent);
      }
    }
    String state = parameters.get("state");
    String error = parameters.get("error");
    if (error != null) {
      String description = parameters.get("error_description");
      return new Denied(
          new OauthError(error, description == null ? null : description.replace('+', ' ')), state);
    }
    String code = parameters.get("code");
    if (code != null && !code.isEmpty()) {
      return new Code(code, state);
    }
    if (parameters.containsKey("access_token")) {
      return new Granted(TokenResponse.read(parameters::get, clock.instant()), state);
    }
    throw new IllegalArgumentException(
        "redirect: neither code nor access_token nor error in it (expected: one of them)");
  }
}
