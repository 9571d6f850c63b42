package im.linnet.oauth;

import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters that the browser was redirected with (RFC 6749, sections 4.1.2 and 4.2.2). */
public sealed interface AuthorizationResponse {

  /**
   * The user has consented; the code is for the token endpoint.
   *
   * @param code the code
   * @param state the state of the request, or null
   */
  record Code(String code, @Nullable String state) implements AuthorizationResponse {

    /** {@return a text without the code} */
    @Override
    public String toString() {
      return "Code";
    }
  }

  /**
   * The user has consented; the response contains the tokens.
   *
   * @param tokens the tokens
   * @param state the state of the request, or null
   */
  record Granted(Tokens tokens, @Nullable String state) implements AuthorizationResponse {

    /** {@return a text without the tokens} */
    @Override
    public String toString() {
      return "Granted[" + tokens + "]";
    }
  }

  /**
   * The request was denied.
   *
   * @param error the error sent by the server
   * @param state the state of the request, or null
   */
  record Denied(OauthError error, @Nullable String state) implements AuthorizationResponse {}

  /** {@return the state, to be compared with that of the request; or null} */
  @Nullable String state();

  /**
   * Parses the address that the browser was redirected to. Parameters may be in the query, the
   * fragment or both, in any order; unknown ones are ignored.
   *
   * @param redirect the address
   * @param clock used to compute when tokens expire
   * @return the response
   * @throws IllegalArgumentException if the address is not a response; the message does not quote
   *     it
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
