package im.linnet.micrometer;

/** Stands for the failure of an observed call, whose own message may name a user. */
final class CallFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CallFailure(String result) {
    super(result, null, false, false);
  }
}
