package im.linnet.internal.tls;

import im.linnet.failure.TransportException;
import im.linnet.failure.TransportException.Reason;
import im.linnet.failure.XmppException;
import im.linnet.xml.XmlText;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXReason;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Explains in one sentence why a handshake failed, and what to try. */
public final class TlsFailures {

  private static final int MAX_DEPTH = 16;
  private static final int MAX_LENGTH = 200;

  /** In the words of the platform, of Bouncy Castle, and of BoringSSL, as in Conscrypt. */
  private static final Pattern ALERT =
      Pattern.compile(
          "(?:Received fatal alert: |TlsFatalAlertReceived: |:(?:TLSV1|SSLV3)_ALERT_)([A-Za-z_]+)");

  /** Checked by BoringSSL before the certificate is verified. */
  private static final String KEY_USAGE = "KEY_USAGE_BIT_INCORRECT";

  private TlsFailures() {}

  /**
   * Explains a failure.
   *
   * @param failure the failure of the handshake
   * @param domain the name that the certificate had to contain
   * @return an {@link XmppException} as it is; anything else as the cause of a new one with one of
   *     the reasons {@code TLS_IDENTITY}, {@code TLS_UNTRUSTED}, {@code TLS_FAILED} and {@code
   *     TIMED_OUT}
   */
  public static XmppException explain(Throwable failure, String domain) {
    if (failure instanceof XmppException known) {
      return known;
    }
    TransportException explained = certificate(failure, domain);
    return explained == null ? handshake(failure, domain) : explained;
  }

  /**
   * Without elliptic curves nearly every handshake fails, in various ways that are not the server's
   * fault.
   */
  private static String curves() {
    return EllipticCurves.arePresent()
        ? ""
        : ". This Java runtime has no elliptic curves, which nearly all servers need: module"
            + " jdk.crypto.ec is missing from its image, see jlink --add-modules jdk.crypto.ec";
  }

  private static @Nullable TransportException certificate(Throwable failure, String domain) {
    IdentityMismatch mismatch = find(IdentityMismatch.class, failure);
    if (mismatch != null) {
      String message = mismatch.getMessage();
      return new TransportException(
          Reason.TLS_IDENTITY,
          message == null ? "The certificate names another" : message,
          failure);
    }
    String why = distrust(failure);
    return why == null
        ? null
        : new TransportException(
            Reason.TLS_UNTRUSTED, "The certificate of " + domain + " " + why + curves(), failure);
  }

  private static @Nullable String distrust(Throwable failure) {
    CertificateExpiredException expired = find(CertificateExpiredException.class, failure);
    if (expired != null) {
      return "or of one of its issuers has expired (%s); the service has to renew it"
          .formatted(shown(expired));
    }
    CertificateNotYetValidException early = find(CertificateNotYetValidException.class, failure);
    if (early != null) {
      return "or of one of its issuers is not valid yet (%s); is this machine's clock right?"
          .formatted(shown(early));
    }
    String otherKey = otherKey(failure);
    if (otherKey != null) {
      return otherKey;
    }
    WeakCertificate weak = find(WeakCertificate.class, failure);
    if (weak != null) {
      return weak(weak);
    }
    CertPathValidatorException path = find(CertPathValidatorException.class, failure);
    if (path != null && path.getReason() != PKIXReason.NO_TRUST_ANCHOR) {
      return pathFault(path);
    }
    if (path != null || find(CertPathBuilderException.class, failure) != null) {
      return "is not issued by anyone we trust, or the server leaves out an intermediate"
          + " certificate; if its issuer is to be trusted, give the issuer's certificate in a PEM"
          + " file to TlsPolicy.Builder.trust";
    }
    if (String.valueOf(failure.getMessage()).contains(KEY_USAGE)) {
      return "must not be used for TLS by its key usage; the service has to renew it";
    }
    CertificateException other = find(CertificateException.class, failure);
    return other == null ? null : "was refused: " + shown(other);
  }

  /** The certificate may be in order, but its key is not one of those that were named before. */
  private static @Nullable String otherKey(Throwable failure) {
    PinMismatch pin = find(PinMismatch.class, failure);
    if (pin != null) {
      return "is not vouched for by a pinned key (%s); somebody may be in between, or the service has"
              .formatted(shown(pin))
          + " changed its key: if it says so itself, see TlsPolicy.Builder.pin";
    }
    DaneMismatch dane = find(DaneMismatch.class, failure);
    return dane == null
        ? null
        : "is none of those that the DNS names (TLSA records; %s); somebody may be in between, or"
                .formatted(shown(dane))
            + " the service has changed its key: it has to change its TLSA records first";
  }

