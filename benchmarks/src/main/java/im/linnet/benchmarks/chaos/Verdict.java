package im.linnet.benchmarks.chaos;

/**
 * The result of a run.
 *
 * @param server the server that passed the messages on
 * @param cuts how many connections were broken
 * @param strangers how many connections were answered by a stranger
 * @param sent how many different messages were sent
 * @param lost how many neither arrived nor failed
 * @param duplicated how many surplus copies arrived
 * @param reordered how many arrived after one that was sent later
 * @param stuck how many directions made no progress, and futures that did not complete
 */
record Verdict(
    String server,
    long cuts,
    long strangers,
    long sent,
    long lost,
    long duplicated,
    long reordered,
    long stuck) {

  boolean isGood() {
    return lost == 0 && duplicated == 0 && reordered == 0 && stuck == 0;
  }

  String line() {
    return ("RESULT chaos server=%s cuts=%d strangers=%d sent=%d lost=%d duplicated=%d"
            + " reordered=%d stuck=%d")
        .formatted(server, cuts, strangers, sent, lost, duplicated, reordered, stuck);
  }
}
