package im.linnet.sasl;

/**
 * What the user allows and demands of SCRAM.
 *
 * @param maxIterations the limit of the iterations that a server may demand
 * @param binding how far sign-ins are bound to the TLS connection
 * @param protection whether the server must prove what it offers (XEP-0474)
 * @param upgrade whether a server may learn the password by a stronger hash (XEP-0480)
 */
record ScramRules(int maxIterations, Binding binding, Protection protection, Upgrade upgrade) {

  /** The upgrade of the hash by which the server knows the password. */
  enum Upgrade {
    REFUSED,
    ALLOWED
  }

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
      new ScramRules(
          DEFAULT_MAX_ITERATIONS, Binding.PREFERRED, Protection.IF_PRESENT, Upgrade.REFUSED);

  ScramRules withMaxIterations(int iterations) {
    return new ScramRules(iterations, binding, protection, upgrade);
  }

  ScramRules with(Binding use) {
    return new ScramRules(maxIterations, use, protection, upgrade);
  }

  ScramRules with(Protection use) {
    return new ScramRules(maxIterations, binding, use, upgrade);
  }

  ScramRules with(Upgrade use) {
    return new ScramRules(maxIterations, binding, protection, use);
  }
}
