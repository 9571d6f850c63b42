package im.linnet.sasl;

/**
 * What the user allows and demands of SCRAM.
 *
 * @param maxIterations the limit of the iterations that a server may demand
 * @param binding how far sign-ins are bound to the TLS connection
 * @param protection whether the server must prove what it offers (XEP-0474)
 */
record ScramRules(int maxIterations, Binding binding, Protection protection) {

  /** The use of channel binding. */
  enum Binding {
    UNUSED,
    PREFERRED,
    REQUIRED
  }

  /** The use of downgrade protection. */
  enum Protection {
    IF_PRESENT,
    REQUIRED
  }

  /**
   * The default limit of the iterations that a server may demand: a few seconds of work, bounded by
   * the connect time limit.
   */
  static final int DEFAULT_MAX_ITERATIONS = 10_000_000;

  /** The rules that hold unless the user changes them. */
  static final ScramRules DEFAULT =
      new ScramRules(DEFAULT_MAX_ITERATIONS, Binding.PREFERRED, Protection.IF_PRESENT);

  ScramRules withMaxIterations(int iterations) {
    return new ScramRules(iterations, binding, protection);
  }

  ScramRules with(Binding use) {
    return new ScramRules(maxIterations, use, protection);
  }

  ScramRules with(Protection use) {
    return new ScramRules(maxIterations, binding, use);
  }
}
