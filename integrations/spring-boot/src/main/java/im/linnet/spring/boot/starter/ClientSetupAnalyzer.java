package im.linnet.spring.boot.starter;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** What Boot shows of a wrong configuration, in place of a stack trace. */
final class ClientSetupAnalyzer extends AbstractFailureAnalyzer<ClientSetupException> {

  @Override
  protected FailureAnalysis analyze(Throwable root, ClientSetupException cause) {
    Throwable reason = cause.getCause();
    String message = String.valueOf(cause.getMessage());
    String more = reason == null ? message : String.valueOf(reason.getMessage());
    return new FailureAnalysis(
        message.contains(more) ? message : message + ": " + more, cause.remedy(), cause);
  }
}
