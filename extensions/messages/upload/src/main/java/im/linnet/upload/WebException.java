package im.linnet.upload;

/** The cause of a failure that the web server or the content of a file gives a reason for. */
final class WebException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient TransferProblem problem;

  WebException(TransferProblem problem, String message) {
    super(message, null, false, false);
    this.problem = problem;
  }

  TransferProblem problem() {
    return problem;
  }
}