  private static String weak(Throwable failure) {
    return "is made with a weak algorithm (%s); the service has to renew it. If it can't and is known,"
            .formatted(shown(failure))
        + " see TlsPolicy.Builder.insecurelyAcceptWeakCertificates";
  }

  private static String pathFault(CertPathValidatorException path) {
    CertPathValidatorException.Reason reason = path.getReason();
    if (reason == BasicReason.REVOKED) {
      return "was revoked by its issuer; the service has to get a new one";
    }
    if (isUndetermined(path)) {
      return "may be revoked, and nothing proves that it is not (%s); try again later, or leave out"
              .formatted(shown(path))
          + " TlsPolicy.Builder.checkRevocation";
    }
    if (reason == BasicReason.ALGORITHM_CONSTRAINED) {
      return weak(path);
    }
    if (reason == BasicReason.UNSPECIFIED) {
      return "was refused: " + shown(path);
    }
    return "has a chain of issuers that breaks the rules of RFC 5280 (%s); the service has to mend"
            .formatted(shown(path))
        + " it";
  }

  /**
   * The platform checks revocation in two ways, throws the first result and suppresses the second.
   */
  private static boolean isUndetermined(@Nullable Throwable path) {
    return path instanceof CertPathValidatorException fault
        && (fault.getReason() == BasicReason.UNDETERMINED_REVOCATION_STATUS
            || Arrays.stream(fault.getSuppressed()).anyMatch(TlsFailures::isUndetermined)
            || isUndetermined(fault.getCause()));
  }

  private static TransportException handshake(Throwable failure, String domain) {
    if (find(SslHandshakeTimeoutException.class, failure) != null
        || find(TimeoutException.class, failure) != null) {
      return new TransportException(
          Reason.TIMED_OUT,
          "The server did not finish the TLS handshake in time; is this a port for TLS?",
          failure);
    }
    return new TransportException(Reason.TLS_FAILED, fault(failure, domain) + curves(), failure);
  }

  private static String fault(Throwable failure, String domain) {
    if (find(NotSslRecordException.class, failure) != null) {
      return "The server answered the TLS handshake with something else; is this a port for direct"
          + " TLS, or is something in between?";
    }
    if (find(ClosedChannelException.class, failure) != null) {
      return "The server closed the connection during the TLS handshake";
    }
    String alert = alert(failure);
    return alert == null
        ? "The TLS handshake failed: " + shown(failure)
        : "The server ended the TLS handshake by the alert " + alert + advice(alert, domain);
  }

  private static String advice(String alert, String domain) {
    return switch (alert) {
      case "protocol_version", "insufficient_security" ->
          "; it may have neither TLS 1.3 nor 1.2, or no cipher suite that is safe";
      // In TLS 1.2, OpenSSL and newer JDKs also send it when a certificate is missing.
      case "handshake_failure" ->
          "; it may have neither TLS 1.3 nor 1.2, or no cipher suite that is safe, or want a client"
              + " certificate: see TlsPolicy.Builder.clientCertificate";
      case "unrecognized_name" -> "; it does not serve " + domain;
      case "no_application_protocol" -> "; this port is not for XMPP";
      case "certificate_required", "bad_certificate", "certificate_unknown", "unknown_ca" ->
          "; it wants another client certificate: see TlsPolicy.Builder.clientCertificate";
      case "certificate_expired", "certificate_revoked", "unsupported_certificate" ->
          "; it does not take the client's certificate";
      default -> "";
    };
  }

  private static @Nullable String alert(Throwable failure) {
    Throwable cause = failure;
    for (int i = 0; cause != null && i < MAX_DEPTH; i++) {
      Matcher matcher = ALERT.matcher(String.valueOf(cause.getMessage()));
      if (matcher.find()) {
        return matcher.group(1).toLowerCase(Locale.ROOT);
      }
      cause = cause.getCause();
    }
    return null;
  }

  private static <T extends Throwable> @Nullable T find(Class<T> type, Throwable failure) {
    Throwable cause = failure;
    for (int i = 0; cause != null && i < MAX_DEPTH; i++) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
      cause = cause.getCause();
    }
    return null;
  }

  private static String shown(Throwable failure) {
    String message = failure.getMessage();
    String text = message == null ? failure.getClass().getSimpleName() : message;
    return XmlText.shortened(text, MAX_LENGTH);
  }
}
