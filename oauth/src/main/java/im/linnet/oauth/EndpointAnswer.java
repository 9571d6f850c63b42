package im.linnet.oauth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import im.linnet.failure.AuthenticationException;
import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Converts a token endpoint's response, or the failure to get one, into tokens or a typed failure.
 * Messages contain nothing of the body except an error by RFC 6749, section 5.2.
 *
 * @param endpoint the address
 * @param sent the parameters of the request: an error must not quote them
 * @param clock used to compute when tokens expire
 */
record EndpointAnswer(URI endpoint, Map<String, String> sent, Clock clock) {

  private static final int TOO_MANY_REQUESTS = 429;

  /** {@return the name of the class, as the parameters are secret} */
  @Override
  public String toString() {
    return "EndpointAnswer";
  }

  Tokens read(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    if (status / 100 == 3) {
      throw unusable(
          "it redirects (HTTP %d), which is not followed as secrets would go along; what is the"
                  .formatted(status)
              + " address that it redirects to?");
    }
    TokenResponse.Parameters parameters = parameters(response);
    String error = parameters.get("error");
    if (error != null) {
      throw refused(error, parameters.get("error_description"));
    }
    if (status / 100 != 2) {
      throw odd(response);
    }
    try {
      return TokenResponse.read(parameters, clock.instant());
    } catch (IllegalArgumentException e) {
      throw unusable("its answer breaks RFC 6749, section 5.1: " + e.getMessage());
    }
  }

  private TokenResponse.Parameters parameters(HttpResponse<byte[]> response) {
    try {
      ObjectNode object = Json.read(response.body());
      return Json.parameters(object);
    } catch (IllegalArgumentException e) {
      throw odd(response);
    }
  }

  private XmppException refused(String code, @Nullable String description) {
    boolean quotes = quotes(code);
    OauthError error =
        new OauthError(
            quotes ? "an error that quotes a secret" : code,
            description == null || quotes(description) ? null : description);
    String message = "The token endpoint " + endpoint.getHost() + " refuses: " + error.getMessage();
    return error.passes()
        ? new TransportException(Reason.NO_ANSWER, message, error)
        : new AuthenticationException(
            AuthenticationException.Reason.CREDENTIALS, null, message, error);
  }

  /** Returns whether a text quotes a secret, which must not get into a log. */
  private boolean quotes(String text) {
    return sent.entrySet().stream()
        .filter(parameter -> isSecret(parameter.getKey()))
        .anyMatch(parameter -> text.contains(parameter.getValue()));
  }

  private static boolean isSecret(String parameter) {
    return switch (parameter) {
      case "code", "code_verifier", "refresh_token", "client_secret" -> true;
      default -> false;
    };
  }

  /**
   * The failure for a response that is neither tokens nor an error by the RFC, such as an HTML
   * page.
   */
  private XmppException odd(HttpResponse<byte[]> response) {
    int status = response.statusCode();
    String stated = response.headers().firstValue("Content-Type").orElse("no content type");
    String type = quotes(stated) ? "a content type that quotes a secret" : stated;
    String what = "HTTP %d, %.60s, and no JSON of OAuth".formatted(status, type);
    return status >= 500 || status == TOO_MANY_REQUESTS
        ? new TransportException(
            Reason.NO_ANSWER,
            "The token endpoint %s is out of order: %s; try later"
                .formatted(endpoint.getHost(), what))
        : unusable("its answer is " + what);
  }

  private AuthenticationException unusable(String what) {
    return new AuthenticationException(
        AuthenticationException.Reason.CREDENTIALS,
        null,
        "The token endpoint %s is of no use: %s (expected: the address of one, see OauthEndpoints)"
            .formatted(endpoint, what),
        null);
  }

  /** Returns the typed failure for an exception of the HTTP request. */
  XmppException typed(Throwable failure, Duration limit) {
    XmppException known = find(failure, XmppException.class);
    if (known != null) {
      return known;
    }
    String host = endpoint.getHost();
    if (find(failure, TimeoutException.class) != null
        || find(failure, HttpTimeoutException.class) != null) {
      return new TransportException(
          Reason.TIMED_OUT,
          "The token endpoint %s has not answered in full within %s".formatted(host, limit),
          failure);
    }
    Reason reason = reason(failure);
    return new TransportException(
        reason, "The token endpoint %s can't be asked: %s".formatted(host, reason), failure);
  }

  private static Reason reason(Throwable failure) {
    if (find(failure, UnresolvedAddressException.class) != null) {
      return Reason.UNRESOLVED;
    } else if (find(failure, CertificateException.class) != null) {
      return Reason.TLS_UNTRUSTED;
    } else if (find(failure, SSLException.class) != null) {
      return Reason.TLS_FAILED;
    } else if (find(failure, ConnectException.class) != null) {
      return Reason.REFUSED;
    } else {
      return find(failure, IOException.class) == null ? Reason.UNREACHABLE : Reason.RESET;
    }
  }

  private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
    Throwable cause = failure;
    for (int i = 0; cause != null && i < 16; i++) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
      cause = cause.getCause();
    }
    return null;
  }
}
